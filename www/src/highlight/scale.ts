/**
 * What a colour means. A scale turns what a view shows of a word into a brightness between 0 (unlit)
 * and 1 (full colour), a curve says how brightness grows on the way; the legend shows the ticks of
 * both. Nothing else rescales.
 */
import type { View } from "../view";

export const SCALES = ["strongest", "share", "uniform"] as const;
export type ScaleName = (typeof SCALES)[number];

/** `root`: brightness is the square root of the value, so that small ones are told apart. */
export const CURVES = ["linear", "root"] as const;
export type CurveName = (typeof CURVES)[number];

export interface Tone {
  scale: ScaleName;
  curve: CurveName;
}

/** On the scale "uniform": so many times an equal share is full colour. */
export const FULL_TIMES_UNIFORM = 8;

/** The value that has full colour at this word; larger ones have it too. */
export function fullAt(scale: ScaleName, view: View, token: number): number {
  switch (scale) {
    case "strongest":
      return view.full ?? view.values[view.strongest] ?? Number.NaN;
    case "share":
      return 1;
    case "uniform":
      return FULL_TIMES_UNIFORM * view.equal(token);
  }
}

export function brightness({ scale, curve }: Tone, view: View, token: number): number {
  return brightnessOf(view.values[token] ?? Number.NaN, fullAt(scale, view, token), curve);
}

/** Lengths are linear whatever the curve of the light. */
export function brightnessOf(value: number, full: number, curve: CurveName = "linear"): number {
  const part = full > 0 && value > 0 ? Math.min(value / full, 1) : 0;
  return curve === "root" ? Math.sqrt(part) : part;
}

/** The other way round: which part of full colour's value has this brightness. */
export const partAt = (brightness: number, curve: CurveName): number =>
  curve === "root" ? brightness ** 2 : brightness;
