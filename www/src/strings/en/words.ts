/** The panels of words, sentences and the matrix. */
import type { Status } from "../../engine/protocol";
import { count, percent, shortened } from "../../format";
import type { Column } from "../../word-order";

export const words = {
  words: {
    none: "No word has been read yet.",
    title: "Words",
    of: (words: number) => (words === 1 ? "1 word." : `${count(words)} words.`),
    hint: "Choose one to mark it in every view; Escape lets it go.",
    shown: (column: string, descending: boolean) =>
      `Sorted by ${column}, ${descending ? "largest first" : "smallest first"}.`,
    columns: {
      place: "Place",
      word: "Word",
      weight: "Weight",
      share: "Share",
      sentence: "Its sentence",
      times: "× equal share",
      rank: "Rank",
      seen: "In this text",
      id: "Number",
      step: "Step",
      status: "Vocabulary",
    } satisfies Record<Column, string>,
    statuses: {
      known: "known",
      unknown: "unknown",
      dropped: "not seen",
      truncated: "cut off",
      leftOut: "left out by you",
    } satisfies Record<Status, string>,
    bars: "Words along the text",
    barsOf: (words: number) =>
      words === 1
        ? "The word, as high as its light"
        : `The ${count(words)} words along the text, each as high as its light`,
    bar: (word: string, value: string, place: number, of: number) =>
      `${word}: ${value}, word ${count(place)} of ${count(of)}`,
    wholeText: "Show the whole text",
    oneByOne: "Show word by word",
    strongestOf: (words: number) => `Each line is the strongest of up to ${count(words)} words.`,
  },

  matrix: {
    title: "Which word attends to which",
    what: "Rows attend, columns are attended to. Choose a cell to mark its row’s word in every view.",
    tooLong: (words: number) =>
      `In texts of more than ${count(words)} words the matrix is not shown.`,
    none: "The matrix is on its way.",
    few: "No word has reached the model yet.",
    cell: (from: string, to: string, share: number) =>
      `${shortened(from)} → ${shortened(to)}: ${percent(share)}`,
    spoken: (from: string, to: string, share: number) =>
      `${shortened(from)} attends to ${shortened(to)}: ${percent(share)}.`,
    fit: "Fit into the page",
    large: "Large cells",
    size: "Cells",
    full: {
      strongest: (share: number) => `Full colour is the strongest cell here, ${percent(share)}.`,
      share: () => "Full colour is all the attention of a word.",
      uniform: () => "Full colour is 8 times an equal share or more.",
    },
    axes: "Rows attend, columns are attended to.",
    savePicture: "Save the picture (SVG)",
    saveTable: "Save the numbers (CSV)",
    saved: (file: string) => `Saved as ${file}.`,
    strongest: "The strongest pairs",
  },

  sentencePanel: {
    title: "Sentences",
    what: (sentences: number) =>
      `${count(sentences)} sentences with their share of the attention, and the words within the one that is open.`,
    order: "In the order of",
    orders: { text: "the text", share: "their share" },
    sentence: (number: number, text: string, share: string) =>
      `Sentence ${count(number)}, ${share}: ${text}`,
    cut: "cut off",
    wordsIn: (number: number) => `Words of sentence ${count(number)}`,
    unread: "No word of it reached the model.",
    padding: (share: number) => `${percent(share)} fell on empty sentences.`,
    more: (sentences: number) => `Show ${count(sentences)} more`,
  },
};
