/** How large the cells of a heat map are, and which cell a key leads to. */
import type { Layout } from "./heat-paint";
import type { Matrix } from "./numbers";

export interface Cell {
  row: number;
  column: number;
}

/** CSS pixels. */
export const TALLEST = 300;
const WIDEST_CELL = 28;
const TALLEST_CELL = 24;
const HEAD = 20;
const GUTTER = 108;
const NARROW_GUTTER = 76;
/** So large is a cell at most, however far one goes in. */
const LARGEST_CELL = 56;

export interface Wanted {
  hasNames: boolean;
  hasGroups: boolean;
  bars: boolean;
  zoom: number;
  /** Null: as high as there is room. */
  rowHeight: number | null;
}

/** Null: there is nothing to see, or nowhere to see it. `width`: of the window. */
export function layoutOf(
  { rows, columns }: Matrix,
  width: number,
  { hasNames, hasGroups, bars, zoom, rowHeight }: Wanted,
): Omit<Layout, "scrollLeft" | "scrollTop"> | null {
  const gutter = !hasNames ? 0 : width < 480 ? NARROW_GUTTER : GUTTER;
  if (rows === 0 || columns === 0 || width <= gutter) return null;
  const head = hasGroups ? HEAD : 0;
  const room = width - gutter;
  const fitting = room / columns;
  const low = Math.min((TALLEST - head) / rows, TALLEST_CELL);
  const zoomed = (cell: number, most: number) =>
    Math.min(cell * zoom, Math.max(LARGEST_CELL, most));
  const cellWidth = bars ? room : zoomed(Math.min(fitting, WIDEST_CELL), fitting);
  const cellHeight = rowHeight ?? zoomed(low, low);
  return {
    width: Math.min(width, Math.ceil(gutter + columns * cellWidth)),
    height: head + Math.min(rows * cellHeight, TALLEST - head),
    gutter,
    head,
    cellWidth,
    cellHeight,
  };
}

/** From the whole to cells of which a few fill the window. */
export function clampedZoom(zoom: number, { rows, columns }: Matrix): number {
  const most = 2 ** Math.ceil(Math.log2((LARGEST_CELL * Math.max(rows, columns)) / 8));
  return Math.min(Math.max(zoom, 1), most);
}

const MOVES: Record<string, (from: Cell, columns: number) => Cell> = {
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  PageDown: ({ row, column }) => ({ row: row + 10, column }),
  PageUp: ({ row, column }) => ({ row: row - 10, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, columns) => ({ row, column: columns - 1 }),
};

/** Null: no key that moves. The first one enters the picture, and goes nowhere but to an end. */
export function moved(key: string, from: Cell | null, { rows, columns }: Matrix): Cell | null {
  const move = MOVES[key];
  if (move === undefined || rows === 0 || columns === 0) return null;
  const there =
    from === null && key !== "End"
      ? { row: 0, column: 0 }
      : move(from ?? { row: 0, column: 0 }, columns);
  return {
    row: Math.min(Math.max(there.row, 0), rows - 1),
    column: Math.min(Math.max(there.column, 0), columns - 1),
  };
}
