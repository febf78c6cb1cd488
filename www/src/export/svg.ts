/**
 * The scene as SVG 1.1: rectangles and real text, nothing that a viewer might refuse. Each stretch of
 * text has its place and its width, so that words stay on their rectangles in any font.
 */
import { escapeXml } from "./escape";
import type { Scene } from "./scene";
import type { Rectangle, Rule, TextRun } from "./scene-parts";

/** An element, before it is written to a file or shown on the page. */
export interface Tag {
  name: string;
  attributes: Record<string, string>;
  content: (Tag | string)[];
}

const NAMESPACE = "http://www.w3.org/2000/svg";
const INCH = 96;
const short = (value: number): string => String(Math.round(value * 100) / 100);

const tag = (name: string, attributes: Tag["attributes"], content: Tag["content"] = []): Tag => ({
  name,
  attributes,
  content,
});

export const svgOf = (scene: Scene): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${written(drawing(scene))}\n`;

/** The picture in the page, which tells what it is by its label: a title would be the tip of every word. */
export function svgNode(scene: Scene): Element {
  const { attributes, content } = drawing(scene);
  const { "aria-labelledby": _, ...others } = attributes;
  const shown = content.filter((part) => typeof part === "string" || !("id" in part.attributes));
  return nodeOf(tag("svg", { ...others, "aria-label": scene.description }, shown));
}

function drawing(scene: Scene): Tag {
  const { width, height, paper, title, description } = scene;
  const size = {
    width: `${short(width / INCH)}in`,
    height: `${short(height / INCH)}in`,
    viewBox: `0 0 ${short(width)} ${short(height)}`,
  };
  return tag(
    "svg",
    { xmlns: NAMESPACE, ...size, role: "img", "aria-labelledby": "title description" },
    [
      tag("title", { id: "title" }, [title]),
      tag("desc", { id: "description" }, [description]),
      tag("rect", { width: "100%", height: "100%", fill: paper }),
      tag("g", { "shape-rendering": "crispEdges" }, scene.rectangles.map(rectangle)),
      tag("g", { fill: "none" }, scene.rules.map(rule)),
      tag(
        "g",
        { "xml:space": "preserve", "text-rendering": "geometricPrecision" },
        linesOf(scene.runs).flatMap((runs) => line(runs, scene)),
      ),
    ],
  );
}

/** Blanks count in lines of text alone. */
function written({ name, attributes, content }: Tag): string {
  const start = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`),
  ].join(" ");
  if (content.length === 0) return `<${start}/>`;
  const parts = content.map((part) => (typeof part === "string" ? escapeXml(part) : written(part)));
  const between = name === "svg" || name === "g" ? "\n" : "";
  return [`<${start}>`, ...parts, `</${name}>`].join(between);
}

/** Node by node: nothing is parsed, so no text can become an element. */
function nodeOf({ name, attributes, content }: Tag): Element {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "xml:space") {
      element.setAttributeNS("http://www.w3.org/XML/1998/namespace", key, value);
    } else if (key !== "xmlns") element.setAttribute(key, value);
  }
  element.append(...content.map((part) => (typeof part === "string" ? part : nodeOf(part))));
  return element;
}

const rectangle = ({ x, y, width, height, fill, radius, piece }: Rectangle): Tag =>
  tag("rect", {
    ...(piece !== null && { class: "word" }),
    x: short(x),
    y: short(y),
    width: short(width),
    height: short(height),
    ...(radius > 0 && { rx: short(radius), "shape-rendering": "auto" }),
    fill,
  });

export const DASHES: Record<Rule["style"], (thickness: number) => number[]> = {
  solid: () => [],
  dotted: (thickness) => [thickness, thickness * 1.4],
  dashed: (thickness) => [thickness * 4, thickness * 2.4],
};

function rule({ x, y, width, stroke, thickness, style }: Rule): Tag {
  const dashes = DASHES[style](thickness);
  return tag("path", {
    d: `M${short(x)} ${short(y)}h${short(width)}`,
    stroke,
    "stroke-width": short(thickness),
    ...(dashes.length > 0 && { "stroke-dasharray": dashes.map(short).join(" ") }),
  });
}

function linesOf(runs: TextRun[]): TextRun[][] {
  const lines = new Map<number, TextRun[]>();
  for (const run of runs) lines.set(run.line, [...(lines.get(run.line) ?? []), run]);
  return [...lines.values()];
}

/** A line is one element, so that it copies as a line; of mixed directions, each word is one. */
function line(runs: TextRun[], { families }: Scene): Tag[] {
  const [first] = runs;
  if (first === undefined) return [];
  const font = (run: TextRun) => ({
    "font-family": families[run.face].replaceAll('"', "'"),
    "font-size": short(run.size),
    ...(run.weight !== 400 && { "font-weight": String(run.weight) }),
  });
  if (runs.some(({ rtl }) => rtl)) {
    return runs.map((run) =>
      tag(
        "text",
        {
          x: short(run.rtl ? run.x + run.width : run.x),
          y: short(run.baseline),
          ...font(run),
          ...(run.rtl && { direction: "rtl" }),
          ...fitted(run),
        },
        [run.text],
      ),
    );
  }
  const words = runs.flatMap((run) => [
    ...(run.spaced ? [" "] : []),
    tag("tspan", { x: short(run.x), ...fitted(run) }, [run.text]),
  ]);
  return [tag("text", { y: short(first.baseline), ...font(first) }, words)];
}

const fitted = ({ width, fill }: TextRun): Tag["attributes"] => ({
  fill,
  textLength: short(width),
  lengthAdjust: "spacingAndGlyphs",
});
