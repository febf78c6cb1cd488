/** What a scene is made of, and how its parts are put together. */

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string;
  radius: number;
  /** The word that lies on it; null: no word's. */
  piece: number | null;
}

export interface Rule {
  x: number;
  y: number;
  width: number;
  stroke: string;
  thickness: number;
  style: "solid" | "dotted" | "dashed";
}

export type Face = "serif" | "sans";

export interface TextRun {
  text: string;
  x: number;
  baseline: number;
  width: number;
  fill: string;
  face: Face;
  size: number;
  weight: 400 | 600;
  rtl: boolean;
  /** Runs of one line have one number. */
  line: number;
  /** Whether a blank stands between it and the run before it. */
  spaced: boolean;
}

/** Pixels from one corner. */
export interface Parts {
  rectangles: Rectangle[];
  rules: Rule[];
  runs: TextRun[];
  /** Heights at which a page may end. */
  breaks: number[];
}

/** A part of the scene, from its own corner, and how high it is. */
export interface Block extends Parts {
  height: number;
}

export const emptyBlock = (): Block => ({
  rectangles: [],
  rules: [],
  runs: [],
  height: 0,
  breaks: [],
});

let lines = 0;

/** Puts a block into the scene, or into another block. */
export function place(into: Parts, block: Block, x: number, y: number): void {
  const numbers = new Map<number, number>();
  for (const one of block.rectangles) into.rectangles.push({ ...one, x: one.x + x, y: one.y + y });
  for (const one of block.rules) into.rules.push({ ...one, x: one.x + x, y: one.y + y });
  for (const one of block.runs) {
    const line = numbers.get(one.line) ?? ++lines;
    numbers.set(one.line, line);
    into.runs.push({ ...one, x: one.x + x, baseline: one.baseline + y, line });
  }
  into.breaks.push(...block.breaks.map((at) => at + y));
}
