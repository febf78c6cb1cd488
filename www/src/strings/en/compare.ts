/** Two texts, or two models, side by side. */
import { shortened } from "../../format";
import type { ViewKind } from "../../view";

export const compare = {
  compare: {
    with: "Compare with",
    modes: { texts: "another text", models: "another model" },
    otherText: "The other text",
    otherModel: "The other model",
    /** Side by side, or one below the other where there is no room. */
    left: "first",
    right: "second",
    chooseModel: "Choose the other model below.",
    load: "Load files…",
    dropHere: "Or drop the files of your own model here. The text on both sides is the same.",
    points: (difference: string) => `${difference} points`,
    predictedBeside: (label: string, value: string, other: string, difference: string) =>
      `${label} ${value} (first: ${other}, ${difference})`,
    word: (word: string, value: string) => `“${shortened(word)}” ${value}`,
    wordBeside: (word: string, value: string, other: string, difference: string) =>
      `“${shortened(word)}” ${value} (first: ${other}, ${difference})`,
    stopped: "The engine stopped on this text twice. Change the text to go on.",
    stoppedSecond:
      "The second engine stopped and could not be started again. Choose the model again to go on.",
    secondRestarted:
      "The second engine stopped and was started again; texts and models are as they were.",
    words: "Words that both have: largest differences",
    otherClasses: "The two models have different classes, so there is no difference to tell.",
    oneScale: {
      strongest: (value: string, word: string, side: "left" | "right") =>
        `Both sides have one scale: full colour is ${value}, what “${shortened(word)}” has on the ${side === "left" ? "first" : "second"} side.`,
      share: "Both sides have one scale: full colour is all of the attention.",
      uniform:
        "Both sides have one scale: full colour is 8× an equal share, whatever the number of words.",
    },
    whole:
      "So that they compare, words are shown by their share of the whole text: where a model weighs sentences too, " +
      "the sentence’s share times the word’s share within it.",
    legend: (word: string, value: string, full: string) =>
      `The strongest word here is “${shortened(word)}”, with ${value}. Full colour is ${full}, on both sides.`,
    incomparable: (left: string, right: string) =>
      `The colours do not compare, so each side has its own scale: the first shows ${left}, the second ${right}.`,
    kinds: {
      share: "a word’s share of the text’s attention",
      paper: "√(share of its sentence) × (its share within the sentence)",
      within: "a word’s share within its sentence",
      sentence: "the share of the word’s sentence",
      row: "what one word attends to",
    } satisfies Record<ViewKind, string>,
    diff: "What differs in the texts",
    same: "Both texts have the same words. Change either of them.",
    tooDifferent: "The texts are too different to be compared word by word.",
  },
};
