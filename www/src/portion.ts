/**
 * As much of a text as the box holds at a time. What a browser does to an editable text with each key
 * grows with the text: at 100,000 characters Chromium takes 90 ms of it, at 200,000 twice that. What a
 * text has beyond waits, and is read next.
 */

/** UTF-16 code units; some 10,000 words of English. */
export const LONGEST_PORTION = 60_000;

/** So far back a place is looked for at which a text may be cut. */
const LOOK_BACK = 4000;

/** Ends of paragraphs, of sentences, of words: the first of these that there is. */
const PLACES = [/\n\s*/gu, /[.!?…]["”’»)]*\s+|[。！？]["”’」』）]*\s*/gu, /\s+/gu];

export interface Portion {
  head: string;
  /** What follows; empty: nothing. */
  rest: string;
}

export function portionOf(text: string, room = LONGEST_PORTION): Portion {
  if (text.length <= room) return { head: text, rest: "" };
  const cut = placeBefore(text, Math.max(room, 0));
  const rest = text.slice(cut);
  return { head: text.slice(0, cut), rest: /\S/.test(rest) ? rest : "" };
}

function placeBefore(text: string, end: number): number {
  const start = Math.max(end - LOOK_BACK, 0);
  const tail = text.slice(start, end);
  for (const place of PLACES) {
    const last = [...tail.matchAll(place)].at(-1);
    if (last !== undefined) return start + last.index + last[0].length;
  }
  // Within one endless word, but not within a character.
  const isHalf = /[\uD800-\uDBFF]$/.test(tail);
  return isHalf ? end - 1 : end;
}
