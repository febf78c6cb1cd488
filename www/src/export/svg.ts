/**
 * The scene as SVG 1.1: rectangles and real text, nothing that a viewer might refuse. Each stretch of
 * text has its place and its width, so that words stay on their rectangles in any font.
 */
import type { Breather } from "../breath";
import { escapeXml } from "./escape";
import type { Scene } from "./scene";
import type { Rectangle, Rule, TextRun } from "./scene-parts";

/** An element, before it is written to a file or shown on the page. */
export interface Tag {
  name: string;
  attributes: Record<string, string>;
  content: Iterable<Tag | string>;
}

const NAMESPACE = "http://www.w3.org/2000/svg";
const INCH = 96;
const short = (value: number): string => String(Math.round(value * 100) / 100);

const tag = (name: string, attributes: Tag["attributes"], content: Tag["content"] = []): Tag => ({
  name,
  attributes,
  content,
});

export async function svgOf(scene: Scene, breather: Breather): Promise<string> {
  const parts: string[] = [];
  for (const { name, attributes, content } of partsOf(scene)) {
    const within: string[] = [];
    for (const part of content) {
      within.push(typeof part === "string" ? escapeXml(part) : written(part));
      if (breather.due) await breather.rest();
    }
    parts.push(element(name, attributes, within));
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("svg", frameOf(scene), parts)}\n`;
}

/** The picture in the page, which tells what it is by its label: a title would be the tip of every word. */
export function svgNode(scene: Scene): Element {
  const { "aria-labelledby": _, ...others } = frameOf(scene);
  const shown = partsOf(scene).filter(({ attributes }) => !("id" in attributes));
  return nodeOf("svg", { ...others, "aria-label": scene.description }, shown);
}

function frameOf({ width, height }: Scene): Tag["attributes"] {
  const size = {
    width: `${short(width / INCH)}in`,
    height: `${short(height / INCH)}in`,
    viewBox: `0 0 ${short(width)} ${short(height)}`,
  };
  return { xmlns: NAMESPACE, ...size, role: "img", "aria-labelledby": "title description" };
}

/** What is many is made as it is asked for. */
function partsOf(scene: Scene): Tag[] {
  const { paper, title, description } = scene;
  const ofText = { "xml:space": "preserve", "text-rendering": "geometricPrecision" };
  return [
    tag("title", { id: "title" }, [title]),
    tag("desc", { id: "description" }, [description]),
    tag("rect", { width: "100%", height: "100%", fill: paper }),
    tag("g", { "shape-rendering": "crispEdges" }, each(scene.rectangles, rectangle)),
    tag("g", { fill: "none" }, each(scene.rules, rule)),
    tag("g", ofText, lines(scene)),
  ];
}

function* each<T>(all: readonly T[], make: (one: T) => Tag): Generator<Tag> {
  for (const one of all) yield make(one);
}

function* lines(scene: Scene): Generator<Tag> {
  for (const runs of linesOf(scene.runs)) yield* line(runs, scene);
}

const written = ({ name, attributes, content }: Tag): string =>
  element(
    name,
    attributes,
    Array.from(content, (part) => (typeof part === "string" ? escapeXml(part) : written(part))),
  );

/** Blanks count in lines of text alone. */
function element(name: string, attributes: Tag["attributes"], content: string[]): string {
  const start = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`),
  ].join(" ");
  if (content.length === 0) return `<${start}/>`;
  const between = name === "svg" || name === "g" ? "\n" : "";
  return [`<${start}>`, ...content, `</${name}>`].join(between);
}

/** Node by node: nothing is parsed, so no text can become an element. */
function nodeOf(name: string, attributes: Tag["attributes"], content: Tag["content"]): Element {
  const node = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "xml:space") {
      node.setAttributeNS("http://www.w3.org/XML/1998/namespace", key, value);
    } else if (key !== "xmlns") node.setAttribute(key, value);
  }
  for (const part of content) {
    node.append(typeof part === "string" ? part : nodeOf(part.name, part.attributes, part.content));
  }
  return node;
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
