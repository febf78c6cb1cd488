/**
 * What the light shows: one number per word, made from a reading in the way that a person chose.
 * Nothing else turns weights into what is seen, but for the colour scale (`highlight/scale.ts`).
 */
import type { MapName } from "./highlight/levels";
import type { CurveName, ScaleName } from "./highlight/scale";
import { largestOf, paddingShare, type Reading, sentenceShare, wordsAlone } from "./reading";

/** Choices of how to look, which no model changes. */
export interface Look {
  scale: ScaleName;
  curve: CurveName;
  map: MapName;
  /** Hierarchical models: words by √p_sentence · p_word (Yang et al. 2016), or by p_word alone. */
  shade: "paper" | "plain";
  /** Attention on padding is left out and the rest is rescaled to 1. */
  spread: boolean;
  /** Self-attention: what the asked word attends to, not what all words attend to on average. */
  fromWord: boolean;
  /** Which head; null: the mean over the heads. */
  head: number | null;
}

/**
 * - share: a word's share of all attention;
 * - paper: √p_sentence · p_word, no share of anything;
 * - within: a word's share of the attention in its sentence;
 * - sentence: its sentence's share, where no layer weighs words;
 * - row: its share of the attention that one word gives.
 */
export type ViewKind = "share" | "paper" | "within" | "sentence" | "row";

export interface View {
  kind: ViewKind;
  /** `[tokens]`; NaN: the word did not reach the model. */
  values: Float32Array;
  /** What the word would have if all shared alike. */
  equal: (token: number) => number;
  /** What has full colour on the scale of the strongest word, where another text shares the scale. */
  full?: number;
  /** Index of the word with the largest value; -1: no word has one. */
  strongest: number;
  /** Whether attention on padding was left out and the rest rescaled. */
  spread: boolean;
  /** The word whose attention a `row` is. */
  from: number | null;
}

/** Words. A matrix of more has too many numbers to be looked at, and takes 30 MB and more. */
export const LARGEST_MATRIX = 1000;

/** Less than this on padding is rounding. */
export const PADDING_WORTH_SAYING = 0.0005;

/** `from`: the word whose attention to the others is shown; null: what all words get is. */
export function viewOf(reading: Reading, look: Look, from: number | null): View {
  const row = from === null ? null : rowView(reading, look, from);
  return (
    row ?? (reading.sentences === null ? shareView(reading, look) : sentenceView(reading, look))
  );
}

function shareView(reading: Reading, { spread }: Look): View {
  const { columns, total, units } = reading;
  const padding = paddingShare(reading);
  const divisor = (total > 0 ? total : 1) * wordsAlone(padding, spread);
  const equal = (spread ? 1 : 1 - padding) / Math.max(units, 1);
  const values = columns.attentionWeights.map((weight) => weight / divisor);
  return finish("share", values, () => equal, spread, null);
}

/**
 * Words by their share of all attention of the text, whatever the model: of one with sentences, the
 * sentence's share times the word's within it. Null where either of the two is not weighed.
 */
export function wholeView(reading: Reading, look: Look): View | null {
  const { sentences } = reading;
  if (sentences === null) return shareView(reading, look);
  return sentences.weighted && sentences.wordsWeighted ? sentenceView(reading, look, true) : null;
}

function sentenceView(reading: Reading, look: Look, whole = false): View {
  const { columns, sentences } = reading;
  if (sentences === null) return shareView(reading, look);
  const { spread } = look;
  const onSentences = paddingShare(reading);
  const kind: ViewKind = whole
    ? "share"
    : !sentences.wordsWeighted
      ? "sentence"
      : sentences.weighted && look.shade === "paper"
        ? "paper"
        : "within";
  const at = (token: number): { word: number; sentence: number; equal: number } => {
    const index = columns.sentences[token] as number;
    if (index < 0) return { word: Number.NaN, sentence: Number.NaN, equal: 0 };
    const padding = sentences.wordPadding[index] as number;
    const all = (sentences.wordTotals[index] as number) || 1;
    const equalSentence = (spread ? 1 : 1 - onSentences) / Math.max(sentences.reached, 1);
    const equalWord = (spread ? 1 : 1 - padding) / Math.max(sentences.words[index] as number, 1);
    return {
      word: (columns.attentionWeights[token] as number) / all / wordsAlone(padding, spread),
      sentence: sentenceShare(sentences, spread, index),
      equal:
        kind === "share"
          ? equalSentence * equalWord
          : kind === "paper"
            ? Math.sqrt(equalSentence) * equalWord
            : kind === "within"
              ? equalWord
              : equalSentence,
    };
  };
  const values = columns.attentionWeights.map((_, token) => {
    const { word, sentence } = at(token);
    if ((columns.steps[token] as number) < 0) return Number.NaN;
    if (kind === "sentence") return sentence;
    if (kind === "share") return sentence * word;
    return kind === "paper" ? Math.sqrt(sentence) * word : word;
  });
  return finish(kind, values, (token) => at(token).equal, spread, null);
}

/** Null where this word gave no attention: it did not reach the model. */
function rowView(reading: Reading, { head, spread }: Look, from: number): View | null {
  const { matrix, columns } = reading;
  const place = matrix?.tokens.indexOf(from) ?? -1;
  if (matrix === null || place < 0) return null;
  const { tokens, heads } = matrix;
  const size = tokens.length;
  const wanted =
    head !== null && head < heads ? [head] : Array.from({ length: heads }, (_, h) => h);
  const values = new Float32Array(columns.starts.length).fill(Number.NaN);
  let sum = 0;
  tokens.forEach((token, column) => {
    const cell = (h: number) => matrix.values[(h * size + place) * size + column] as number;
    const mean = wanted.reduce((all, h) => all + cell(h), 0) / wanted.length;
    values[token] = mean;
    sum += mean;
  });
  // What is missing from 1 fell on padding.
  const divisor = spread && sum > 0 ? sum : 1;
  const equal = sum / divisor / Math.max(size, 1);
  return finish(
    "row",
    values.map((value) => value / divisor),
    () => equal,
    spread,
    from,
  );
}

function finish(
  kind: ViewKind,
  values: Float32Array,
  equal: View["equal"],
  spread: boolean,
  from: number | null,
): View {
  return { kind, values, equal, strongest: largestOf(values), spread, from };
}

/** The same view for the same questions: painting waits for a new one. */
export function rememberedView(): typeof viewOf {
  let last: { reading: Reading; look: Look; from: number | null; view: View } | null = null;
  return (reading, look, from) => {
    if (last === null || last.reading !== reading || last.look !== look || last.from !== from) {
      last = { reading, look, from, view: viewOf(reading, look, from) };
    }
    return last.view;
  };
}

/** The first of these words that attends to others; null: none does, or nobody wants to see it. */
export function attendingWord(
  { matrix, columns }: Reading,
  look: Look,
  words: (number | null)[],
): number | null {
  if (!look.fromWord || matrix === null) return null;
  const candidates = [...words, largestOf(columns.attentionWeights)];
  return candidates.find((word) => word !== null && matrix.tokens.includes(word)) ?? null;
}
