/** Two readings side by side: what became of the classes, and of each word's attention. */
import type { Answer } from "./answer";
import { type Change, originalOffset } from "./changes";
import { type Reading, tokenAt } from "./reading";
import type { View } from "./view";

export interface Compared {
  label: string;
  before: number;
  after: number;
}

/** In the model's order; empty where the classes are not the same ones. */
export function comparedClasses(before: Answer, after: Answer): Compared[] {
  const [old, now] = [before.all, after.all];
  if ((before.head === "values") !== (after.head === "values")) return [];
  if (old.length !== now.length || old.some(({ label }, index) => label !== now[index]?.label)) {
    return [];
  }
  return old.map(({ label, probability }, index) => ({
    label,
    before: probability,
    after: now[index]?.probability ?? Number.NaN,
  }));
}

/** Whether these are told in hundredths: not where they are no probabilities, whatever they are called. */
export const areShares = ({ head }: Answer, classes: readonly Compared[]): boolean =>
  head !== "values" && classes.every((one) => isShare(one.before) && isShare(one.after));

const isShare = (value: number): boolean => value >= 0 && value <= 1;

export interface MovedWord extends Compared {
  /** Index of the word in `after`. */
  token: number;
}

/**
 * The words that both readings have, by what the light shows of them. `changes` tell where in the
 * former text a word of the present one lay.
 */
export function movedAttention(
  before: { reading: Reading; view: View },
  after: { reading: Reading; view: View },
  changes: Change[],
): MovedWord[] {
  const { starts, ends } = after.reading.columns;
  const words: MovedWord[] = [];
  for (let token = 0; token < starts.length; token++) {
    const start = starts[token] as number;
    const now = after.view.values[token] as number;
    const offset = originalOffset(changes, start);
    const former = tokenAt(before.reading, offset);
    if (Number.isNaN(now) || former === null) continue;
    if (before.reading.columns.starts[former] !== offset) continue;
    const old = before.view.values[former] as number;
    if (Number.isNaN(old)) continue;
    const label = after.reading.text.slice(start, ends[token]);
    words.push({ token, label, before: old, after: now });
  }
  return words;
}

/** Those whose attention grew most, the largest gain first. */
export const largestGains = (words: MovedWord[], most: number): MovedWord[] =>
  words
    .filter((word) => gain(word) > 0)
    .sort((one, other) => gain(other) - gain(one))
    .slice(0, most);

export const gain = ({ before, after }: Compared): number => after - before;

/** What the light showed of a left-out word before; NaN: it had not reached the model. */
export function formerValue(
  { reading, view }: { reading: Reading; view: View },
  changes: Change[],
  change: Change,
): number {
  const token = tokenAt(reading, originalOffset(changes, change.start));
  return token === null ? Number.NaN : (view.values[token] as number);
}
