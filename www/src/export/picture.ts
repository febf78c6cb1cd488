/**
 * What an export shows, before any format: the lit text in pieces, with its colours and marks, and
 * what belongs beneath it. Each format is written from this (HTML, LaTeX) or from the scene that
 * `scene.ts` makes of it (SVG, PNG, PDF), so that all of them show what the screen shows.
 */

import type { Status } from "../engine/protocol";
import { firstOf } from "../first-of";
import type { Colours } from "../highlight/colours";
import { levelOf } from "../highlight/levels";
import { brightnessOf, type ScaleName } from "../highlight/scale";
import { type Reading, sentenceShare, statusOf } from "../reading";
import type { View } from "../view";

export type Mark = Exclude<Status, "known">;

/**
 * - word: a word of the model, lit or not;
 * - plain: what stands between words, such as a comma;
 * - space: blanks; break: the end of a line.
 */
export interface Piece {
  kind: "word" | "plain" | "space" | "break";
  text: string;
  /** Index into `Picture.levels`; 0: unlit. */
  level: number;
  mark: Mark | null;
  /** Whose attention the light shows, where it is that of one word. */
  from: boolean;
  /** What the light shows of it, in numbers; empty: nothing. */
  value: string;
}

/** A bar beside the text: `first`…`last` are pieces. */
export interface SentenceBar {
  first: number;
  last: number;
  share: string;
  /** 0…1. */
  brightness: number;
}

/** What is neither lit nor a word; `#rrggbb`. */
export interface Tones {
  paper: string;
  ink: string;
  soft: string;
  faint: string;
  line: string;
  strong: string;
  accent: string;
}

/** What is there, but did not reach the model. */
export const isFaint = (mark: Mark | null): boolean =>
  mark === "dropped" || mark === "truncated" || mark === "leftOut";

export interface Legend {
  /** From unlit to full colour, evenly spaced. */
  ticks: string[];
  meaning: string;
  marks: { mark: Mark; text: string }[];
  /** Padding, steps of several words, sentences. */
  notes: string[];
}

export interface PictureClass {
  label: string;
  value: string;
  /** 0…1. */
  length: number;
  wins: boolean;
}

export interface Prediction {
  title: string;
  classes: PictureClass[];
  /** Classes that are left out. */
  more: string | null;
}

export interface Picture {
  direction: "ltr" | "rtl";
  pieces: Piece[];
  sentences: SentenceBar[];
  /** From unlit to full colour. */
  levels: readonly Colours[];
  tones: Tones;
  legend: Legend | null;
  prediction: Prediction | null;
  /** Which model, which scale. */
  caption: string;
  /** The picture in words. */
  description: string;
}

/** Characters that no picture and no XML can hold: one stands for each, so that offsets stay. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
export const printable = (text: string): string => text.replace(UNPRINTABLE, "\ufffd");

export const RTL_LETTER =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** As `dir="auto"` finds it: the first letter that has a direction. */
export function directionOf(text: string): "ltr" | "rtl" {
  const first = /\p{L}/u.exec(text)?.[0];
  return first !== undefined && RTL_LETTER.test(first) ? "rtl" : "ltr";
}

/** The words, and what stands between them, in the order of the text. */
export function piecesOf(
  reading: Reading,
  view: View,
  light: (token: number) => number,
  say: (value: number) => string,
): { pieces: Piece[]; places: Map<number, number> } {
  const { columns } = reading;
  const text = printable(reading.text);
  const pieces: Piece[] = [];
  /** Where the piece that begins at an offset of the text is. */
  const places = new Map<number, number>();
  const between = (start: number, end: number, mark: Mark | null) => {
    let at = start;
    for (const part of text
      .slice(start, end)
      .match(/\r\n|[\n\r\u2028\u2029]|[^\S\n\r\u2028\u2029]+|\S+/g) ?? []) {
      places.set(at, pieces.length);
      at += part.length;
      const kind = /^[\n\r\u2028\u2029]/.test(part)
        ? "break"
        : /^\s/.test(part)
          ? "space"
          : "plain";
      pieces.push({
        kind,
        text: kind === "break" ? "\n" : part,
        level: 0,
        mark,
        from: false,
        value: "",
      });
    }
  };
  let at = 0;
  let former: Mark | null = null;
  for (let token = 0; token < columns.starts.length; token++) {
    const start = Math.max(columns.starts[token] as number, at);
    const end = columns.ends[token] as number;
    const status = statusOf(columns, token);
    const mark = status === "known" ? null : status;
    // A cut runs through what is between the words too, as on the screen.
    between(at, start, mark === "truncated" && former === "truncated" ? mark : null);
    former = mark;
    at = Math.max(end, start);
    if (end <= start) continue;
    const word = text.slice(start, end);
    // A model of characters reads line ends too: they cannot be lit.
    if (/[\n\r\u2028\u2029]/.test(word)) {
      between(start, end, mark);
      continue;
    }
    places.set(start, pieces.length);
    const level = levelOf(light(token));
    const value = view.values[token] ?? Number.NaN;
    pieces.push({
      kind: "word",
      text: word,
      level,
      mark,
      from: view.from === token,
      value: Number.isNaN(value) ? "" : say(value),
    });
  }
  between(at, text.length, null);
  return { pieces, places };
}

/** Beside which pieces the bars of the sentences lie; none where no layer weighs sentences. */
export function barsOf(
  { columns, sentences, text }: Reading,
  view: View,
  scale: ScaleName,
  places: Map<number, number>,
  percent: (share: number) => string,
): SentenceBar[] {
  if (!sentences?.weighted) return [];
  const strongest = sentenceShare(sentences, view.spread, sentences.strongest);
  const starts = [...places.keys()].sort((one, other) => one - other);
  const pieceFrom = (offset: number) =>
    starts[firstOf(starts.length, (at) => (starts[at] as number) > offset) - 1];
  const bars: SentenceBar[] = [];
  for (let sentence = 0; sentence < sentences.shares.length; sentence++) {
    const share = sentenceShare(sentences, view.spread, sentence);
    const start = columns.sentenceStarts[sentence] as number;
    const whole = text.slice(start, columns.sentenceEnds[sentence]);
    if (Number.isNaN(share) || whole.trim() === "") continue;
    const first = pieceFrom(start + whole.search(/\S/));
    const last = pieceFrom(start + whole.trimEnd().length - 1);
    if (first === undefined || last === undefined) continue;
    const light = brightnessOf(share, scale === "share" ? 1 : strongest);
    bars.push({
      first: places.get(first) as number,
      last: places.get(last) as number,
      share: percent(share),
      brightness: light,
    });
  }
  return bars;
}
