/**
 * Paints words without touching the DOM: ranges in the CSS highlight registry.
 * https://drafts.csswg.org/css-highlight-api-1/
 */
import type { Status } from "../engine/protocol";
import { type Reading, statusOf } from "../reading";
import type { View } from "../view";
import { LEVELS, levelOf } from "./colours";
import { brightness, type ScaleName } from "./scale";
import { placeOf, type Segments } from "./segments";
import { levelName } from "./sheet";

/** Tokens `first`…`last - 1`. */
export interface TokenWindow {
  first: number;
  last: number;
}

export class Painter {
  static readonly supported = typeof Highlight === "function" && Boolean(CSS.highlights);

  /** Level 0 has no highlight: an unlit word is plain text. */
  readonly #levels = Array.from({ length: LEVELS }, (_, level) =>
    level === 0 ? undefined : register(levelName(level), 0),
  );
  readonly #statuses: Partial<Record<Status, Highlight>> = {
    unknown: register("unknown", 1),
    dropped: register("dropped", 1),
    truncated: register("truncated", 1),
  };
  readonly #words = [...this.#levels, ...Object.values(this.#statuses)].filter(
    (highlight) => highlight !== undefined,
  );
  readonly #asked = register("asked", 2);
  readonly #sentence = register("asked-sentence", 0);

  paint(
    segments: Segments,
    reading: Reading,
    view: View,
    scale: ScaleName,
    { first, last }: TokenWindow,
  ): void {
    const ranges = new Map(this.#words.map((highlight) => [highlight, [] as StaticRange[]]));
    for (let token = first; token < last; token++) {
      const name = statusOf(reading.columns, token);
      const status = this.#statuses[name];
      const level = this.#levels[levelOf(brightness(scale, view, token))];
      if (level === undefined && status === undefined) continue;
      // A cut runs through everything between the words too, and may be very long: one range.
      const from = token;
      while (name === "truncated" && token + 1 < last) {
        if (statusOf(reading.columns, token + 1) !== name) break;
        token++;
      }
      const range = rangeOf(segments, reading, from, token);
      if (range === null) continue;
      if (level !== undefined) ranges.get(level)?.push(range);
      if (status !== undefined) ranges.get(status)?.push(range);
    }
    for (const [highlight, words] of ranges) fill(highlight, words);
  }

  /** Marks the word that is asked about. */
  mark(segments: Segments, reading: Reading | null, token: number | null): void {
    const range = reading === null || token === null ? null : rangeOf(segments, reading, token);
    fill(this.#asked, range === null ? [] : [range]);
  }

  /** Marks the sentence that is asked about, from offset to offset. */
  markSentence(segments: Segments, span: { start: number; end: number } | null): void {
    const range = span === null ? null : rangeBetween(segments, span.start, span.end);
    fill(this.#sentence, range === null ? [] : [range]);
  }

  clear(): void {
    for (const highlight of [...this.#words, this.#asked, this.#sentence]) fill(highlight, []);
  }
}

/** From the beginning of `token` to the end of `lastToken`. */
export function rangeOf(
  segments: Segments,
  { columns }: Reading,
  token: number,
  lastToken = token,
): StaticRange | null {
  const from = columns.starts[token];
  const to = columns.ends[lastToken];
  return from === undefined || to === undefined ? null : rangeBetween(segments, from, to);
}

/** Offsets of the text as a range of the DOM; null where there is nothing between them. */
export function rangeBetween(segments: Segments, from: number, to: number): StaticRange | null {
  if (from >= to) return null;
  const start = placeOf(segments, from, "start");
  const end = placeOf(segments, to, "end");
  if (start === null || end === null) return null;
  return new StaticRange({
    startContainer: start.node,
    startOffset: start.offset,
    endContainer: end.node,
    endOffset: end.offset,
  });
}

function register(name: string, priority: number): Highlight {
  const highlight = new Highlight();
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
  return highlight;
}

function fill(highlight: Highlight, ranges: StaticRange[]): void {
  if (highlight.size > 0) highlight.clear();
  for (const range of ranges) highlight.add(range);
}
