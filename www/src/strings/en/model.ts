/** Models: those of the page, what was recognised, how the numbers compare. */
import { bytes, count, listed, shortened, tiny } from "../../format";

export const model = {
  bundled: {
    title: "Models that come with the page",
    /** By folder in models/. The lede stands under the page's name while the model is at work. */
    models: {
      imdb: {
        name: "Film reviews",
        line: "Whether a review is positive or negative, from its words.",
        lede:
          "A neural network reads along as you type and says whether a film review is positive or negative. " +
          "On the way it weighs the words: the brighter a word, the more of its attention it has.",
      },
      "imdb-stars": {
        name: "Star steps of whole reviews",
        line: "One of four steps of stars, from the sentences of a whole review and the words in each.",
        lede:
          "A neural network reads along as you type and says how many stars a film review gives. On the way it weighs " +
          "the words within each sentence, and the sentences: their shares stand in the margin.",
      },
      goemotions: {
        name: "Emotions of short messages",
        line: "One of seven emotions, from words that attend to each other.",
        lede:
          "A neural network reads along as you type and says which emotion a short message shows. On the way every word " +
          "attends to all the words: the brighter a word, the more of their attention it has.",
      },
      "zh-reviews": {
        name: "Chinese shop reviews",
        line: "Whether a review is positive or negative, character by character.",
        lede:
          "A neural network reads along as you type and says whether a Chinese shop review is positive or negative. " +
          "On the way it weighs the characters: the brighter a character, the more of its attention it has.",
      },
    },
    shown: "at work now",
    loading: "on its way",
    size: (size: number) => `${bytes(size)} to fetch`,
  },

  model: {
    title: "Model",
    load: "Load your own model",
    folder: "Load a folder",
    drop:
      "Your own Keras model can take its place, if it has an attention layer: " +
      "drop its files and its tokenizer, or a folder or zip with them, anywhere on this page. Nothing is uploaded.",
    what: "What was recognised",
    facts: {
      format: "Format",
      kerasVersion: "Keras",
      tokenizer: "Tokenizer",
      labels: "Labels",
      attention: "Attention shown",
      files: "Files",
    },
    files: (files: { name: string; size: number }[]) =>
      listed(files.map(({ name, size }) => `${name} (${bytes(size)})`)),
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
    noAttention: "none",
    sentencesAndWords: (sentences: string, words: string) =>
      `${words} over words, ${sentences} over sentences`,
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
    maxSentences: "Sentences read at most",
    sentenceEnd: "What ends a sentence (regular expression)",
    sentenceRule: "a rule that knows “Mr.” and “3.5”",
    sentencePadding: "Empty sentences go",
    sentenceTruncating: "Too many sentences lose",
    sentenceTruncatings: { pre: "the first ones", post: "the last ones" },
    attentionLayer: "Attention shown is that of",
    output: "Prediction shown is that of",
    readings: {
      title: (layer: string, kind: string) => `“${layer}” was read as: ${kind}`,
      own: (layer: string, className: string) =>
        `The layer “${layer}” is of somebody’s own class, ${className}. Files hold the weights and settings of such a class, ` +
        "but not its code, so what it computes is told from those.",
      choose: "If the code says otherwise, choose what it computes:",
      quiet: (layer: string, reason: string) => `“${layer}”: ${reason}`,
    },
    inputs: {
      title: "What else it takes",
      remark:
        "Besides the text this model takes numbers. Until you give yours, it is fed these, and the prediction holds for them only.",
      expected: (values: number) =>
        values === 1
          ? "one number"
          : `${count(values)} numbers, with commas or blanks between them`,
      apply: "Use these numbers",
      notNumbers: (part: string) => `“${shortened(part)}” is not a number.`,
      wrongCount: (given: number, expected: number) =>
        `These are ${count(given)} numbers; the model takes ${count(expected)}.`,
      notGiven: "There is no number here.",
    },
    report: "Copy a report",
    reportRemark:
      "Layers, shapes, settings and warnings, for somebody who helps you; without weights, without texts.",
    warnings: "Worth knowing",
    summary: (layers: number, parameters: number) =>
      `${count(layers)} layers, ${count(parameters)} parameters`,
  },

  check: {
    title: "Check against Keras",
    remark:
      "These lines of Python let your own Keras compute a few texts and write its numbers to wordlight-check.json. " +
      "Drop that file here, and the page says how far its own numbers agree.",
    code: "Lines of Python",
    copy: "Copy the lines",
    noModel: "This file has numbers to compare, but there is no model to compare them with.",
    result: "Compared with Keras",
    agrees: (texts: number, largest: number) =>
      `${texts === 1 ? "The text agrees" : `All ${count(texts)} texts agree`}: the largest difference is ${tiny(largest)}.`,
    differs: (texts: number, of: number, largest: number) =>
      `${count(texts)} of ${count(of)} ${of === 1 ? "text differs" : "texts differ"}` +
      (Number.isFinite(largest) ? `; the largest difference is ${tiny(largest)}.` : "."),
    text: "Text",
    attention: "Attention",
    prediction: "Prediction",
    where: "Where it arises",
    difference: (value: number | null) => {
      if (value === null) return "not told";
      return Number.isFinite(value) ? tiny(value) : "of another length";
    },
    places: {
      tokens: "tokens: the words have other numbers here than there",
      attention: "attention",
      prediction: "prediction, after the attention",
    },
    fine: "agrees",
    empty: "(empty text)",
    quote: (text: string) => shortened(text.replaceAll(/\s+/g, " ")),
    tokensHint:
      "Where the tokens differ, look at the settings of the model first: maxlen, padding and truncating, and whether this is the tokenizer of the training.",
    close: "Put the comparison away",
  },

  report: {
    title: "wordlight could not load these files",
    error: "error",
    noCode: "no code",
    files: "files",
    browser: "browser",
    noEnding: "no ending",
  },
};
