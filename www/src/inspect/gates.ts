/** The gates of recurrent kernels, which lie side by side, in Keras's order. */
import type { Weight } from "../engine/protocol";

export interface Gates {
  kind: "lstm" | "gru";
  names: readonly string[];
}

const OF_COUNT: Record<number, Gates> = {
  4: { kind: "lstm", names: ["i", "f", "c", "o"] },
  3: { kind: "gru", names: ["z", "r", "h"] },
};

const KERNEL = "recurrent_kernel";

/**
 * Whether a weight lies in gates, and which: no class is asked, because wrappers and cells have many,
 * but the recurrent kernel beside it, which leads from as many units as each of its gates has.
 */
export function gatesOf(weight: Weight, all: Weight[]): Gates | null {
  const slash = weight.name.lastIndexOf("/") + 1;
  const [scope, leaf] = [weight.name.slice(0, slash), weight.name.slice(slash)];
  if (leaf !== "kernel" && leaf !== KERNEL && leaf !== "bias") return null;
  const recurrent = all.find(({ name }) => name === scope + KERNEL)?.shape;
  const [units = 0, width = 0] = recurrent ?? [];
  if (units === 0 || weight.shape.at(-1) !== width) return null;
  return OF_COUNT[width / units] ?? null;
}
