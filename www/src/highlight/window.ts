/**
 * Which words are in sight. Painting a highlight costs the browser time for every range, so of a
 * long text only the part around the scroll position is painted.
 */
import type { Reading } from "../reading";
import { rangeOf, type TokenWindow } from "./painter";
import type { Segments } from "./segments";

/** Texts up to this many words are painted whole: there the search below would cost more. */
const PAINTED_WHOLE = 120;

export function wholeWindow(reading: Reading): TokenWindow {
  return { first: 0, last: reading.columns.starts.length };
}

/** The words within `margin` box heights of what the box shows. */
export function windowInSight(
  box: Element,
  segments: Segments,
  reading: Reading,
  margin: number,
): TokenWindow {
  const whole = wholeWindow(reading);
  if (whole.last <= PAINTED_WHOLE) return whole;
  const { top, bottom, height } = box.getBoundingClientRect();
  const range = document.createRange();
  const rectangleOf = (token: number): DOMRect | null => {
    const words = rangeOf(segments, reading, token);
    if (words === null) return null;
    range.setStart(words.startContainer, words.startOffset);
    range.setEnd(words.endContainer, words.endOffset);
    return range.getBoundingClientRect();
  };
  // Lines follow each other downwards, so both ends can be found by halving.
  const firstWhere = (test: (rectangle: DOMRect) => boolean): number => {
    let low = 0;
    let high = whole.last;
    while (low < high) {
      const middle = (low + high) >> 1;
      let probe = middle;
      let rectangle = rectangleOf(probe);
      // A word that an edit has emptied lies nowhere: its neighbour answers for it.
      while (rectangle === null && probe + 1 < high) rectangle = rectangleOf(++probe);
      if (rectangle === null || test(rectangle)) high = middle;
      else low = probe + 1;
    }
    return low;
  };
  return {
    first: firstWhere((word) => word.bottom >= top - height * margin),
    last: firstWhere((word) => word.top > bottom + height * margin),
  };
}

export const covers = (outer: TokenWindow, inner: TokenWindow): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;
