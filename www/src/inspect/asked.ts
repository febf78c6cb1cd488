/** Which word the panels are about: the one that is asked, was asked last, or is the strongest. */
import { largestOf, type Reading, tokenNear } from "../reading";
import { shownOf } from "../shown";
import type { State } from "../state";

/** Pointed at, chosen, or at the caret. */
export const askedToken = (state: State): number | null => shownOf(state).word;

/** The same, and what was asked before nobody asked any more. */
export function lastAskedToken(state: State): number | null {
  const { moved, asked } = state;
  const last = moved === null || asked.last === null ? null : tokenNear(moved, asked.last);
  return askedToken(state) ?? last;
}

export const strongestToken = ({ columns }: Reading): number | null => {
  const strongest = largestOf(columns.attentionWeights);
  return strongest < 0 ? null : strongest;
};

export function textOfToken(reading: Reading, token: number): string {
  const { starts, ends } = reading.columns;
  return reading.text.slice(starts[token], ends[token]);
}
