/** What a person can do on the page, as changes of the state. */
import { BUNDLED, fetchBundled } from "./bundled";
import { leftOutOf, shiftChanges } from "./changes";
import { isCheck } from "./check";
import type { Comparison } from "./compare/comparison";
import { type DroppedFile, MOST_FILES, TooManyFiles } from "./dropped";
import type { Ask, Engine } from "./engine/client";
import { WordlightError } from "./engine/error";
import type {
  Analysis,
  AnalysisColumns,
  LayerTrace,
  LoadOptions,
  ModelSource,
  NamedBlob,
  Neighbour,
  OptionsChange,
  Progress,
  Weight,
} from "./engine/protocol";
import { complain, isPartial, nameOf, partialNotice, withPieces } from "./files";
import { type Given, givenIn, givenReading, givenSample } from "./given";
import { chooseLanguage } from "./language";
import { textWithout, wholeMatrix } from "./left-out";
import type { PanelId } from "./panel-id";
import { type Reading, readingOf, shiftReading } from "./reading";
import { failureReport } from "./report";
import type { LoadedModel, Notice, State, Store } from "./state";
import { LANGUAGES, type Language, speak, strings } from "./strings";
import { Texts } from "./texts";
import { Trials } from "./trials";
import { LARGEST_MATRIX, type Look } from "./view";

type Opened = Pick<LoadedModel, "name" | "bundled">;

const NO_READING = { reading: null, moved: null, before: null };

export class Session {
  readonly trials: Trials;
  readonly texts: Texts;
  comparison: Comparison | null = null;
  readonly #store: Store;
  readonly #engine: Engine;
  /** Loads go one after the other, so that the page and the worker agree on which came last. */
  #queue: Promise<void> = Promise.resolve();
  #foreseen: { text: string; columns: Promise<AnalysisColumns | null> } | null = null;

  constructor(store: Store, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
    this.trials = new Trials(store, this.#line(), () => this.#analyze());
    this.texts = new Texts(store);
  }

  openBundled(id: string): Promise<void> {
    const chosen = BUNDLED.find((model) => model.id === id);
    if (chosen === undefined) return Promise.resolve();
    this.#store.set({ opening: id });
    return this.#enqueue(async () => {
      try {
        this.#progress({ what: "fetching", loaded: 0, total: 0 });
        const source = await fetchBundled(chosen, (progress) => this.#progress(progress));
        await this.#load(source, { name: id, bundled: id });
        this.#store.set({ pieces: [] });
      } catch (error) {
        // The page's own files do not break the engine: then it never came to run.
        const { code, message } = error as WordlightError;
        const stopped = code === "engine_stopped";
        await this.#loadFailed(stopped ? WordlightError.of("engine_unavailable", message) : error);
      } finally {
        if (this.#store.state.opening === id) this.#store.set({ opening: null });
      }
    });
  }

  /** A model of one's own that is kept on this device. */
  async openKept(id: number): Promise<"opened" | "gone" | "failed"> {
    let outcome: "opened" | "gone" | "failed" = "failed";
    await this.#enqueue(async () => {
      try {
        this.#progress({ what: "reading", loaded: 0, total: 0 });
        const { keptModel } = await import("./keep/models");
        const kept = await keptModel(id).catch(() => null);
        outcome = "gone";
        if (kept === null) return this.#settle();
        outcome = "failed";
        const { name, files, options } = kept;
        await this.#load({ files, options }, { name, bundled: null });
        this.#store.set({ keptAs: { id, files }, pieces: [] });
        outcome = "opened";
      } catch (error) {
        await this.#loadFailed(error);
      }
    });
    return outcome;
  }

  /** What a drop or a file input brought, once its folders are opened. */
  async openDropped(dropped: DroppedFile[] | Promise<DroppedFile[]>): Promise<void> {
    const { tooMany, tooManyHint, unreadable, nothing } = strings.drop;
    try {
      const files = await dropped;
      if (files.length === 0) this.#tell(nothing, null);
      else await this.openFiles(files);
    } catch (error) {
      if (error instanceof TooManyFiles) this.#tell(tooMany(MOST_FILES), tooManyHint);
      else this.#tell(unreadable, strings.errors.notReadableHint);
    }
  }

  /** Files of a model, whole or in parts: what is not enough yet waits for the rest. */
  openFiles(dropped: DroppedFile[]): Promise<void> {
    if (dropped.length === 0) return Promise.resolve();
    return this.#enqueue(async () => {
      const { engine, pieces: waiting } = this.#store.state;
      const files: DroppedFile[] = [];
      const checks: string[] = [];
      let given: Given | null = null;
      for (const one of dropped) {
        const check = await isCheck(one.file);
        if (check !== null) checks.push(check);
        else {
          const texts = await givenIn(one.name, one.file);
          if (texts === null) files.push(one);
          else given = texts;
        }
      }
      if (given !== null) this.#showGiven(given);
      if (files.length === 0) return this.#check(checks);
      try {
        let pieces = await withPieces([], files);
        let missing = await this.#loadWhole(pieces);
        if (missing?.code === "duplicate_file") throw missing;
        if (missing !== null && waiting.length > 0) {
          const together = await withPieces(waiting, files);
          const stillMissing = await this.#loadWhole(together);
          // A second model, say, takes the place of the one that waits.
          if (stillMissing?.code !== "duplicate_file") [pieces, missing] = [together, stillMissing];
        }
        if (missing !== null && (await this.#addedTo(engine.model, files))) return;
        if (missing === null) return;
        this.#settle();
        this.#store.set({ pieces, notice: partialNotice(pieces, missing) });
      } catch (error) {
        await this.#loadFailed(error, { files });
      } finally {
        if (checks.length > 0) await this.#check(checks);
      }
    });
  }

  /** Null once the files are the model; else what they still need, or have twice. */
  async #loadWhole(files: NamedBlob[]): Promise<WordlightError | null> {
    try {
      await this.#load({ files, options: {} }, { name: nameOf(files), bundled: null });
      this.#store.set({ pieces: [] });
      return null;
    } catch (error) {
      if (isPartial(error)) return error;
      if (error instanceof WordlightError && error.code === "duplicate_file") return error;
      throw error;
    }
  }

  /** Labels, or a better tokenizer of the same name, may belong to the person's model that is loaded. */
  async #addedTo(model: LoadedModel | null, files: DroppedFile[]): Promise<boolean> {
    if (model === null || model.bundled !== null) return false;
    const together = await withPieces(model.source.files, files);
    try {
      await this.#load({ ...model.source, files: together }, model);
      return true;
    } catch (error) {
      // Labels can belong to nothing else; whatever else went wrong, the files may wait for theirs.
      if (error instanceof WordlightError && error.code === "invalid_labels") throw error;
      return false;
    }
  }

  /** The present model again, with other options. */
  configure(change: OptionsChange): Promise<void> {
    return this.#enqueue(async () => {
      const model = this.#store.state.engine.model;
      if (model === null) return;
      const wanted = Object.entries({ ...model.source.options, ...change });
      const options: LoadOptions = Object.fromEntries(wanted.filter(([, value]) => value !== null));
      const { check } = this.#store.state;
      try {
        await this.#load({ files: model.source.files, options }, model);
        await this.#keepOptions(model, options);
        if (check !== null) await this.#check([check.json]);
      } catch (error) {
        await this.#loadFailed(error, { saysKept: false });
      }
    });
  }

  /** A model that is kept opens with its present settings the next time. */
  async #keepOptions({ source }: LoadedModel, options: LoadOptions): Promise<void> {
    const { keptAs } = this.#store.state;
    if (keptAs === null || keptAs.files !== source.files) return;
    const { keepOptions } = await import("./keep/models");
    // Where that is refused the next visit begins with the former ones.
    await keepOptions(keptAs.id, options).catch(() => undefined);
  }

  /** Keras's numbers, as one of the files brought them, against ours. */
  async #check(files: string[]): Promise<void> {
    const json = files.at(-1);
    if (json === undefined) return;
    if (this.#store.state.engine.model === null) {
      this.#tell(strings.check.noModel, null);
      return;
    }
    try {
      const report = await this.#engine.check(json);
      this.#store.set({ check: { json, report }, notice: null });
    } catch (error) {
      this.#store.set({ notice: complain(error, "page") });
      if ((error as WordlightError).code === "engine_stopped") await this.#revive();
    }
  }

  /** All numbers of the text that is read, as the contract has them. */
  async analysis(): Promise<Analysis> {
    const { reading, text, given } = this.#store.state;
    if (reading !== null && givenSample(given, reading.text) !== null) {
      return (await import("./export/analysis")).analysisOf(reading);
    }
    return this.#engine.analysis(reading?.text ?? text);
  }

  forgetCheck(): void {
    this.#store.set({ check: null });
  }

  /** A layer's weights; one inside another is called `outer/inner`. */
  weights(layer: string): Promise<Weight[]> {
    return this.#ask(this.#engine.weights(layer));
  }

  /** The words nearest to a word in the embedding. */
  neighbours(word: string, count: number): Promise<Neighbour[]> {
    return this.#ask(this.#engine.neighbours(word, count));
  }

  /** The calls around the attention: of one sentence of a hierarchical model, or (null) over all. */
  path(text: string, sentence: number | null): Promise<LayerTrace[]> {
    return this.#ask(this.#engine.path(text, sentence));
  }

  /** Questions about other texts than the one that is written. */
  #line(): Ask {
    const ask = this.#engine.line();
    return (text) => this.#ask(ask(text));
  }

  /** Something that the text does not wait for. Should the engine stop on it, the model comes back. */
  async #ask<R>(answer: Promise<R>): Promise<R> {
    try {
      return await answer;
    } catch (error) {
      if ((error as WordlightError).code === "engine_stopped") await this.#revive();
      throw error;
    }
  }

  checkScript(): Promise<string> {
    return this.#engine.checkScript();
  }

  /** The model without its weights, and what went wrong last. No texts. */
  async report(): Promise<string> {
    const { notice } = this.#store.state;
    const model = await this.#engine.report();
    return notice?.report ? `${model.trimEnd()}\n\n${notice.report}` : model;
  }

  /**
   * The text that is about to be: the engine reads it while the browser still edits, which in a long
   * text takes the longer of the two.
   */
  foresee(foreseen: string): void {
    const { engine, changes, text: before } = this.#store.state;
    if (engine.model === null) return;
    const text = textWithout(foreseen, leftOutOf(shiftChanges(changes, before, foreseen)));
    const columns = this.#engine.analyze(text);
    // If it comes to that text, `#analyze` hears of a failure too; if not, nobody needs to.
    columns.catch(() => undefined);
    this.#foreseen = { text, columns };
  }

  edit({ text, caret }: { text: string; caret: number | null }): void {
    const { moved, asked, changes, text: before } = this.#store.state;
    this.#store.set({
      text,
      changes: shiftChanges(changes, before, text),
      moved: moved === null ? null : shiftReading(moved, text),
      asked: { caret, pointer: null, chosen: null, spoken: null, last: caret ?? asked.last },
    });
    void this.#analyze();
  }

  /** The caret is at this offset of the text; null: it is elsewhere on the page. */
  caretAt(caret: number | null): void {
    const { asked } = this.#store.state;
    const letsGo = caret !== null && asked.chosen !== null;
    if (caret === asked.caret && asked.pointer === null && !letsGo) return;
    this.#store.set({
      asked: {
        caret,
        pointer: null,
        // Leaving the text lets go of nothing that was chosen elsewhere.
        chosen: caret === null ? asked.chosen : null,
        spoken: caret,
        last: caret ?? asked.last,
      },
    });
  }

  pointAt(pointer: number | null): void {
    const { asked } = this.#store.state;
    if (pointer === asked.pointer) return;
    this.#store.set({ asked: { ...asked, pointer, last: pointer ?? asked.last } });
  }

  /** A word stays marked in every view, by an offset in it; null: lets go of it. */
  choose(chosen: number | null): void {
    const { asked } = this.#store.state;
    if (chosen === asked.chosen && asked.pointer === null) return;
    this.#store.set({ asked: { ...asked, chosen, pointer: null, last: chosen ?? asked.last } });
  }

  /** Where the model that is loaded is kept; null: no longer. */
  keptAs(keptAs: State["keptAs"]): void {
    this.#store.set({ keptAs });
  }

  setLook(change: Partial<Look>): void {
    const look = { ...this.#store.state.look, ...change };
    this.#store.set({ look });
    this.#fetchMatrix();
  }

  #tell(message: string, hint: string | null, kind: Notice["kind"] = "error"): void {
    const notice: Notice = {
      kind,
      about: "page",
      message,
      hint,
      code: null,
      report: null,
    };
    this.#store.set({ notice });
  }

  /** Opens a panel below the text; null: closes whichever is open. */
  showPanel(panel: PanelId | null): void {
    this.#store.set({ panel });
    this.#fetchMatrix();
  }

  /** The second side of a comparison: made with the panel that shows it, and there from then on. */
  comparisonOf(kind: typeof Comparison): Comparison {
    this.comparison ??= new kind(this.#store, {
      ask: this.#line(),
      another: () => this.#engine.another(),
      editPage: (text) => this.edit({ text, caret: null }),
    });
    return this.comparison;
  }

  /** The page in another language, from now on. */
  speak(language: Language): Promise<void> {
    return this.#speak(language, chooseLanguage);
  }

  /** For as long as the page is open. */
  speakFor(language: Language): Promise<void> {
    return this.#speak(language, speak);
  }

  /** Everything that was kept has been removed. What is on the screen stays, and is kept once it changes. */
  forgotten(): void {
    const { forgotten } = this.#store.state;
    this.texts.forget();
    this.#store.set({ keptAs: null, forgotten: forgotten + 1 });
  }

  async #speak(language: Language, change: (language: Language) => Promise<void>): Promise<void> {
    try {
      await change(language);
    } catch {
      const name = LANGUAGES.find(({ id }) => id === language)?.name ?? language;
      this.#tell(strings.language.notLoaded(name), null);
    }
  }

  /** A sentence that is no error. */
  inform(message: string, hint: string | null = null): void {
    this.#tell(message, hint, "info");
  }

  dismiss(): void {
    this.#store.set({ notice: null });
  }

  /** Another text of the file, or the file no more. */
  chooseGiven(chosen: number | null): void {
    const { given } = this.#store.state;
    if (chosen !== null && given !== null) this.#showGiven({ ...given, chosen });
    else {
      this.#store.set({ given: null });
      void this.#analyze();
    }
  }

  #showGiven(given: Given): void {
    const text = given.samples[given.chosen]?.text ?? "";
    const isThere = text === this.#store.state.text;
    this.trials.forget();
    this.#store.set({ given, ...(isThere ? {} : { replacement: { text } }) });
    if (isThere) void this.#analyze();
  }

  async #analyze(): Promise<void> {
    const { text, changes, engine, given } = this.#store.state;
    const sample = givenSample(given, text);
    if (sample !== null) {
      const reading = givenReading(sample);
      this.#store.set({ reading, moved: reading });
      return;
    }
    if (engine.model === null) return;
    const leftOut = leftOutOf(changes);
    const sent = textWithout(text, leftOut);
    const isPresent = ({ text: now, changes: tried }: State) => text === now && changes === tried;
    try {
      const foreseen = this.#foreseen;
      this.#foreseen = null;
      const columns = await (foreseen?.text === sent
        ? foreseen.columns
        : this.#engine.analyze(sent));
      if (columns === null || !isPresent(this.#store.state)) return;
      const told = readingOf(text, columns, engine.model.description, leftOut);
      const reading = await this.#withMatrix(told);
      const { notice, engine: present } = this.#store.state;
      // A model of another shape may have come in the meantime; it has its own reading on the way.
      if (!isPresent(this.#store.state) || present.model !== engine.model) return;
      this.#store.set({
        reading,
        moved: reading,
        notice: notice?.about === "text" ? null : notice,
      });
      await this.trials.readBefore();
    } catch (thrown) {
      const error = thrown as WordlightError;
      // While a model loads, its own end says what became of the engine.
      if (this.#store.state.engine.phase === "loading") return;
      // Without its model: it stopped over a text that this one overtook, and began anew.
      if (error.code === "engine_stopped" || error.code === "no_model") await this.#restart(error);
      else if (isPresent(this.#store.state)) {
        this.#store.set({ ...NO_READING, notice: complain(error, "text") });
      }
    }
  }

  /** Somebody has begun to look at it. */
  #fetchMatrix(): void {
    const { reading } = this.#store.state;
    if (this.#wantsMatrix() && reading?.columns.hasMatrix && reading.matrix === null) {
      void this.#analyze();
    }
  }

  #wantsMatrix(): boolean {
    const { look, panel } = this.#store.state;
    return look.fromWord || panel === "matrix";
  }

  /** Fetched together with the reading, so that the light does not change twice. */
  async #withMatrix(reading: Reading): Promise<Reading> {
    if (!this.#wantsMatrix() || !reading.columns.hasMatrix || reading.reached > LARGEST_MATRIX)
      return reading;
    const matrix = await this.#engine.matrix(reading.sent);
    return { ...reading, matrix: matrix === null ? null : wholeMatrix(matrix, reading) };
  }

  async #load(source: ModelSource, opened: Opened): Promise<void> {
    this.#progress({ what: "reading", loaded: 0, total: 0 });
    const description = await this.#engine.load(source, (progress) => this.#progress(progress));
    const model = { name: opened.name, bundled: opened.bundled, source, description };
    this.#store.set({
      engine: { phase: "ready", model },
      given: null,
      before: null,
      notice: null,
      check: null,
    });
    // Not awaited: should the engine stop on the text, its restart waits for this load to end.
    void this.#analyze();
  }

  /** The worker died over the present text: the same model again, but not the same text. */
  #restart(error: WordlightError): Promise<void> {
    return this.#enqueue(async () => {
      const { model } = this.#store.state.engine;
      if (model === null) return;
      try {
        await this.#engine.load(model.source, (progress) => this.#progress(progress));
        this.#settle();
        const { engineStopped, engineStoppedHint } = strings.errors;
        const notice = complain(error, "text");
        this.#store.set({
          ...NO_READING,
          notice: { ...notice, message: engineStopped, hint: engineStoppedHint },
        });
      } catch (again) {
        const notice = complain(again, "model");
        this.#store.set({
          ...NO_READING,
          engine: { phase: "error", model: null },
          notice: { ...notice, message: strings.errors.engineStoppedTwice },
        });
      }
    });
  }

  /** `saysKept`: whether to say that the former model goes on; of a setting that is plain. */
  async #loadFailed(
    thrown: unknown,
    { saysKept = true, files = [] }: { saysKept?: boolean; files?: DroppedFile[] } = {},
  ): Promise<void> {
    const { model } = this.#store.state.engine;
    const notice = complain(thrown, "model", saysKept && model !== null);
    this.#settle();
    // Pieces that wait go on waiting: the next files may be theirs.
    this.#store.set({ notice: { ...notice, report: failureReport(notice, files) } });
    const stopped = thrown instanceof WordlightError && thrown.code === "engine_stopped";
    if (stopped) await this.#revive();
  }

  async #revive(): Promise<void> {
    const { model } = this.#store.state.engine;
    if (model === null) return;
    // The worker died over the new files: the old model needs a new worker.
    await this.#engine
      .load(model.source, (progress) => this.#progress(progress))
      .then(
        () => this.#settle(),
        () => this.#store.set({ engine: { phase: "error", model: null }, ...NO_READING }),
      );
  }

  /** Loading is over, with whichever model there was. */
  #settle(): void {
    const { model } = this.#store.state.engine;
    this.#store.set({
      engine: model === null ? { phase: "error", model: null } : { phase: "ready", model },
    });
  }

  #progress(progress: Progress): void {
    const { model } = this.#store.state.engine;
    this.#store.set({ engine: { phase: "loading", progress, model } });
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(task);
    return this.#queue;
  }
}
