/** How models come to be loaded, whole or from pieces, and what happens when that fails. */
import { BUNDLED, type BundledModel, fetchBundled, fetchBundledAnew } from "./bundled";
import { type DroppedFile, MOST_FILES, TooManyFiles } from "./dropped";
import { kindsOf } from "./dropped-kinds";
import type { Engine } from "./engine/client";
import type { Life } from "./engine/connection";
import { WordlightError } from "./engine/error";
import type {
  LoadOptions,
  ModelSource,
  NamedBlob,
  OptionsChange,
  Progress,
} from "./engine/protocol";
import { complain, isPartial, nameOf, partialNotice, refuseTooLarge, withPieces } from "./files";
import type { Given } from "./given";
import { failureReport } from "./report";
import { type LoadedModel, NO_READING, type Store } from "./state";
import { strings } from "./strings";

type Opened = Pick<LoadedModel, "name" | "bundled">;

/** What a load leads to on the page. */
interface Page {
  /** The text that is there, by the model that is now loaded. */
  analyze: () => Promise<void>;
  showGiven: (given: Given) => void;
  /** False: nothing is shown whose classes they could be. */
  nameClasses: (names: string[]) => boolean;
  tell: (message: string, hint: string | null) => void;
  /** A sentence that is no error. */
  inform: (message: string) => void;
}

export class Loading {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #page: Page;
  /** Loads go one after the other, so that the page and the worker agree on which came last. */
  #queue: Promise<void> = Promise.resolve();
  /** A model is on its way again, which nobody asked for. */
  #isRestoring = false;

  constructor(store: Store, engine: Engine, page: Page) {
    this.#store = store;
    this.#engine = engine;
    this.#page = page;
    engine.listen((life) => this.#lives(life));
  }

  openBundled(id: string): Promise<void> {
    const chosen = BUNDLED.find((model) => model.id === id);
    if (chosen === undefined) return Promise.resolve();
    this.#store.set({ opening: id });
    return this.#enqueue(async () => {
      try {
        this.#progress({ what: "fetching", loaded: 0, total: 0 });
        await this.#loadBundled(chosen);
        this.#store.set({ pieces: [] });
      } catch (error) {
        // The page's own files do not break the engine: then it never came to run.
        const { code, message } = error as WordlightError;
        const neverRan = code === "engine_stopped" && this.#store.state.engine.model === null;
        await this.#loadFailed(neverRan ? WordlightError.of("engine_unavailable", message) : error);
      } finally {
        if (this.#store.state.opening === id) this.#store.set({ opening: null });
      }
    });
  }

  async #loadBundled(chosen: BundledModel): Promise<void> {
    const hear = (progress: Progress) => this.#progress(progress);
    const opened = { name: chosen.id, bundled: chosen.id };
    try {
      await this.#load(await fetchBundled(chosen, hear), opened);
    } catch (error) {
      if ((error as WordlightError).code === "engine_unavailable") throw error;
      const anew = fetchBundledAnew(chosen, hear);
      if (anew === null) throw error;
      // Without a network what was wrong first is what there is to tell.
      await this.#load(await anew.catch(() => Promise.reject(error)), opened);
    }
  }

  /** A model of one's own that is kept on this device. */
  async openKept(id: number): Promise<"opened" | "gone" | "failed"> {
    let outcome: "opened" | "gone" | "failed" = "failed";
    await this.#enqueue(async () => {
      try {
        this.#progress({ what: "reading", loaded: 0, total: 0 });
        const { keptModel } = await import("./keep/models");
        const kept = await keptModel(id).catch(() => {
          throw WordlightError.of("not_readable", strings.keptModels.unopened);
        });
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
      if (files.length === 0) this.#page.tell(nothing, null);
      else await this.openFiles(files);
    } catch (error) {
      if (error instanceof TooManyFiles) this.#page.tell(tooMany(MOST_FILES), tooManyHint);
      else this.#page.tell(unreadable, strings.errors.notReadableHint);
    }
  }

  /** Files of a model, whole or in parts: what is not enough yet waits for the rest. */
  openFiles(dropped: DroppedFile[]): Promise<void> {
    if (dropped.length === 0) return Promise.resolve();
    return this.#enqueue(async () => {
      const { engine, pieces: waiting } = this.#store.state;
      const { checks, given, labels, rest: files } = await kindsOf(dropped);
      if (given !== null) this.#page.showGiven(given);
      for (const { file, names } of labels) {
        // With files of a model the engine says what they are to it.
        if (given === null && files.length > 0) files.push(file);
        else if (!this.#page.nameClasses(names)) {
          this.#page.tell(strings.given.labelsAlone(file.name), strings.given.labelsAloneHint);
        }
      }
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
      await this.#load({ ...model.source, files: together }, model, { isNew: false });
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
        await this.#load({ files: model.source.files, options }, model, { isNew: false });
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
    try {
      const { keepOptions } = await import("./keep/models");
      await keepOptions(keptAs.id, options);
    } catch {
      // The next visit begins with the former ones.
    }
  }

  /** Keras's numbers, as one of the files brought them, against ours. */
  async #check(files: string[]): Promise<void> {
    const json = files.at(-1);
    if (json === undefined) return;
    if (this.#store.state.engine.model === null) {
      this.#page.tell(strings.check.noModel, null);
      return;
    }
    try {
      const report = await this.#engine.check(json);
      this.#store.set({ check: { json, report }, notice: null });
    } catch (error) {
      this.#store.set({ notice: complain(error, "page") });
    }
  }

  /** `isNew`: another model than the present one, which reads the text in a file's place too. */
  async #load(source: ModelSource, opened: Opened, { isNew = true } = {}): Promise<void> {
    refuseTooLarge(source.files);
    this.#progress({ what: "reading", loaded: 0, total: 0 });
    const description = await this.#engine.load(source, (progress) => this.#progress(progress));
    const model = { name: opened.name, bundled: opened.bundled, source, description };
    this.#store.set({
      engine: { phase: "ready", model },
      ...(isNew ? { given: null } : {}),
      before: null,
      notice: null,
      check: null,
    });
    void this.#page.analyze();
  }

  /** The engine stopped, and comes back with its model or without. */
  #lives(life: Life): void {
    switch (life.kind) {
      case "restoring":
        // A load that waits for its turn says itself when it is over.
        this.#isRestoring ||= this.#store.state.engine.phase === "ready";
        if (this.#isRestoring) this.#progress(life.progress);
        return;
      case "restored":
        if (this.#isRestoring) this.#settle();
        this.#isRestoring = false;
        if (!life.told) this.#page.inform(strings.errors.engineRestarted);
        return;
      case "lost": {
        this.#isRestoring = false;
        const notice = complain(life.error, "model");
        this.#store.set({
          ...NO_READING,
          engine: { phase: "error", model: null },
          notice: { ...notice, message: strings.errors.engineStoppedTwice },
        });
        return;
      }
      default:
        life satisfies never;
    }
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
    // A task that failed has told its caller; the next ones go on.
    this.#queue = this.#queue.catch(() => undefined).then(task);
    return this.#queue;
  }
}
