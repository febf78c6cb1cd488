/**
 * The contract's `Analysis` of a reading, where no model is there to ask: the engine's columns row by
 * row. Numbers that do not exist are null.
 */

import type { Analysis, Status } from "../engine/protocol";
import { type Reading, statusOf } from "../reading";

type Token = Analysis["tokens"][number];

const numberOrNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
const indexOrNull = (value: number | undefined): number | null =>
  value === undefined || value < 0 ? null : value;

/** The contract knows nothing of words that a person leaves out: the model does not see them. */
const contractStatus = (status: Status): Token["status"] =>
  status === "leftOut" ? "dropped" : status;

export function analysisOf({ text, columns, sentences }: Reading): Analysis {
  return {
    text,
    tokens: Array.from(columns.starts, (start, token) => ({
      text: text.slice(start, columns.ends[token]),
      start,
      end: columns.ends[token] as number,
      id: indexOrNull(columns.ids[token]),
      status: contractStatus(statusOf(columns, token)),
      step: indexOrNull(columns.steps[token]),
      sentence: indexOrNull(columns.sentences[token]),
      attention: numberOrNull(columns.attentionWeights[token]),
    })),
    sentences:
      sentences === null
        ? null
        : Array.from(columns.sentenceStarts, (start, sentence) => ({
            start,
            end: columns.sentenceEnds[sentence] as number,
            attention: numberOrNull(columns.sentenceAttention[sentence]),
          })),
    paddingAttention: columns.paddingAttention,
    prediction: [...columns.prediction],
    labels: columns.labels,
    attentionLayer: columns.attentionLayer,
    matrix: null,
    milliseconds: columns.milliseconds,
  };
}
