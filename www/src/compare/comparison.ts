/**
 * The second side of a comparison: its text or its model, and what is read of it. Another model has
 * an engine of its own, which is started when it is needed and ended with the comparison.
 */
import { BUNDLED, fetchBundled } from "../bundled";
import { type Change, leftOutOf } from "../changes";
import { type DroppedFile, MOST_FILES, TooManyFiles } from "../dropped";
import type { Ask, Engine } from "../engine/client";
import type { WordlightError } from "../engine/error";
import type { ModelSource, NamedBlob, Progress } from "../engine/protocol";
import { complain, isPartial, nameOf, partialNotice, refuseTooLarge, withPieces } from "../files";
import { type Span, textWithout } from "../left-out";
import { readingOf, shiftReading } from "../reading";
import type { LoadedModel, Notice, Store } from "../state";
import { strings } from "../strings";
import type { Beside, Mode } from "./beside";

/** What it takes from the page. */
export interface Page {
  /** The page's own model. */
  ask: Ask;
  /** A second engine. */
  another: () => Engine;
  /** The page's text changes under an edit made beside it. */
  editPage: (text: string) => void;
}

/** What a side is read from: one that is the same needs no new reading. */
interface Question {
  text: string;
  changes: readonly Change[];
  model: LoadedModel;
}

export class Comparison {
  readonly #store: Store;
  readonly #page: Page;
  /** The text that is compared, also while models are. */
  #otherText = "";
  /** Nobody has written in it yet. */
  #isFresh = true;
  #second: { engine: Engine; ask: Ask } | null = null;
  #pieces: NamedBlob[] = [];
  #asked: Question | null = null;
  #loads = 0;
  #stopListening: (() => void) | null = null;
  /** What was compared when the comparison was closed. */
  #kept: Pick<Beside, "mode" | "text" | "model"> | null = null;

  constructor(store: Store, page: Page) {
    this.#store = store;
    this.#page = page;
  }

  get #beside(): Beside | null {
    return this.#store.state.beside;
  }

  /** The other text begins as a copy: what is changed in it is the difference. */
  open(): void {
    if (this.#stopListening !== null) return;
    const { mode, text, model } = this.#kept ?? {
      mode: "texts",
      text: this.#store.state.text,
      model: null,
    };
    this.#store.set({
      beside: {
        mode,
        text: mode === "models" ? this.#store.state.text : text,
        model: null,
        progress: null,
        trouble: null,
        reading: null,
        moved: null,
        asked: null,
      },
    });
    this.#otherText = text;
    this.#stopListening = this.#store.subscribe(() => this.#follow());
    if (mode === "models" && model !== null) void this.#load(model.source, model);
    this.#follow();
  }

  /** The second engine goes; what was compared is remembered. */
  close(): void {
    const beside = this.#beside;
    this.#stopListening?.();
    this.#stopListening = null;
    if (beside !== null) {
      const { mode, model } = beside;
      this.#kept = { mode, text: this.#otherText, model };
    }
    this.#endSecond();
    this.#asked = null;
    this.#store.set({ beside: null });
  }

  choose(mode: Mode): void {
    const beside = this.#beside;
    if (beside === null || beside.mode === mode) return;
    const text = mode === "models" ? this.#store.state.text : this.#otherText;
    this.#set({ mode, text, reading: null, moved: null, asked: null, trouble: null });
    this.#asked = null;
    this.#follow();
  }

  edit(text: string, caret: number | null): void {
    const beside = this.#beside;
    if (beside === null) return;
    if (beside.mode === "models") {
      // The page's text changes, and with it the one beside.
      this.#page.editPage(text);
      this.#set({ asked: caret });
      return;
    }
    const moved = beside.moved === null ? null : shiftReading(beside.moved, text);
    this.#otherText = text;
    this.#isFresh = false;
    this.#set({ text, moved, asked: caret });
  }

  ask(offset: number | null): void {
    const { state } = this.#store;
    if (state.beside !== null && state.beside.asked !== offset) this.#set({ asked: offset });
  }

  async openBundled(id: string): Promise<void> {
    const chosen = BUNDLED.find((model) => model.id === id);
    if (chosen === undefined) return;
    const mine = ++this.#loads;
    this.#set({ progress: { what: "fetching", loaded: 0, total: 0 }, trouble: null });
    try {
      const source = await fetchBundled(chosen, (progress) => this.#progress(mine, progress));
      if (mine === this.#loads) await this.#load(source, { name: id, bundled: id });
    } catch (error) {
      this.#failed(mine, complain(error, "model"));
    }
  }

  /** What a drop brought, once its folders are opened. */
  async openDropped(dropped: DroppedFile[] | Promise<DroppedFile[]>): Promise<void> {
    try {
      await this.openFiles(await dropped);
    } catch (error) {
      const { tooMany, unreadable } = strings.drop;
      const trouble = error instanceof TooManyFiles ? tooMany(MOST_FILES) : unreadable;
      this.#set({ trouble });
    }
  }

  /** Files of a model, whole or in parts: what is not enough yet waits for the rest. */
  async openFiles(files: DroppedFile[]): Promise<void> {
    if (files.length === 0) return;
    const mine = ++this.#loads;
    this.#set({ progress: { what: "reading", loaded: 0, total: 0 }, trouble: null });
    try {
      const pieces = await withPieces(this.#pieces, files);
      this.#pieces = pieces;
      if (mine !== this.#loads) return;
      await this.#load({ files: pieces, options: {} }, { name: nameOf(pieces), bundled: null });
    } catch (error) {
      this.#failed(mine, complain(error, "model"));
    }
  }

  async #load(source: ModelSource, opened: Pick<LoadedModel, "name" | "bundled">): Promise<void> {
    const mine = ++this.#loads;
    this.#second ??= this.#start();
    const { engine } = this.#second;
    try {
      refuseTooLarge(source.files);
      const description = await engine.load(source, (progress) => this.#progress(mine, progress));
      if (mine !== this.#loads || this.#beside === null) return;
      this.#pieces = [];
      const model = { name: opened.name, bundled: opened.bundled, source, description };
      this.#set({ model, progress: null, trouble: null, reading: null, moved: null });
      this.#follow();
    } catch (error) {
      if (isPartial(error)) this.#failed(mine, partialNotice(source.files, error));
      else {
        // A part that cannot be read must not spoil the next attempt.
        this.#pieces = [];
        this.#failed(mine, complain(error, "model"));
      }
    }
  }

  #start(): { engine: Engine; ask: Ask } {
    const engine = this.#page.another();
    return { engine, ask: engine.line() };
  }

  #endSecond(): void {
    this.#loads++;
    this.#second?.engine.end();
    this.#second = null;
    this.#pieces = [];
  }

  /** Reads what is beside anew where its text, its words or its model are others. */
  #follow(): void {
    const { state } = this.#store;
    const { beside } = state;
    if (beside === null) return;
    const isModels = beside.mode === "models";
    if (!isModels && this.#isFresh && beside.text === "" && state.text !== "") {
      // Opened with the page, by a link: the first text came later.
      this.#otherText = state.text;
      this.#set({ text: state.text });
      return;
    }
    if (isModels && beside.text !== state.text) {
      const moved = beside.moved === null ? null : shiftReading(beside.moved, state.text);
      this.#set({ text: state.text, moved });
      return;
    }
    const model = isModels ? beside.model : state.engine.model;
    if (model === null) return;
    const changes = isModels ? state.changes : NO_CHANGES;
    const question = { text: beside.text, changes, model };
    if (this.#asked !== null && isSame(this.#asked, question)) return;
    this.#asked = question;
    const ask = isModels ? this.#second?.ask : this.#page.ask;
    if (ask !== undefined) void this.#read(question, ask);
  }

  async #read(question: Question, ask: Ask): Promise<void> {
    const leftOut: Span[] = leftOutOf(question.changes);
    try {
      const columns = await ask(textWithout(question.text, leftOut));
      if (columns === null || this.#asked !== question || this.#beside === null) return;
      const reading = readingOf(question.text, columns, question.model.description, leftOut);
      this.#set({ reading, moved: reading, trouble: null });
    } catch (error) {
      if (this.#asked !== question || this.#beside === null) return;
      const isPages = question.model === this.#store.state.engine.model;
      const { stopped, stoppedSecond } = strings.compare;
      const { code } = error as WordlightError;
      // Not asked again until something changes: it would stop on it again.
      const trouble = code === "engine_stopped" ? stopped : sentences(complain(error, "text"));
      this.#set({ reading: null, moved: null, trouble });
      if (isPages || code !== "no_model") return;
      this.#endSecond();
      this.#set({ model: null, trouble: stoppedSecond });
    }
  }

  #failed(mine: number, notice: Notice): void {
    if (mine !== this.#loads || this.#beside === null) return;
    this.#set({ progress: null, trouble: sentences(notice) });
  }

  #progress(mine: number, progress: Progress): void {
    if (mine === this.#loads && this.#beside !== null) this.#set({ progress });
  }

  #set(change: Partial<Beside>): void {
    const { beside } = this.#store.state;
    if (beside !== null) this.#store.set({ beside: { ...beside, ...change } });
  }
}

const NO_CHANGES: readonly Change[] = [];

const isSame = (one: Question, other: Question): boolean =>
  one.text === other.text && one.changes === other.changes && one.model === other.model;

const sentences = ({ message, hint }: Notice): string =>
  hint === null ? message : `${message} ${hint}`;
