/** What the model made of a text: the engine's columns with the sums that shares are taken of. */
import {
  type AnalysisColumns,
  type AttentionMatrix,
  type ModelDescription,
  STATUSES,
  type Status,
} from "./engine/protocol";
import { editBetween, firstEndingFrom, shiftSpans } from "./highlight/edits";
import { type Span, textWithout, wholeColumns } from "./left-out";

export interface Reading {
  /** The text that `starts` and `ends` point into: after an edit the present one, not the one sent. */
  text: string;
  /** What the engine was given: the text without the words that are left out. */
  sent: string;
  columns: AnalysisColumns;
  /** Index in `columns` of each word that the engine told of: left-out words lie between them. */
  places: Uint32Array;
  /** How many words reached the model. */
  reached: number;
  /** Attention on words and padding together: 1 up to rounding, unless the layer does not normalise. */
  total: number;
  /** How many words there are of each status. */
  counts: Record<Status, number>;
  /** Above 1 where a step of the attention covers several words. */
  wordsPerStep: number;
  /** How many steps the words are spread over; as many as `reached` where each is one word. */
  units: number;
  /** Only of a hierarchical model. */
  sentences: Sentences | null;
  /** Fetched only while somebody wants to see what one word attends to. */
  matrix: AttentionMatrix | null;
}

/** Every array is `[sentences]`. */
export interface Sentences {
  /** Share of the attention over sentences; NaN: cut off, or no layer weighs sentences. */
  shares: Float32Array;
  /** Whether a layer weighs sentences, and whether one weighs the words within them. */
  weighted: boolean;
  wordsWeighted: boolean;
  /** How many words of it reached the model. */
  words: Uint32Array;
  /** Attention on its words and its padding together. */
  wordTotals: Float32Array;
  /** Share of its word attention that fell on padding. */
  wordPadding: Float32Array;
  /** Share of the attention over sentences that fell on empty ones. */
  padding: number;
  /** How many sentences reached the model. */
  reached: number;
  strongest: number;
}

export type Shape = Pick<
  ModelDescription,
  "hierarchical" | "wordsPerStep" | "wordAttentionLayer" | "sentenceAttentionLayer"
>;

/** `told`: the engine's answer to `text` without the words that are left out. */
export function readingOf(
  text: string,
  told: AnalysisColumns,
  shape: Shape,
  leftOut: readonly Span[] = [],
): Reading {
  const { columns, places } = wholeColumns(told, leftOut);
  const counts: Record<Status, number> = {
    known: 0,
    unknown: 0,
    dropped: 0,
    truncated: 0,
    leftOut: 0,
  };
  let reached = 0;
  let units = 0;
  let total = columns.paddingAttention;
  let former = Number.NaN;
  const { attentionWeights, steps } = columns;
  for (let token = 0; token < attentionWeights.length; token++) {
    counts[statusOf(columns, token)]++;
    if ((steps[token] as number) < 0) continue;
    reached++;
    const weight = attentionWeights[token] as number;
    // Words of one step have its weight, each of them: it counts once.
    if (shape.wordsPerStep > 1 && weight === former) continue;
    former = weight;
    units++;
    if (!Number.isNaN(weight)) total += weight;
  }
  return {
    text,
    sent: textWithout(text, leftOut),
    columns,
    places,
    reached,
    total: shape.hierarchical ? 1 : total,
    counts,
    wordsPerStep: shape.wordsPerStep,
    units,
    sentences: shape.hierarchical ? sentencesOf(columns, shape) : null,
    matrix: null,
  };
}

function sentencesOf(columns: AnalysisColumns, shape: Shape): Sentences {
  const { sentenceAttention, sentenceWordPadding, paddingAttention } = columns;
  const size = sentenceAttention.length;
  const words = new Uint32Array(size);
  const wordTotals = new Float32Array(size);
  columns.sentences.forEach((sentence, token) => {
    if (sentence < 0 || sentence >= size || (columns.steps[token] as number) < 0) return;
    words[sentence] = (words[sentence] as number) + 1;
    const weight = columns.attentionWeights[token] as number;
    if (!Number.isNaN(weight)) wordTotals[sentence] = (wordTotals[sentence] as number) + weight;
  });
  const wordPadding = sentenceWordPadding.map((weight) => (Number.isNaN(weight) ? 0 : weight));
  for (let sentence = 0; sentence < size; sentence++) {
    const sum = (wordTotals[sentence] as number) + (wordPadding[sentence] as number);
    wordTotals[sentence] = sum;
    if (sum > 0) wordPadding[sentence] = (wordPadding[sentence] as number) / sum;
  }
  const total = sentenceAttention.reduce((sum, weight) => sum + (weight || 0), paddingAttention);
  const shares = sentenceAttention.map((weight) => (total > 0 ? weight / total : weight));
  return {
    shares,
    weighted: shape.sentenceAttentionLayer !== null,
    wordsWeighted: shape.wordAttentionLayer !== null,
    words,
    wordTotals,
    wordPadding,
    // Where no layer weighs sentences the engine tells of the padding within them, which is above.
    padding: shape.sentenceAttentionLayer !== null && total > 0 ? paddingAttention / total : 0,
    reached: words.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    strongest: largestOf(shares),
  };
}

/** The same words where an edit has moved them, until the engine has read the new text. */
export function shiftReading(reading: Reading, text: string): Reading {
  const edit = editBetween(reading.text, text);
  const inserted = text.slice(edit.start, edit.insertedEnd);
  const { sentenceStarts, sentenceEnds } = reading.columns;
  const moved = shiftSpans({ starts: sentenceStarts, ends: sentenceEnds }, edit, inserted);
  return {
    ...reading,
    text,
    columns: {
      ...reading.columns,
      ...shiftSpans(reading.columns, edit, inserted),
      sentenceStarts: moved.starts,
      sentenceEnds: moved.ends,
    },
  };
}

export function statusOf({ statuses }: AnalysisColumns, token: number): Status {
  return STATUSES[statuses[token] as number] ?? "known";
}

/** Index of the largest number that is none of NaN; -1: there is none. */
export function largestOf(values: Float32Array): number {
  let best = -1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    // No comparison holds of NaN; the first number wins over none, even −∞.
    if (value > largest || (best < 0 && value === largest)) {
      best = index;
      largest = value;
    }
  }
  return best;
}

/** Share of the attention that fell on no word; of a hierarchical model, on empty sentences. */
export function paddingShare({ columns: { paddingAttention }, sentences, total }: Reading): number {
  if (sentences !== null) return sentences.padding;
  return total > 0 ? paddingAttention / total : 0;
}

/** A sentence's share; `spread`: of what fell on sentences, not on padding. NaN: it has none. */
export function sentenceShare(
  { shares, padding }: Sentences,
  spread: boolean,
  sentence: number,
): number {
  return (shares[sentence] ?? Number.NaN) / wordsAlone(padding, spread);
}

/** What is divided by, so that the words alone have all of the attention. */
export const wordsAlone = (padding: number, spread: boolean): number =>
  spread && padding < 1 ? 1 - padding : 1;

/** The words that share one step with this one, where steps cover several: `[first, last]`. */
export function stepMates({ columns, wordsPerStep }: Reading, token: number): [number, number] {
  const { attentionWeights, steps } = columns;
  const same = (other: number) =>
    wordsPerStep > 1 &&
    (steps[other] ?? -1) >= 0 &&
    attentionWeights[other] === attentionWeights[token];
  let first = token;
  let last = token;
  while (same(first - 1)) first--;
  while (same(last + 1)) last++;
  return [first, last];
}

/** The first token that ends at or after `offset`: tokens do not overlap and are in text order. */
export const tokenFrom = ({ columns: { ends } }: Reading, offset: number): number =>
  firstEndingFrom(ends, offset);

/** The word that holds `offset` or touches it; of two neighbours the one that begins there. */
export function tokenAt(reading: Reading, offset: number): number | null {
  const { starts, ends } = reading.columns;
  const token = tokenFrom(reading, offset);
  if (token >= starts.length) return null;
  if (ends[token] === offset && starts[token + 1] === offset) return token + 1;
  return (starts[token] as number) <= offset ? token : null;
}

/** The word that a caret at `offset` is about: the one it touches, else the one before it. */
export function tokenNear(reading: Reading, offset: number): number | null {
  const token = tokenAt(reading, offset) ?? tokenFrom(reading, offset) - 1;
  return token < 0 ? null : token;
}
