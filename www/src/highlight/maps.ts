/**
 * The colour maps: 32 steps from paper to full colour, and for each step an ink that can be read on it.
 *
 * `lamp` goes from paper to amber in OKLCH (culori). `cividis`, `viridis` and `magma` are those of
 * matplotlib (d3-scale-chromatic), which keep their order for the colour-blind and in grey; `greys` is
 * for print. Each begins at the paper and is walked in steps of one length in OKLab, so that equal
 * differences of brightness look equal: https://bottosson.github.io/posts/oklab/
 *
 * Worked out when the page is built: the page itself has only the numbers (table.ts).
 */
import {
  clampRgb,
  differenceEuclidean,
  formatHex,
  interpolate,
  modeLrgb,
  modeOklab,
  modeOklch,
  modeRgb,
  type Oklab,
  type Rgb,
  useMode,
  wcagContrast,
} from "culori/fn";
import {
  interpolateCividis,
  interpolateGreys,
  interpolateMagma,
  interpolateViridis,
} from "d3-scale-chromatic";
import { LEVELS, type MapName, type ThemeName } from "./levels";

const rgb = useMode(modeRgb);
const oklab = useMode(modeOklab);
// The space of the lamp, and the one in which contrast is measured.
useMode(modeOklch);
useMode(modeLrgb);

/** WCAG 2.2, 1.4.3. */
export const READABLE_CONTRAST = 4.5;

/** As finely is a map looked at before its steps are placed. */
const SAMPLES = 1024;

/** So much of the way from the paper into the map is lightness. */
const ENTRY = 0.4;

/** Lightness in OKLab: darker colours are hardly told apart on a screen. */
const DARKEST = 0.22;

export interface Level {
  background: string;
  ink: string;
}

interface Paper {
  paper: string;
  /** In order of preference; the first readable one is taken. */
  inks: readonly string[];
}

/** Paper and first ink are the style sheet's --paper and --ink. */
const PAPERS: Record<ThemeName, Paper> = {
  light: {
    paper: "oklch(0.992 0.006 92)",
    inks: ["oklch(0.27 0.018 65)", "rgb(0 0 0)", "rgb(255 255 255)"],
  },
  dark: {
    paper: "oklch(0.225 0.012 70)",
    inks: ["oklch(0.91 0.016 85)", "rgb(255 255 255)", "rgb(0 0 0)"],
  },
};

/** Each from dim to full colour, 0…1: on white paper full colour is dark, on black it is bright. */
const RAMPS: Record<MapName, Record<ThemeName, (along: number) => string>> = {
  lamp: {
    light: between("oklch(0.992 0.006 92)", "oklch(0.81 0.158 74)"),
    dark: between("oklch(0.225 0.012 70)", "oklch(0.83 0.15 78)"),
  },
  cividis: { light: (along) => interpolateCividis(1 - along), dark: interpolateCividis },
  viridis: { light: (along) => interpolateViridis(1 - along), dark: interpolateViridis },
  magma: { light: (along) => interpolateMagma(1 - along), dark: interpolateMagma },
  greys: { light: interpolateGreys, dark: (along) => interpolateGreys(1 - along) },
};

function between(paper: string, lamp: string): (along: number) => string {
  const colour = interpolate([paper, lamp], "oklch");
  return (along) => formatHex(clampRgb(rgb(colour(along)) as Rgb)) as string;
}

export function levelsOf(map: MapName, theme: ThemeName): Level[] {
  const { paper, inks } = PAPERS[theme];
  return evenly(pathOf(paper, RAMPS[map][theme])).map((colour) => {
    const background = formatHex(clampRgb(rgb(colour) as Rgb)) as string;
    return { background, ink: readableInk(inks, background) };
  });
}

export const contrast = (one: string, other: string): number => wcagContrast(one, other);

/**
 * From the paper on. The map is entered where its lightness tells it from the paper: in what lies
 * before, only the hue would change.
 */
function pathOf(paper: string, ramp: (along: number) => string): Oklab[] {
  const start = oklab(paper) as Oklab;
  const distance = differenceEuclidean("oklab");
  const samples = Array.from(
    { length: SAMPLES + 1 },
    (_, index) => oklab(ramp(index / SAMPLES)) as Oklab,
  );
  const direction = Math.sign((samples[SAMPLES] as Oklab).l - start.l);
  const entry = samples.findIndex(
    (colour) => (colour.l - start.l) * direction > ENTRY * distance(start, colour),
  );
  return [start, ...samples.slice(entry).filter(({ l }) => l > DARKEST)];
}

/** As many colours as there are levels, with steps of one length between them. */
function evenly(path: Oklab[]): Oklab[] {
  const distance = differenceEuclidean("oklab");
  const lengths = [0];
  for (let index = 1; index < path.length; index++) {
    const step = distance(path[index - 1] as Oklab, path[index] as Oklab);
    lengths.push((lengths[index - 1] as number) + step);
  }
  const whole = lengths.at(-1) as number;
  let after = 1;
  return Array.from({ length: LEVELS }, (_, level) => {
    const wanted = (level / (LEVELS - 1)) * whole;
    while (after < path.length - 1 && (lengths[after] as number) < wanted) after++;
    const from = lengths[after - 1] as number;
    const part = (wanted - from) / ((lengths[after] as number) - from || 1);
    return interpolate([path[after - 1] as Oklab, path[after] as Oklab], "oklab")(part);
  });
}

/** The first ink with enough contrast, else the one with most. */
function readableInk(inks: readonly string[], background: string): string {
  const all = inks.map((ink) => formatHex(clampRgb(rgb(ink) as Rgb)) as string);
  const readable = all.find((ink) => contrast(ink, background) >= READABLE_CONTRAST);
  return (
    readable ?? all.reduce((a, b) => (contrast(b, background) > contrast(a, background) ? b : a))
  );
}
