/**
 * Where the marks of the sentences lie beside the text. Sentences run on within lines, so a mark
 * begins as far down its line as its sentence begins along it: marks follow each other without gaps
 * or overlaps, and each is as high as its sentence is long.
 */
import type { Reading } from "../reading";
import { rangeBetween, type TokenWindow } from "./painter";
import type { Segments } from "./segments";

export interface Place {
  sentence: number;
  /** Pixels from the top of what scrolls. */
  top: number;
  height: number;
}

/** A mark has to be seen and hit, however short its sentence. */
const LOWEST_MARK = 5;
const GAP = 2;

/** Of the sentences of the words in `first`…`last - 1`; a sentence that was cut off has no mark. */
export function placesOf(
  scroller: HTMLElement,
  box: HTMLElement,
  segments: Segments,
  { columns, sentences }: Reading,
  { first, last }: TokenWindow,
): Place[] {
  if (sentences === null || !sentences.weighted || first >= last) return [];
  const from = Math.max(columns.sentences[first] as number, 0);
  const to = columns.sentences[last - 1] as number;
  const style = getComputedStyle(box);
  const lineHeight = Number.parseFloat(style.lineHeight);
  const outer = box.getBoundingClientRect();
  const left = outer.left + Number.parseFloat(style.paddingLeft);
  const width = outer.right - Number.parseFloat(style.paddingRight) - left;
  const origin = scroller.getBoundingClientRect().top + scroller.clientTop - scroller.scrollTop;
  const range = document.createRange();

  /** How far down the text the letter from `start` to `end` begins, or ends. */
  const depthOf = (start: number, end: number, side: "start" | "end"): number | null => {
    const letter = rangeBetween(segments, start, end);
    if (letter === null) return null;
    range.setStart(letter.startContainer, letter.startOffset);
    range.setEnd(letter.endContainer, letter.endOffset);
    const rectangles = range.getClientRects();
    const rectangle = rectangles[side === "start" ? 0 : rectangles.length - 1];
    if (rectangle === undefined) return null;
    const x = (side === "start") === (style.direction === "ltr") ? rectangle.left : rectangle.right;
    const along = (style.direction === "ltr" ? x - left : left + width - x) / width;
    const line = rectangle.top + rectangle.height / 2 - lineHeight / 2;
    return line + lineHeight * Math.min(Math.max(along, 0), 1) - origin;
  };

  const places: Place[] = [];
  for (let sentence = from; sentence <= to; sentence++) {
    if (Number.isNaN(sentences.shares[sentence] ?? Number.NaN)) continue;
    const whole = segments.text.slice(
      columns.sentenceStarts[sentence],
      columns.sentenceEnds[sentence],
    );
    const start = (columns.sentenceStarts[sentence] as number) + whole.search(/\S|$/);
    const end = (columns.sentenceStarts[sentence] as number) + whole.trimEnd().length;
    const top = depthOf(start, start + 1, "start");
    const bottom = depthOf(end - 1, end, "end");
    if (top === null || bottom === null) continue;
    places.push({ sentence, top, height: Math.max(bottom - top - GAP, LOWEST_MARK) });
  }
  return places;
}
