/** What stands below the lit text: the prediction, what the colours mean, and the caption. */
import { flow, type TypeStyle } from "./flow";
import { isFaint, type Legend, type Picture, type Prediction } from "./picture";
import { markRules } from "./scene-marks";
import { type Block, emptyBlock, type Face, place } from "./scene-parts";

type Families = Record<Face, string>;

/** Wider than so many letters' sizes, prediction and legend stand beside each other. */
const BESIDE = 52;

export function belowOf(picture: Picture, size: number, width: number, families: Families): Block {
  const block = emptyBlock();
  const { prediction, legend, tones } = picture;
  const gap = size * 1.1;
  const add = (part: Block, x = 0) => {
    block.height += gap;
    place(block, part, x, block.height);
    block.height += part.height;
    block.breaks.push(block.height);
  };
  if (prediction !== null || legend !== null) {
    block.rules.push({
      x: 0,
      y: gap * 0.8,
      width,
      stroke: tones.line,
      thickness: 0.75,
      style: "solid",
    });
    block.height += gap * 0.8;
  }
  if (prediction !== null && legend !== null && width > BESIDE * size) {
    const columns = (width - 3 * gap) / 2;
    const one = predictionBlock(picture, prediction, size, columns, families);
    const other = legendBlock(picture, legend, size, columns, families);
    place(one, other, columns + 3 * gap, 0);
    one.height = Math.max(one.height, other.height);
    add(one);
  } else {
    if (prediction !== null) add(predictionBlock(picture, prediction, size, width, families));
    if (legend !== null) add(legendBlock(picture, legend, size, width, families));
  }
  add(paragraph([picture.caption], size, width, tones.faint, families));
  return block;
}

interface Said {
  ink?: string;
  weight?: 400 | 600;
}

/** Runs of text on as many lines as they need; pieces of words, so that they stay in place. */
function paragraph(
  texts: string[],
  size: number,
  width: number,
  fill: string,
  families: Families,
  { weight = 400 }: Said = {},
): Block {
  const block = emptyBlock();
  const style: TypeStyle = {
    size,
    lineHeight: Math.round(size * 1.45),
    family: families.sans,
    weight,
  };
  const pieces = texts.join("").match(/\s+|\S+/g) ?? [];
  const laid = flow(pieces, style, width, "ltr");
  let former: { piece: number; line: number } | null = null;
  for (const { piece, text, left, width: wide, line, rtl } of laid.fragments) {
    if (text.trim() === "") continue;
    block.runs.push({
      text,
      x: left,
      baseline: line * style.lineHeight + laid.baseline,
      width: wide,
      fill,
      face: "sans",
      size,
      weight,
      rtl,
      line,
      spaced: former?.line === line && piece - former.piece > 1,
    });
    former = { piece, line };
  }
  block.height = laid.height;
  return block;
}

const widthOf = ({ runs }: Block): number =>
  runs.reduce((width, { x, width: wide }) => Math.max(width, x + wide), 0);

function predictionBlock(
  { tones, levels }: Picture,
  { title, classes, more }: Prediction,
  size: number,
  width: number,
  families: Families,
): Block {
  const block = paragraph([title], size, width, tones.soft, families, { weight: 600 });
  block.height += size * 0.35;
  const thick = Math.max(size * 0.3, 2);
  for (const { label, value, length, wins } of classes) {
    const weight = wins ? 600 : 400;
    const number = paragraph([value], size, width, tones.ink, families, { weight });
    const room = width - widthOf(number) - size;
    const name = paragraph([label], size, room, tones.ink, families, { weight });
    place(block, name, 0, block.height);
    place(block, number, width - widthOf(number), block.height);
    block.height += Math.max(name.height, number.height);
    const bar = { x: 0, y: block.height, height: thick, radius: thick / 2, piece: null };
    block.rectangles.push({ ...bar, width, fill: tones.line });
    const fill = wins ? (levels.at(-1)?.background ?? tones.strong) : tones.strong;
    if (length > 0) block.rectangles.push({ ...bar, width: Math.max(width * length, thick), fill });
    block.height += thick + size * 0.4;
  }
  if (more !== null) {
    place(block, paragraph([more], size, width, tones.soft, families), 0, block.height);
    block.height += Math.round(size * 1.45);
  }
  return block;
}

function legendBlock(
  { tones, levels }: Picture,
  { ticks, meaning, marks, notes }: Legend,
  size: number,
  width: number,
  families: Families,
): Block {
  const block = emptyBlock();
  const long = Math.min(width, size * 28);
  const step = long / levels.length;
  for (const [index, { background }] of levels.entries()) {
    block.rectangles.push({
      x: index * step,
      y: size * 0.3,
      // Each reaches under the next one, so that no seam shows.
      width: Math.min(step * 1.5, long - index * step),
      height: size * 0.75,
      fill: background,
      radius: 0,
      piece: null,
    });
  }
  block.height = size * 1.2;
  let lowest = 0;
  for (const [index, tick] of ticks.entries()) {
    if (tick === "") continue;
    const label = paragraph([tick], size * 0.92, long, tones.soft, families);
    const middle = (long * index) / (ticks.length - 1);
    const wide = widthOf(label);
    place(block, label, Math.min(Math.max(middle - wide / 2, 0), long - wide), block.height);
    lowest = Math.max(lowest, label.height);
  }
  block.height += lowest + size * 0.2;
  for (const text of [meaning, ...notes]) {
    const said = paragraph([text], size, width, tones.soft, families);
    place(block, said, 0, block.height);
    block.height += said.height + size * 0.25;
  }
  for (const { mark, text } of marks) {
    const sample = paragraph(
      ["abc"],
      size,
      width,
      isFaint(mark) ? tones.faint : tones.ink,
      families,
    );
    const [run] = sample.runs;
    if (run !== undefined) {
      const { x, width: wide, baseline } = run;
      sample.rules.push(...markRules({ mark, from: false }, x, wide, baseline, size, tones));
    }
    place(block, sample, 0, block.height);
    const indent = size * 2.8;
    const said = paragraph([text], size, width - indent, tones.soft, families);
    place(block, said, indent, block.height);
    block.height += said.height + size * 0.15;
  }
  return block;
}
