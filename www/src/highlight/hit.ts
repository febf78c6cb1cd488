/** Which word lies under a point of the screen. */
import { type Reading, tokenAt } from "../reading";
import { rangeOf } from "./painter";
import { offsetOf, type Segments } from "./segments";

interface Caret {
  node: Node;
  offset: number;
}

export function tokenUnder(
  box: HTMLElement,
  segments: Segments,
  reading: Reading,
  x: number,
  y: number,
): number | null {
  const caret = caretUnder(x, y);
  if (caret === null || !box.contains(caret.node)) return null;
  const offset = offsetOf(segments, caret.node, caret.offset);
  if (offset === null) return null;
  // The caret lies between two letters, so the word under the point may end or begin there.
  const candidate = tokenAt(reading, offset);
  for (const token of candidate === null ? [] : [candidate, candidate - 1]) {
    if (liesOn(segments, reading, token, x, y)) return token;
  }
  return null;
}

/** Beyond the end of a line the nearest caret is still a caret: only the word's own boxes count. */
function liesOn(
  segments: Segments,
  reading: Reading,
  token: number,
  x: number,
  y: number,
): boolean {
  const words = rangeOf(segments, reading, token);
  if (words === null) return false;
  const range = document.createRange();
  range.setStart(words.startContainer, words.startOffset);
  range.setEnd(words.endContainer, words.endOffset);
  // The air between the lines belongs to the words too, or the details would flicker on the way.
  return [...range.getClientRects()].some(
    ({ left, right, top, bottom, height }) =>
      x >= left && x <= right && y >= top - height / 3 && y <= bottom + height / 3,
  );
}

function caretUnder(x: number, y: number): Caret | null {
  if (typeof document.caretPositionFromPoint === "function") {
    const position = document.caretPositionFromPoint(x, y);
    return position === null ? null : { node: position.offsetNode, offset: position.offset };
  }
  // Safari before 18.4.
  const range = document.caretRangeFromPoint(x, y);
  return range === null ? null : { node: range.startContainer, offset: range.startOffset };
}
