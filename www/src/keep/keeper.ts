/**
 * Keeps text and settings for the next visit. Only what changes here is written, so of two tabs the
 * last edit holds for each, and nothing that is written elsewhere changes what is on this screen.
 */
import type { State, Store } from "../state";
import { keptNumber } from "./beginning";
import { writeLook } from "./look";
import { type KeptName, type Outcome, writeKept } from "./storage";

/** Changes that come one after the other are written together. */
const WRITE_AFTER_MS = 400;

type Name = Exclude<KeptName, "language">;
export type Kept = Record<Name, string>;

const NAMES: Name[] = ["text", "rest", "look", "panel", "opened"];

/** Who hears of a change, and of what could not be kept. */
export interface Hearing {
  changed(): void;
  failed(name: Name, outcome: Exclude<Outcome, "kept">): void;
}

export class Keeper {
  readonly #store: Store;
  readonly #hearing: Hearing;
  /** What was on the screen when it was last written or read. Null: not begun yet. */
  #seen: Kept | null = null;
  /** What came with a link is kept only once something on the screen is changed, and then all of it. */
  #isLinked = false;
  #timer = 0;
  #forgotten = 0;

  constructor(store: Store, hearing: Hearing) {
    this.#store = store;
    this.#hearing = hearing;
  }

  /** From here on; `seen` is what is kept already, as far as the screen may differ from it. */
  start(seen: Partial<Kept>, isLinked: boolean): void {
    this.#seen = { ...this.#present(this.#store.state), ...seen };
    this.#isLinked = isLinked;
    this.#store.subscribe(() => this.#schedule());
    addEventListener("pagehide", () => this.#write());
    document.addEventListener("visibilitychange", () => this.#write());
    this.#schedule();
  }

  /** The model that is open stands in for one that failed: the next visit tries that one again. */
  standsIn(): void {
    if (this.#seen === null) return;
    this.#seen = { ...this.#seen, opened: this.#present(this.#store.state).opened };
  }

  #schedule(): void {
    const { forgotten } = this.#store.state;
    if (forgotten !== this.#forgotten) {
      this.#forgotten = forgotten;
      // What is on the screen now is not written before it changes.
      this.#seen = this.#present(this.#store.state);
    }
    if (this.#timer !== 0) return;
    this.#timer = window.setTimeout(() => this.#write(), WRITE_AFTER_MS);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const seen = this.#seen;
    if (seen === null) return;
    const present = this.#present(this.#store.state);
    const changed = NAMES.filter((name) => present[name] !== seen[name]);
    if (changed.length === 0) return;
    const names = this.#isLinked ? NAMES : changed;
    this.#isLinked = false;
    this.#seen = present;
    this.#hearing.changed();
    const failed = new Set<Name>();
    for (const name of names) {
      // What waits goes with its text.
      if (name === "rest" && failed.has("text")) continue;
      const outcome = writeKept(name, present[name]);
      if (outcome === "kept") continue;
      failed.add(name);
      this.#hearing.failed(name, outcome);
    }
    // What waited before belongs to another text.
    if (failed.has("rest")) writeKept("rest", "");
  }

  #present({ text, rest, look, panel, engine, keptAs }: State): Kept {
    const { model } = engine;
    const before = this.#seen?.opened ?? "";
    const opened =
      model === null
        ? null
        : (model.bundled ??
          (keptAs !== null && keptAs.files === model.source.files ? `kept:${keptAs.id}` : null));
    return {
      text,
      rest,
      look: writeLook(look)
        .map(([name, value]) => `${name}=${value}`)
        .join("&"),
      panel: panel ?? "",
      // While a model loads nothing is known of it. One that is neither the page's nor kept cannot be
      // opened again: the page's own before it can.
      opened: opened ?? (model === null || keptNumber(before) === null ? before : ""),
    };
  }
}
