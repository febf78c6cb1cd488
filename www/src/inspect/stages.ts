/**
 * The way of the numbers, stage by stage: from the calls of a model to what is worth a picture, in the
 * order in which it is computed. What a kind of attention does not have makes no stage.
 */
import type { AttentionTrace, LayerTrace, Tensor } from "../engine/protocol";
import type { NumberArray } from "./numbers";

export type StageKind =
  | "embedding"
  | "hidden"
  | "both"
  | "layer"
  | "scored"
  | "scoresOfU"
  | "scores"
  | "weights"
  | "weightsOf"
  | "weightsOfMatrix"
  | "perFeature"
  | "context"
  | "output"
  | "prediction";

export interface Stage {
  kind: StageKind;
  layer: string;
  array: NumberArray;
  /** What each row is about, as the engine has it; null: the rows are no steps. */
  steps: Uint32Array | null;
  /** One number a row. */
  isColumn: boolean;
  /** The attention that this is a part of. */
  attention: AttentionTrace | null;
  /** Whether these are the h_t that the attention weighs. */
  isWeighed: boolean;
}

/** They hand numbers on as they are once training is over. */
const PASSES_ON = new Set([
  "InputLayer",
  "Dropout",
  "SpatialDropout1D",
  "GaussianNoise",
  "GaussianDropout",
  "AlphaDropout",
  "ActivityRegularization",
  "Masking",
  "Identity",
]);

const RECURRENT = /LSTM|GRU|RNN|Bidirectional/;

/** These score tanh(h·W + b) by a learned vector u: their parts are known one by one. */
export const SCORES_BY_VECTOR = new Set([
  "attention_with_context",
  "att_layer_richliao",
  "han_docla_attention",
]);

/** `layer`: the name of the attention, where the calls have several. */
export function stagesOf(calls: LayerTrace[], layer: string | null): Stage[] {
  const own = layer?.split("/").at(-1);
  const isOwn = ({ name, attention }: LayerTrace) => attention !== null && name === own;
  const named = calls.findLastIndex(isOwn);
  const at = named >= 0 ? named : calls.findLastIndex(({ attention }) => attention !== null);
  const attending = calls[at];
  if (attending?.attention == null) return [];
  const before = closure([at], (call) => calls[call]?.from ?? []);
  const after = closure([at], (call) =>
    calls.flatMap(({ from }, index) => (from.includes(call) ? [index] : [])),
  );
  const weighed = weighedCall(calls, attending);
  const stages: Stage[] = [];
  for (const [index, call] of calls.entries()) {
    if (index === at) stages.push(...stagesOfAttention(attending, attending.attention));
    else if (PASSES_ON.has(call.className)) continue;
    else if (before.has(index)) stages.push(...stageBefore(call, call === weighed));
    else if (after.has(index)) stages.push(...stageAfter(call, index === calls.length - 1));
  }
  return stages;
}

/** Where the numbers come from that the attention is given. */
function weighedCall(calls: LayerTrace[], { from }: LayerTrace): LayerTrace | undefined {
  let call = calls[from[0] ?? -1];
  while (call && PASSES_ON.has(call.className)) call = calls[call.from[0] ?? -1];
  return call;
}

/** All that are reached from some, these among them. */
function closure(from: number[], next: (call: number) => number[]): Set<number> {
  const found = new Set(from);
  for (const call of found) for (const other of next(call)) found.add(other);
  return found;
}

const stage = (
  kind: StageKind,
  layer: string,
  { shape, values, steps }: Tensor,
  attention: AttentionTrace | null = null,
): Stage => ({
  kind,
  layer,
  array: { shape, values },
  steps,
  isColumn: false,
  attention,
  isWeighed: false,
});

function stageBefore({ name, className, outputs }: LayerTrace, isWeighed: boolean): Stage[] {
  const output = outputs[0];
  if (output === undefined || output.shape.length !== 2) return [];
  const isBoth = className.includes("Bidirectional");
  const kind = className.includes("Embedding")
    ? "embedding"
    : RECURRENT.test(className)
      ? isBoth
        ? "both"
        : "hidden"
      : "layer";
  const made = stage(kind, name, output);
  return [{ ...made, isColumn: output.shape[1] === 1, isWeighed }];
}

function stageAfter({ name, outputs }: LayerTrace, isLast: boolean): Stage[] {
  const output = outputs[0];
  if (output === undefined || output.shape.length > 2) return [];
  const isSteps = output.shape.length === 2;
  return [stage(isLast && !isSteps ? "prediction" : isSteps ? "layer" : "output", name, output)];
}

function stagesOfAttention({ name, outputs }: LayerTrace, attention: AttentionTrace): Stage[] {
  const { kind, uT, scores, attentionWeights, perFeature, heads, contextVector, steps } = attention;
  const column = (of: StageKind, values: Float32Array): Stage => ({
    ...stage(of, name, { shape: [values.length], values, steps }, attention),
    isColumn: true,
  });
  const byVector = SCORES_BY_VECTOR.has(kind) && uT !== null && scores !== null;
  const stages: Stage[] = [];
  if (uT !== null && byVector) stages.push(stage("scored", name, { ...uT, steps }, attention));
  if (scores !== null) stages.push(column(byVector ? "scoresOfU" : "scores", scores));
  if (perFeature !== null) {
    stages.push(stage("perFeature", name, { ...perFeature, steps }, attention));
  }
  const weighs = byVector ? "weights" : heads === null ? "weightsOf" : "weightsOfMatrix";
  stages.push(column(weighs, attentionWeights));
  if (contextVector !== null) {
    const context = { shape: [contextVector.length], values: contextVector, steps: null };
    stages.push(stage("context", name, context, attention));
  } else if (heads !== null && outputs[0]?.shape.length === 2) {
    stages.push(stage("layer", name, outputs[0]));
  }
  return stages;
}
