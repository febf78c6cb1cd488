/**
 * The page's end of a worker. When the engine stops (it traps, runs out of memory, or says nothing for
 * too long) a new worker takes its place: the model is loaded into it again, what waited is asked again,
 * and so is, once, the question that it stopped over. One that stops it twice is not asked any more.
 */
import { delivery } from "../delivery/site";
import { WordlightError } from "./error";
import { Patience } from "./patience";
import type {
  EngineCode,
  Method,
  Methods,
  ModelSource,
  Progress,
  Reply,
  Request,
  Start,
  Started,
} from "./protocol";
import { handedOver, sentOf } from "./sending";
import { Watchdog } from "./watchdog";

/** What becomes of an engine that stopped. */
export type Life =
  | { kind: "restoring"; progress: Progress }
  /** It runs again, with its model. `told`: whoever asked what it stopped over has been told so. */
  | { kind: "restored"; told: boolean }
  /** Its model could not be loaded again. */
  | { kind: "lost"; error: WordlightError };

export interface Asking {
  onProgress?: (progress: Progress) => void;
  /** Whether anybody still waits for the answer. */
  counts?: () => boolean;
  /** Of a load: what comes back after a stop, once this has become the model. */
  source?: ModelSource;
}

interface Pending extends Asking {
  request: Request;
  /** The worker has it; else it waits until the model is back. */
  isSent: boolean;
  /** How often the engine has stopped over it. */
  stops: number;
  resolve(result: never): void;
  reject(error: WordlightError): void;
}

/** Stops over one question until it is given up. */
const MOST_STOPS = 2;
/** Questions remembered that were given up. */
const MOST_REFUSED = 8;
/** The former worker's memory may take a moment to be there again. */
const RESTORE_AFTER_MS = [0, 1000, 4000];

export class Connection {
  #worker: Worker | null = null;
  /** In the order in which they were asked. */
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #hasEnded = false;
  #hasStarted = false;
  #isRestoring = false;
  /** When the worker began with the question that is first in line. */
  #began = 0;
  #model: ModelSource | null = null;
  #refused: string[] = [];
  readonly #code: Promise<EngineCode | null>;
  readonly #live: (life: Life) => void;
  readonly #patience = new Patience();
  readonly #watchdog = new Watchdog(() => this.#stopped(this.#first(), "It gave no answer."));

  /** Starts the worker, so that it is there when there is something to ask. */
  constructor(code: Promise<EngineCode | null>, live: (life: Life) => void) {
    this.#code = code;
    this.#live = live;
    this.#start();
  }

  ask<M extends Method>(
    method: M,
    params: Methods[M]["params"],
    asking: Asking = {},
  ): Promise<Methods[M]["result"]> {
    const id = ++this.#lastId;
    const request = { id, method, params } as Request;
    if (this.#hasEnded || this.#refused.includes(this.#keyOf(request))) {
      return Promise.reject(WordlightError.of("engine_stopped", ""));
    }
    return new Promise((resolve, reject) => {
      const pending = { ...asking, request, isSent: false, stops: 0, resolve, reject };
      this.#pending.set(id, pending);
      if (!this.#isRestoring) this.#send(pending);
    });
  }

  /** Lets go of the worker and its memory, for good. */
  end(): void {
    this.#hasEnded = true;
    this.#terminate();
    this.#rejectAll(WordlightError.of("engine_stopped", ""));
  }

  #send(pending: Pending): void {
    const worker = this.#worker ?? this.#start();
    pending.isSent = true;
    worker.postMessage(pending.request, handedOver(pending.request));
    if (this.#first() === pending) this.#watch();
  }

  #start(): Worker {
    const worker = delivery.newWorker();
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<Reply | Started>) => {
      if (this.#worker === worker) this.#receive(data);
    });
    const failed = (message: string) => {
      if (this.#worker === worker) this.#stopped(this.#first(), message);
    };
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      failed(event.message);
    });
    worker.addEventListener("messageerror", () => failed(""));
    void this.#code.then((code) => {
      worker.postMessage({ method: "start", code } satisfies Start);
    });
    return worker;
  }

  /** What the worker is about: it answers in the order in which it was asked. */
  #first(): Pending | null {
    for (const pending of this.#pending.values()) if (pending.isSent) return pending;
    return null;
  }

  /** Waits for a sign of life, unless the engine's own files are still on their way. */
  #watch(): void {
    const first = this.#first();
    if (first === null || !this.#hasStarted) {
      this.#watchdog.rest();
      return;
    }
    this.#began = performance.now();
    this.#watchdog.watch(this.#patience.for(first.request, first.source));
  }

  #receive(reply: Reply | Started): void {
    if (reply.kind === "started") {
      this.#hasStarted = true;
      this.#watch();
      return;
    }
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    switch (reply.kind) {
      case "progress":
        this.#watch();
        pending.onProgress?.(reply.progress);
        return;
      case "result": {
        const { request, source } = pending;
        if (source === undefined) {
          const took = Math.min(performance.now() - this.#began, this.#watchdog.waitedMs);
          this.#patience.learn(request, took);
        } else if (source !== this.#model) {
          this.#model = source;
          this.#refused = [];
          this.#patience.forget();
        }
        this.#pending.delete(reply.id);
        this.#watch();
        pending.resolve(reply.result as never);
        return;
      }
      case "error":
        // WebAssembly that has trapped may hold half-written memory: it is not asked again.
        if (reply.error.code === "engine_stopped") {
          this.#stopped(pending, reply.error.message);
          return;
        }
        this.#pending.delete(reply.id);
        this.#watch();
        pending.reject(new WordlightError(reply.error));
        return;
      default:
        reply satisfies never;
    }
  }

  /** `over`: what it was about. */
  #stopped(over: Pending | null, message: string): void {
    const error = WordlightError.of("engine_stopped", message);
    const neverRan = !this.#hasStarted;
    this.#terminate();
    // It would not run the next time either, or not yet: whoever asks next starts it anew.
    if (neverRan && !this.#isRestoring) {
      this.#rejectAll(error);
      return;
    }
    for (const pending of this.#pending.values()) pending.isSent = false;
    let isTold = false;
    if (over !== null) {
      over.stops++;
      const { request, counts } = over;
      const isOnce = request.method !== "load" && over.stops < MOST_STOPS;
      if (!isOnce || counts?.() === false) {
        this.#pending.delete(request.id);
        if (over.stops >= MOST_STOPS) this.#refuse(request);
        over.reject(error);
        isTold = counts?.() !== false;
      }
    }
    // While the model is being restored, that is what it stopped over.
    if (!this.#isRestoring) void this.#restore(isTold);
  }

  async #restore(told: boolean): Promise<void> {
    const source = this.#model;
    if (source === null && this.#pending.size === 0) return;
    this.#isRestoring = true;
    const failure = source === null ? null : await this.#reload(source);
    await this.#readAgain();
    this.#isRestoring = false;
    if (this.#hasEnded) return;
    if (failure !== null) {
      this.#model = null;
      this.#rejectAll(WordlightError.of("no_model", "No model is loaded."));
      this.#live({ kind: "lost", error: failure });
      return;
    }
    if (source !== null) this.#live({ kind: "restored", told });
    for (const pending of [...this.#pending.values()]) if (!pending.isSent) this.#send(pending);
  }

  /** Null once the model is there again. */
  async #reload(source: ModelSource): Promise<WordlightError | null> {
    let failure: WordlightError | null = null;
    for (const after of RESTORE_AFTER_MS) {
      if (after > 0) await new Promise((done) => setTimeout(done, after));
      try {
        const params = await sentOf(source);
        if (this.#hasEnded) return null;
        await new Promise((resolve, reject) => {
          const id = ++this.#lastId;
          const request = { id, method: "load" as const, params };
          const onProgress = (progress: Progress) => this.#live({ kind: "restoring", progress });
          const pending = { request, isSent: false, stops: 0, source, onProgress, resolve, reject };
          this.#pending.set(id, pending);
          this.#send(pending);
        });
        return null;
      } catch (error) {
        failure = error as WordlightError;
      }
    }
    return failure;
  }

  /** Bytes that the former worker was given are no longer here. */
  async #readAgain(): Promise<void> {
    for (const pending of this.#pending.values()) {
      const { request, source, reject } = pending;
      if (request.method !== "load" || source === undefined) continue;
      try {
        request.params = await sentOf(source);
      } catch (error) {
        this.#pending.delete(request.id);
        reject(error as WordlightError);
      }
    }
  }

  #terminate(): void {
    this.#watchdog.rest();
    this.#worker?.terminate();
    this.#worker = null;
    this.#hasStarted = false;
  }

  #rejectAll(error: WordlightError): void {
    const open = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of open) reject(error);
  }

  #refuse(request: Request): void {
    this.#refused = [keyOf(request), ...this.#refused].slice(0, MOST_REFUSED);
  }

  /** Nothing is compared while there is nothing to compare with. */
  #keyOf(request: Request): string {
    return this.#refused.length === 0 ? "" : keyOf(request);
  }
}

const keyOf = ({ method, params }: Request): string => `${method} ${JSON.stringify(params)}`;
