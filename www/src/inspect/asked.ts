/** Which word the page is about: the one that is asked, was asked last, or is the strongest. */
import { largestOf, type Reading, tokenNear } from "../reading";
import type { State } from "../state";

export function askedToken({ moved, asked }: State): number | null {
  const offset = asked.pointer ?? asked.caret ?? asked.last;
  return moved === null || offset === null ? null : tokenNear(moved, offset);
}

export const strongestToken = ({ columns }: Reading): number | null => {
  const strongest = largestOf(columns.attentionWeights);
  return strongest < 0 ? null : strongest;
};

export function textOfToken(reading: Reading, token: number): string {
  const { starts, ends } = reading.columns;
  return reading.text.slice(starts[token], ends[token]);
}
