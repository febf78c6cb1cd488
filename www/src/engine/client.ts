/** What the page asks the engine, as promises. */
import { Connection, type Life } from "./connection";
import { latestOnly } from "./latest";
import type {
  Analysis,
  AnalysisColumns,
  AttentionMatrix,
  CheckReport,
  EngineCode,
  LayerTrace,
  ModelDescription,
  ModelSource,
  Neighbour,
  Progress,
  Weight,
} from "./protocol";
import { sentOf } from "./sending";

/** Null: a newer text was asked about in the meantime. */
export type Ask = (text: string) => Promise<AnalysisColumns | null>;

export class Engine {
  readonly #connection: Connection;
  readonly #code: Promise<EngineCode | null>;
  #listener: (life: Life) => void = () => undefined;

  /** Starts the worker, so that it is there when there is something to ask. */
  constructor(code: Promise<EngineCode | null>) {
    this.#code = code;
    this.#connection = new Connection(code, (life) => this.#listener(life));
  }

  /** Who is told when the engine has stopped and comes back, or does not. */
  listen(listener: (life: Life) => void): void {
    this.#listener = listener;
  }

  /** If this rejects, the model that was loaded before goes on working. */
  async load(
    source: ModelSource,
    onProgress: (progress: Progress) => void,
  ): Promise<ModelDescription> {
    return this.#connection.ask("load", await sentOf(source), { onProgress, source });
  }

  /** `null`: a newer text was asked about in the meantime. */
  readonly analyze: Ask = this.line();

  /** A line of questions of its own, as for another text than the one that is written: only its newest counts. */
  line(): Ask {
    return latestOnly((text, counts) => this.#connection.ask("analyze", { text }, { counts }));
  }

  /** For several texts at a time, of which none overtakes another. `counts`: whether somebody still waits. */
  analyzeEach(text: string, counts: () => boolean): Promise<AnalysisColumns> {
    return this.#connection.ask("analyze", { text }, { counts });
  }

  /** Everything about a text at once, row by row. */
  analysis(text: string): Promise<Analysis> {
    return this.#connection.ask("analysis", { text });
  }

  matrix(text: string): Promise<AttentionMatrix | null> {
    return this.#connection.ask("matrix", { text });
  }

  weights(layer: string): Promise<Weight[]> {
    return this.#connection.ask("weights", { layer });
  }

  neighbours(word: string, count: number): Promise<Neighbour[]> {
    return this.#connection.ask("neighbours", { word, count });
  }

  path(text: string, sentence: number | null): Promise<LayerTrace[]> {
    return this.#connection.ask("path", { text, sentence });
  }

  checkScript(): Promise<string> {
    return this.#connection.ask("checkScript", null);
  }

  check(json: string): Promise<CheckReport> {
    return this.#connection.ask("check", { json });
  }

  report(): Promise<string> {
    return this.#connection.ask("report", null);
  }

  /** One for a second model, with a worker of its own. */
  another(): Engine {
    return new Engine(this.#code);
  }

  /** Lets go of the worker and its memory, for good: whatever is asked from now on is rejected. */
  end(): void {
    this.#connection.end();
  }
}
