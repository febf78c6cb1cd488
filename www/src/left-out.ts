/**
 * Words that a person leaves out, to see what the model makes of the rest. They stay in the text box,
 * struck through; the engine is given the text without them, and what it answers is put back to where
 * the words lie in the whole text. So a left-out word is a word like others, that the model never saw.
 */
import type { AnalysisColumns, AttentionMatrix } from "./engine/protocol";
import { STATUSES } from "./engine/protocol";

/** `[start, end)` in UTF-16 code units. Lists of them are in text order; none is empty, none overlap. */
export interface Span {
  start: number;
  end: number;
}

const LEFT_OUT = STATUSES.indexOf("leftOut");

/** What the engine is given. Blanks around a word stay: tokenizers make nothing of them. */
export function textWithout(text: string, leftOut: readonly Span[]): string {
  let rest = "";
  let from = 0;
  for (const { start, end } of leftOut) {
    rest += text.slice(from, start);
    from = end;
  }
  return rest + text.slice(from);
}

/**
 * Where in the whole text lies what is at `offset` without the left-out words. At a cut there are two
 * such places: a word that starts there starts behind the cut, one that ends there ends before it.
 */
export function wholeOffset(
  leftOut: readonly Span[],
  offset: number,
  side: "start" | "end",
): number {
  let whole = offset;
  for (const { start, end } of leftOut) {
    if (side === "start" ? start > whole : start >= whole) break;
    whole += end - start;
  }
  return whole;
}

/** As `wholeOffset` for offsets in rising order, in one go. */
function wholeOffsets(
  leftOut: readonly Span[],
  offsets: Uint32Array,
  side: "start" | "end",
): Uint32Array {
  const whole = new Uint32Array(offsets.length);
  let added = 0;
  let next = 0;
  for (let index = 0; index < offsets.length; index++) {
    const offset = offsets[index] as number;
    for (let cut = leftOut[next]; cut !== undefined; cut = leftOut[++next]) {
      const here = offset + added;
      if (side === "start" ? cut.start > here : cut.start >= here) break;
      added += cut.end - cut.start;
    }
    whole[index] = offset + added;
  }
  return whole;
}

export interface Whole {
  columns: AnalysisColumns;
  /** Index in `columns` of each word that the engine told of. */
  places: Uint32Array;
}

/** The engine's answer to `textWithout(text, leftOut)`, as one to the whole text. */
export function wholeColumns(columns: AnalysisColumns, leftOut: readonly Span[]): Whole {
  const told = columns.starts.length;
  const places = Uint32Array.from({ length: told }, (_, token) => token);
  if (leftOut.length === 0) return { columns, places };
  const starts = wholeOffsets(leftOut, columns.starts, "start");
  const ends = wholeOffsets(leftOut, columns.ends, "end");
  // A word left out at the beginning of a sentence goes on being of that sentence.
  const sentenceStarts = wholeOffsets(leftOut, columns.sentenceStarts, "end");
  const sentenceEnds = wholeOffsets(leftOut, columns.sentenceEnds, "end");
  const size = told + leftOut.length;
  const whole: AnalysisColumns = {
    ...columns,
    starts: new Uint32Array(size),
    ends: new Uint32Array(size),
    ids: new Int32Array(size).fill(-1),
    statuses: new Uint8Array(size).fill(LEFT_OUT),
    steps: new Int32Array(size).fill(-1),
    sentences: new Int32Array(size).fill(-1),
    attentionWeights: new Float32Array(size).fill(Number.NaN),
    sentenceStarts,
    sentenceEnds,
  };
  let token = 0;
  let left = 0;
  for (let place = 0; place < size; place++) {
    const cut = leftOut[left];
    if (cut !== undefined && (token >= told || cut.start < (starts[token] as number))) {
      whole.starts[place] = cut.start;
      whole.ends[place] = cut.end;
      whole.sentences[place] = sentenceAt(sentenceStarts, cut.start);
      left++;
      continue;
    }
    places[token] = place;
    whole.starts[place] = starts[token] as number;
    whole.ends[place] = ends[token] as number;
    whole.ids[place] = columns.ids[token] as number;
    whole.statuses[place] = columns.statuses[token] as number;
    whole.steps[place] = columns.steps[token] as number;
    whole.sentences[place] = columns.sentences[token] as number;
    whole.attentionWeights[place] = columns.attentionWeights[token] as number;
    token++;
  }
  return { columns: whole, places };
}

/** The last sentence that begins at or before `offset`, else the first; -1: there is none. */
function sentenceAt(starts: Uint32Array, offset: number): number {
  if (starts.length === 0) return -1;
  let sentence = 0;
  while (sentence + 1 < starts.length && (starts[sentence + 1] as number) <= offset) sentence++;
  return sentence;
}

/** The engine's matrix of the same text, between the words of `wholeColumns`. */
export const wholeMatrix = (
  matrix: AttentionMatrix,
  { places }: Pick<Whole, "places">,
): AttentionMatrix => ({
  ...matrix,
  tokens: matrix.tokens.map((token) => places[token] as number),
});
