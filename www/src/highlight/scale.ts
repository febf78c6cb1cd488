/**
 * What a colour means. A scale turns an attention weight into a brightness between 0 (unlit) and
 * 1 (full colour); the legend shows its ticks. Nothing else rescales weights.
 */
import { equalShare, type Reading } from "../reading";

export const SCALES = ["strongest", "share", "uniform"] as const;
export type ScaleName = (typeof SCALES)[number];

/** On the scale "uniform": so many times an equal share is full colour. */
export const FULL_TIMES_UNIFORM = 8;

export interface Scale {
  name: ScaleName;
  /** The share of all attention that has full colour; larger shares have it too. */
  full: number;
}

export function scaleOf(name: ScaleName, reading: Reading): Scale {
  switch (name) {
    case "strongest":
      return { name, full: shareOf(reading, reading.strongest) };
    case "share":
      return { name, full: 1 };
    case "uniform":
      return { name, full: FULL_TIMES_UNIFORM * equalShare(reading) };
  }
}

export function brightness(scale: Scale, share: number): number {
  return scale.full > 0 && share > 0 ? Math.min(share / scale.full, 1) : 0;
}

export function shareOf({ columns, total }: Reading, token: number): number {
  const weight = columns.attentionWeights[token] ?? Number.NaN;
  return total > 0 ? weight / total : weight;
}
