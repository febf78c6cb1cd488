/** What all views show of one state: the same light, the same word. */
import { sidesOf } from "./compare/scale";
import { type Reading, tokenNear } from "./reading";
import type { State } from "./state";
import { attendingWord, rememberedView, type View } from "./view";

export interface Shown {
  /** What all words get; null: there is no reading yet. */
  view: View | null;
  /** What one word attends to, while that is shown. */
  row: View | null;
  /** The word that is asked about: pointed at, chosen, or at the caret. */
  word: number | null;
  /** The word that is chosen for good, or null. */
  chosen: number | null;
  /** The word whose attention `row` is. */
  from: number | null;
  /** The word that the caret was moved to, to be read out. */
  spoken: number | null;
}

const viewOfAll = rememberedView();
const viewOfRow = rememberedView();
let last: {
  state: Pick<State, "reading" | "moved" | "look" | "asked">;
  other: Reading | null;
  shown: Shown;
} | null = null;

/** The same answer for the same question: views compare what they have drawn with it. */
export function shownOf({ reading, moved, look, asked, beside }: State): Shown {
  const other = beside?.reading ?? null;
  const former = last?.state;
  if (
    last !== null &&
    former?.reading === reading &&
    former.moved === moved &&
    former.look === look &&
    former.asked === asked &&
    last.other === other
  ) {
    return last.shown;
  }
  const tokenNearTo = (offset: number | null) =>
    moved === null || offset === null ? null : tokenNear(moved, offset);
  const word = tokenNearTo(asked.pointer ?? asked.chosen ?? asked.caret);
  // While two are compared they share a scale.
  const sides = reading === null || other === null ? null : sidesOf(reading, other, look);
  const view = sides?.left.view ?? (reading === null ? null : viewOfAll(reading, look, null));
  const from =
    reading === null ? null : attendingWord(reading, look, [word, tokenNearTo(asked.last)]);
  const shown: Shown = {
    view,
    row: reading === null || from === null ? null : viewOfRow(reading, look, from),
    word,
    chosen: tokenNearTo(asked.chosen),
    from,
    spoken: tokenNearTo(asked.spoken),
  };
  last = { state: { reading, moved, look, asked }, other, shown };
  return shown;
}
