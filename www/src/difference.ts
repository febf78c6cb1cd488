/** Two readings side by side: what became of the classes, and of each word's attention. */
import { type Change, originalOffset } from "./changes";
import { classesOf } from "./classes";
import { type Reading, tokenAt } from "./reading";
import type { View } from "./view";

export interface Compared {
  label: string;
  before: number;
  after: number;
}

/** The class that is likeliest on either side first; empty where the classes are not the same ones. */
export function comparedClasses(before: Reading, after: Reading): Compared[] {
  const old = classesOf(before.columns.prediction, before.columns.labels);
  const now = classesOf(after.columns.prediction, after.columns.labels);
  if (old.length !== now.length || old.some(({ label }, index) => label !== now[index]?.label)) {
    return [];
  }
  return old.map(({ label, probability }, index) => ({
    label,
    before: probability,
    after: now[index]?.probability ?? Number.NaN,
  }));
}

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
