/** The page's one state, and a store that tells its listeners of every change. */
import type { ModelDescription, ModelSource, NamedBlob, Progress } from "./engine/protocol";
import type { ScaleName } from "./highlight/scale";
import type { Reading } from "./reading";

export interface LoadedModel {
  name: string;
  bundled: boolean;
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
}

/**
 * Where in the text a person asks, as offsets, because words get new numbers with each reading.
 * Pointing counts for more than the caret.
 */
export interface Asked {
  pointer: number | null;
  caret: number | null;
  /** Where the caret was moved to without typing: that word is read out. */
  spoken: number | null;
}

export interface State {
  engine: EngineState;
  text: string;
  reading: Reading | null;
  scale: ScaleName;
  asked: Asked;
  notice: Notice | null;
  /** Files dropped so far that are not a whole model yet. */
  pieces: NamedBlob[];
}

export const initialState: State = {
  engine: { phase: "loading", progress: { what: "fetching", loaded: 0, total: 0 }, model: null },
  text: "",
  reading: null,
  scale: "strongest",
  asked: { pointer: null, caret: null, spoken: null },
  notice: null,
  pieces: [],
};

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

  subscribe(listener: () => void): void {
    this.#listeners.add(listener);
  }
}
