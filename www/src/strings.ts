/** Every sentence that a person reads, in one place. */
import type { Progress, Status } from "./engine/protocol";
import { bytes, count, exact, ordinal, percent, times, twoDigitPercent } from "./format";
import type { ScaleName } from "./highlight/scale";

/** A pasted address or a text without blanks can be one “word”: sentences quote its beginning. */
const LONGEST_QUOTE = 40;
const shortened = (word: string): string =>
  word.length > LONGEST_QUOTE ? `${[...word].slice(0, LONGEST_QUOTE).join("")}…` : word;

export const strings = {
  lede: {
    bundled:
      "A neural network reads along as you type and says whether a film review is positive or negative. " +
      "On the way it weighs the words: the brighter a word, the more of its attention it has.",
    own:
      "Your model reads along as you type. On the way it weighs the words: the brighter a word, " +
      "the more of its attention it has.",
  },
  bundledName: "Film reviews",

  text: {
    label: "Text to read",
    description:
      "Words light up with the attention they get. The numbers of the word at the caret are read out.",
    placeholder: "Write or paste a text…",
    unsupported:
      "This browser cannot paint words while you type (it lacks the CSS Custom Highlight API), so nothing is lit. " +
      "The numbers of each word are shown all the same.",
  },

  prediction: {
    title: "Prediction",
    waiting: "The model is still on its way.",
    noModel: "There is no model.",
    winner: "most likely",
    value: "Value",
    empty: "No word has reached the model yet; this is what it says to nothing.",
    more: (hidden: number) => `and ${count(hidden)} less likely`,
    spoken: (label: string, probability: string, strongest: string | null) =>
      `${label} ${probability}${strongest === null ? "" : `; strongest word ${shortened(strongest)}`}.`,
  },

  word: {
    asked: "This word",
    strongest: "Strongest word",
    weight: "Attention weight",
    share: "Share of attention",
    timesUniform: "Times an equal share",
    rank: "Rank",
    id: "Number in the vocabulary",
    step: "Time step, from 0",
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
    } satisfies Record<Status, string>,
    spoken: (word: string, share: number, rank: number, of: number) =>
      `${shortened(word)}: ${percent(share)} of the attention, ${ordinal(rank)} of ${count(of)}.`,
    spokenUnseen: {
      known: (word: string) => word,
      unknown: (word: string) => `${word}: not in the vocabulary.`,
      dropped: (word: string) => `${word}: not in the vocabulary, left out before the model.`,
      truncated: (word: string) => `${word}: cut off, the text is longer than the model reads.`,
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
    none: "No word is lit yet.",
    tickShare: (share: number) => (share === 0 ? "0" : twoDigitPercent(share)),
    tickTimes: (factor: number, last: boolean) =>
      factor === 0 ? "0" : `${count(factor)}×${last ? " or more" : ""}`,
    marks: {
      known: () => "",
      unknown: (words: number) =>
        `unknown: not in the model’s vocabulary, all such words look the same to it (${count(words)})`,
      dropped: (words: number) =>
        `left out: not in the vocabulary, the model never sees it (${count(words)})`,
      truncated: (words: number) => `cut off: more words than the model reads (${count(words)})`,
    } satisfies Record<Status, (words: number) => string>,
    padding: (share: number) =>
      `${percent(share)} of the attention falls on padding, not on words (this model has no mask).`,
    forced:
      "With forced colours: underlined from a quarter of full colour, filled from three quarters.",
  },

  examples: { title: "Try one of these", own: "Your own text" },

  model: {
    title: "Model",
    load: "Load your own model",
    drop:
      "Your own Keras model can take its place, if it has an attention layer: " +
      "drop its files and its tokenizer anywhere on this page. Nothing is uploaded.",
    back: "Back to the film reviews",
    what: "What was recognised",
    facts: {
      format: "Format",
      kerasVersion: "Keras",
      tokenizer: "Tokenizer",
      labels: "Labels",
      attention: "Attention shown",
      files: "Files",
    },
    file: (name: string, size: number) => `${name} (${bytes(size)})`,
    unknown: "not said in the files",
    noTokenizer: "inside the model",
    layers: {
      caption: "Layers",
      name: "Name",
      className: "Class",
      outputShape: "Output shape",
      parameters: "Parameters",
      attention: "attention",
    },
    settings: "How the text is fed to it",
    assumed: (inputSteps: number | null) =>
      (inputSteps === null
        ? "These stand in no file"
        : `The model itself takes exactly ${count(inputSteps)} steps. The other two stand in no file`) +
      ": they are Keras’s defaults until you change them. Take what the model was trained with.",
    maxlen: "Words read at most",
    anyLength: "any",
    padding: "Padding goes",
    truncating: "Too long a text loses",
    paddings: { pre: "before the text", post: "after the text" },
    truncatings: { pre: "its beginning", post: "its end" },
    warnings: "Worth knowing",
    summary: (layers: number, parameters: number) =>
      `${count(layers)} layers, ${count(parameters)} parameters`,
  },

  progress: {
    fetching: ({ loaded, total }: Progress) =>
      total > 0 ? `Fetching the model, ${bytes(loaded)} of ${bytes(total)}` : "Fetching the model",
    reading: () => "Reading the files",
    building: () => "Putting the model together",
  } satisfies Record<Progress["what"], (progress: Progress) => string>,

  about: {
    title: "What am I looking at?",
    paragraphs: [
      "The model has 100 % of attention to give, and shares it out among the words: that is the light. It does so anew for each text.",
      "Inside, it turns each word into a list of numbers and reads them one after the other. Then it must make one " +
        "decision, so it adds the lists up to one, each word’s list multiplied by its share. Where short texts are filled up to a " +
        "fixed length, some of the attention may fall on those empty places, the padding: the page says so.",
      "A share in a sum is not an explanation. By the time a word is weighed it has taken in the words around it, so a bright word may " +
        "stand for its neighbours; it may speak for or against; and two models that decide alike may light different words. " +
        "Change a word and see whether the prediction follows: that says more than the light alone.",
    ],
  },

  footer: "All of it is computed in your browser. What you type or drop here stays on this device.",

  drop: {
    invitation: "Drop the model’s files",
    what: "A Keras model and its tokenizer, together or one after the other",
    folders: "Folders cannot be read yet.",
    foldersHint: "Open the folder and drop the files inside it.",
    nothing: "No file was dropped.",
  },

  notice: {
    close: "Close",
    label: "Notice",
    partial: (names: string[], missing: string) => `Got ${names.join(", ")}. Now drop ${missing}.`,
    missing: {
      missing_tokenizer: "its tokenizer too",
      missing_model: "the model itself too",
      missing_architecture: "the model’s architecture (.json) too",
      missing_weights: "the model’s weights too",
    },
    kept: "The model that was loaded before goes on working.",
  },

  errors: {
    notFetched: (name: string) => `${name} could not be fetched.`,
    notReadable: (name: string) => `${name} could not be read.`,
    reload: "Check the connection and reload the page, or load a model of your own.",
    engineStopped: "The engine stopped on this text and was started again.",
    engineStoppedHint: "The model is loaded again. Change the text to go on.",
    engineStoppedOnFiles: "The engine stopped while it read these files.",
    engineStoppedTwice: "The engine stopped and could not be started again.",
    engineUnavailable: "The engine could not be started in this browser.",
    engineUnavailableHint:
      "It needs WebAssembly, as browsers since 2023 have it. Reload the page to try again.",
  },
} as const;
