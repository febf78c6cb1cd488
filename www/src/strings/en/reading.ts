/** What the model made of the text: prediction, words, light. */
import type { Status } from "../../engine/protocol";
import {
  count,
  exact,
  ordinal,
  percent,
  shortened,
  times,
  twoDigitPercent,
  twoDigits,
} from "../../format";
import type { Head } from "../../head";
import type { MapName } from "../../highlight/levels";
import type { CurveName, ScaleName } from "../../highlight/scale";
import type { ThemeChoice } from "../../theme";
import type { ViewKind } from "../../view";

export const reading = {
  prediction: {
    title: "Prediction",
    waiting: "The model is still on its way.",
    noModel: "There is no model.",
    winner: "most likely",
    applies: "applies",
    noneApplies: "None applies",
    several: "Each is judged by itself: several may apply, or none.",
    fewer: "Show fewer",
    no: "no",
    yes: "yes",
    readAs: "Read as",
    heads: {
      binary: "one of two",
      classes: "one of several",
      labels: "several labels",
      values: "numbers",
    } satisfies Record<Head, string>,
    naming: {
      open: "Name the classes",
      label: (classes: number) =>
        classes === 1
          ? "The name of its number; empty: as in the files"
          : `One name a line, ${count(classes)} in the model’s order; empty: as in the files`,
      wrongCount: (given: number, classes: number) =>
        given === 1
          ? `This is one name; the model has ${count(classes)} classes.`
          : `These are ${count(given)} names; the model has ${count(classes)}.`,
      use: "Use these names",
      cancel: "Cancel",
    },
    value: "Value",
    empty: "No word has reached the model yet; this is what it says to nothing.",
    more: (hidden: number) => `and ${count(hidden)} less likely`,
    spoken: (verdict: string, strongest: string | null) =>
      `${verdict}${strongest === null ? "" : `; strongest word ${shortened(strongest)}`}.`,
  },

  sentences: {
    margin: "Sentences and their share of the attention",
    tip: percent,
    mark: (number: number, of: number, text: string, share: number) =>
      `Sentence ${count(number)} of ${count(of)}, “${shortened(text)}”: ${percent(share)} of the attention`,
  },

  word: {
    asked: "This word",
    strongest: "Strongest word",
    weight: "Attention weight",
    share: "Share of attention",
    wordsAlone: "Share among words alone",
    within: "Share within its sentence",
    withinAlone: "Share among its words alone",
    sentence: "Its sentence’s share",
    light: "Light: √sentence × word",
    stepWords: "Its step covers",
    aroundStep: (words: number) => `up to ${count(words)} words around it`,
    quoted: (words: string) => `“${shortened(words)}”`,
    attendsTo: "Attends most to",
    attends: (word: string, share: number) => `“${shortened(word)}”, ${percent(share)}`,
    timesUniform: "Times an equal share",
    rank: "Rank",
    id: "Number in the vocabulary",
    step: "Time step, from 0",
    stepInSentence: "Time step in its sentence",
    nothing: "–",
    rankOf: (rank: number, of: number) => `${ordinal(rank)} of ${count(of)}`,
    exact,
    percent,
    times,
    status: "The model knows it",
    statuses: {
      known: "yes, known",
      unknown: "no, unknown",
      dropped: "no, left out",
      truncated: "yes, but cut off",
      leftOut: "left out by you",
    } satisfies Record<Status, string>,
    spoken: (word: string, share: number, rank: number, of: number) =>
      `${shortened(word)}: ${percent(share)} of the attention, ${ordinal(rank)} of ${count(of)}.`,
    spokenWithin: (word: string, share: number, number: number, sentence: number) =>
      `${shortened(word)}: ${percent(share)} of the attention in sentence ${count(number)}, which has ${percent(sentence)} itself.`,
    spokenAttends: (word: string, share: number) =>
      ` It attends most to ${shortened(word)}, ${percent(share)}.`,
    spokenUnseen: {
      known: (word: string) => word,
      unknown: (word: string) => `${word}: not in the vocabulary.`,
      dropped: (word: string) => `${word}: not in the vocabulary, left out before the model.`,
      truncated: (word: string) => `${word}: cut off, the text is longer than the model reads.`,
      leftOut: (word: string) => `${word}: left out by you.`,
    } satisfies Record<Status, (word: string) => string>,
  },

  legend: {
    title: "What the colours mean",
    scale: "Colour scale: full colour is",
    scales: {
      strongest: "the strongest word",
      share: "all the attention",
      uniform: "8× an equal share",
    } satisfies Record<ScaleName, string>,
    meaning: {
      strongest: (word: string, share: number) =>
        `The strongest word here is “${shortened(word)}”, with ${percent(share)} of the attention. Another text has another scale.`,
      share: (word: string, share: number) =>
        `A word of full colour would have all of the attention; the strongest here, “${shortened(word)}”, has ${percent(share)}. ` +
        "The same colour means the same in every text.",
      uniform: (reached: number, equalShare: number) =>
        `1× is what each of the ${count(reached)} words would get if all had the same: ${percent(equalShare)}.`,
    },
    kinds: {
      share: () => "",
      paper: (word: string, value: number) =>
        "Each word is as bright as √(share of its sentence) × (its share within the sentence), as in the paper by " +
        `Yang et al. (2016). The strongest here is “${shortened(word)}”, with ${twoDigits(value)}.`,
      within: (word: string, value: number) =>
        "Each word is as bright as its share of the attention within its own sentence, whatever that sentence weighs. " +
        `The strongest here is “${shortened(word)}”, with ${percent(value)}.`,
      sentence: (_word: string, value: number) =>
        `This model weighs sentences, not words: each word is as bright as its sentence. The strongest sentence has ${percent(value)}.`,
      row: (word: string, value: number) =>
        `Most of its attention goes to “${shortened(word)}”: ${percent(value)}.`,
    } satisfies Record<ViewKind, (word: string, value: number) => string>,
    rowOf: (word: string, head: number | null, heads: number) =>
      `The light shows what “${shortened(word)}” attends to` +
      (heads === 1
        ? "."
        : head === null
          ? ` (mean over ${count(heads)} heads).`
          : ` (head ${count(head + 1)} of ${count(heads)}).`),
    scaleNotes: {
      strongest: "Another text has another scale.",
      share: "The same colour means the same in every text.",
      uniform: "1× is what the word would have if all shared alike.",
    } satisfies Record<ScaleName, string>,
    none: "No word is lit yet.",
    tickShare: (share: number) => (share === 0 ? "0" : twoDigitPercent(share)),
    tickNumber: (value: number) => (value === 0 ? "0" : twoDigits(value)),
    tickTimes: (factor: number, last: boolean) =>
      factor === 0 ? "0" : `${twoDigits(factor)}×${last ? " or more" : ""}`,
    shade: "A word is as bright as",
    shades: {
      paper: "its sentence and itself",
      plain: "itself within its sentence",
    },
    attends: "The light shows",
    attended: {
      mean: "what each word is given",
      from: "what one word attends to",
    },
    pickWord: "Point at a word, tap it, or move the caret into it.",
    tooLong: (words: number) => `In texts of more than ${count(words)} words this is not shown.`,
    head: "Head",
    meanOfHeads: (heads: number) => `mean of all ${count(heads)}`,
    headOf: (head: number) => `head ${count(head + 1)}`,
    margin: (share: number, scale: ScaleName) =>
      "The bars in the margin are the sentences, each as long as its share of the attention: " +
      (scale === "share"
        ? `a bar across the margin would have all of it; the longest here has ${percent(share)}.`
        : `the longest here has ${percent(share)}.`),
    step: (words: number) =>
      `Each step of the attention covers up to ${count(words)} words (convolution or pooling comes before it). ` +
      "A word is lit by the step it lies in.",
    marks: {
      known: () => "",
      unknown: (words: number) =>
        `unknown: not in the model’s vocabulary, all such words look the same to it (${count(words)})`,
      dropped: (words: number) =>
        `left out: not in the vocabulary, the model never sees it (${count(words)})`,
      truncated: (words: number) => `cut off: more words than the model reads (${count(words)})`,
      leftOut: (words: number) => `left out by you (${count(words)})`,
    } satisfies Record<Status, (words: number) => string>,
    padding: (share: number) =>
      `${percent(share)} of the attention falls on padding, not on words.`,
    sentencePadding: (share: number) =>
      `${percent(share)} of the attention fell on empty sentences.`,
    wordPadding: (share: number) =>
      `Within the sentences, up to ${percent(share)} fell on padding, not on words.`,
    spread: "Spread it over the words alone",
    spreadSentences: "Spread it over the sentences and words alone",
    rescaled:
      "The light and the scale are rescaled: each share is divided by what is left, 1 − padding.",
    rootNote:
      "Brightness grows with the square root: a quarter of the value is half as bright, so that small shares show.",
    colours: "Colours",
    maps: {
      lamp: "lamp",
      cividis: "cividis, made for the colour-blind",
      viridis: "viridis",
      magma: "magma",
      greys: "greys, for print",
    } satisfies Record<MapName, string>,
    curveTitle: "Brightness",
    curves: {
      linear: "linear",
      root: "square root",
    } satisfies Record<CurveName, string>,
    theme: "Paper",
    themes: {
      system: "as on this device",
      light: "light",
      dark: "dark",
    } satisfies Record<ThemeChoice, string>,
    forced:
      "With forced colours: underlined from a quarter of full colour, filled from three quarters.",
  },
};
