/**
 * The light of a lamp: 32 steps from paper to amber, even to the eye (OKLCH, by culori), and for
 * each step an ink that can be read on it. Worked out when the page is built.
 */
import {
  clampRgb,
  formatRgb,
  interpolate,
  modeLrgb,
  modeOklch,
  modeRgb,
  type Rgb,
  useMode,
  wcagContrast,
} from "culori/fn";
import { LEVELS } from "./levels";

const rgb = useMode(modeRgb);
// The space of the steps, and the one in which contrast is measured.
useMode(modeOklch);
useMode(modeLrgb);

/** WCAG 2.2, 1.4.3. */
export const READABLE_CONTRAST = 4.5;

interface Theme {
  paper: string;
  lamp: string;
  /** In order of preference; the first readable one is taken. */
  inks: readonly string[];
}

export interface Level {
  background: string;
  ink: string;
}

/** Paper and first ink are style.css's --paper and --ink. */
export const THEMES = {
  light: {
    paper: "oklch(0.992 0.006 92)",
    lamp: "oklch(0.81 0.158 74)",
    inks: ["oklch(0.27 0.018 65)", "rgb(0 0 0)"],
  },
  dark: {
    paper: "oklch(0.225 0.012 70)",
    lamp: "oklch(0.83 0.15 78)",
    inks: ["oklch(0.91 0.016 85)", "rgb(255 255 255)", "rgb(0 0 0)"],
  },
} satisfies Record<string, Theme>;

export function levelsOf({ paper, lamp, inks }: Theme): Level[] {
  const between = interpolate([paper, lamp], "oklch");
  return Array.from({ length: LEVELS }, (_, level) => {
    const background = clampRgb(rgb(between(level / (LEVELS - 1))) as Rgb);
    return { background: formatRgb(background), ink: readableInk(inks, background) };
  });
}

export const contrast = (one: string | Rgb, other: string | Rgb): number =>
  wcagContrast(one, other);

/** The first ink with enough contrast, else the one with most. */
function readableInk(inks: readonly string[], background: Rgb): string {
  const readable = inks.find((ink) => contrast(ink, background) >= READABLE_CONTRAST);
  const best =
    readable ?? inks.reduce((a, b) => (contrast(b, background) > contrast(a, background) ? b : a));
  return formatRgb(clampRgb(rgb(best) as Rgb)) ?? best;
}
