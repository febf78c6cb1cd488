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
  /** Hierarchical models: sentences of a text, and the regular expression that ends one. */
  maxSentences?: number;
  sentenceEnd?: string;
  /** As `padding` and `truncating` where they are not said. */
  sentencePadding?: "pre" | "post";
  sentenceTruncating?: "pre" | "post";
  attentionLayer?: string;
  output?: string;
  labels?: string[];
  /** Class name in the file → kind of attention, e.g. `{"MyAttention": "attention_with_context"}`. */
  customLayers?: Record<string, string>;
  /** Values for the inputs that are not text, by input name. */
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
  | "text_too_long"
  | "unsupported_input"
  | "no_attention"
  | "token_id_out_of_range"
  | "invalid_tokenizer"
  | "unsafe_pickle"
  | "invalid_labels"
  | "invalid_check"
  | "invalid_option";

/** Every error that is thrown. `code` is stable: an `ErrorCode`. */
export interface WordlightError extends Error { code: string; hint?: string }

export interface ModelDescription {
  /** "keras-v3", "keras-h5", "keras-json+weights", "tfjs-layers" */
  format: string;
  kerasVersion: string | null;
  layers: LayerDescription[];
  /** Names, outermost last. */
  attentionLayers: string[];
  tokenizer: string | null;
  /** `maxlen` is null where every text goes in at its own length. */
  settings: { maxlen: number | null; padding: "pre" | "post"; truncating: "pre" | "post" } & Omit<LoadOptions, "maxlen">;
  /** Steps that the model's own input shape asks for; null: any. In hierarchical models, of a sentence. */
  inputSteps: number | null;
  /** Sentences that the model's own input shape asks for; null: any, or not a hierarchical model. */
  inputSentences: number | null;
  /** Whether texts go in sentence by sentence; `settings` then has the four settings of sentences. */
  hierarchical: boolean;
  /** The layer whose attention over words is reported, and that over sentences. */
  wordAttentionLayer: string | null;
  sentenceAttentionLayer: string | null;
  /** How many words one step of the attention is about: above 1 behind convolutions and pooling. */
  wordsPerStep: number;
  /** The inputs that are not text, with the values they are fed. */
  inputs: { name: string; shape: (number | null)[]; values: number[] }[];
  /** Names of the outputs: what `output` may be. */
  outputs: string[];
  /** The function that the prediction went through last; null: another, or none that is known. */
  outputActivation: "sigmoid" | "softmax" | "linear" | null;
  /** How layers of classes that Keras does not know were read. */
  readings: Reading[];
  labels: string[];
  warnings: string[];
}

/** A kind of attention. */
export interface AttentionKind {
  /** e.g. "attention_with_context": a value in `customLayers` */
  kind: string;
  /** e.g. "AttentionWithContext (Yang et al. 2016)" */
  title: string;
  /** One line of plain text, e.g. "α = exp(u·tanh(W·h + b)) / (Σ exp + 1e-7)" */
  equation: string;
}

/** How a layer of somebody's own class was read: the file has its weights and arguments, but not its code. */
export interface Reading extends AttentionKind {
  layer: string;
  /** Its class: a key in `customLayers`. */
  className: string;
  /** What told, in a sentence. */
  reason: string;
  /** Other kinds that its weights would fit, the likelier first. */
  alternatives: AttentionKind[];
}

export interface LayerDescription {
  name: string;
  className: string;
  outputShape: (number | null)[];
  parameters: number;
  /** How many of them training would change. */
  trainable: number;
  weights: { name: string; shape: number[] }[];
  /** Kind of attention, e.g. "attention_with_context"; null for other layers. */
  attention: string | null;
  /** The layers of a model inside; empty for other layers. */
  layers: LayerDescription[];
}

export interface Analysis {
  text: string;
  tokens: Token[];
  /** Sentences of a hierarchical model; `attention` is null (NaN) where a sentence was cut. */
  sentences: { start: number; end: number; attention: number | null }[] | null;
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

/**
 * An analysis with one typed array per field of its tokens. The arrays are views of one buffer of their own: to
 * transfer one is to transfer all.
 */
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
  /** Index of its sentence; -1: not a hierarchical model. */
  sentences: Int32Array;
  /** NaN: did not reach the model (its step is -1), or the model itself computes NaN. */
  attentionWeights: Float32Array;
  /** Sentences of a hierarchical model, else empty; attention NaN: it was cut off. */
  sentenceStarts: Uint32Array;
  sentenceEnds: Uint32Array;
  sentenceAttention: Float32Array;
  /** Of each sentence, the share of the word attention that fell on padding; NaN: it was cut off. */
  sentenceWordPadding: Float32Array;
  /** Whether `matrix(text)` has something to tell. */
  hasMatrix: boolean;
  prediction: Float32Array;
  labels: string[];
  paddingAttention: number;
  attentionLayer: string;
  milliseconds: number;
}

/** `analyzeMany`: what belongs to words lies text after text, `counts` words each. */
export interface ManyColumns {
  /** Words of each text. */
  counts: Uint32Array;
  paddingAttention: Float32Array;
  /** As many numbers for each text as the model puts out; NaN for a text without an answer. */
  predictions: Float32Array;
  /** UTF-16 code units of the raw text. */
  starts: Uint32Array;
  ends: Uint32Array;
  /** -1: dropped by the tokenizer. */
  ids: Int32Array;
  /** NaN: did not reach the model. */
  attentionWeights: Float32Array;
  /** 0 known, 1 unknown, 2 dropped, 3 truncated. */
  statuses: Uint8Array;
  /** Texts without an answer, by their place in what was given. */
  failures: { text: number; error: WordlightError }[];
}

/** Self-attention between the words that reached the model. */
export interface AttentionMatrix {
  /** Indices of tokens in the analysis, in the order of the text. */
  tokens: Uint32Array;
  heads: number;
  /** [heads, tokens, tokens]: from each word (rows) to each word (columns), row-major. */
  values: Float32Array;
}

/** How far Keras's own numbers (`wordlight-check.json`) and ours agree. */
export interface CheckReport {
  texts: {
    text: string;
    /** Whether the model was fed the same numbers. */
    sameTokens: boolean;
    /** Largest differences; null where the file does not tell. */
    attention: number | null;
    prediction: number | null;
    /** Where the difference arises, when it is above 1e-4. */
    where: "tokens" | "attention" | "prediction" | null;
  }[];
  largest: number;
}

/** A weight as Keras has it. */
export interface Weight {
  /** Keras's name of it, e.g. "kernel", "forward_layer/recurrent_kernel". */
  name: string;
  shape: number[];
  /** Row-major. */
  values: Float32Array;
  trainable: boolean;
}

/** A word beside another in the embedding, with the cosine of the angle between both. */
export interface Neighbour { word: string; similarity: number }

/** A tensor without its batch axis, row-major. */
export interface Tensor {
  shape: number[];
  values: Float32Array;
  /**
   * What the first axis is about: first place and end in the padded sequence (of words, or of sentences), two numbers a
   * step. null: the first axis does not run over the text, or it is not known.
   */
  steps: Uint32Array | null;
}

/** One call of one layer, in the order of the forward pass. */
export interface LayerTrace {
  name: string;
  className: string;
  /** Places in this list: the calls whose outputs it was fed. */
  from: number[];
  outputs: Tensor[];
  /** A recurrent layer's state after each step, [steps, units]. */
  hiddenStates: Tensor | null;
  attention: AttentionTrace | null;
}

/** What happened in an attention layer; null for what its kind does not have. */
export interface AttentionTrace {
  /** A value in `customLayers`, e.g. "attention_with_context". */
  kind: string;
  /** The whole of what it computes, in one line of plain text; "" where no class computes it. */
  equation: string;
  /** u_t, [steps, attention_dim] */
  uT: Tensor | null;
  /** Before the exponential, [steps] */
  scores: Float32Array | null;
  /** α, [steps]: the mean over features, or over heads and queries, where it has them. */
  attentionWeights: Float32Array;
  /** α of a layer that weighs each feature by itself, [steps, features] */
  perFeature: Tensor | null;
  /** How many heads a self-attention has: 1 where it knows none; null: it is no self-attention. */
  heads: number | null;
  /** Σ α_t·h_t, [features] */
  contextVector: Float32Array | null;
  /** What each step is about, as in `Tensor`. */
  steps: Uint32Array | null;
}
"#;
