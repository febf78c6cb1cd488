/** Trying what becomes of a prediction: words left out, replaced and put back, and what that changes. */
import { type Change, changeAt, originalText, withChange } from "./changes";
import type { Ask } from "./engine/client";
import type { Span } from "./left-out";
import { readingOf } from "./reading";
import type { Store } from "./state";

/** Writes into the text box, as a person would: what comes of it is heard as an edit. */
export type Write = (span: Span, text: string) => void;

export class Trials {
  readonly #store: Store;
  readonly #ask: Ask;
  /** Has the engine read what the text is now. */
  readonly #analyze: () => Promise<void>;

  constructor(store: Store, ask: Ask, analyze: () => Promise<void>) {
    this.#store = store;
    this.#ask = ask;
    this.#analyze = analyze;
  }

  leaveOut({ start, end }: Span): void {
    const { changes } = this.#store.state;
    // A replacement that is left out is put back as what it replaced, both at once.
    if (start >= end || changeAt(changes, start) !== null) return;
    this.#set(withChange(changes, { start, end, was: null }));
  }

  /** Another word in this one's place. */
  replace({ start, end }: Span, text: string, write: Write): void {
    const { changes, text: before } = this.#store.state;
    const was = changeAt(changes, start)?.was ?? before.slice(start, end);
    const replacement = text.trim();
    if (replacement === "" || replacement === before.slice(start, end)) return;
    write({ start, end }, replacement);
    const change = { start, end: start + replacement.length, was };
    // The box may not have taken it.
    if (this.#store.state.text.slice(change.start, change.end) !== replacement) return;
    if (was === replacement) return;
    this.#set(withChange(this.#store.state.changes, change));
  }

  putBack(change: Change, write: Write): void {
    if (change.was !== null) write(change, change.was);
    const left = this.#store.state.changes.filter(({ start }) => start !== change.start);
    this.#set(left);
  }

  putAllBack(write: Write): void {
    // From the end, so that those before keep their place.
    for (const change of this.#store.state.changes.toReversed()) this.putBack(change, write);
  }

  /** The text is another one: nothing of it was changed yet. */
  forget(): void {
    if (this.#store.state.changes.length > 0) this.#set([]);
  }

  /** What the model made of the text before the changes, to compare with. */
  async readBefore(): Promise<void> {
    const { text, changes, engine, before } = this.#store.state;
    if (changes.length === 0 || engine.model === null) {
      if (before !== null) this.#store.set({ before: null });
      return;
    }
    const original = originalText(text, changes);
    if (before?.text === original) return;
    try {
      const columns = await this.#ask(original);
      const { state } = this.#store;
      const isPresent =
        state.text === text && state.changes === changes && state.engine.model === engine.model;
      if (columns === null || !isPresent) return;
      this.#store.set({ before: readingOf(original, columns, engine.model.description) });
    } catch {
      // The text itself is read by the same engine, and says what is wrong.
      this.#store.set({ before: null });
    }
  }

  #set(changes: Change[]): void {
    this.#store.set({ changes });
    void this.#analyze();
  }
}
