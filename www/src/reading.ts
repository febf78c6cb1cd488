/** What the model made of a text, and what can be asked about each word. */
import { type AnalysisColumns, STATUSES, type Status } from "./engine/protocol";
import { editBetween, shiftSpans } from "./highlight/edits";

export interface Reading {
  /** The text that `starts` and `ends` point into: after an edit the present one, not the one sent. */
  text: string;
  columns: AnalysisColumns;
  /** Index of the word with the largest attention weight; -1 if no word reached the model. */
  strongest: number;
  /** How many words reached the model. */
  reached: number;
  /** Attention on words and padding together: 1 up to rounding, unless the layer does not normalise. */
  total: number;
  /** How many words there are of each status. */
  counts: Record<Status, number>;
}

export interface Word {
  index: number;
  text: string;
  status: Status;
  id: number | null;
  step: number | null;
  /** Null where the word did not reach the model, with everything derived from it. */
  attention: { weight: number; share: number; timesUniform: number; rank: number } | null;
}

export function readingOf(text: string, columns: AnalysisColumns): Reading {
  const counts: Record<Status, number> = { known: 0, unknown: 0, dropped: 0, truncated: 0 };
  let strongest = -1;
  let largest = Number.NEGATIVE_INFINITY;
  let reached = 0;
  let total = columns.paddingAttention;
  columns.attentionWeights.forEach((weight, token) => {
    counts[statusOf(columns, token)]++;
    if (Number.isNaN(weight)) return;
    reached++;
    total += weight;
    if (weight > largest) {
      largest = weight;
      strongest = token;
    }
  });
  return { text, columns, strongest, reached, total, counts };
}

/** The same words where an edit has moved them, until the engine has read the new text. */
export function shiftReading(reading: Reading, text: string): Reading {
  const edit = editBetween(reading.text, text);
  const inserted = text.slice(edit.start, edit.insertedEnd);
  return {
    ...reading,
    text,
    columns: { ...reading.columns, ...shiftSpans(reading.columns, edit, inserted) },
  };
}

export function statusOf({ statuses }: AnalysisColumns, token: number): Status {
  return STATUSES[statuses[token] as number] ?? "known";
}

/** The first token that ends at or after `offset`: tokens do not overlap and are in text order. */
export function tokenFrom({ columns: { ends } }: Reading, offset: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

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

/** What each word would have if those that reached the model shared the words' attention equally. */
export function equalShare({ columns, total, reached }: Reading): number {
  const onWords = total > 0 ? (total - columns.paddingAttention) / total : 1;
  return onWords / Math.max(reached, 1);
}

export function wordOf(reading: Reading, index: number): Word | null {
  const { columns, total } = reading;
  const start = columns.starts[index];
  const end = columns.ends[index];
  if (start === undefined || end === undefined) return null;
  const id = columns.ids[index] as number;
  const step = columns.steps[index] as number;
  const weight = columns.attentionWeights[index] as number;
  const share = total > 0 ? weight / total : weight;
  return {
    index,
    text: reading.text.slice(start, end),
    status: statusOf(columns, index),
    id: id < 0 ? null : id,
    step: step < 0 ? null : step,
    attention: Number.isNaN(weight)
      ? null
      : { weight, share, timesUniform: share / equalShare(reading), rank: rankOf(columns, weight) },
  };
}

/** 1 for the largest; equal weights share a rank. NaN is larger than nothing. */
function rankOf({ attentionWeights }: AnalysisColumns, weight: number): number {
  return attentionWeights.reduce((rank, other) => (other > weight ? rank + 1 : rank), 1);
}
