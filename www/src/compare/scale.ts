/** One scale for two texts: what has full colour in one has it in the other. */
import { type Answer, answerOf, pageAnswer } from "../answer";
import type { ScaleName } from "../highlight/scale";
import type { Reading } from "../reading";
import type { State } from "../state";
import { type Look, type View, viewOf, wholeView } from "../view";

export interface Side {
  reading: Reading;
  view: View;
}

export interface Sides {
  left: Side;
  right: Side;
  /** Whether the numbers of both are of the same kind; else each side keeps a scale of its own. */
  comparable: boolean;
  /** Whether both are shown as shares of the whole text, because otherwise they would not compare. */
  whole: boolean;
}

/** Null while either side is still to come. */
export const sidesOf = remembered((left: Reading, right: Reading, look: Look): Sides => {
  const [one, other, whole] = viewsOf(left, right, look);
  const comparable = one.kind === other.kind;
  const full = comparable ? commonFull(one, other, look.scale) : null;
  return {
    left: { reading: left, view: full === null ? one : { ...one, full } },
    right: { reading: right, view: full === null ? other : { ...other, full } },
    comparable,
    whole,
  };
});

/** What is predicted on both, each as its own model's predictions are read. */
export function sideAnswers(state: State, { left, right }: Sides): { left: Answer; right: Answer } {
  const { heads, engine, beside } = state;
  const other = beside?.mode === "models" ? beside.model : engine.model;
  return {
    left: pageAnswer(state, left.reading),
    right: answerOf(heads, other, right.reading.columns),
  };
}

export function stateSides({ reading, beside, look }: Compared): Sides | null {
  const other = beside?.reading ?? null;
  return reading === null || other === null ? null : sidesOf(reading, other, look);
}

interface Compared {
  reading: Reading | null;
  beside: { reading: Reading | null } | null;
  look: Look;
}

/** The views of both, as they are or, if they are of different kinds, as shares of the whole text. */
function viewsOf(left: Reading, right: Reading, look: Look): [View, View, boolean] {
  const [one, other] = [viewOf(left, look, null), viewOf(right, look, null)];
  if (one.kind === other.kind) return [one, other, false];
  const [wholeOne, wholeOther] = [wholeView(left, look), wholeView(right, look)];
  return wholeOne === null || wholeOther === null
    ? [one, other, false]
    : [wholeOne, wholeOther, true];
}

/** The other two scales have the same full colour everywhere. */
function commonFull(one: View, other: View, scale: ScaleName): number | null {
  if (scale !== "strongest") return null;
  const full = Math.max(strongestOf(one), strongestOf(other));
  return full > 0 ? full : null;
}

const strongestOf = ({ values, strongest }: View): number => values[strongest] || 0;

/** The same answer for the same question: painting waits for a new one. */
function remembered<A, B, C, R>(make: (a: A, b: B, c: C) => R): (a: A, b: B, c: C) => R {
  let last: { of: [A, B, C]; result: R } | null = null;
  return (a, b, c) => {
    if (last === null || last.of[0] !== a || last.of[1] !== b || last.of[2] !== c) {
      last = { of: [a, b, c], result: make(a, b, c) };
    }
    return last.result;
  };
}
