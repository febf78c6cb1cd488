/** With what the page begins: what a link says, else what was kept, else nothing. */
import { type Link, readLink } from "../link";
import type { Look } from "../view";
import { readLook } from "./look";
import { readKept } from "./storage";

export interface Beginning {
  /** Null: the page was opened without one. */
  link: Link | null;
  /** A bundled model's id, or `kept:` and the number of a kept one. Not known to exist. */
  opened: string | null;
  panel: string | null;
  text: string | null;
  /** What waits to be read after the text; of a link's none. */
  rest: string;
  look: Partial<Look>;
}

/** A link stands for itself: what it leaves out is as on a first visit, but for the text. */
export function readBeginning(): Beginning {
  const link = readLink(location.hash);
  const text = readKept("text");
  if (link !== null) {
    const { model, panel, look } = link;
    // What is kept on a device is for no link to open.
    const opened = keptNumber(model) === null ? model : null;
    const rest = link.text === null ? (readKept("rest") ?? "") : "";
    return { link, opened, panel, text: link.text ?? text, rest, look };
  }
  return {
    link,
    opened: readKept("opened"),
    panel: readKept("panel"),
    text,
    rest: readKept("rest") ?? "",
    look: readLook(new URLSearchParams(readKept("look") ?? "")).look,
  };
}

const KEPT = /^kept:(\d{1,9})$/;

/** The number of the kept model that is meant; null: none is. */
export function keptNumber(opened: string | null): number | null {
  const number = KEPT.exec(opened ?? "")?.[1];
  return number === undefined ? null : Number(number);
}
