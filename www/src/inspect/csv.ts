/** A table of numbers as RFC 4180 has it, with the names of rows and columns where they have some. */
import type { Matrix } from "./numbers";

/** A spreadsheet takes a cell that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (text: string): string => {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

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
  const lines = [head.join(",")];
  for (let row = 0; row < rows; row++) {
    const cells = rowName === null ? [] : [cell(rowName(row))];
    for (let index = row * columns; index < (row + 1) * columns; index++) {
      cells.push(float32Text(values[index] as number));
    }
    lines.push(cells.join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}
