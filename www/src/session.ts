/** What a person can do on the page, as changes of the state. */
import { leftOutOf, shiftChanges } from "./changes";
import type { Comparison } from "./compare/comparison";
import type { Engine } from "./engine/client";
import type { WordlightError } from "./engine/error";
import type { Analysis, AnalysisColumns, LayerTrace, Neighbour, Weight } from "./engine/protocol";
import { complain } from "./files";
import { type Given, givenReading, givenSample } from "./given";
import { type Head, keptHeads, withHead } from "./head";
import { chooseLanguage } from "./language";
import { textWithout, wholeMatrix } from "./left-out";
import { Loading } from "./loading";
import type { PanelId } from "./panel-id";
import { type Reading, readingOf, shiftReading } from "./reading";
import { NO_READING, type Notice, type State, type Store } from "./state";
import { LANGUAGES, type Language, speak, strings } from "./strings";
import { Texts } from "./texts";
import { Trials } from "./trials";
import { LARGEST_MATRIX, type Look } from "./view";

export class Session {
  readonly trials: Trials;
  readonly texts: Texts;
  readonly loading: Loading;
  comparison: Comparison | null = null;
  readonly #store: Store;
  readonly #engine: Engine;
  #foreseen: { text: string; columns: Promise<AnalysisColumns | null> } | null = null;

  constructor(store: Store, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
    this.trials = new Trials(store, engine.line(), () => this.#analyze());
    this.texts = new Texts(store);
    this.loading = new Loading(store, engine, {
      analyze: () => this.#analyze(),
      showGiven: (given) => this.#showGiven(given),
      nameClasses: (names) => this.#nameClasses(names),
      tell: (message, hint) => this.#tell(message, hint),
      inform: (message) => this.inform(message),
    });
  }

  /** All numbers of the text that is read, as the contract has them. */
  async analysis(): Promise<Analysis> {
    const { reading, text, given } = this.#store.state;
    const isGiven = reading !== null && givenSample(given, reading.text) !== null;
    // The engine knows nothing of words that are left out: it would tell of the whole text.
    if (reading !== null && (isGiven || reading.sent !== reading.text)) {
      return (await import("./export/analysis")).analysisOf(reading);
    }
    return this.#engine.analysis(reading?.text ?? text);
  }

  /** What the predictions of the model are, from now on. */
  readAs(head: Head): void {
    const { heads, engine } = this.#store.state;
    if (engine.model !== null) this.#store.set({ heads: withHead(heads, engine.model, head) });
  }

  forgetCheck(): void {
    this.#store.set({ check: null });
  }

  /** A layer's weights; one inside another is called `outer/inner`. */
  weights(layer: string): Promise<Weight[]> {
    return this.#engine.weights(layer);
  }

  /** The words nearest to a word in the embedding. */
  neighbours(word: string, count: number): Promise<Neighbour[]> {
    return this.#engine.neighbours(word, count);
  }

  /** The calls around the attention: of one sentence of a hierarchical model, or (null) over all. */
  path(text: string, sentence: number | null): Promise<LayerTrace[]> {
    return this.#engine.path(text, sentence);
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
      ask: this.#engine.line(),
      another: () => this.#another(),
      editPage: (text) => this.edit({ text, caret: null }),
    });
    return this.comparison;
  }

  #another(): Engine {
    const engine = this.#engine.another();
    engine.listen((life) => {
      if (life.kind === "restored" && !life.told) this.inform(strings.compare.secondRestarted);
    });
    return engine;
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
    this.#store.set({ keptAs: null, heads: keptHeads(), forgotten: forgotten + 1 });
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
      const { model } = this.#store.state.engine;
      // Without a model nothing reads the text in the file's place.
      this.#store.set({ given: null, ...(model === null ? NO_READING : {}) });
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

  /** Whether there is a file whose classes these can be. */
  #nameClasses(names: string[]): boolean {
    const { given, text } = this.#store.state;
    if (given === null) return false;
    this.#store.set({ given: { ...given, names } });
    if (givenSample(given, text) !== null) void this.#analyze();
    return true;
  }

  async #analyze(): Promise<void> {
    const { text, changes, engine, given } = this.#store.state;
    const sample = givenSample(given, text);
    if (sample !== null) {
      const reading = givenReading(sample, given?.names);
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
      // Without its model the engine has been given up, which was told.
      if ((thrown as WordlightError).code === "no_model") return;
      if (!isPresent(this.#store.state)) return;
      this.#store.set({ ...NO_READING, notice: complain(thrown, "text") });
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
    const matrix = await this.#engine.matrix(reading.sent).catch((error: WordlightError) => {
      // The text has been read: that stays.
      if (error.code !== "engine_stopped") throw error;
      this.#store.set({ notice: complain(error, "page") });
      return null;
    });
    return { ...reading, matrix: matrix === null ? null : wholeMatrix(matrix, reading) };
  }
}
