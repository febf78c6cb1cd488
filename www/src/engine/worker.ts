/** The worker: the only place that knows the WebAssembly package. */
import init, { Model } from "../../pkg/wordlight.js";
import { WordlightError } from "./error";
import type {
  AnalysisColumns,
  AttentionMatrix,
  EngineCode,
  Methods,
  ModelDescription,
  Progress,
  Reply,
  Request,
  Start,
  Started,
} from "./protocol";

const scope = self as unknown as DedicatedWorkerGlobalScope;

let start: (code: EngineCode | null) => void;
const started = new Promise<EngineCode | null>((resolve) => {
  start = resolve;
});
const engine = started
  .then((code) => {
    if (code === null) throw new TypeError("the engine could not be fetched");
    return init({ module_or_path: code });
  })
  .catch((error: unknown) => {
    throw WordlightError.of("engine_unavailable", String(error));
  });
// Each request awaits it and reports the failure.
const tellStarted = () => scope.postMessage({ kind: "started" } satisfies Started);
engine.then(tellStarted, tellStarted);

let model: Model | null = null;

scope.addEventListener("message", async ({ data }: MessageEvent<Request | Start>) => {
  if (data.method === "start") return start(data.code);
  try {
    await engine;
    switch (data.method) {
      case "load":
        return reply(data.id, load(data.params, data.id));
      case "analyze": {
        const columns = loaded().analyzeColumns(data.params.text);
        return reply(data.id, columns, buffersOf(columns));
      }
      case "analysis":
        return reply(data.id, loaded().analyze(data.params.text));
      case "matrix": {
        const matrix = loaded().matrix(data.params.text);
        return reply(data.id, matrix, matrix === null ? [] : buffersOf(matrix));
      }
      case "weights": {
        const weights = loaded().weights(data.params.layer);
        return reply(data.id, weights, buffersWithin(weights));
      }
      case "neighbours":
        return reply(data.id, loaded().neighbours(data.params.word, data.params.count));
      case "path": {
        const calls = loaded().path(data.params.text, data.params.sentence ?? undefined);
        return reply(data.id, calls, buffersWithin(calls));
      }
      case "checkScript":
        return reply(data.id, loaded().checkScript());
      case "check":
        return reply(data.id, loaded().check(data.params.json));
      case "report":
        return reply(data.id, loaded().report());
      default:
        data satisfies never;
    }
  } catch (error) {
    send({ id: (data as Request).id, kind: "error", error: wire(error) });
  }
});

function load({ files, options }: Methods["load"]["params"], id: number): ModelDescription {
  const total = files.reduce((sum, { content }) => sum + sizeOf(content), 0);
  let read = 0;
  const progress = (what: Progress["what"]) =>
    send({ id, kind: "progress", progress: { what, loaded: read, total } });
  let unreadable: WordlightError | null = null;
  const reader = new FileReaderSync();
  // The engine asks for the bytes of one file at a time and copies them, so that a large model is
  // never here twice: what was read of one file can go before the next is read.
  const named = files.map(({ name, content }) => ({
    name,
    get bytes(): Uint8Array {
      try {
        const isBlob = content instanceof Blob;
        const bytes = new Uint8Array(isBlob ? reader.readAsArrayBuffer(content) : content);
        read += bytes.byteLength;
        progress(read < total ? "reading" : "building");
        return bytes;
      } catch {
        unreadable = WordlightError.of("not_readable", `${name} could not be read.`);
        throw unreadable;
      }
    },
  }));

  progress("reading");
  const loading = ((): Model => {
    try {
      return Model.load(named, options);
    } catch (error) {
      throw unreadable ?? error;
    }
  })();
  const description = loading.describe();
  // Only now: a file that fails leaves the present model as it is.
  model?.free();
  model = loading;
  return description;
}

const sizeOf = (content: Blob | ArrayBuffer): number =>
  content instanceof Blob ? content.size : content.byteLength;

function loaded(): Model {
  if (model === null) throw WordlightError.of("no_model", "No model is loaded.");
  return model;
}

/** Its typed arrays are copies already: they are handed over, not copied again. */
function buffersOf(result: AnalysisColumns | AttentionMatrix): Transferable[] {
  return Object.values(result)
    .filter((value) => ArrayBuffer.isView(value))
    .map(({ buffer }) => buffer as ArrayBuffer)
    .filter((buffer, index, all) => all.indexOf(buffer) === index);
}

/** The same of results with objects in them; each of these arrays has a buffer of its own. */
function buffersWithin(value: unknown): Transferable[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(buffersWithin);
}

/** A trap, or a stack or memory that ran out, leaves the engine unusable: the page starts a new worker. */
function wire(error: unknown) {
  const stopped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  return stopped
    ? { code: "engine_stopped", message: error.message, hint: null }
    : WordlightError.wire(error, "engine_stopped");
}

function reply<M extends keyof Methods>(
  id: number,
  result: Methods[M]["result"],
  transfer: Transferable[] = [],
): void {
  send({ id, kind: "result", result }, transfer);
}

function send(message: Reply, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}
