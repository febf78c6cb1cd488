/**
 * The entries of a file that is a list in JSON (RFC 8259), one after the other: the page answers between
 * them, and no more than one is held as text. Whether each is JSON, whoever hears it finds out.
 */
import type { Breather } from "./breath";

/** Bytes that are decoded at once. */
const PIECE = 1 << 18;
/** Characters. A longer one would be parsed in longer than a key may wait. */
export const LONGEST_ENTRY = 2_000_000;

/** `hear` is told null of an entry that is too long. Rejects where the file is no such list. */
export async function eachEntry(
  file: Blob,
  breather: Breather,
  hear: (entry: string | null) => void,
  piece = PIECE,
): Promise<void> {
  const decoder = new TextDecoder();
  const list = new List(hear);
  for (let start = 0; start < file.size; start += piece) {
    const bytes = await file.slice(start, start + piece).arrayBuffer();
    const text = decoder.decode(bytes, { stream: start + piece < file.size });
    for (const _ of list.read(text)) if (breather.due) await breather.rest();
  }
  list.end();
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const ESCAPE = 0x5c;
const [OPEN_LIST, CLOSE_LIST] = [0x5b, 0x5d];
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d];

class List {
  readonly #hear: (entry: string | null) => void;
  /** Of brackets; 1: between the entries. */
  #depth = 0;
  #isInString = false;
  #isOver = false;
  #isFirst = true;
  /** What of the present entry came with the pieces before; null: too much. */
  #entry: string | null = "";
  /** Where the next piece is read from: an escape may reach over the end of one. */
  #at = 0;

  constructor(hear: (entry: string | null) => void) {
    this.#hear = hear;
  }

  /** Yields after each entry. */
  *read(text: string): Generator<void> {
    let from = 0;
    let at = this.#at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#isInString) {
        if (code === QUOTE) this.#isInString = false;
        else if (code === ESCAPE) at++;
      } else if (code === QUOTE) this.#isInString = true;
      else if (code === OPEN_LIST || code === OPEN_OBJECT) {
        if (++this.#depth > 1) continue;
        const isList = code === OPEN_LIST && text.slice(from, at).trim() === "";
        if (this.#isOver || !isList) throw new SyntaxError("no list");
        from = at + 1;
      } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        if (--this.#depth > 0) continue;
        if (this.#depth < 0 || code === CLOSE_OBJECT) throw new SyntaxError("no list");
        this.#finish(text.slice(from, at), true);
        from = at + 1;
        yield;
      } else if (code === COMMA && this.#depth === 1) {
        this.#finish(text.slice(from, at), false);
        from = at + 1;
        yield;
      }
    }
    this.#at = at - text.length;
    this.#take(text.slice(from));
  }

  end(): void {
    if (!this.#isOver || this.#entry?.trim() !== "") throw new SyntaxError("no list");
  }

  #take(more: string): void {
    if (this.#entry === null) return;
    this.#entry = this.#entry.length + more.length > LONGEST_ENTRY ? null : this.#entry + more;
  }

  #finish(end: string, isLast: boolean): void {
    this.#take(end);
    const isEmpty = isLast && this.#isFirst && this.#entry?.trim() === "";
    if (!isEmpty) this.#hear(this.#entry);
    this.#isFirst = false;
    this.#isOver = isLast;
    this.#entry = "";
  }
}
