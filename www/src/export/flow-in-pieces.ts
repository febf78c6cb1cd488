/**
 * A long text laid out a piece at a time, so that the page goes on answering. Each piece begins where a
 * line does, and the last line of the one before, which had no end yet, is laid out anew with it: every
 * line is as it would be in one go.
 */
import type { Breather } from "../breath";
import { directionsOf, type Flow, type Fragment, flow, type TypeStyle } from "./flow";
import { RTL_LETTER } from "./picture";

/** Words and what stands between them; laid out in some 10 ms. */
const AT_ONCE = 400;

export async function flowInPieces(
  texts: readonly string[],
  style: TypeStyle,
  width: number,
  direction: "ltr" | "rtl",
  breather: Breather,
): Promise<Flow> {
  const rtl = directionsOf(texts, direction);
  // Where two directions mix, what is on a line depends on all of its paragraph.
  const isMixed = direction === "rtl" || texts.some((text) => RTL_LETTER.test(text));
  const whole: Flow = flow([], style, width, direction);
  let most = AT_ONCE;
  for (let from = 0; from < texts.length; ) {
    if (breather.due) await breather.rest();
    const to = pieceEnd(texts, from, most, isMixed);
    const laid = flow(texts.slice(from, to), style, width, direction, rtl.slice(from, to));
    const isEnd = to === texts.length || texts[to - 1] === "\n";
    const next = isEnd ? null : beginningOfLine(laid.fragments);
    if (!isEnd && next === null) {
      // One line, or one word, and no end of it.
      most *= 2;
      continue;
    }
    const lines = next?.line ?? laid.lines;
    for (const fragment of laid.fragments) {
      if (fragment.line >= lines) break;
      const { piece, line } = fragment;
      whole.fragments.push({ ...fragment, piece: from + piece, line: whole.lines + line });
    }
    whole.lines += lines;
    from = next === null ? to : from + next.piece;
    most = AT_ONCE;
  }
  return { ...whole, height: whole.lines * style.lineHeight };
}

/** Rather behind a line's end that is in the text. */
function pieceEnd(texts: readonly string[], from: number, most: number, isMixed: boolean): number {
  const to = Math.min(from + most, texts.length);
  if (to === texts.length) return to;
  const last = texts.lastIndexOf("\n", to - 1);
  if (last >= from) return last + 1;
  if (!isMixed) return to;
  const next = texts.indexOf("\n", to);
  return next < 0 ? texts.length : next + 1;
}

/** Of the last line that begins with a piece's beginning; null: there is none but the first. */
function beginningOfLine(fragments: readonly Fragment[]): { piece: number; line: number } | null {
  for (let at = fragments.length - 1; at > 0; at--) {
    const [one, former] = [fragments[at] as Fragment, fragments[at - 1] as Fragment];
    if (one.line > former.line && one.piece > former.piece) return one;
  }
  return null;
}
