/** What can be asked about one word. */
import type { Status } from "./engine/protocol";
import { paddingShare, type Reading, statusOf, stepMates } from "./reading";
import { PADDING_WORTH_SAYING, type View } from "./view";

export interface Word {
  index: number;
  text: string;
  /** Where it begins. */
  start: number;
  status: Status;
  id: number | null;
  step: number | null;
  /** Null where the word did not reach the model, with everything derived from it. */
  attention: WordAttention | null;
  sentence: { index: number; of: number; share: number } | null;
  /** The words of its step, where a step covers several. */
  stepWords: string | null;
  /** The word that this one attends to most, and how much; only while that is shown. */
  attendsTo: { text: string; share: number } | null;
}

export interface WordAttention {
  /** As the model computes it. */
  weight: number;
  /** Of all attention, or in a hierarchical model of that in its sentence. */
  share: number;
  /** The same with padding left out; null where none fell on padding. */
  spread: number | null;
  /** √p_sentence · p_word as the model computes both, in a hierarchical model that weighs both. */
  light: number | null;
  /** How many times what it would have if all shared alike, in what the light shows. */
  timesEqual: number;
  rank: number;
}

/** `view`: what all words get; `row`: what one word attends to, where that is shown. */
export function wordOf(
  reading: Reading,
  view: View,
  index: number,
  row: View | null = null,
): Word | null {
  const { columns, sentences } = reading;
  const start = columns.starts[index];
  const end = columns.ends[index];
  if (start === undefined || end === undefined) return null;
  const textOf = (first: number, last = first) =>
    reading.text.slice(columns.starts[first], columns.ends[last]);
  const id = columns.ids[index] as number;
  const step = columns.steps[index] as number;
  const sentence = columns.sentences[index] as number;
  const mates = stepMates(reading, index);
  return {
    index,
    text: textOf(index),
    start,
    status: statusOf(columns, index),
    id: id < 0 ? null : id,
    step: step < 0 ? null : step,
    attention: attentionOf(reading, view, index),
    sentence:
      sentences === null || sentence < 0
        ? null
        : {
            index: sentence,
            of: sentences.shares.length,
            share: sentences.shares[sentence] ?? Number.NaN,
          },
    stepWords: step < 0 || mates[0] === mates[1] ? null : textOf(...mates),
    attendsTo:
      row?.from === index && row.strongest >= 0
        ? { text: textOf(row.strongest), share: row.values[row.strongest] as number }
        : null,
  };
}

function attentionOf(reading: Reading, view: View, index: number): WordAttention | null {
  const { columns, sentences, total } = reading;
  const shown = view.values[index] as number;
  if (Number.isNaN(shown)) return null;
  const weight = columns.attentionWeights[index] as number;
  const sentence = columns.sentences[index] as number;
  const all = sentences === null ? total : (sentences.wordTotals[sentence] ?? 0);
  const share = all > 0 ? weight / all : weight;
  const padding =
    sentences === null ? paddingShare(reading) : (sentences.wordPadding[sentence] ?? 0);
  return {
    weight,
    share,
    spread: padding > PADDING_WORTH_SAYING && padding < 1 ? share / (1 - padding) : null,
    light:
      sentences?.weighted && sentences.wordsWeighted
        ? Math.sqrt(sentences.shares[sentence] ?? Number.NaN) * share
        : null,
    timesEqual: shown / view.equal(index),
    rank: view.values.reduce((rank, other) => (other > shown ? rank + 1 : rank), 1),
  };
}
