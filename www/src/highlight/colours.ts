/**
 * The light of a lamp: 32 steps from paper to amber, computed in OKLCH so that equal steps look
 * equal, and for each step an ink that can be read on it.
 */

export const LEVELS = 32;

/** Brightness 0…1 → 0…31. Level 0 is not painted. */
export const levelOf = (brightness: number): number => Math.round(brightness * (LEVELS - 1));

/** WCAG 2.2, 1.4.3. */
export const READABLE_CONTRAST = 4.5;

export type Rgb = readonly [red: number, green: number, blue: number];
type Oklch = readonly [lightness: number, chroma: number, hue: number];

export interface Theme {
  paper: Oklch;
  lamp: Oklch;
  /** In order of preference; the first readable one is taken. */
  inks: readonly Rgb[];
}

export interface Level {
  background: Rgb;
  ink: Rgb;
}

const WHITE: Rgb = [1, 1, 1];
const BLACK: Rgb = [0, 0, 0];

/** Paper and first ink are style.css's --paper and --ink. */
export const THEMES = {
  light: {
    paper: [0.992, 0.006, 92],
    lamp: [0.81, 0.158, 74],
    inks: [rgbOf([0.27, 0.018, 65]), BLACK],
  },
  dark: {
    paper: [0.225, 0.012, 70],
    lamp: [0.83, 0.15, 78],
    inks: [rgbOf([0.91, 0.016, 85]), WHITE, BLACK],
  },
} satisfies Record<string, Theme>;

export function levelsOf(theme: Theme): Level[] {
  return Array.from({ length: LEVELS }, (_, level) => {
    const background = rgbOf(mix(theme.paper, theme.lamp, level / (LEVELS - 1)));
    return { background, ink: readableInk(theme.inks, background) };
  });
}

/** The first ink with enough contrast, else the one with most. */
export function readableInk(inks: readonly Rgb[], background: Rgb): Rgb {
  const readable = inks.find((ink) => contrast(ink, background) >= READABLE_CONTRAST);
  if (readable !== undefined) return readable;
  return inks.reduce((best, ink) =>
    contrast(ink, background) > contrast(best, background) ? ink : best,
  );
}

/** WCAG's contrast ratio, 1…21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
}

export const css = ([red, green, blue]: Rgb): string =>
  `rgb(${[red, green, blue].map((channel) => Math.round(channel * 255)).join(" ")})`;

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

/** sRGB's transfer function, clipped to the gamut. A function, since THEMES above needs it hoisted. */
function gamma(channel: number): number {
  const inside = Math.min(Math.max(channel, 0), 1);
  return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
}

function mix(from: Oklch, to: Oklch, part: number): Oklch {
  const at = (axis: 0 | 1 | 2) => from[axis] + (to[axis] - from[axis]) * part;
  return [at(0), at(1), at(2)];
}

/** OKLCH to sRGB (Ottosson 2020), clipped to the gamut. */
function rgbOf([lightness, chroma, hue]: Oklch): Rgb {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
