/** Looking into the model: its layers and weights, and the way of the numbers. */
import { count, exact, percent, twoDigits } from "../../format";
import type { Statistics } from "../../inspect/numbers";

/** As many digits as tell numbers apart in a picture. */
const short = (value: number): string => {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  return twoDigits(value);
};

export const inspect = {
  inspect: {
    heat: {
      role: "heat map",
      help: "Arrow keys read out the numbers; plus and minus zoom.",
      zoom: "Zoom",
      in: "Larger",
      out: "Smaller",
      fit: "Fit",
      short,
      summary: ({ count: size, min, max, mean, std, nan, infinite }: Statistics) =>
        size === 0
          ? "No numbers."
          : size === 1
            ? `One number: ${short(Number.isNaN(max) ? mean : max)}.`
            : `${count(size)} numbers, from ${short(min)} to ${short(max)}; mean ${short(mean)}, standard deviation ${short(std)}; NaN: ${count(nan)}${infinite > 0 ? `, infinite: ${count(infinite)}` : ""}.`,
      nan: (size: number) => `${count(size)} of them are not numbers (NaN).`,
      cell: (row: string | null, index: number | null, column: string | null, value: number) =>
        [row ?? (index === null ? null : `row ${index}`), column]
          .filter((part) => part !== null)
          .join(", ")
          .concat(`: ${Number.isFinite(value) ? exact(value) : short(value)}`),
      column: (index: number) => `column ${index}`,
      gate: (gate: string, unit: number) => `gate ${gate}, unit ${unit}`,
      row: (index: number) => `row ${index}`,
    },
    save: {
      npy: (what: string) => `Download ${what} as .npy, for NumPy`,
      csv: (what: string) => `Download ${what} as CSV`,
    },

    summary: {
      title: "Layers",
      hint: "As model.summary() prints them. Choose one to see its weights.",
      layer: "Layer (type)",
      shape: "Output shape",
      parameters: "Param #",
      attention: "attention",
      total: "Total params",
      trainable: "Trainable params",
      frozen: "Non-trainable params",
    },
    weights: {
      title: (layer: string) => `Weights of ${layer}`,
      none: "This layer has no weights: it computes without having learned anything.",
      loading: "One moment…",
      frozen: "not trained",
      gates: {
        lstm: "Gates: i input, f forget, c candidate, o output.",
        gru: "Gates: z update, r reset, h candidate.",
      },
      blocks:
        "There are more numbers than points on the screen: each point shows the number of its block that is farthest from zero. Zoom in to see each by itself.",
    },
    neighbours: {
      title: "Words beside a word",
      explain:
        "In the embedding each word is a row of numbers. Rows that point the same way belong to words that the model treats alike; the cosine tells how nearly, 1 at most.",
      label: "Word",
      placeholder: "any word the tokenizer knows",
      list: (word: string) => `Nearest to “${word}”, by cosine`,
      unknown: (word: string) => `The tokenizer has no number of its own for “${word}”.`,
      nobody: "No word has a row that can be compared.",
    },

    steps: {
      intro:
        "The way of the numbers through the model, for the text above. It follows as you type; a word chosen here is marked everywhere.",
      which: "Shown",
      words: "Words of one sentence",
      sentences: "All sentences",
      sentence: (number: number, text: string) => `Sentence ${count(number)}: ${text}`,
      cut: "This sentence did not reach the model: it was cut off.",
      empty: "There is nothing to show yet: no word has reached the model.",
      waiting: "One moment…",
      feature: (index: number) => `number ${index}`,
      padding: (steps: number, share: number | null) =>
        `${count(steps)} ${steps === 1 ? "step" : "steps"} without text ${steps === 1 ? "is" : "are"} left out of the picture${share === null ? "" : `; ${percent(share)} of the attention fell there`}. Downloads have all steps.`,
      whole: "The whole formula of this layer",
      titles: {
        embedding: "Words become numbers",
        hidden: "Hidden states",
        layer: (name: string) => `What “${name}” makes of each step`,
        scored: "Each step, made comparable",
        scores: "Scores",
        weights: "Attention weights",
        perFeature: "Attention weights, feature by feature",
        context: "Context vector",
        output: (name: string) => `What “${name}” puts out`,
        prediction: "Prediction",
      },
      explain: {
        embedding:
          "Each word is looked up in a table: its row of numbers is all that the model knows of the word by itself.",
        hidden:
          "The recurrent layer reads word after word. What it keeps in mind after each is its hidden state: one row for each word, which now also knows of the words before it.",
        both: "Two recurrent layers read, one from each end. What both keep in mind at a word, side by side, is its hidden state: it knows of the words before and after it.",
        hiddenOfSentences:
          "The recurrent layer reads sentence after sentence, each as its one row of numbers. What it keeps in mind after each is its hidden state, which now also knows of the sentences before it.",
        bothOfSentences:
          "Two recurrent layers read sentence by sentence, one from each end. What both keep in mind at a sentence, side by side, is its hidden state: it knows of the sentences before and after it.",
        layer: "A layer works on each step and hands its numbers on.",
        scored:
          "Each state is multiplied by the learned matrix W and squeezed between −1 and 1, so that all can be compared with one vector.",
        scoresOfU:
          "Each row is multiplied with the learned vector u, number by number, and added up: the more it looks like u, the higher the score.",
        scores: "One number for each step: the higher, the more attention it will get.",
        weights:
          "Each score becomes a share: the exponential makes all of them positive and enlarges the differences, the division lets them add up to 1; masked steps count for nothing. These are the weights that light the text.",
        weightsOf: "What the layer gives each step. These are the weights that light the text.",
        weightsOfMatrix:
          "Each word attends to every other. Shown is what each gets on average, from all words (and heads): that lights the text.",
        perFeature:
          "This layer weighs each feature by itself: one column for each. The light shows the mean of a row.",
        context:
          "Each state is multiplied by its weight, and all are added up: one row of numbers that stands for the whole text, coloured by what was attended to.",
        contextOfSentence:
          "Each state is multiplied by its weight, and all are added up: one row of numbers that stands for the sentence.",
        output: "From here on there are no words any more, only numbers for the whole.",
        prediction: "The last layer turns them into the answer.",
      },
      weighed: "These rows are the h that the attention weighs.",
    },
  },
};
