/**
 * A picture laid out: rectangles, thin lines and stretches of text, each with its place. SVG, PNG and
 * PDF draw this and nothing else. Lengths are CSS pixels, of which 96 make an inch.
 */
import type { Breather } from "../breath";
import { firstOf } from "../first-of";
import type { Flow, Fragment, TypeStyle } from "./flow";
import { flowInPieces } from "./flow-in-pieces";
import { isFaint, type Picture, type Piece, type SentenceBar } from "./picture";
import { belowOf } from "./scene-below";
import { markRules } from "./scene-marks";
import { type Block, emptyBlock, type Face, type Parts, place } from "./scene-parts";

export interface Scene extends Parts {
  width: number;
  height: number;
  paper: string;
  families: Record<Face, string>;
  title: string;
  description: string;
  /** False: a slide that cannot hold the text in type that can be read from afar. */
  fits: boolean;
}

export interface Preset {
  width: number;
  /** Of a slide; null: as high as it needs to be. */
  height: number | null;
  padding: number;
  /** Sizes of the text's letters, the first that fits; and those of all else. */
  sizes: readonly number[];
  small: number;
}

const INCH = 96;

export const PRESETS = {
  /** 3.33 in: one of two columns of most conferences. 9 and 7 points. */
  column: { width: 3.33 * INCH, height: null, padding: 6, sizes: [12], small: 9.4 },
  /** 7 in: both columns. 10 and 8 points. */
  full: { width: 7 * INCH, height: null, padding: 10, sizes: [13.4], small: 10.7 },
  /** 16 : 9 of 13.33 by 7.5 in, the size of a slide. */
  slide: {
    width: 1280,
    height: 720,
    padding: 64,
    sizes: [48, 44, 40, 36, 32, 28, 24, 21],
    small: 19,
  },
} as const satisfies Record<string, Preset>;
export type PresetName = keyof typeof PRESETS;

const LEADING = 1.62;

export async function sceneOf(
  picture: Picture,
  { width, height, padding, sizes, small }: Preset,
  families: Record<Face, string>,
  breather: Breather,
): Promise<Scene> {
  const inner = width - 2 * padding;
  const below = belowOf(picture, small, inner, families);
  const room = height === null ? Number.POSITIVE_INFINITY : height - 2 * padding - below.height;
  let text = emptyBlock();
  const smallest = sizes.at(-1);
  const letters = lettersOf(picture);
  for (const size of sizes) {
    // Laying out a long text takes time, and is not done where it is plain that it does not fit.
    if (size !== smallest && leastHeight(letters, size, inner) > room) continue;
    text = await textBlock(picture, size, inner, families, breather);
    if (text.height <= room) break;
  }
  const scene: Scene = {
    width,
    height: 2 * padding + text.height + below.height,
    paper: picture.tones.paper,
    rectangles: [],
    rules: [],
    runs: [],
    families,
    title: picture.caption,
    description: picture.description,
    breaks: [],
    fits: text.height <= room,
  };
  place(scene, text, padding, padding);
  // On a slide what belongs to the text stands at its foot.
  const foot =
    height === null || !scene.fits ? padding + text.height : height - padding - below.height;
  place(scene, below, padding, foot);
  if (height !== null) scene.height = Math.max(scene.height, height);
  return scene;
}

/** But for those that take no room at all. */
function lettersOf({ pieces }: Picture): number {
  let letters = 0;
  for (const { text } of pieces) letters += text.replaceAll(/\p{M}|\p{C}/gu, "").length;
  return letters;
}

/** No letter is narrower than a quarter of its size. */
const leastHeight = (letters: number, size: number, width: number): number =>
  ((letters * size) / 4 / width) * size * LEADING;

async function textBlock(
  { pieces, sentences, levels, tones, direction }: Picture,
  size: number,
  width: number,
  families: Record<Face, string>,
  breather: Breather,
): Promise<Block> {
  const block = emptyBlock();
  const style: TypeStyle = { size, lineHeight: Math.round(size * LEADING), family: families.serif };
  const indent = sentences.length > 0 ? size * 2 : 0;
  const texts = pieces.map(({ text }) => text);
  const laid = await flowInPieces(texts, style, width - indent, direction, breather);
  let former: { piece: number; line: number } | null = null;
  for (const { piece, text, left: x, width: wide, line, rtl } of laid.fragments) {
    if (breather.due) await breather.rest();
    const { kind, level, mark, from } = pieces[piece] as Piece;
    const top = line * style.lineHeight;
    const baseline = top + laid.baseline;
    const colours = levels[level];
    if (level > 0 && colours !== undefined) {
      block.rectangles.push({
        x: indent + x,
        y: baseline - laid.ascent,
        width: wide,
        height: laid.ascent + laid.descent,
        fill: colours.background,
        radius: 0,
        piece,
      });
    }
    block.rules.push(...markRules({ mark, from }, indent + x, wide, baseline, size, tones));
    if (kind === "space" || text.trim() === "") continue;
    block.runs.push({
      text,
      x: indent + x,
      baseline,
      width: wide,
      fill: isFaint(mark) ? tones.faint : (colours?.text ?? tones.ink),
      face: "serif",
      size,
      weight: 400,
      rtl,
      line,
      spaced: former?.line === line && piece - former.piece > 1,
    });
    former = { piece, line };
  }
  for (const sentence of sentences) {
    if (breather.due) await breather.rest();
    const bar = sentenceBar(sentence, laid, style.lineHeight, width - indent, direction);
    if (bar === null) continue;
    const length = Math.max(sentence.brightness * (indent - size * 0.6), 1);
    block.rectangles.push({
      // On the left whatever the direction, as on the screen.
      x: 0,
      y: bar.top,
      width: length,
      height: bar.height,
      fill: between(tones.strong, levels.at(-1)?.background ?? tones.ink, sentence.brightness),
      radius: 1.5,
      piece: null,
    });
  }
  block.height = laid.height;
  block.breaks = Array.from({ length: laid.lines }, (_, line) => (line + 1) * style.lineHeight);
  return block;
}

/** From one `#rrggbb` to another. */
export function between(from: string, to: string, part: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(channel(from, at) + (channel(to, at) - channel(from, at)) * part)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${mixed.join("")}`;
}

/** As `highlight/margin.ts` places it: as far down its line as the sentence begins along it. */
function sentenceBar(
  { first, last }: SentenceBar,
  { fragments }: Flow,
  lineHeight: number,
  width: number,
  direction: "ltr" | "rtl",
): { top: number; height: number } | null {
  const firstFrom = (from: number) =>
    firstOf(fragments.length, (at) => (fragments[at] as Fragment).piece >= from);
  const begins = fragments[firstFrom(first)];
  const ends = fragments[firstFrom(last + 1) - 1];
  if (begins === undefined || ends === undefined) return null;
  const depth = (line: number, x: number) => {
    const along = (direction === "ltr" ? x : width - x) / width;
    return lineHeight * (line + Math.min(Math.max(along, 0), 1));
  };
  const top = depth(begins.line, direction === "ltr" ? begins.left : begins.left + begins.width);
  const bottom = depth(ends.line, direction === "ltr" ? ends.left + ends.width : ends.left);
  return { top, height: Math.max(bottom - top - lineHeight * 0.06, lineHeight * 0.15) };
}
