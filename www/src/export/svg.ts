/**
 * The scene as SVG 1.1: rectangles and real text, nothing that a viewer might refuse. Each stretch of
 * text has its place and its width, so that words stay on their rectangles in any font.
 */
import type { Scene } from "./scene";
import type { Rectangle, Rule, TextRun } from "./scene-parts";

export const escapeXml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const INCH = 96;
const short = (value: number): string => String(Math.round(value * 100) / 100);

export function svgOf(scene: Scene): string {
  const { width, height, paper, title, description } = scene;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${short(width / INCH)}in" height="${short(height / INCH)}in" viewBox="0 0 ${short(width)} ${short(height)}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<rect width="100%" height="100%" fill="${paper}"/>
<g shape-rendering="crispEdges">
${scene.rectangles.map(rectangle).join("\n")}
</g>
<g fill="none">
${scene.rules.map(rule).join("\n")}
</g>
<g xml:space="preserve" text-rendering="geometricPrecision">
${linesOf(scene.runs)
  .map((runs) => line(runs, scene))
  .join("\n")}
</g>
</svg>
`;
}

const rectangle = ({ x, y, width, height, fill, radius, piece }: Rectangle): string => {
  const round = radius > 0 ? ` rx="${short(radius)}" shape-rendering="auto"` : "";
  const word = piece === null ? "" : ' class="word"';
  return `<rect${word} x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"${round} fill="${fill}"/>`;
};

export const DASHES: Record<Rule["style"], (thickness: number) => number[]> = {
  solid: () => [],
  dotted: (thickness) => [thickness, thickness * 1.4],
  dashed: (thickness) => [thickness * 4, thickness * 2.4],
};

const rule = ({ x, y, width, stroke, thickness, style }: Rule): string => {
  const dashes = DASHES[style](thickness);
  const dashed = dashes.length === 0 ? "" : ` stroke-dasharray="${dashes.map(short).join(" ")}"`;
  return `<path d="M${short(x)} ${short(y)}h${short(width)}" stroke="${stroke}" stroke-width="${short(thickness)}"${dashed}/>`;
};

function linesOf(runs: TextRun[]): TextRun[][] {
  const lines = new Map<number, TextRun[]>();
  for (const run of runs) lines.set(run.line, [...(lines.get(run.line) ?? []), run]);
  return [...lines.values()];
}

/** A line is one element, so that it copies as a line; of mixed directions, each word is one. */
function line(runs: TextRun[], { families }: Scene): string {
  const [first] = runs;
  if (first === undefined) return "";
  const font = (run: TextRun) =>
    `font-family="${escapeXml(families[run.face].replaceAll('"', "'"))}" font-size="${short(run.size)}"` +
    (run.weight === 400 ? "" : ` font-weight="${run.weight}"`);
  if (runs.some(({ rtl }) => rtl)) {
    return runs
      .map((run) => {
        const x = run.rtl ? run.x + run.width : run.x;
        const direction = run.rtl ? ' direction="rtl"' : "";
        return `<text x="${short(x)}" y="${short(run.baseline)}" ${font(run)}${direction}${fitted(run)}>${escapeXml(run.text)}</text>`;
      })
      .join("\n");
  }
  const words = runs.map(
    (run) =>
      `${run.spaced ? " " : ""}<tspan x="${short(run.x)}"${fitted(run)}>${escapeXml(run.text)}</tspan>`,
  );
  return `<text y="${short(first.baseline)}" ${font(first)}>${words.join("")}</text>`;
}

const fitted = ({ width, fill }: TextRun): string =>
  ` fill="${fill}" textLength="${short(width)}" lengthAdjust="spacingAndGlyphs"`;
