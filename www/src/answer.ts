/** What a prediction says, read as the person wants it: every view that tells of one asks here. */
import { type Class, classesOf, probabilityText, winnerOf } from "./classes";
import type { AnalysisColumns } from "./engine/protocol";
import { exact, listed } from "./format";
import { givenSample } from "./given";
import { type Head, type Heads, headOf, type OfModel } from "./head";
import type { Reading } from "./reading";
import type { State } from "./state";
import { strings } from "./strings";

/** From here on a label of several is said to apply. */
const APPLIES = 0.5;
/** A sentence has no room for more numbers. */
const MOST_TOLD = 6;

export interface Said extends Class {
  /** The number as it is shown. */
  number: string;
  /** The likeliest class, or a label that applies. */
  wins: boolean;
}

export interface Answer {
  head: Head;
  /** In the model's order; empty: nothing was predicted. */
  all: Said[];
}

export function answerOf(
  heads: Heads,
  model: OfModel | null,
  output: Pick<AnalysisColumns, "prediction" | "labels">,
): Answer {
  const { prediction, labels } = output;
  const head = headOf(heads, model, output);
  if (head === "values") {
    // A second name of one number is that of a class, where somebody says that there are none.
    const names = prediction.length === 1 && labels.length === 2 ? [] : labels;
    const all = Array.from(prediction, (value, index) => ({
      label: names[index] || strings.prediction.value,
      probability: value,
      number: exact(value),
      wins: false,
    }));
    return { head, all };
  }
  const { no, yes } = strings.prediction;
  // A single number that is no probability of two names has a yes and a no all the same.
  const classes = classesOf(
    prediction,
    head === "binary" && labels.length < 2 ? [no, yes] : labels,
  );
  const winner = classes.length === 0 ? null : winnerOf(classes);
  const all = classes.map((one) => ({
    ...one,
    number: probabilityText(one.probability),
    wins: head === "labels" ? one.probability >= APPLIES : one === winner,
  }));
  return { head, all };
}

/** Of the page's own text. Weights from a file are those of no model here. */
export const pageAnswer = ({ heads, engine, given }: State, reading: Reading): Answer =>
  answerOf(heads, givenSample(given, reading.text) === null ? engine.model : null, reading.columns);

/** In one line: the likeliest class, the labels that apply, or the numbers. */
export function verdictOf({ head, all }: Answer): string {
  const told = head === "values" ? all.slice(0, MOST_TOLD) : all.filter(({ wins }) => wins);
  if (told.length === 0) return all.length === 0 ? "" : strings.prediction.noneApplies;
  return listed(told.map(({ label, number }) => `${label} ${number}`));
}
