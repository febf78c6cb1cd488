/** The numbers as CSV: one row a token, and a header. */
import { csvTable, csvText } from "../csv";
import { type Reading, statusOf } from "../reading";
import type { View } from "../view";
import { printable } from "./picture";

/** All digits that a float32 needs, with a point whatever the language; empty: none. */
const number = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "" : String(Number(value.toPrecision(9)));
const index = (value: number | undefined): string =>
  value === undefined || value < 0 ? "" : String(value);

export const CSV_COLUMNS = [
  "token",
  "text",
  "start",
  "end",
  "id",
  "status",
  "step",
  "sentence",
  "attention",
  "shown",
  "sentence_attention",
] as const;

export function csvOf(reading: Reading, view: View): string {
  const { columns } = reading;
  const rows: string[][] = [[...CSV_COLUMNS]];
  for (let token = 0; token < columns.starts.length; token++) {
    const sentence = columns.sentences[token] as number;
    rows.push([
      String(token),
      csvText(printable(reading.text.slice(columns.starts[token], columns.ends[token]))),
      index(columns.starts[token]),
      index(columns.ends[token]),
      index(columns.ids[token]),
      statusOf(columns, token),
      index(columns.steps[token]),
      index(sentence),
      number(columns.attentionWeights[token]),
      number(view.values[token]),
      number(sentence < 0 ? undefined : columns.sentenceAttention[sentence]),
    ]);
  }
  return csvTable(rows);
}
