/**
 * What the page and the worker say to each other.
 * One map, `Methods`; requests and replies are derived from it.
 */

/** One file of a model. A Blob crosses to the worker by reference, so the page can keep it for a restart. */
export interface NamedBlob {
  name: string;
  blob: Blob;
}

/** What no file says, in Keras's own names; absent means "as the files say". */
export interface LoadOptions {
  maxlen?: number;
  padding?: "pre" | "post";
  truncating?: "pre" | "post";
}

/** Options that a person changes; null takes one back to what the files say. */
export type OptionsChange = { [Name in keyof LoadOptions]: LoadOptions[Name] | null };

/** Everything needed to load a model again: after a restart, or with other options. */
export interface ModelSource {
  files: NamedBlob[];
  options: LoadOptions;
}

export interface LayerDescription {
  name: string;
  className: string;
  outputShape: (number | null)[];
  parameters: number;
  weights: { name: string; shape: number[] }[];
  attention: string | null;
}

export interface ModelDescription {
  format: string;
  kerasVersion: string | null;
  layers: LayerDescription[];
  attentionLayers: string[];
  tokenizer: string | null;
  settings: { maxlen: number | null; padding: "pre" | "post"; truncating: "pre" | "post" };
  labels: string[];
  warnings: string[];
}

/** The values of `AnalysisColumns.statuses`, in the engine's order. */
export const STATUSES = ["known", "unknown", "dropped", "truncated"] as const;
export type Status = (typeof STATUSES)[number];

/** One entry per token in every column; offsets in UTF-16 code units of the text sent. */
export interface AnalysisColumns {
  starts: Uint32Array;
  ends: Uint32Array;
  /** -1: dropped by the tokenizer. */
  ids: Int32Array;
  /** Indexes into `STATUSES`. */
  statuses: Uint8Array;
  /** -1: did not reach the model. */
  steps: Int32Array;
  /** NaN: did not reach the model. */
  attentionWeights: Float32Array;
  prediction: Float32Array;
  labels: string[];
  paddingAttention: number;
  attentionLayer: string;
  milliseconds: number;
}

/** An Error loses `code` and `hint` in postMessage, so errors cross as this. */
export interface WireError {
  code: string;
  message: string;
  hint: string | null;
}

export interface Methods {
  load: { params: ModelSource; result: ModelDescription };
  analyze: { params: { text: string }; result: AnalysisColumns };
}

export type Method = keyof Methods;

export type Request = {
  [M in Method]: { id: number; method: M; params: Methods[M]["params"] };
}[Method];

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
  | "not_readable";
