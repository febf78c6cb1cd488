/**
 * What neat-vision reads (https://github.com/cbaziotis/neat-vision): an array of samples, and a file of
 * labels. It normalises `posterior` again, by softmax, or per class by sigmoid where several classes
 * may hold: so it is written as ln p or logit p.
 */
import type { Head } from "../head";
import { type Reading, statusOf } from "../reading";

export interface NeatVisionSample {
  text: string[];
  attention: number[];
  id: string;
  label: number | number[];
  prediction: number | number[];
  posterior?: number[];
}

/** p = 0 has no logarithm, and JSON no infinity. */
const SMALLEST = 1e-12;
const within = (probability: number): number =>
  Math.min(Math.max(probability, SMALLEST), 1 - SMALLEST);

export function neatVisionOf(reading: Reading, head: Head, id: string): NeatVisionSample[] {
  const { columns, text } = reading;
  const tokens = Array.from(columns.starts, (start, token) =>
    text.slice(start, columns.ends[token]),
  );
  return [
    {
      text: tokens,
      attention: tokens.map((_, token) => shareOf(reading, token)),
      id,
      ...said(columns.prediction, head),
    },
  ];
}

/** Of all attention, so that the words together have 1: neat-vision takes that for granted. */
function shareOf({ columns, sentences, total }: Reading, token: number): number {
  if ((columns.steps[token] as number) < 0 || statusOf(columns, token) === "truncated") return 0;
  const weight = columns.attentionWeights[token] as number;
  if (sentences === null) return finite(total > 0 ? weight / total : weight);
  const sentence = columns.sentences[token] as number;
  const words = Math.max(sentences.words[sentence] ?? 1, 1);
  const within = sentences.wordsWeighted
    ? weight / (sentences.wordTotals[sentence] || 1)
    : 1 / words;
  const share = sentences.weighted
    ? (sentences.shares[sentence] ?? 0)
    : 1 / Math.max(sentences.reached, 1);
  return finite(within * share);
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** The true class is not known: the predicted one stands for it. */
function said(
  prediction: Float32Array,
  head: Head,
): Pick<NeatVisionSample, "label" | "prediction" | "posterior"> {
  const [only = 0] = prediction;
  switch (head) {
    case "values": {
      const values = prediction.length === 1 ? only : [...prediction];
      return { label: values, prediction: values };
    }
    case "binary": {
      const winner = only >= 0.5 ? 1 : 0;
      const posterior = [1 - only, only].map((p) => Math.log(within(p)));
      return { label: winner, prediction: winner, posterior };
    }
    case "classes": {
      const winner = prediction.indexOf(Math.max(...prediction));
      const posterior = Array.from(prediction, (p) => Math.log(within(p)));
      return { label: winner, prediction: winner, posterior };
    }
    case "labels": {
      const holds = Array.from(prediction, (p) => (p >= 0.5 ? 1 : 0));
      const posterior = Array.from(prediction, (p) => Math.log(within(p) / (1 - within(p))));
      return { label: holds, prediction: holds, posterior };
    }
  }
}

export function neatVisionLabels(labels: readonly string[]): Record<string, object> {
  return Object.fromEntries(labels.map((name, index) => [index, { name, desc: name }]));
}
