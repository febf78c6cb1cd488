/**
 * Where the words of a paragraph lie: the browser itself lays them out, out of sight, with everything
 * that it knows of scripts, directions and line breaks, and is asked where each piece came to lie.
 */

import { RTL_LETTER } from "./picture";

export interface TypeStyle {
  /** CSS pixels. */
  size: number;
  lineHeight: number;
  family: string;
  weight?: 400 | 600;
}

/** A stretch of one piece, on one line and in one direction. Pixels from the paragraph's corner. */
export interface Fragment {
  piece: number;
  text: string;
  left: number;
  width: number;
  line: number;
  rtl: boolean;
}

export interface Flow {
  fragments: Fragment[];
  lines: number;
  height: number;
  /** From the top of a line to its letters' feet, and how far the letters reach from there. */
  baseline: number;
  ascent: number;
  descent: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function flow(
  texts: readonly string[],
  { size, lineHeight, family, weight = 400 }: TypeStyle,
  width: number,
  direction: "ltr" | "rtl",
  rtl: readonly boolean[] = directionsOf(texts, direction),
): Flow {
  const box = document.createElement("div");
  // Nothing of the page's own style may reach it.
  const styles: Record<string, string> = {
    all: "initial",
    // Taken out of what scrolls.
    position: "fixed",
    insetBlockStart: "0",
    insetInlineStart: "0",
    width: `${width}px`,
    visibility: "hidden",
    pointerEvents: "none",
    contain: "layout style",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    textAlign: "start",
    fontFamily: family,
    fontSize: `${size}px`,
    fontWeight: String(weight),
    lineHeight: `${lineHeight}px`,
    // As wide as in print, not rounded to the pixels of this screen.
    textRendering: "geometricPrecision",
  };
  Object.assign(box.style, styles);
  // `all` leaves these two as they are.
  box.style.direction = direction;
  box.style.unicodeBidi = "isolate";
  box.setAttribute("aria-hidden", "true");
  const spans = texts.map((text) => {
    const span = document.createElement("span");
    span.textContent = text;
    return span;
  });
  const probe = document.createElement("span");
  probe.textContent = "x";
  const foot = document.createElement("span");
  Object.assign(foot.style, { display: "inline-block", width: "0", height: "0" });
  const probeLine = document.createElement("div");
  probeLine.append(probe, foot);
  box.append(...spans, probeLine);
  document.body.append(box);
  try {
    const origin = box.getBoundingClientRect();
    const letters = probe.getBoundingClientRect();
    const feet = foot.getBoundingClientRect().bottom;
    const lineTop = probeLine.getBoundingClientRect().top;
    const fragments: Fragment[] = [];
    for (const [piece, span] of spans.entries()) {
      fragments.push(...fragmentsOf(span, piece, rtl[piece] === true, origin, lineHeight));
    }
    const height = Math.round((lineTop - origin.top) / lineHeight) * lineHeight;
    return {
      fragments,
      lines: Math.round(height / lineHeight),
      height,
      baseline: feet - lineTop,
      ascent: feet - letters.top,
      descent: letters.bottom - feet,
    };
  } finally {
    box.remove();
  }
}

/** One for each line that the piece is on; of mixed directions, one for each run. */
function fragmentsOf(
  span: HTMLElement,
  piece: number,
  rtl: boolean,
  origin: DOMRect,
  lineHeight: number,
): Fragment[] {
  const text = span.firstChild;
  if (!(text instanceof Text) || text.data === "\n") return [];
  const place = ({ left, top, width, height }: DOMRect) => ({
    left: left - origin.left,
    width,
    line: Math.floor((top + height / 2 - origin.top) / lineHeight),
  });
  const rectangles = [...span.getClientRects()].filter(({ width }) => width > 0);
  const [only] = rectangles;
  if (only === undefined) return [];
  if (rectangles.length === 1) {
    return [{ piece, text: text.data, ...place(only), rtl }];
  }
  const range = document.createRange();
  const fragments: Fragment[] = [];
  for (const { segment, index } of graphemes.segment(text.data)) {
    range.setStart(text, index);
    range.setEnd(text, index + segment.length);
    const rectangle = range.getBoundingClientRect();
    const at = place(rectangle);
    const turned = STRONG.test(segment) ? RTL_LETTER.test(segment) : rtl;
    const former = fragments.at(-1);
    if (former !== undefined && former.line === at.line && former.rtl === turned) {
      const right = Math.max(former.left + former.width, at.left + at.width);
      former.left = Math.min(former.left, at.left);
      former.width = right - former.left;
      former.text += segment;
    } else fragments.push({ piece, text: segment, ...at, rtl: turned });
  }
  return fragments.filter(({ width }) => width > 0);
}

const STRONG = /[\p{L}\p{N}]/u;

/**
 * Which pieces run from right to left. What has no letters of its own, such as a bracket, goes with
 * its neighbours where they agree, and else with the paragraph.
 */
export function directionsOf(texts: readonly string[], direction: "ltr" | "rtl"): boolean[] {
  const own = texts.map((text) => (STRONG.test(text) ? RTL_LETTER.test(text) : null));
  const before = carried(own);
  const after = carried(own.toReversed()).toReversed();
  const whole = direction === "rtl";
  return own.map((rtl, at) => {
    if (rtl !== null) return rtl;
    const former = before[at] ?? whole;
    return former === (after[at] ?? whole) ? former : whole;
  });
}

/** At each place the last known one before it. */
function carried(values: (boolean | null)[]): (boolean | null)[] {
  let last: boolean | null = null;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}
