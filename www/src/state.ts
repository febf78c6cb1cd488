/** The page's one state, and a store that tells its listeners of every change. */
import type { Change } from "./changes";
import type { Beside } from "./compare/beside";
import type {
  CheckReport,
  ModelDescription,
  ModelSource,
  NamedBlob,
  Progress,
} from "./engine/protocol";
import type { Given } from "./given";
import { type Heads, keptHeads } from "./head";
import type { PanelId } from "./panel-id";
import type { Reading } from "./reading";
import type { NotedText } from "./texts";
import type { Look } from "./view";

export interface LoadedModel {
  /** Of a bundled model its id: `modelName` in bundled.ts says what people call it. */
  name: string;
  /** Which of the models that come with the page it is; null: somebody's own. */
  bundled: string | null;
  source: ModelSource;
  description: ModelDescription;
}

/** A model that is loaded goes on working while the next one loads. */
export type EngineState =
  | { phase: "loading"; progress: Progress; model: LoadedModel | null }
  | { phase: "ready"; model: LoadedModel }
  | { phase: "error"; model: null };

export interface Notice {
  kind: "error" | "info";
  /** What a later success makes pointless: it then takes the notice away. */
  about: "model" | "text" | "page";
  message: string;
  hint: string | null;
  code: string | null;
  /** What can be copied for somebody who helps; null: nothing more than is said here. */
  report: string | null;
}

/** Keras's own numbers against ours, for the model that is loaded. */
export interface Check {
  /** The file's content, to compare again once settings have changed. */
  json: string;
  report: CheckReport;
}

/**
 * Where in the text a person asks, as offsets, because words get new numbers with each reading.
 * Pointing counts for more than choosing, and that for more than the caret.
 */
export interface Asked {
  pointer: number | null;
  /** Chosen in one of the views: it stays until another is, the caret moves, or Escape lets go. */
  chosen: number | null;
  caret: number | null;
  /** Where the caret was moved to without typing: that word is read out. */
  spoken: number | null;
  /** Where was asked last: what that word attends to stays to be looked at. */
  last: number | null;
}

export interface State {
  engine: EngineState;
  text: string;
  /** What the text has beyond what the box holds: it waits to be read next. Empty: nothing. */
  rest: string;
  /** What the model made of the text that it was given last. */
  reading: Reading | null;
  /** The same words where edits since have moved them: offsets of the present text. */
  moved: Reading | null;
  /** What a person tries on the words of the text. */
  changes: Change[];
  /** What the model made of the text before those; null: there are none, or it is not here yet. */
  before: Reading | null;
  /** What the text, or the model, is compared with; null: with nothing. */
  beside: Beside | null;
  /** What a prediction is read as, where somebody said it. */
  heads: Heads;
  look: Look;
  asked: Asked;
  notice: Notice | null;
  /** The panel that is open below the text. */
  panel: PanelId | null;
  /** A text that is to take the place of the one in the box. */
  replacement: { text: string } | null;
  /** The texts of this session. */
  texts: NotedText[];
  /** What one of them took the place of. */
  replaced: string | null;
  /** Where on this device the files of the model are kept; null: nowhere. */
  keptAs: { id: number; files: NamedBlob[] } | null;
  /** How often everything that was kept has been removed. */
  forgotten: number;
  /** Which bundled model is on its way. */
  opening: string | null;
  check: Check | null;
  /** Files dropped so far that are not a whole model yet. */
  pieces: NamedBlob[];
  /** A file with texts and their weights: while its text stands in the box, the reading is the file's. */
  given: Given | null;
}

export const initialState: State = {
  engine: { phase: "loading", progress: { what: "fetching", loaded: 0, total: 0 }, model: null },
  text: "",
  rest: "",
  reading: null,
  moved: null,
  changes: [],
  before: null,
  beside: null,
  heads: keptHeads(),
  look: {
    scale: "strongest",
    curve: "linear",
    map: "lamp",
    shade: "paper",
    spread: false,
    fromWord: false,
    head: null,
  },
  asked: { pointer: null, chosen: null, caret: null, spoken: null, last: null },
  notice: null,
  panel: null,
  replacement: null,
  texts: [],
  replaced: null,
  keptAs: null,
  forgotten: 0,
  opening: null,
  check: null,
  pieces: [],
  given: null,
};

/** What the model made of a text, when that no longer holds. */
export const NO_READING = { reading: null, moved: null, before: null };

export class Store {
  #state = initialState;
  readonly #listeners = new Set<() => void>();

  get state(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Returns how to stop that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
