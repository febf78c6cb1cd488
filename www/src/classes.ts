/** What a model's output says: its classes, each with a number. */
import { exact, percent } from "./format";

export interface Class {
  label: string;
  probability: number;
}

/** One sigmoid unit with two labels says p of the second. */
export function classesOf(prediction: Float32Array, labels: string[]): Class[] {
  const only = prediction.length === 1 && labels.length === 2 ? prediction[0] : undefined;
  const values = only === undefined ? [...prediction] : [1 - only, only];
  return values.map((probability, index) => ({
    label: labels[index] ?? String(index),
    probability,
  }));
}

export const winnerOf = (classes: Class[]): Class =>
  classes.reduce((best, one) => (one.probability > best.probability ? one : best));

/** Heads without softmax or sigmoid give numbers that are no probabilities: they stay as they are. */
export const probabilityText = (value: number): string =>
  value >= 0 && value <= 1 ? percent(value) : exact(value);
