/**
 * The highlights that the style sheet has rules for. They are the document's, by name: every lit box
 * on the page has its ranges in the same ones, and takes away only its own.
 * https://drafts.csswg.org/css-highlight-api-1/#highlight-registry
 */

export function sharedHighlight(name: string, priority: number): Highlight {
  const present = CSS.highlights.get(name);
  if (present !== undefined) return present;
  const highlight = new Highlight();
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
  return highlight;
}

/** A box's own range in a highlight, where it has one at most. */
export class Marker {
  readonly #highlight: Highlight;
  #range: Range | null = null;

  constructor(name: string, priority: number) {
    this.#highlight = sharedHighlight(name, priority);
  }

  get range(): Range | null {
    return this.#range;
  }

  put(range: Range | null): void {
    if (this.#range !== null) this.#highlight.delete(this.#range);
    if (range !== null) this.#highlight.add(range);
    this.#range = range;
  }
}
