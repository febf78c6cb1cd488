//! The contract in TypeScript; it is copied into the package's type declarations.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const CONTRACT: &str = r#"
/** A file as it was dropped. */
export interface NamedFile { name: string; bytes: Uint8Array }

/** What no file says. Names are Keras's own. Everything is optional. */
export interface LoadOptions {
  /** Absent where the model takes any length: the text goes in at its own length. */
  maxlen?: number;
  padding?: "pre" | "post";
  truncating?: "pre" | "post";
  numWords?: number;
  oovToken?: string;
  indexFrom?: number;
  startId?: number;
  oovId?: number;
  lower?: boolean;
  filters?: string;
  charLevel?: boolean;
  /** Of hierarchical models, which cannot be read yet. */
  maxSentences?: number;
  sentenceEnd?: string;
  sentencePadding?: "pre" | "post";
  sentenceTruncating?: "pre" | "post";
  attentionLayer?: string;
  output?: string;
  labels?: string[];
  /** Class name in the file → kind of attention, e.g. `{"MyAttention": "attention_with_context"}`. */
  customLayers?: Record<string, string>;
  /** Values for the inputs that are not text, by input name; such models cannot be read yet. */
  inputs?: Record<string, number[]>;
}

/** Every kind of error that the engine throws. */
export type ErrorCode =
  | "no_files"
  | "unrecognised_file"
  | "unsupported_format"
  | "damaged_file"
  | "not_keras"
  | "missing_architecture"
  | "missing_weights"
  | "missing_shards"
  | "missing_model"
  | "missing_tokenizer"
  | "missing_vocabulary"
  | "duplicate_file"
  | "invalid_config"
  | "invalid_graph"
  | "unsupported_layer"
  | "unsupported_option"
  | "weight_shape"
  | "missing_weight"
  | "extra_weight"
  | "shape_mismatch"
  | "unsupported_input"
  | "no_attention"
  | "token_id_out_of_range"
  | "invalid_tokenizer"
  | "unsafe_pickle"
  | "invalid_labels"
  | "invalid_option";

/** Every error that is thrown. `code` is stable: an `ErrorCode`. */
export interface WordlightError extends Error { code: string; hint?: string }

export interface ModelDescription {
  /** "keras-v3", "keras-h5", "keras-json+weights" */
  format: string;
  kerasVersion: string | null;
  layers: LayerDescription[];
  /** Names, outermost last. */
  attentionLayers: string[];
  tokenizer: string | null;
  /** `maxlen` is null where every text goes in at its own length. */
  settings: { maxlen: number | null; padding: "pre" | "post"; truncating: "pre" | "post" } & Omit<LoadOptions, "maxlen">;
  /** Steps that the model's own input shape asks for; null: any. */
  inputSteps: number | null;
  labels: string[];
  warnings: string[];
}

export interface LayerDescription {
  name: string;
  className: string;
  outputShape: (number | null)[];
  parameters: number;
  weights: { name: string; shape: number[] }[];
  /** Kind of attention, e.g. "attention_with_context"; null for other layers. */
  attention: string | null;
}

export interface Analysis {
  text: string;
  tokens: Token[];
  sentences: { start: number; end: number; attention: number }[] | null;
  paddingAttention: number;
  prediction: number[];
  labels: string[];
  attentionLayer: string;
  matrix: number[][] | null;
  milliseconds: number;
}

export interface Token {
  text: string;
  /** UTF-16 code units of the raw text. */
  start: number;
  end: number;
  /** null: dropped by the tokenizer. */
  id: number | null;
  status: "known" | "unknown" | "dropped" | "truncated";
  /** Padded time step; null when it did not reach the model. */
  step: number | null;
  sentence: number | null;
  /** α_t as the model computes it; null when it did not reach the model. */
  attention: number | null;
}

/** An analysis with one typed array per field of its tokens. The arrays are copies: transfer them freely. */
export interface AnalysisColumns {
  /** UTF-16 code units of the raw text. */
  starts: Uint32Array;
  ends: Uint32Array;
  /** -1: dropped by the tokenizer. */
  ids: Int32Array;
  /** 0 known, 1 unknown, 2 dropped, 3 truncated. */
  statuses: Uint8Array;
  /** -1: did not reach the model. */
  steps: Int32Array;
  /** NaN: did not reach the model (its step is -1), or the model itself computes NaN. */
  attentionWeights: Float32Array;
  prediction: Float32Array;
  labels: string[];
  paddingAttention: number;
  attentionLayer: string;
  milliseconds: number;
}

/** A tensor without its batch axis, row-major. */
export interface Tensor { shape: number[]; values: Float32Array }

/** One call of one layer, in the order of the forward pass. */
export interface LayerTrace {
  name: string;
  className: string;
  outputs: Tensor[];
  /** A recurrent layer's state after each step, [steps, units]. */
  hiddenStates: Tensor | null;
  /** An attention layer's intermediates: u_t [steps, attention_dim], scores and weights [steps], context [features]. */
  attention: { uT: Tensor; scores: Float32Array; attentionWeights: Float32Array; contextVector: Float32Array } | null;
}
"#;
