/**
 * What the page and the worker say to each other.
 * One map, `Methods`; requests and replies are derived from it.
 */

import type {
  Analysis,
  AnalysisColumns,
  AttentionMatrix,
  CheckReport,
  LayerTrace,
  LoadOptions,
  ModelDescription,
  Neighbour,
  Weight,
} from "../../pkg/wordlight.js";

export type {
  Analysis,
  AnalysisColumns,
  AttentionKind,
  AttentionMatrix,
  AttentionTrace,
  CheckReport,
  LayerDescription,
  LayerTrace,
  LoadOptions,
  ModelDescription,
  Neighbour,
  Reading as LayerReading,
  Tensor,
  Weight,
} from "../../pkg/wordlight.js";

/** One file of a model. A Blob crosses to the worker by reference, so the page can keep it for a restart. */
export interface NamedBlob {
  name: string;
  blob: Blob;
}

/** The same as it is sent: bytes, where a worker cannot read the page's blobs. */
export interface SentFile {
  name: string;
  content: Blob | ArrayBuffer;
}

/** Options that a person changes; null takes one back to what the files say. */
export type OptionsChange = { [Name in keyof LoadOptions]?: LoadOptions[Name] | null };

/** Everything needed to load a model again: after a restart, or with other options. */
export interface ModelSource {
  files: NamedBlob[];
  options: LoadOptions;
}

/** The values of `AnalysisColumns.statuses`, in the engine's order; the last is the page's own. */
export const STATUSES = ["known", "unknown", "dropped", "truncated", "leftOut"] as const;
export type Status = (typeof STATUSES)[number];

/** An Error loses `code` and `hint` in postMessage, so errors cross as this. */
export interface WireError {
  code: string;
  message: string;
  hint: string | null;
}

export interface Methods {
  load: { params: { files: SentFile[]; options: LoadOptions }; result: ModelDescription };
  analyze: { params: { text: string }; result: AnalysisColumns };
  /** The contract's `Analysis`, with the matrix of all words. */
  analysis: { params: { text: string }; result: Analysis };
  /** Null where the attention is none of words to words. */
  matrix: { params: { text: string }; result: AttentionMatrix | null };
  /** Of one layer; one inside another is called `outer/inner`. */
  weights: { params: { layer: string }; result: Weight[] };
  /** The words nearest to a word in the embedding. */
  neighbours: { params: { word: string; count: number }; result: Neighbour[] };
  /** The calls around the attention; of a hierarchical model those over one sentence, or (null) over all. */
  path: { params: { text: string; sentence: number | null }; result: LayerTrace[] };
  /** Lines of Python that write `wordlight-check.json`. */
  checkScript: { params: null; result: string };
  /** What is in such a file, against our own numbers. */
  check: { params: { json: string }; result: CheckReport };
  /** The model without its weights, in plain text. */
  report: { params: null; result: string };
}

export type Method = keyof Methods;

export type Request = {
  [M in Method]: { id: number; method: M; params: Methods[M]["params"] };
}[Method];

/** The engine, compiled or as the bytes of its .wasm file. */
export type EngineCode = WebAssembly.Module | ArrayBuffer;

/** The first message to a worker. Null: it fetches the engine for itself. */
export interface Start {
  method: "start";
  code: EngineCode | null;
}

/** The first message from a worker: its engine runs, or has failed to, and from now on questions are answered. */
export interface Started {
  kind: "started";
}

/** How far a load has come. `total` 0: not known. */
export interface Progress {
  what: "fetching" | "reading" | "building";
  loaded: number;
  total: number;
}

export type Reply =
  | { id: number; kind: "result"; result: Methods[Method]["result"] }
  | { id: number; kind: "error"; error: WireError }
  | { id: number; kind: "progress"; progress: Progress };

/** Codes that come from the page and the worker; all others come from the engine. */
export type PageErrorCode =
  | "engine_stopped"
  | "engine_unavailable"
  | "no_model"
  | "not_fetched"
  | "not_readable"
  | "too_large";
