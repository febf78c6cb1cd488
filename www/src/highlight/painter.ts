/**
 * Paints words without touching the DOM: ranges in the CSS highlight registry.
 * https://drafts.csswg.org/css-highlight-api-1/
 *
 * A painted word is a live `Range`, which the browser moves along with the text. So a painting
 * compares what is there with what should be, and touches only the words that differ: those that
 * were typed, came into the window, or changed their level.
 */
import type { Status } from "../engine/protocol";
import { type Reading, statusOf } from "../reading";
import type { View } from "../view";
import { LEVELS, levelName, levelOf } from "./levels";
import { Marker, sharedHighlight } from "./registry";
import { brightness, type Tone } from "./scale";
import { placeOf, type Segments } from "./segments";

/** Tokens `first`…`last - 1`. */
export interface TokenWindow {
  first: number;
  last: number;
}

/** A word on the screen, and the highlights it is in: one for its light, one for its status. */
interface PaintedWord {
  range: Range;
  light: Highlight | undefined;
  mark: Highlight | undefined;
}

/** Painted words by where they begin: node, then offset in it. */
type Places = Map<Node, Map<number, PaintedWord>>;

export class Painter {
  static readonly supported = typeof Highlight === "function" && Boolean(CSS.highlights);

  /** Level 0 has no highlight: an unlit word is plain text. */
  readonly #levels = Array.from({ length: LEVELS }, (_, level) =>
    level === 0 ? undefined : sharedHighlight(levelName(level), 0),
  );
  readonly #statuses: Partial<Record<Status, Highlight>> = {
    unknown: sharedHighlight("unknown", 1),
    dropped: sharedHighlight("dropped", 1),
    truncated: sharedHighlight("truncated", 1),
    leftOut: sharedHighlight("left-out", 1),
  };
  readonly #asked = new Marker("asked", 2);
  readonly #sentence = new Marker("asked-sentence", 0);
  #painted: PaintedWord[] = [];

  paint(
    segments: Segments,
    reading: Reading,
    view: View,
    tone: Tone,
    { first, last }: TokenWindow,
  ): void {
    const former = placesOf(this.#painted);
    const painted: PaintedWord[] = [];
    for (let token = first; token < last; token++) {
      const name = statusOf(reading.columns, token);
      const mark = this.#statuses[name];
      const light = this.#levels[levelOf(brightness(tone, view, token))];
      if (light === undefined && mark === undefined) continue;
      // A cut runs through everything between the words too, and may be very long: one range.
      const from = token;
      while (name === "truncated" && token + 1 < last) {
        if (statusOf(reading.columns, token + 1) !== name) break;
        token++;
      }
      const range = rangeOf(segments, reading, from, token);
      if (range === null) continue;
      const word = taken(former, range) ?? {
        range: liveRange(range),
        light: undefined,
        mark: undefined,
      };
      word.light = moved(word.range, word.light, light);
      word.mark = moved(word.range, word.mark, mark);
      painted.push(word);
    }
    for (const words of former.values()) for (const word of words.values()) remove(word);
    this.#painted = painted;
  }

  /** Marks the word that is asked about. */
  mark(segments: Segments, reading: Reading | null, token: number | null): void {
    const range = reading === null || token === null ? null : rangeOf(segments, reading, token);
    fill(this.#asked, range);
  }

  /** Marks the sentence that is asked about, from offset to offset. */
  markSentence(segments: Segments, span: { start: number; end: number } | null): void {
    fill(this.#sentence, span === null ? null : rangeBetween(segments, span.start, span.end));
  }

  clear(): void {
    for (const word of this.#painted) remove(word);
    this.#painted = [];
    fill(this.#asked, null);
    fill(this.#sentence, null);
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

function placesOf(words: PaintedWord[]): Places {
  const places: Places = new Map();
  for (const word of words) {
    const { startContainer, startOffset } = word.range;
    const inNode = places.get(startContainer) ?? new Map<number, PaintedWord>();
    places.set(startContainer, inNode);
    const other = inNode.get(startOffset);
    // An edit has emptied one of them.
    if (other !== undefined) remove(other.range.collapsed ? other : word);
    if (other === undefined || other.range.collapsed) inNode.set(startOffset, word);
  }
  return places;
}

/** The word painted from here to there already, taken from its place. */
function taken(places: Places, range: StaticRange): PaintedWord | null {
  const inNode = places.get(range.startContainer);
  const word = inNode?.get(range.startOffset);
  if (word === undefined || !samePlace(word.range, range)) return null;
  inNode?.delete(range.startOffset);
  return word;
}

const samePlace = (one: AbstractRange, other: AbstractRange): boolean =>
  one.startContainer === other.startContainer &&
  one.startOffset === other.startOffset &&
  one.endContainer === other.endContainer &&
  one.endOffset === other.endOffset;

/** Takes the range from one highlight to the other. */
function moved(
  range: Range,
  from: Highlight | undefined,
  to: Highlight | undefined,
): Highlight | undefined {
  if (from === to) return from;
  from?.delete(range);
  to?.add(range);
  return to;
}

function remove({ range, light, mark }: PaintedWord): void {
  light?.delete(range);
  mark?.delete(range);
}

function fill(marker: Marker, wanted: StaticRange | null): void {
  const { range } = marker;
  if (range === null && wanted === null) return;
  if (range !== null && wanted !== null && samePlace(range, wanted)) return;
  marker.put(wanted === null ? null : liveRange(wanted));
}

function liveRange({ startContainer, startOffset, endContainer, endOffset }: StaticRange): Range {
  const range = new Range();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  return range;
}
