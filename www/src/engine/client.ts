/** The page's side of the engine: promises over messages, and a new worker when the old one died. */
import { delivery } from "../delivery/site";
import { WordlightError } from "./error";
import { latestOnly } from "./latest";
import type {
  Analysis,
  AnalysisColumns,
  AttentionMatrix,
  CheckReport,
  EngineCode,
  LayerTrace,
  Method,
  Methods,
  ModelDescription,
  ModelSource,
  NamedBlob,
  Neighbour,
  Progress,
  Reply,
  Request,
  SentFile,
  Start,
  Weight,
} from "./protocol";

interface Pending {
  resolve(result: never): void;
  reject(error: WordlightError): void;
  onProgress: ((progress: Progress) => void) | undefined;
}

/** Null: a newer text was asked about in the meantime. */
export type Ask = (text: string) => Promise<AnalysisColumns | null>;

export class Engine {
  #worker: Worker | null = null;
  #pending = new Map<number, Pending>();
  #lastId = 0;
  #hasEnded = false;
  readonly #code: Promise<EngineCode | null>;

  /** Starts the worker, so that it is there when there is something to ask. */
  constructor(code: Promise<EngineCode | null>) {
    this.#code = code;
    this.#start();
  }

  /** If this rejects, the model that was loaded before goes on working. */
  async load(
    { files, options }: ModelSource,
    onProgress: (progress: Progress) => void,
  ): Promise<ModelDescription> {
    const sent: SentFile[] = delivery.blobsCross
      ? files.map(({ name, blob }) => ({ name, content: blob }))
      : await Promise.all(files.map(read));
    // Bytes are handed over: to copy a large model, the page would stand still.
    const bytes = sent.map(({ content }) => content).filter((one) => one instanceof ArrayBuffer);
    return this.#ask("load", { files: sent, options }, onProgress, bytes);
  }

  /** `null`: a newer text was asked about in the meantime. */
  readonly analyze: (text: string) => Promise<AnalysisColumns | null> = latestOnly((text) =>
    this.#ask("analyze", { text }),
  );

  /** A line of questions of its own, as for another text than the one that is written: only its newest counts. */
  line(): Ask {
    return latestOnly((text) => this.#ask("analyze", { text }));
  }

  /** For several texts at a time, of which none overtakes another. */
  analyzeEach(text: string): Promise<AnalysisColumns> {
    return this.#ask("analyze", { text });
  }

  /** Everything about a text at once, row by row. */
  analysis(text: string): Promise<Analysis> {
    return this.#ask("analysis", { text });
  }

  matrix(text: string): Promise<AttentionMatrix | null> {
    return this.#ask("matrix", { text });
  }

  weights(layer: string): Promise<Weight[]> {
    return this.#ask("weights", { layer });
  }

  neighbours(word: string, count: number): Promise<Neighbour[]> {
    return this.#ask("neighbours", { word, count });
  }

  path(text: string, sentence: number | null): Promise<LayerTrace[]> {
    return this.#ask("path", { text, sentence });
  }

  checkScript(): Promise<string> {
    return this.#ask("checkScript", null);
  }

  check(json: string): Promise<CheckReport> {
    return this.#ask("check", { json });
  }

  report(): Promise<string> {
    return this.#ask("report", null);
  }

  /** One for a second model, with a worker of its own. */
  another(): Engine {
    return new Engine(this.#code);
  }

  /** Lets go of the worker and its memory, for good: whatever is asked from now on is rejected. */
  end(): void {
    this.#hasEnded = true;
    this.#stopped("");
  }

  #ask<M extends Method>(
    method: M,
    params: Methods[M]["params"],
    onProgress?: (progress: Progress) => void,
    transfer: Transferable[] = [],
  ): Promise<Methods[M]["result"]> {
    if (this.#hasEnded) return Promise.reject(WordlightError.of("engine_stopped", ""));
    const worker = this.#worker ?? this.#start();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress });
      worker.postMessage({ id, method, params } as Request, transfer);
    });
  }

  #start(): Worker {
    const worker = delivery.newWorker();
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => this.#receive(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#stopped(event.message);
    });
    worker.addEventListener("messageerror", () => this.#stopped(""));
    void this.#code.then((code) => {
      worker.postMessage({ method: "start", code } satisfies Start);
    });
    return worker;
  }

  #receive(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    switch (reply.kind) {
      case "progress":
        pending.onProgress?.(reply.progress);
        return;
      case "result":
        this.#pending.delete(reply.id);
        pending.resolve(reply.result as never);
        return;
      case "error":
        // WebAssembly that has trapped may hold half-written memory: it is not asked again.
        if (reply.error.code === "engine_stopped") {
          this.#stopped(reply.error.message);
          return;
        }
        this.#pending.delete(reply.id);
        pending.reject(new WordlightError(reply.error));
        return;
      default:
        reply satisfies never;
    }
  }

  /** Every open question fails with `engine_stopped`; the next one starts a new worker. */
  #stopped(message: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    const error = WordlightError.of("engine_stopped", message);
    const open = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of open) reject(error);
  }
}

async function read({ name, blob }: NamedBlob): Promise<SentFile> {
  try {
    return { name, content: await blob.arrayBuffer() };
  } catch {
    throw WordlightError.of("not_readable", `${name} could not be read.`);
  }
}
