/** Two readings with what they have in common: words, classes, a scale. */
import { type Compared, gain } from "../difference";
import type { Reading } from "../reading";
import type { Mode } from "./beside";
import type { Sides } from "./scale";
import { type Pairs, pairsOf, type Stretch, samePlaces, stretchesOf, wordAt } from "./words";

export interface CommonWords {
  /** Null: one text under two models, or the texts are too different. */
  stretches: Stretch[] | null;
  pairs: Pairs;
}

let last: { left: Reading; right: Reading; mode: Mode; words: CommonWords } | null = null;

export function commonWords(left: Reading, right: Reading, mode: Mode): CommonWords {
  if (last === null || last.left !== left || last.right !== right || last.mode !== mode) {
    last = { left, right, mode, words: findWords(left, right, mode) };
  }
  return last.words;
}

function findWords(left: Reading, right: Reading, mode: Mode): CommonWords {
  if (mode === "models") return { stretches: null, pairs: samePlaces(left, right) };
  const stretches = stretchesOf(left, right);
  return { stretches, pairs: stretches === null ? new Map() : pairsOf(stretches) };
}

/** The common words whose light differs most, by the size of the difference. */
export function largestDifferences({ left, right }: Sides, pairs: Pairs, most: number): Compared[] {
  const words: Compared[] = [];
  for (const [token, other] of pairs) {
    const before = left.view.values[token] as number;
    const after = right.view.values[other] as number;
    if (Number.isNaN(before) || Number.isNaN(after) || before === after) continue;
    words.push({ label: wordAt(left.reading, token), before, after });
  }
  return words.sort((one, other) => Math.abs(gain(other)) - Math.abs(gain(one))).slice(0, most);
}

/** The left word that goes with a right one. */
export function leftOf(pairs: Pairs, right: number): number | null {
  for (const [left, other] of pairs) if (other === right) return left;
  return null;
}
