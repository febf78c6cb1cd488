/**
 * The colours of a heat map. Signed numbers go from blue over the paper to orange, in steps of one length
 * in OKLab (culori): zero is the paper, both ends are equally far from it in lightness, and no kind of
 * colour-blindness takes one end for the other. Shares have the colours of the light.
 */
import {
  clampRgb,
  interpolate,
  modeLrgb,
  modeOklab,
  modeOklch,
  modeRgb,
  type Rgb,
  useMode,
} from "culori/fn";
import { levelColours } from "../highlight/colours";
import type { MapName } from "../highlight/levels";

const rgb = useMode(modeRgb);
const oklab = useMode(modeOklab);
useMode(modeOklch);
useMode(modeLrgb);

export type RampName = "signed" | "share";

/** From the least number to the greatest; of a signed one zero lies in the middle. */
export interface Ramp {
  /** `[STEPS, 3]` */
  colours: Uint8ClampedArray;
  notANumber: [number, number, number];
}

export const STEPS = 255;

const ENDS = {
  light: {
    below: "oklch(0.44 0.135 255)",
    above: "oklch(0.55 0.15 45)",
    notANumber: "oklch(0.45 0.25 330)",
  },
  dark: {
    below: "oklch(0.76 0.115 245)",
    above: "oklch(0.79 0.14 60)",
    notANumber: "oklch(0.7 0.28 330)",
  },
} as const;

/** A colour of CSS, in whatever space the style sheet came to have it. */
function painted(colour: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (context === null) return { mode: "rgb", r: 1, g: 1, b: 1 };
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 255, g = 255, b = 255] = context.getImageData(0, 0, 1, 1).data;
  return { mode: "rgb", r: r / 255, g: g / 255, b: b / 255 };
}

/** `paper`: what the picture lies on, as CSS has it; `map`: the colours of the light. */
export function ramp(name: RampName, paper: string, map: MapName): Ramp {
  const middle = oklab(painted(paper));
  const theme = middle.l < 0.5 ? "dark" : "light";
  const ends = ENDS[theme];
  const over = interpolate([ends.below, middle, ends.above], "oklab");
  const levels = levelColours(map, theme);
  const colourAt = (along: number) =>
    name === "signed"
      ? over(along)
      : (levels[Math.round(along * (levels.length - 1))]?.background ?? paper);
  const bytes = (colour: Parameters<typeof rgb>[0]): [number, number, number] => {
    const { r, g, b } = clampRgb(rgb(colour) as Rgb);
    return [255 * r, 255 * g, 255 * b];
  };
  const colours = new Uint8ClampedArray(3 * STEPS);
  for (let step = 0; step < STEPS; step++) {
    colours.set(bytes(colourAt(step / (STEPS - 1))), 3 * step);
  }
  return { colours, notANumber: bytes(ends.notANumber) };
}

/** The step of a number; `limit`: the number at the end. Infinite ones are at the end. */
export function stepOf(name: RampName, value: number, limit: number): number {
  const share = limit > 0 ? Math.min(Math.max(value / limit, -1), 1) : 0;
  const along = name === "signed" ? (share + 1) / 2 : Math.max(share, 0);
  return Math.round(along * (STEPS - 1));
}

/** As CSS has it. */
export function colourOf({ colours, notANumber }: Ramp, step: number): string {
  const [r, g, b] = Number.isNaN(step) ? notANumber : colours.subarray(3 * step, 3 * step + 3);
  return `rgb(${Math.round(r as number)} ${Math.round(g as number)} ${Math.round(b as number)})`;
}
