/** The matrix as SVG 1.1: a rectangle for each cell, and its words as real text. */
import type { Colours } from "../highlight/colours";
import { escapeXml } from "./escape";

/** Larger ones are slow to open everywhere: their numbers are saved as a table instead. */
export const LARGEST_MATRIX_PICTURE = 150;

/** CSS pixels. */
const CELL = 18;
const GAP = 6;
const TYPE = 12;
const LINE = 18;
/** A letter is about so wide, in ems; one of Chinese, Japanese or Korean, or an emoji, as wide as high. */
const LETTER = 0.58;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;
/** Letters of the longest label; what is left of a longer one ends in “…”. */
const LONGEST = 24;

export interface MatrixPicture {
  /** Of rows and columns alike. */
  words: readonly string[];
  /** Level of each cell, `[words, words]`, row by row; 0: as the paper. */
  levels: ArrayLike<number>;
  colours: readonly Colours[];
  /** What each cell is, for whoever points at it. */
  told: (row: number, column: number) => string;
  title: string;
  /** Lines below it. */
  remarks: readonly string[];
  family: string;
}

const labelOf = (word: string): string => {
  const letters = [...word];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : word;
};

const widthOf = (text: string): number =>
  TYPE * [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 1 : LETTER), 0);

export function matrixSvg(picture: MatrixPicture): string {
  const { words, levels, colours, told, title, remarks, family } = picture;
  const labels = words.map(labelOf);
  const margin = Math.ceil(Math.max(...labels.map(widthOf), CELL)) + 2 * GAP;
  const side = words.length * CELL;
  const lines = [title, ...remarks];
  const width = Math.ceil(Math.max(margin + side, ...lines.map(widthOf)) + GAP);
  const height = margin + side + LINE * lines.length + GAP;
  const cells: string[] = [];
  for (let row = 0; row < words.length; row++) {
    for (let column = 0; column < words.length; column++) {
      const level = levels[row * words.length + column] as number;
      if (level === 0) continue;
      const fill = (colours[level] as Colours).background;
      const [x, y] = [margin + column * CELL, margin + row * CELL];
      cells.push(
        `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" fill="${fill}"><title>${escapeXml(told(row, column))}</title></rect>`,
      );
    }
  }
  const middle = (place: number) => margin + (place + 0.5) * CELL;
  const rows = labels.map(
    (label, row) =>
      `<text x="${margin - GAP}" y="${middle(row)}" dy=".35em" text-anchor="end">${escapeXml(label)}</text>`,
  );
  const columns = labels.map(
    (label, column) =>
      `<text transform="translate(${middle(column)} ${margin - GAP}) rotate(-90)" dy=".35em">${escapeXml(label)}</text>`,
  );
  const below = lines.map(
    (line, index) =>
      `<text x="${GAP}" y="${margin + side + LINE * (index + 1)}">${escapeXml(line)}</text>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${escapeXml(lines.join(" "))}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<g shape-rendering="crispEdges">
${cells.join("\n")}
<rect x="${margin}" y="${margin}" width="${side}" height="${side}" fill="none" stroke="#b0b0b0"/>
</g>
<g font-family="${escapeXml(family.replaceAll('"', "'"))}" font-size="${TYPE}" fill="#222222">
${[...rows, ...columns, ...below].join("\n")}
</g>
</svg>
`;
}
