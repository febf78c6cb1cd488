/** Numbers with all that belongs to them: what they are, a picture, its legend, and files to keep. */
import { html, nothing, type TemplateResult } from "lit";
import { csv } from "../inspect/csv";
import { fileName } from "../inspect/names";
import { npy } from "../inspect/npy";
import { type Matrix, matrixOf, type NumberArray, type Statistics } from "../inspect/numbers";
import { save } from "../save";
import { strings } from "../strings";
import "./heat-legend";

export interface Downloadable {
  /** Of the file, without its ending. */
  name: string;
  array: NumberArray;
  /** Names of the rows of the table; null: they have none. */
  rowName: ((row: number) => string) | null;
}

/** A name that tells one button from another for who hears them one by one. */
export function downloads(label: string, of: () => Downloadable): TemplateResult {
  const say = strings.inspect.save;
  const asNpy = () => {
    const { name, array } = of();
    save(new Blob([npy(array)], { type: "application/octet-stream" }), fileName(name, "npy"));
  };
  const asCsv = () => {
    const { name, array, rowName } = of();
    save(new Blob([csv(tableOf(array), rowName)], { type: "text/csv" }), fileName(name, "csv"));
  };
  return html`<span class="figure-files">
    <button type="button" class="quiet" aria-label=${say.npy(label)} @click=${asNpy}>.npy</button>
    <button type="button" class="quiet" aria-label=${say.csv(label)} @click=${asCsv}>CSV</button>
  </span>`;
}

/** One number a line of a vector; of more axes the leading ones together. */
const tableOf = (array: NumberArray): Matrix =>
  array.shape.length === 1
    ? { rows: array.values.length, columns: 1, values: array.values }
    : matrixOf(array);

/** Shape, as NumPy writes it, and what the numbers are like. */
export function numbersLine(shape: number[], statistics: Statistics): TemplateResult {
  const say = strings.inspect.heat;
  return html`<p class="figure-numbers">
    <span class="number">[${shape.join(", ")}]</span> · ${say.summary(statistics)}
    ${statistics.nan > 0 ? html`<strong class="alarm">${say.nan(statistics.nan)}</strong>` : nothing}
  </p>`;
}
