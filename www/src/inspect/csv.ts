/** A table of numbers as CSV, with the names of rows and columns where they have some. */
import { csvTable, csvText } from "../csv";
import type { Matrix } from "./numbers";

/** As few digits as bring the same float32 back. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

export function csv(
  { rows, columns, values }: Matrix,
  rowName: ((row: number) => string) | null = null,
): string {
  const names = rowName === null ? [] : [""];
  const head = [...names, ...Array.from({ length: columns }, (_, index) => String(index))];
  const lines = [head];
  for (let row = 0; row < rows; row++) {
    const cells = rowName === null ? [] : [csvText(rowName(row))];
    for (let index = row * columns; index < (row + 1) * columns; index++) {
      cells.push(float32Text(values[index] as number));
    }
    lines.push(cells);
  }
  return csvTable(lines);
}
