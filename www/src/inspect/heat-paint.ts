/** Paints the visible part of a heat map, or of bars, onto a canvas. */
import { blocksOf, pixelsOf, type Region } from "./blocks";
import type { Matrix } from "./numbers";
import { colourOf, type Ramp, type RampName, stepOf } from "./ramps";

/** Where everything is, in CSS pixels. */
export interface Layout {
  /** What is seen. */
  width: number;
  height: number;
  /** Room for the names of rows at the left, and of groups at the top. */
  gutter: number;
  head: number;
  cellWidth: number;
  cellHeight: number;
  /** How far the cells have been scrolled. */
  scrollLeft: number;
  scrollTop: number;
}

export interface Picture {
  matrix: Matrix;
  ramp: Ramp;
  rampName: RampName;
  /** The number at the end of the ramp. */
  limit: number;
  /** Each number as a bar with its value, not as a colour. */
  bars: boolean;
  rowName: ((row: number) => string) | null;
  valueText: (value: number) => string;
  /** Columns that belong together, side by side, with their name. */
  groups: { name: string; columns: number }[];
  /** The row of the word that is asked, and the cell under pointer or cursor. */
  marked: number | null;
  cell: { row: number; column: number } | null;
}

export interface Inks {
  ink: string;
  soft: string;
  line: string;
  accent: string;
  font: string;
}

/** The style sheet hands its colours over in properties that a canvas has no other use for. */
export const inksOf = (style: CSSStyleDeclaration): Inks => ({
  ink: style.color,
  soft: style.textDecorationColor,
  line: style.borderTopColor,
  accent: style.caretColor,
  font: `${style.fontSize} ${style.fontFamily}`,
});

/** Width of a bar's number. */
const VALUE_WIDTH = 72;

export function visible(layout: Layout, { rows, columns }: Matrix): Region {
  const { width, height, gutter, head, cellWidth, cellHeight, scrollLeft, scrollTop } = layout;
  return {
    top: Math.max(0, Math.floor(scrollTop / cellHeight)),
    bottom: Math.min(rows, Math.ceil((scrollTop + height - head) / cellHeight)),
    left: Math.max(0, Math.floor(scrollLeft / cellWidth)),
    right: Math.min(columns, Math.ceil((scrollLeft + width - gutter) / cellWidth)),
  };
}

/** The cell at a place of the canvas; null: there is none. */
export function cellAt(layout: Layout, { rows, columns }: Matrix, x: number, y: number) {
  const row = Math.floor((y - layout.head + layout.scrollTop) / layout.cellHeight);
  const left = Math.floor((x - layout.gutter + layout.scrollLeft) / layout.cellWidth);
  const column = columns === 1 ? 0 : left;
  const isThere = y >= layout.head && row >= 0 && row < rows && column >= 0 && column < columns;
  return isThere ? { row, column } : null;
}

export function paint(
  context: CanvasRenderingContext2D,
  layout: Layout,
  picture: Picture,
  inks: Inks,
  scale: number,
): void {
  const { width, height, gutter, head } = layout;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = inks.font;
  context.textBaseline = "middle";
  const region = visible(layout, picture.matrix);
  if (region.bottom <= region.top || region.right <= region.left) return;
  context.save();
  context.beginPath();
  context.rect(gutter, head, width - gutter, height - head);
  context.clip();
  if (picture.bars) paintBars(context, layout, picture, inks, region);
  else paintCells(context, layout, picture, region, scale);
  paintMarks(context, layout, picture, inks);
  context.restore();
  if (gutter > 0) paintNames(context, layout, picture, inks, region);
  paintGroups(context, layout, picture, inks);
}

function paintCells(
  context: CanvasRenderingContext2D,
  layout: Layout,
  { matrix, ramp, rampName, limit }: Picture,
  region: Region,
  scale: number,
): void {
  const { gutter, head, cellWidth, cellHeight, scrollLeft, scrollTop } = layout;
  const [wide, high] = [region.right - region.left, region.bottom - region.top];
  const blocks = blocksOf(matrix, region, {
    width: Math.ceil(wide * cellWidth * scale),
    height: Math.ceil(high * cellHeight * scale),
  });
  const small = new OffscreenCanvas(blocks.columns, blocks.rows);
  const pixels = pixelsOf(blocks, rampName, ramp, limit);
  small.getContext("2d")?.putImageData(new ImageData(pixels, blocks.columns, blocks.rows), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(
    small,
    gutter + region.left * cellWidth - scrollLeft,
    head + region.top * cellHeight - scrollTop,
    wide * cellWidth,
    high * cellHeight,
  );
}

function paintBars(
  context: CanvasRenderingContext2D,
  layout: Layout,
  { matrix, ramp, rampName, limit, valueText }: Picture,
  inks: Inks,
  region: Region,
): void {
  const { width, gutter, head, cellHeight, scrollTop } = layout;
  const room = Math.max(width - gutter - VALUE_WIDTH, 20);
  const isSigned = rampName === "signed";
  const zero = gutter + (isSigned ? room / 2 : 0);
  const longest = isSigned ? room / 2 : room;
  for (let row = region.top; row < region.bottom; row++) {
    const value = matrix.values[row] as number;
    const y = head + row * cellHeight - scrollTop;
    const length = limit > 0 ? Math.min(Math.max(value / limit, -1), 1) * longest || 0 : 0;
    const step = Number.isNaN(value) ? Number.NaN : stepOf(rampName, value, limit);
    context.fillStyle = isSigned ? colourOf(ramp, step) : colourOf(ramp, 254);
    context.fillRect(
      Math.min(zero, zero + length),
      y + 3,
      Math.max(Math.abs(length), 1),
      cellHeight - 6,
    );
    context.fillStyle = inks.soft;
    context.textAlign = "right";
    context.fillText(valueText(value), width - 4, y + cellHeight / 2);
  }
  context.textAlign = "left";
  context.fillStyle = inks.line;
  context.fillRect(zero, head, 1, layout.height - head);
}

function paintMarks(
  context: CanvasRenderingContext2D,
  layout: Layout,
  { matrix, marked, cell, bars }: Picture,
  inks: Inks,
): void {
  const { width, gutter, head, cellWidth, cellHeight, scrollLeft, scrollTop } = layout;
  const top = (row: number) => head + row * cellHeight - scrollTop;
  context.lineWidth = 2;
  if (marked !== null && marked < matrix.rows) {
    context.strokeStyle = inks.accent;
    context.strokeRect(
      gutter + 1,
      top(marked) + 1,
      width - gutter - 2,
      Math.max(cellHeight - 2, 2),
    );
  }
  if (cell === null || bars) return;
  // At least so large that it is seen.
  const [wide, high] = [Math.max(cellWidth, 5), Math.max(cellHeight, 5)];
  const x = gutter + (cell.column + 0.5) * cellWidth - scrollLeft - wide / 2;
  const y = top(cell.row) + cellHeight / 2 - high / 2;
  context.strokeStyle = inks.ink;
  context.strokeRect(x, y, wide, high);
}

/** Names as long as the room is; where rows are lower than letters, none. */
function paintNames(
  context: CanvasRenderingContext2D,
  layout: Layout,
  { rowName, marked }: Picture,
  inks: Inks,
  region: Region,
): void {
  const { gutter, head, cellHeight, scrollTop } = layout;
  if (rowName === null || cellHeight < 11) return;
  context.save();
  context.beginPath();
  context.rect(0, head, gutter - 6, layout.height - head);
  context.clip();
  for (let row = region.top; row < region.bottom; row++) {
    context.fillStyle = row === marked ? inks.accent : inks.ink;
    const y = head + (row + 0.5) * cellHeight - scrollTop;
    context.fillText(fitting(context, rowName(row), gutter - 12), 4, y);
  }
  context.restore();
}

function fitting(context: CanvasRenderingContext2D, name: string, room: number): string {
  // Measuring a word of a megabyte would take a while.
  const characters = [...name.slice(0, 60)];
  if (name.length <= 60 && context.measureText(name).width <= room) return name;
  while (characters.length > 1 && context.measureText(`${characters.join("")}…`).width > room) {
    characters.pop();
  }
  return `${characters.join("")}…`;
}

function paintGroups(
  context: CanvasRenderingContext2D,
  { width, height, gutter, head, cellWidth, scrollLeft }: Layout,
  { groups }: Picture,
  inks: Inks,
): void {
  if (head === 0) return;
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, height);
  context.clip();
  context.textAlign = "center";
  let x = gutter - scrollLeft;
  for (const { name, columns } of groups) {
    const wide = columns * cellWidth;
    context.fillStyle = inks.soft;
    context.fillText(name, x + wide / 2, head / 2);
    x += wide;
    context.fillStyle = inks.ink;
    context.fillRect(x - 0.5, 0, 1, height);
  }
  context.restore();
}
