/** What an edit did to the text, and where the known words lie after it. */

/** `before[start..removedEnd]` became `after[start..insertedEnd]`; UTF-16 code units. */
export interface Edit {
  start: number;
  removedEnd: number;
  insertedEnd: number;
}

/** The edited span is what common beginning and common end leave over. */
export function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  const longestTail = shorter - start;
  while (
    tail < longestTail &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { start, removedEnd: before.length - tail, insertedEnd: after.length - tail };
}

export interface Spans {
  starts: Uint32Array;
  ends: Uint32Array;
}

const WORD_CHARACTERS = /^[\p{L}\p{M}\p{N}'’_]*$/u;

/**
 * Moves the spans through an edit. A word that the edit cuts into keeps what is left of it; a word
 * that letters were typed onto grows with them, so that its light does not go out until the engine
 * has answered. A span with nothing left has `start === end`. Spans are in text order.
 */
export function shiftSpans({ starts, ends }: Spans, edit: Edit, inserted: string): Spans {
  const { start, removedEnd, insertedEnd } = edit;
  const delta = insertedEnd - removedEnd;
  const grows = WORD_CHARACTERS.test(inserted);
  // Spans before the edit stay, spans behind it move as they are; few touch it.
  const moved: Spans = { starts: starts.slice(), ends: ends.slice() };
  for (let token = firstEndingFrom(ends, start); token < starts.length; token++) {
    const from = starts[token] as number;
    const to = ends[token] as number;
    if (to === start && !grows) continue;
    if (from >= removedEnd) {
      moved.starts[token] = from + delta;
      moved.ends[token] = to + delta;
      continue;
    }
    const headLeft = from < start;
    const tailLeft = to > removedEnd;
    if (!headLeft) moved.starts[token] = tailLeft ? insertedEnd : start;
    if (tailLeft) moved.ends[token] = headLeft && !grows ? start : to + delta;
    else moved.ends[token] = headLeft && grows ? insertedEnd : start;
  }
  return moved;
}

/** The first span that ends at or behind `offset`; as many as there are spans: none does. */
export function firstEndingFrom(ends: Uint32Array, offset: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
