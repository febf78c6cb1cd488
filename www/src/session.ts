/** What a person can do on the page, as changes of the state. */
import { fetchBundled } from "./bundled";
import type { Engine } from "./engine/client";
import { WordlightError } from "./engine/error";
import type {
  LoadOptions,
  ModelSource,
  NamedBlob,
  OptionsChange,
  Progress,
} from "./engine/protocol";
import { complain, isPartial, nameOf, partialNotice, withPieces } from "./files";
import type { ScaleName } from "./highlight/scale";
import { readingOf, shiftReading } from "./reading";
import type { LoadedModel, Store } from "./state";
import { strings } from "./strings";

type Opened = Pick<LoadedModel, "name" | "bundled">;

export class Session {
  readonly #store: Store;
  readonly #engine: Engine;
  /** Loads go one after the other, so that the page and the worker agree on which came last. */
  #queue: Promise<void> = Promise.resolve();
  #bundledFiles: NamedBlob[] | null = null;

  constructor(store: Store, engine: Engine) {
    this.#store = store;
    this.#engine = engine;
  }

  openBundled(): Promise<void> {
    return this.#enqueue(async () => {
      try {
        this.#bundledFiles ??= await fetchBundled((progress) => this.#progress(progress));
        const opened = { name: strings.bundledName, bundled: true };
        await this.#load({ files: this.#bundledFiles, options: {} }, opened);
        this.#store.set({ pieces: [] });
      } catch (error) {
        // The page's own files do not break the engine: then it never came to run.
        const { code, message } = error as WordlightError;
        const stopped = code === "engine_stopped";
        await this.#loadFailed(stopped ? WordlightError.of("engine_unavailable", message) : error);
      }
    });
  }

  /** Files of a model, whole or in parts: what is not enough yet waits for the rest. */
  openFiles(files: File[]): Promise<void> {
    if (files.length === 0) return Promise.resolve();
    return this.#enqueue(async () => {
      const { engine, pieces: waiting } = this.#store.state;
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
        await this.#loadFailed(error);
      }
    });
  }

  /** Null once the files are the model; else what they still need, or have twice. */
  async #loadWhole(files: NamedBlob[]): Promise<WordlightError | null> {
    try {
      await this.#load({ files, options: {} }, { name: nameOf(files), bundled: false });
      this.#store.set({ pieces: [] });
      return null;
    } catch (error) {
      if (isPartial(error)) return error;
      if (error instanceof WordlightError && error.code === "duplicate_file") return error;
      throw error;
    }
  }

  /** Labels, or a better tokenizer of the same name, may belong to the person's model that is loaded. */
  async #addedTo(model: LoadedModel | null, files: File[]): Promise<boolean> {
    if (model === null || model.bundled) return false;
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
      try {
        await this.#load({ files: model.source.files, options }, model);
      } catch (error) {
        await this.#loadFailed(error, false);
      }
    });
  }

  edit(text: string): void {
    const { reading, asked } = this.#store.state;
    this.#store.set({
      text,
      reading: reading === null ? null : shiftReading(reading, text),
      asked: { ...asked, pointer: null },
    });
    void this.#analyze();
  }

  /** The caret is at this offset of the text; null: it is elsewhere on the page. */
  caretAt(caret: number | null, typing: boolean): void {
    const { asked } = this.#store.state;
    if (caret === asked.caret && asked.pointer === null) return;
    this.#store.set({ asked: { caret, pointer: null, spoken: typing ? null : caret } });
  }

  pointAt(pointer: number | null): void {
    const { asked } = this.#store.state;
    if (pointer !== asked.pointer) this.#store.set({ asked: { ...asked, pointer } });
  }

  setScale(scale: ScaleName): void {
    this.#store.set({ scale });
  }

  nothingDropped(folder: boolean): void {
    const { folders, foldersHint, nothing } = strings.drop;
    this.#store.set({
      notice: {
        kind: "error",
        about: "page",
        message: folder ? folders : nothing,
        hint: folder ? foldersHint : null,
        code: null,
      },
    });
  }

  dismiss(): void {
    this.#store.set({ notice: null });
  }

  async #analyze(): Promise<void> {
    const { text, engine } = this.#store.state;
    if (engine.model === null) return;
    try {
      const columns = await this.#engine.analyze(text);
      if (columns === null || text !== this.#store.state.text) return;
      const { notice } = this.#store.state;
      this.#store.set({
        reading: readingOf(text, columns),
        notice: notice?.about === "text" ? null : notice,
      });
    } catch (thrown) {
      const error = thrown as WordlightError;
      // While a model loads, its own end says what became of the engine.
      if (error.code === "no_model" || this.#store.state.engine.phase === "loading") return;
      if (error.code === "engine_stopped") await this.#restart(error);
      else if (text === this.#store.state.text) {
        this.#store.set({ reading: null, notice: complain(error, "text") });
      }
    }
  }

  async #load(source: ModelSource, opened: Opened): Promise<void> {
    this.#progress({ what: "reading", loaded: 0, total: 0 });
    const description = await this.#engine.load(source, (progress) => this.#progress(progress));
    const model = { name: opened.name, bundled: opened.bundled, source, description };
    this.#store.set({ engine: { phase: "ready", model }, notice: null });
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
          reading: null,
          notice: { ...notice, message: engineStopped, hint: engineStoppedHint },
        });
      } catch (again) {
        const notice = complain(again, "model");
        this.#store.set({
          reading: null,
          engine: { phase: "error", model: null },
          notice: { ...notice, message: strings.errors.engineStoppedTwice },
        });
      }
    });
  }

  /** `saysKept`: whether to say that the former model goes on; of a setting that is plain. */
  async #loadFailed(thrown: unknown, saysKept = true): Promise<void> {
    const { model } = this.#store.state.engine;
    const notice = complain(thrown, "model", saysKept && model !== null);
    this.#settle();
    // Pieces that wait go on waiting: the next files may be theirs.
    this.#store.set({ notice });
    const stopped = thrown instanceof WordlightError && thrown.code === "engine_stopped";
    if (!stopped || model === null) return;
    // The worker died over the new files: the old model needs a new worker.
    await this.#engine
      .load(model.source, (progress) => this.#progress(progress))
      .then(
        () => this.#settle(),
        () => this.#store.set({ engine: { phase: "error", model: null }, reading: null }),
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
