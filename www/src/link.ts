/**
 * A link to what is on the screen: `#v=1&model=imdb&scale=share&lang=zh&text=…`. It stands in the
 * address's fragment, which browsers send to no server. The text is in it only where a person wants it.
 */
import { isLookName, readLook, writeLook } from "./keep/look";
import type { Look } from "./view";

export const VERSION = 1;

/** Characters. Longer addresses are cut by some programs that people send links with. */
export const LONGEST_LINK = 8000;

/** Stands for a model that is not the page's own: a link cannot hold it. */
export const OWN_MODEL = "own";

export interface Link {
  model: string | null;
  panel: string | null;
  language: string | null;
  text: string | null;
  look: Partial<Look>;
  /** Made by a later version of the page. */
  isNewer: boolean;
  /** Names in it that mean nothing here, or whose value does not. */
  unknown: string[];
}

const OTHER_NAMES = ["v", "model", "panel", "lang", "text"];

export function writeLink(page: string, parts: LinkParts): string {
  const { model, panel, language, text, look } = parts;
  const words: [string, string][] = [
    ["v", String(VERSION)],
    ["model", model],
    ...writeLook(look).filter(([, value]) => value !== ""),
    ...(panel === null ? [] : [["panel", panel] as [string, string]]),
    ["lang", language],
    ...(text === null ? [] : [["text", text] as [string, string]]),
  ];
  // Not as forms are encoded: a plus sign would be taken for a blank or not, by who reads it.
  const fragment = words.map(([name, value]) => `${name}=${encoded(value)}`).join("&");
  return `${page.replace(/#.*$/s, "")}#${fragment}`;
}

/** Half of a surrogate pair has no UTF-8, and `encodeURIComponent` throws at it. */
const encoded = (value: string): string =>
  encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd"));

export interface LinkParts {
  /** A bundled model, or `OWN_MODEL`. */
  model: string;
  panel: string | null;
  language: string;
  text: string | null;
  look: Look;
}

/** Null where the fragment is no link of this page. Reads as far as it goes. */
export function readLink(fragment: string): Link | null {
  const words = new URLSearchParams(fragment.replace(/^#/, "").replaceAll("+", "%2B"));
  const names = [...new Set(words.keys())];
  if (!names.some((name) => OTHER_NAMES.includes(name) || isLookName(name))) return null;
  const version = words.get("v") ?? String(VERSION);
  const { look, unknown } = readLook(words);
  const isVersion = /^\d{1,6}$/.test(version) && Number(version) > 0;
  return {
    model: words.get("model"),
    panel: words.get("panel"),
    language: words.get("lang"),
    text: words.get("text"),
    look,
    isNewer: isVersion && Number(version) > VERSION,
    unknown: [
      ...(isVersion ? [] : ["v"]),
      ...unknown,
      ...names.filter((name) => !OTHER_NAMES.includes(name) && !isLookName(name)),
    ],
  };
}
