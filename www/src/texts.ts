/**
 * The texts of this session. A text is noted once it has settled: after a pause, or before another
 * takes its place. The box's own undo stays the browser's; this reaches further back.
 */
import { leftOutOf } from "./changes";
import { givenSample } from "./given";
import type { OfModel } from "./head";
import { portionOf } from "./portion";
import type { Reading } from "./reading";
import type { LoadedModel, State, Store } from "./state";

export interface NotedText {
  id: number;
  text: string;
  /** What the box had no room for then; empty: nothing. */
  rest: string;
  at: Date;
  /** What the model said of it last; null: it was not read. */
  said: Said | null;
}

export interface Said {
  model: OfModel;
  prediction: Float32Array;
  labels: string[];
}

/** Somebody who has not typed for so long has a text. */
const SETTLED_MS = 2000;
const MOST_TEXTS = 100;
/** UTF-16 code units of all of them together; what waits behind several texts is there once. */
const MOST_CHARACTERS = 4_000_000;

/** The newest first. A text that is there already stays in its place, with what is said of it now. */
export function noted(
  texts: NotedText[],
  text: string,
  said: Said | null,
  at: Date,
  rest = "",
): NotedText[] {
  if (text.trim() === "" && rest === "") return texts;
  const there = texts.find((one) => one.text === text);
  if (there !== undefined) {
    const now = { ...there, rest, said: said ?? there.said };
    return texts.map((one) => (one === there ? now : one));
  }
  const id = 1 + Math.max(0, ...texts.map((one) => one.id));
  return bounded([{ id, text, rest, at, said }, ...texts]);
}

/** The oldest go first; the newest stays whatever its size. */
function bounded(texts: NotedText[]): NotedText[] {
  let characters = 0;
  const rests = new Set([""]);
  return texts.slice(0, MOST_TEXTS).filter(({ text, rest }, index) => {
    characters += text.length + (rests.has(rest) ? 0 : rest.length);
    rests.add(rest);
    return index === 0 || characters <= MOST_CHARACTERS;
  });
}

export class Texts {
  readonly #store: Store;
  #text = "";
  #timer = 0;
  /** Whether the present text is to be noted as soon as it has been read. */
  #due = false;
  #model: LoadedModel | null = null;
  /** What the model before the present one made of the text. */
  #outdated: Reading | null = null;

  constructor(store: Store) {
    this.#store = store;
    store.subscribe(() => this.#heard());
  }

  /** Puts another text into the box, as much as it holds; the one that was there is noted. */
  replace(text: string): void {
    this.#note();
    const { head, rest } = portionOf(text);
    const before = this.#store.state.texts.find((one) => one.text === head);
    this.#store.set({ replacement: { text: head }, rest: rest + (before?.rest ?? "") });
    this.#due = true;
    this.#heard();
  }

  /** The part of the text that waits, in the place of the present one. */
  readOn(): void {
    const { rest } = this.#store.state;
    if (rest === "") return;
    this.replace(rest);
    this.#store.set({ replaced: null });
  }

  /** Something was too long for the box: this of it waits, before what waits already. */
  wait(more: string): void {
    const { rest } = this.#store.state;
    this.#store.set({ rest: rest === "" ? more : `${more}\n\n${rest}` });
  }

  letGo(): void {
    this.#store.set({ rest: "" });
  }

  /** A text from before, in the place of the present one. */
  restore(id: number): void {
    const { texts, text: present } = this.#store.state;
    const wanted = texts.find((one) => one.id === id);
    if (wanted === undefined || wanted.text === present) return;
    this.replace(wanted.text);
    this.#store.set({ replaced: present });
  }

  /** Takes the last choice back; pressed again, it holds once more. */
  undo(): void {
    const { replaced, text: present } = this.#store.state;
    if (replaced === null) return;
    this.replace(replaced);
    this.#store.set({ replaced: present });
  }

  /** The present text is noted again only once another takes its place. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#due = false;
    this.#store.set({ texts: [], replaced: null });
  }

  #heard(): void {
    const { text, reading, texts, engine } = this.#store.state;
    if (engine.model !== this.#model) {
      this.#model = engine.model;
      this.#outdated = reading;
      // Another model says something else of a text that is in the list.
      this.#due ||= texts.some((one) => one.text === text);
    }
    if (text !== this.#text) {
      this.#text = text;
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => {
        this.#due = true;
        this.#heard();
      }, SETTLED_MS);
    }
    if (this.#due && reading?.text === text && reading !== this.#outdated) {
      this.#due = false;
      this.#note();
    }
  }

  #note(): void {
    const { state } = this.#store;
    const texts = noted(state.texts, state.text, saidOf(state), new Date(), state.rest);
    if (texts !== state.texts) this.#store.set({ texts });
  }
}

/** Of the whole text: which words are left out of it is tried, and not noted. */
function saidOf({ text, reading, before, changes, given, engine: { model } }: State): Said | null {
  // What a file says is said by no model here.
  if (model === null || givenSample(given, text) !== null) return null;
  const whole = leftOutOf(changes).length > 0 ? before : reading;
  if (whole === null || whole.text !== text) return null;
  const { prediction, labels } = whole.columns;
  const { name, bundled, description } = model;
  // Not its weights, which would stay as long as the text does.
  return { model: { name, bundled, description }, prediction, labels };
}
