/** What the light shows, as numbers: shares, padding left out, sentences, rows of self-attention. */
import { expect } from "@playwright/test";
import type { AnalysisColumns } from "../../www/pkg/wordlight.js";
import {
  paddingShare,
  type Reading,
  readingOf,
  type Shape,
  stepMates,
} from "../../www/src/reading";
import { attendingWord, type Look, viewOf } from "../../www/src/view";
import { wordOf } from "../../www/src/word";
import { test } from "./watched";

const LOOK: Look = {
  scale: "share",
  curve: "linear",
  map: "lamp",
  shade: "paper",
  spread: false,
  fromWord: false,
  head: null,
};
const FLAT: Shape = {
  hierarchical: false,
  wordsPerStep: 1,
  wordAttentionLayer: "att",
  sentenceAttentionLayer: null,
};

/** Words are single letters with a blank between them; NaN: the word was cut off. */
function columns(weights: number[], more: Partial<AnalysisColumns> = {}): AnalysisColumns {
  return {
    starts: Uint32Array.from(weights, (_, index) => 2 * index),
    ends: Uint32Array.from(weights, (_, index) => 2 * index + 1),
    ids: Int32Array.from(weights, (_, index) => index),
    statuses: Uint8Array.from(weights, (weight) => (Number.isNaN(weight) ? 3 : 0)),
    steps: Int32Array.from(weights, (weight, index) => (Number.isNaN(weight) ? -1 : index)),
    sentences: new Int32Array(weights.length).fill(-1),
    attentionWeights: Float32Array.from(weights),
    sentenceStarts: new Uint32Array(),
    sentenceEnds: new Uint32Array(),
    sentenceAttention: new Float32Array(),
    sentenceWordPadding: new Float32Array(),
    hasMatrix: false,
    prediction: new Float32Array(1),
    labels: [],
    paddingAttention: 0,
    attentionLayer: "att",
    milliseconds: 0,
    ...more,
  };
}
const TEXT = "a b c d e f";
const rounded = (values: Iterable<number>) =>
  Array.from(values, (value) => Number(value.toFixed(5)));

test("shares are of all attention, padding included, and spread they are of the words", () => {
  const reading = readingOf(TEXT, columns([0.1, 0.3, Number.NaN], { paddingAttention: 0.6 }), FLAT);
  expect(paddingShare(reading)).toBeCloseTo(0.6, 6);
  const plain = viewOf(reading, LOOK, null);
  expect(rounded(plain.values)).toEqual([0.1, 0.3, Number.NaN]);
  expect(plain.equal(0)).toBeCloseTo(0.2, 6);
  expect(plain.strongest).toBe(1);
  const spread = viewOf(reading, { ...LOOK, spread: true }, null);
  expect(rounded(spread.values)).toEqual([0.25, 0.75, Number.NaN]);
  expect(spread.equal(0)).toBeCloseTo(0.5, 6);
  expect(wordOf(reading, plain, 1)?.attention).toMatchObject({ rank: 1, light: null });
  expect(wordOf(reading, plain, 1)?.attention?.spread).toBeCloseTo(0.75, 6);
  expect(wordOf(reading, plain, 2)?.attention).toBeNull();
});

test("a layer that does not normalise is shown in shares of its sum", () => {
  const reading = readingOf(TEXT, columns([1, 2], { paddingAttention: 1 }), FLAT);
  expect(rounded(viewOf(reading, LOOK, null).values)).toEqual([0.25, 0.5]);
});

test("words of one step have its weight, which counts once", () => {
  const shape = { ...FLAT, wordsPerStep: 2 };
  const reading = readingOf(TEXT, columns([0.25, 0.25, 0.75, 0.75]), shape);
  expect(reading.total).toBeCloseTo(1, 6);
  const view = viewOf(reading, LOOK, null);
  expect(rounded(view.values)).toEqual([0.25, 0.25, 0.75, 0.75]);
  expect(view.equal(0)).toBeCloseTo(0.5, 6);
  expect(stepMates(reading, 2)).toEqual([2, 3]);
  expect(wordOf(reading, view, 3)?.stepWords).toBe("c d");
  // Where a step is one word, equal weights are chance.
  const single = readingOf(TEXT, columns([0.5, 0.5]), FLAT);
  expect(stepMates(single, 0)).toEqual([0, 0]);
  expect(single.total).toBeCloseTo(1, 6);
});

const HIERARCHICAL: Shape = { ...FLAT, hierarchical: true, sentenceAttentionLayer: "sentence_att" };
const han = (shape = HIERARCHICAL): Reading =>
  readingOf(
    TEXT,
    columns([0.6, 0.2, 0.9, Number.NaN], {
      sentences: Int32Array.of(0, 0, 1, 2),
      sentenceStarts: Uint32Array.of(0, 4, 6),
      sentenceEnds: Uint32Array.of(3, 5, 7),
      sentenceAttention: Float32Array.of(0.49, 0.31, Number.NaN),
      sentenceWordPadding: Float32Array.of(0.2, 0.1, Number.NaN),
      paddingAttention: 0.2,
    }),
    shape,
  );

test("a word of a sentence is √p_sentence · p_word as in the paper, or p_word alone", () => {
  const reading = han();
  const paper = viewOf(reading, LOOK, null);
  expect(paper.kind).toBe("paper");
  const light = (sentence: number, word: number) => Math.sqrt(sentence) * word;
  expect(rounded(paper.values)).toEqual(
    rounded([light(0.49, 0.6), light(0.49, 0.2), light(0.31, 0.9), Number.NaN]),
  );
  const plain = viewOf(reading, { ...LOOK, shade: "plain" }, null);
  expect(plain.kind).toBe("within");
  expect(rounded(plain.values)).toEqual(rounded([0.6, 0.2, 0.9, Number.NaN]));
  const spread = viewOf(reading, { ...LOOK, spread: true }, null);
  expect(rounded(spread.values)).toEqual(
    rounded([light(0.49 / 0.8, 0.75), light(0.49 / 0.8, 0.25), light(0.31 / 0.8, 1), Number.NaN]),
  );
  // Two sentences and, in the first, two words would share alike.
  expect(spread.equal(0)).toBeCloseTo(Math.sqrt(0.5) * 0.5, 6);
  expect(paddingShare(reading)).toBeCloseTo(0.2, 6);
});

test("where only words or only sentences are weighed, the light is of those", () => {
  const words = viewOf(han({ ...HIERARCHICAL, sentenceAttentionLayer: null }), LOOK, null);
  expect(words.kind).toBe("within");
  const sentences = viewOf(han({ ...HIERARCHICAL, wordAttentionLayer: null }), LOOK, null);
  expect(sentences.kind).toBe("sentence");
  expect(rounded(sentences.values)).toEqual(rounded([0.49, 0.49, 0.31, Number.NaN]));
});

test("a row is what one word attends to, per head or on average", () => {
  const matrix = {
    tokens: Uint32Array.of(0, 2),
    heads: 2,
    // head 0: a → (0.1, 0.5), c → …; head 1: a → (0.3, 0.3), c → …
    values: Float32Array.of(0.1, 0.5, 0.8, 0.2, 0.3, 0.3, 0.4, 0.6),
  };
  const plain = readingOf(TEXT, columns([0.5, Number.NaN, 0.5], { hasMatrix: true }), FLAT);
  const reading = { ...plain, matrix };
  const look = { ...LOOK, fromWord: true };
  expect(rounded(viewOf(reading, look, 0).values)).toEqual([0.2, Number.NaN, 0.4]);
  expect(rounded(viewOf(reading, { ...look, head: 1 }, 2).values)).toEqual([0.4, Number.NaN, 0.6]);
  const spread = viewOf(reading, { ...look, head: 0, spread: true }, 0);
  expect(rounded(spread.values)).toEqual(rounded([1 / 6, Number.NaN, 5 / 6]));
  // A word that did not reach the model attends to nothing: the one asked before stays.
  expect(attendingWord(reading, look, [1, 2])).toBe(2);
  expect(attendingWord(reading, LOOK, [2])).toBeNull();
  expect(attendingWord(plain, look, [2])).toBeNull();
});
