/**
 * What a model's last numbers are: a probability of two classes, one of several classes, labels of
 * which several may apply, or plain values. Told from how many there are and from the function that
 * they went through last; where that is not known, from the numbers: a softmax's always sum to 1. A
 * person who knows better says so, and that is remembered for the model.
 */
import type { AnalysisColumns, ModelDescription } from "./engine/protocol";
import type { LoadedModel } from "./state";

export const HEADS = ["binary", "classes", "labels", "values"] as const;
export type Head = (typeof HEADS)[number];

const KEY = "wordlight-heads";
/** float32 sums of many probabilities are not exactly 1. */
const ROUNDING = 1e-3;

/** What people said that models' predictions are, by model. */
export type Heads = ReadonlyMap<string, Head>;
/** As much of a model as it is known again by. */
export type OfModel = Pick<LoadedModel, "name" | "bundled" | "description">;

type Output = Pick<AnalysisColumns, "prediction" | "labels">;
type Activation = ModelDescription["outputActivation"];

/** As the layer tells, or the numbers themselves. */
export function toldHead({ prediction, labels }: Output, activation: Activation): Head {
  if (prediction.length === 1) return labels.length === 2 ? "binary" : "values";
  if (activation === "softmax") return "classes";
  if (activation === "sigmoid") return "labels";
  if (activation === "linear") return "values";
  if (prediction.some((value) => !(value >= 0 && value <= 1))) return "values";
  const sum = prediction.reduce((all, value) => all + value, 0);
  return Math.abs(sum - 1) < ROUNDING ? "classes" : "labels";
}

/** What these numbers can be read as. */
export const possibleHeads = ({ prediction }: Output): readonly Head[] =>
  prediction.length === 1 ? ["binary", "values"] : ["classes", "labels", "values"];

export function headOf(heads: Heads, model: OfModel | null, output: Output): Head {
  const wanted = model === null ? undefined : heads.get(nameOf(model));
  if (wanted !== undefined && possibleHeads(output).includes(wanted)) return wanted;
  return toldHead(output, model?.description.outputActivation ?? null);
}

export function withHead(heads: Heads, model: OfModel, head: Head): Heads {
  const name = nameOf(model);
  try {
    // With what other tabs have written since, and without what they have removed.
    localStorage.setItem(KEY, JSON.stringify([...new Map(keptHeads()).set(name, head)]));
  } catch {
    // Full or refused: then it holds until the page is left.
  }
  return new Map(heads).set(name, head);
}

/** The same files on another day are the same model. */
function nameOf({ name, bundled, description: { layers, labels } }: OfModel): string {
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return [bundled ?? "own", name, parameters, labels.length].join(" ");
}

/** Of earlier visits. */
export function keptHeads(): Heads {
  const map = new Map<string, Head>();
  try {
    const entries: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    for (const entry of Array.isArray(entries) ? entries : []) {
      if (!Array.isArray(entry)) continue;
      const head = HEADS.find((one) => one === entry[1]);
      if (typeof entry[0] === "string" && head !== undefined) map.set(entry[0], head);
    }
  } catch {
    // Refused, or written by hand: what the numbers tell holds.
  }
  return map;
}
