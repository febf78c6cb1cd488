/** Texts whose weights come from a file. */
import { count } from "../../format";
import type { Oddity } from "../../given";

export const given = {
  given: {
    title: (file: string) => `The weights come from ${file}; no model computes them.`,
    choose: (texts: number) => (texts === 1 ? "Its text" : `One of its ${count(texts)} texts`),
    says: (label: string, prediction: string) =>
      `The file says: class ${label || "–"}, predicted ${prediction || "–"}.`,
    edited:
      "The text was changed: now the model reads it. Choose the text again to see the file’s weights.",
    single: "The file holds one object; neat-vision itself wants an array.",
    skipped: (entries: number) => `Entries without a text are left out: ${count(entries)}.`,
    number: (texts: number) => `Its number, of ${count(texts)}`,
    tooLong: (entries: number) =>
      `Entries of more than two million characters are left out: ${count(entries)}.`,
    oddities: {
      noAttention: "This text has no attention, so nothing is lit.",
      shortAttention: "There are fewer weights than tokens: the tokens at the end have none.",
      longAttention: "There are more weights than tokens: the rest is not shown.",
      noPosterior: "The file has no probabilities for this text.",
      part: "The text is longer than the box holds: it stands here in parts, each of them one in the list.",
      longToken: "A token has more letters than the box holds: its end is not shown.",
      sum: "The weights do not add up to 1: each share is of their sum.",
    } satisfies Record<Oddity, string>,
    labelsAlone: (file: string) =>
      `${file} names the classes of a neat-vision file with texts and their weights, and none is open here.`,
    labelsAloneHint: "Drop that file first, or both together.",
    close: "Close the file",
    noPrediction: "The file has none.",
  },
};
