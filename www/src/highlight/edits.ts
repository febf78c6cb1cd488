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
 * has answered. A span with nothing left has `start === end`.
 */
export function shiftSpans({ starts, ends }: Spans, edit: Edit, inserted: string): Spans {
  const { start, removedEnd, insertedEnd } = edit;
  const delta = insertedEnd - removedEnd;
  const grows = WORD_CHARACTERS.test(inserted);
  const moved: Spans = {
    starts: new Uint32Array(starts.length),
    ends: new Uint32Array(ends.length),
  };
  for (let token = 0; token < starts.length; token++) {
    const from = starts[token] as number;
    const to = ends[token] as number;
    const span = ((): [number, number] => {
      if (to < start || (to === start && !grows)) return [from, to];
      if (from >= removedEnd) return [from + delta, to + delta];
      const headLeft = from < start;
      const tailLeft = to > removedEnd;
      if (headLeft && tailLeft) return [from, grows ? to + delta : start];
      if (headLeft) return [from, grows ? insertedEnd : start];
      if (tailLeft) return [insertedEnd, to + delta];
      return [start, start];
    })();
    [moved.starts[token], moved.ends[token]] = span;
  }
  return moved;
}
