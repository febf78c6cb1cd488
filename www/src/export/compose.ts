/** The picture of what the screen shows now: the state, as the formats need it. */

import { pageAnswer } from "../answer";
import { meaningOf, ticksOf } from "../components/legend";
import { STATUSES } from "../engine/protocol";
import { percent, twoDigits } from "../format";
import { levelColours } from "../highlight/colours";
import type { ThemeName } from "../highlight/levels";
import { brightness } from "../highlight/scale";
import { paddingShare, type Reading, sentenceShare } from "../reading";
import { shownOf } from "../shown";
import type { State } from "../state";
import { strings } from "../strings";
import { PADDING_WORTH_SAYING, type View } from "../view";
import {
  barsOf,
  directionOf,
  type Legend,
  type Mark,
  type Picture,
  type Prediction,
  piecesOf,
  printable,
  type Tones,
} from "./picture";

/** tokens.css's tones, of which a picture has no style sheet. Paper and ink come with the light. */
const TONES: Record<ThemeName, Omit<Tones, "paper" | "ink">> = {
  light: {
    soft: "#5f564c",
    faint: "#726a61",
    line: "#ded8cf",
    strong: "#8f8576",
    accent: "#92500b",
  },
  dark: {
    soft: "#b7b0a5",
    faint: "#9b9489",
    line: "#38322b",
    strong: "#7c7368",
    accent: "#f1b965",
  },
};

/** More classes than these are ordered by probability and cut, as beside the text. */
const CLASSES_SHOWN = 6;
const STRONGEST_TOLD = 5;

export interface Choices {
  theme: ThemeName;
  /** Paper that is white, as a journal's is, not the page's own. */
  white: boolean;
  legend: boolean;
  prediction: boolean;
  /** What the picture is of: a model's name, or a file's. */
  caption: (scale: string) => string;
}

/** What the text box shows. */
export function shownView(state: State): View | null {
  const { row, view } = shownOf(state);
  return row ?? view;
}

export function pictureOf(state: State, choices: Choices): Picture | null {
  const { reading, look } = state;
  const view = shownView(state);
  if (reading === null || view === null || reading.text.trim() === "") return null;
  const levels = levelColours(look.map, choices.theme);
  const say = view.kind === "paper" ? twoDigits : percent;
  const { pieces, places } = piecesOf(reading, view, (token) => brightness(look, view, token), say);
  const [paper] = levels;
  return {
    direction: directionOf(reading.text),
    pieces,
    sentences: barsOf(reading, view, look.scale, places, percent),
    levels,
    tones: {
      ...TONES[choices.theme],
      paper: choices.white ? "#ffffff" : (paper?.background ?? "#ffffff"),
      ink: paper?.text ?? "#000000",
    },
    legend: choices.legend ? legendOf(state, reading, view) : null,
    prediction: choices.prediction ? predictionOf(state, reading) : null,
    caption: printable(choices.caption(strings.legend.scales[look.scale])),
    description: printable(descriptionOf(reading, view, say)),
  };
}

function legendOf({ look }: State, reading: Reading, view: View): Legend {
  const say = strings.legend;
  const marks = STATUSES.filter(
    (status): status is Mark => status !== "known" && reading.counts[status] > 0,
  );
  const { sentences } = reading;
  const padding = paddingShare(reading);
  const within = sentences === null ? 0 : Math.max(0, ...sentences.wordPadding);
  const hasPadding = padding > PADDING_WORTH_SAYING || within > PADDING_WORTH_SAYING;
  const notes = [
    sentences?.weighted
      ? strings.exporting.sentences(sentenceShare(sentences, look.spread, sentences.strongest) || 0)
      : null,
    reading.wordsPerStep > 1 ? say.step(reading.wordsPerStep) : null,
    padding > PADDING_WORTH_SAYING
      ? sentences === null
        ? say.padding(padding)
        : say.sentencePadding(padding)
      : null,
    within > PADDING_WORTH_SAYING ? say.wordPadding(within) : null,
    hasPadding && look.spread ? say.rescaled : null,
  ];
  return {
    ticks: ticksOf(view, look),
    meaning: printable(
      look.curve === "root"
        ? `${meaningOf(reading, view, look)} ${say.rootNote}`
        : meaningOf(reading, view, look),
    ),
    marks: marks.map((mark) => ({ mark, text: say.marks[mark](reading.counts[mark]) })),
    notes: notes.filter((note) => note !== null),
  };
}

function predictionOf(state: State, reading: Reading): Prediction | null {
  const { title, more } = strings.prediction;
  const { head, all } = pageAnswer(state, reading);
  if (all.length === 0) return null;
  const shown =
    // Several values are no classes of which the largest tell most.
    head === "values" || all.length <= CLASSES_SHOWN
      ? all
      : all.toSorted((a, b) => b.probability - a.probability).slice(0, CLASSES_SHOWN);
  const classes = shown.map(({ label, number, probability, wins }) => ({
    label: printable(label),
    value: number,
    length: head === "values" ? 0 : Math.min(Math.max(probability, 0), 1) || 0,
    wins,
  }));
  const hidden = all.length - shown.length;
  return { title, classes, more: hidden > 0 ? more(hidden) : null };
}

function descriptionOf(
  { text, columns, reached }: Reading,
  { values }: View,
  say: (value: number) => string,
): string {
  const brightest = [...values.keys()]
    .filter((token) => (values[token] as number) > 0)
    .sort((one, other) => (values[other] as number) - (values[one] as number))
    .slice(0, STRONGEST_TOLD)
    .map((token) =>
      strings.exporting.brightWord(
        text.slice(columns.starts[token], columns.ends[token]),
        say(values[token] as number),
      ),
    );
  return strings.exporting.description(reached, brightest.join(", "));
}
