/** Which words of two texts are the same ones, and which are in one alone. */
import { diffArrays } from "diff";
import type { Reading } from "../reading";

/** A stretch of words that both texts have, or one of them. */
export interface Stretch {
  where: "both" | "left" | "right";
  /** Tokens `first`…`last - 1` of the left text, where it has them, and of the right one. */
  left: [number, number];
  right: [number, number];
}

/**
 * Words that one text has and the other has not. What it takes to find them grows with the square of
 * that, to some 50 ms here; counted and not timed, so that a slow moment changes no answer.
 */
const MOST_DIFFERENT = 700;

/** Null: the texts are too different for it. */
export function stretchesOf(left: Reading, right: Reading): Stretch[] | null {
  const parts = diffArrays(wordsOf(left), wordsOf(right), { maxEditLength: MOST_DIFFERENT });
  if (parts === undefined) return null;
  let [l, r] = [0, 0];
  return parts.map(({ count, added, removed }): Stretch => {
    const stretch: Stretch = {
      where: added ? "right" : removed ? "left" : "both",
      left: [l, added ? l : l + count],
      right: [r, removed ? r : r + count],
    };
    l = stretch.left[1];
    r = stretch.right[1];
    return stretch;
  });
}

/** As the model tells them apart: mostly without case. */
const wordsOf = (reading: Reading): string[] =>
  Array.from(reading.columns.starts, (_, token) => wordAt(reading, token).toLowerCase());

export const wordAt = ({ text, columns }: Reading, token: number): string =>
  text.slice(columns.starts[token], columns.ends[token]);

/** From the beginning of token `first` to the end of `last - 1`. */
export const stretchText = ({ text, columns }: Reading, [first, last]: [number, number]): string =>
  first >= last ? "" : text.slice(columns.starts[first], columns.ends[last - 1]);

/** Words of the left text with those of the right one that are the same. */
export type Pairs = Map<number, number>;

export function pairsOf(stretches: Stretch[]): Pairs {
  const pairs: Pairs = new Map();
  for (const { where, left, right } of stretches) {
    if (where !== "both") continue;
    for (let token = left[0]; token < left[1]; token++) {
      pairs.set(token, token - left[0] + right[0]);
    }
  }
  return pairs;
}

/** Of one text that two models read: what both take for a word. */
export function samePlaces(left: Reading, right: Reading): Pairs {
  const pairs: Pairs = new Map();
  let other = 0;
  left.columns.starts.forEach((start, token) => {
    while ((right.columns.starts[other] ?? Number.POSITIVE_INFINITY) < start) other++;
    const same =
      right.columns.starts[other] === start &&
      right.columns.ends[other] === left.columns.ends[token];
    if (same) pairs.set(token, other);
  });
  return pairs;
}
