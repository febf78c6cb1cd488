/** Which word attends to which, as the reader wants to see it: one head or the mean of all. */
import { brightnessOf, FULL_TIMES_UNIFORM, type Tone } from "./highlight/scale";
import { largestOf, type Reading } from "./reading";
import type { Look } from "./view";

export interface MatrixView {
  /** The words that reached the model: indices of tokens, in the order of the text. */
  tokens: Uint32Array;
  /** `[tokens, tokens]`: from each word (rows) to each word (columns), row-major. */
  values: Float32Array;
  /** `[tokens]`: what each word would give to each if it gave to all alike. */
  equal: Float32Array;
  heads: number;
  /** The cell with the largest value; -1: there is none. */
  strongest: number;
}

/** Null where there is no matrix (yet). */
export function matrixOf({ matrix }: Reading, { head, spread }: Look): MatrixView | null {
  if (matrix === null) return null;
  const { tokens, heads } = matrix;
  const size = tokens.length;
  const cells = size * size;
  const values = new Float32Array(cells);
  if (head !== null && head < heads) {
    values.set(matrix.values.subarray(head * cells, (head + 1) * cells));
  } else {
    for (let index = 0; index < matrix.values.length; index++) {
      const cell = index % cells;
      values[cell] = (values[cell] as number) + (matrix.values[index] as number) / heads;
    }
  }
  const equal = new Float32Array(size);
  for (let row = 0; row < size; row++) {
    const cellsOfRow = values.subarray(row * size, (row + 1) * size);
    const sum = cellsOfRow.reduce((all, value) => all + value, 0);
    // What is missing from 1 fell on padding.
    const divisor = spread && sum > 0 ? sum : 1;
    for (let column = 0; column < size; column++) {
      cellsOfRow[column] = (cellsOfRow[column] as number) / divisor;
    }
    equal[row] = sum / divisor / Math.max(size, 1);
  }
  return { tokens, values, equal, heads, strongest: largestOf(values) };
}

/** The same matrix for the same questions: it may have a million cells. */
export function rememberedMatrix(): typeof matrixOf {
  let last: {
    matrix: Reading["matrix"];
    head: Look["head"];
    spread: boolean;
    view: MatrixView | null;
  } | null = null;
  return (reading, look) => {
    const { matrix } = reading;
    const { head, spread } = look;
    if (last === null || last.matrix !== matrix || last.head !== head || last.spread !== spread) {
      last = { matrix, head, spread, view: matrixOf(reading, look) };
    }
    return last.view;
  };
}

/** 0…1, as the scale of the light has it. */
export function cellBrightness({ scale, curve }: Tone, view: MatrixView, cell: number): number {
  const full =
    scale === "strongest"
      ? (view.values[view.strongest] ?? 0)
      : scale === "share"
        ? 1
        : FULL_TIMES_UNIFORM * (view.equal[Math.floor(cell / view.tokens.length)] as number);
  return brightnessOf(view.values[cell] as number, full, curve);
}
