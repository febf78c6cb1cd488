/** The matrix, as it is shown, as files: a picture and a table. */
import { csvTable, csvText } from "../../../csv";
import { LARGEST_MATRIX_PICTURE, matrixSvg } from "../../../export/matrix-svg";
import { fileName } from "../../../export/names";
import { levelColours } from "../../../highlight/colours";
import { levelOf } from "../../../highlight/levels";
import { float32Text } from "../../../inspect/csv";
import { cellBrightness, type MatrixView } from "../../../matrix-view";
import type { Reading } from "../../../reading";
import { save } from "../../../save";
import { strings } from "../../../strings";
import type { Look } from "../../../view";
import { wordAt } from "../../../word-order";

export interface ShownMatrix {
  reading: Reading;
  view: MatrixView;
  look: Look;
  /** The model's name. */
  model: string;
}

export const fitsPicture = ({ tokens }: MatrixView): boolean =>
  tokens.length <= LARGEST_MATRIX_PICTURE;

/** On white paper, whatever the screen's colours are. Returns the file's name. */
export function savePicture(shown: ShownMatrix): string {
  const { reading, view, look, model } = shown;
  const words = wordsOf(shown);
  const size = words.length;
  const say = strings.matrix;
  const svg = matrixSvg({
    words,
    levels: Uint8Array.from(view.values, (_, cell) => levelOf(cellBrightness(look, view, cell))),
    colours: levelColours(look.map, "light"),
    told: (row, column) =>
      say.cell(
        words[row] as string,
        words[column] as string,
        view.values[row * size + column] as number,
      ),
    title: `${say.title} · ${model} · wordlight`,
    remarks: [say.axes, say.full[look.scale](view.values[view.strongest] ?? 0)],
    family: "sans-serif",
  });
  const name = fileName(model, reading.text.slice(0, 200), "matrix.svg");
  save(new Blob([svg], { type: "image/svg+xml" }), name);
  return name;
}

/** Words in the first row and column, then from each word (rows) to each (columns). Returns the file's name. */
export function saveTable(shown: ShownMatrix): string {
  const { reading, view, model } = shown;
  const words = wordsOf(shown).map(csvText);
  const size = words.length;
  const rows = words.map((word, row) => [
    word,
    ...Array.from(view.values.subarray(row * size, (row + 1) * size), float32Text),
  ]);
  const name = fileName(model, reading.text.slice(0, 200), "matrix.csv");
  save(new Blob([csvTable([["", ...words], ...rows])], { type: "text/csv" }), name);
  return name;
}

const wordsOf = ({ reading, view }: ShownMatrix): string[] =>
  Array.from(view.tokens, (token) => wordAt(reading, token));
