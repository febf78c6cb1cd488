/**
 * What a colour means. A scale turns what a view shows of a word into a brightness between 0 (unlit)
 * and 1 (full colour); the legend shows its ticks. Nothing else rescales.
 */
import type { View } from "../view";

export const SCALES = ["strongest", "share", "uniform"] as const;
export type ScaleName = (typeof SCALES)[number];

/** On the scale "uniform": so many times an equal share is full colour. */
export const FULL_TIMES_UNIFORM = 8;

/** The value that has full colour at this word; larger ones have it too. */
export function fullAt(scale: ScaleName, view: View, token: number): number {
  switch (scale) {
    case "strongest":
      return view.values[view.strongest] ?? Number.NaN;
    case "share":
      return 1;
    case "uniform":
      return FULL_TIMES_UNIFORM * view.equal(token);
  }
}

export function brightness(scale: ScaleName, view: View, token: number): number {
  return brightnessOf(view.values[token] ?? Number.NaN, fullAt(scale, view, token));
}

export function brightnessOf(value: number, full: number): number {
  return full > 0 && value > 0 ? Math.min(value / full, 1) : 0;
}
