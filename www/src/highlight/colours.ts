/**
 * The colour of a brightness, for whatever is not painted by the style sheet: pictures, canvases,
 * exports. The style sheet itself is made of the same levels (sheet.ts).
 */
import { LEVELS, levelOf, type MapName, type ThemeName } from "./levels";
import { TABLE } from "./table";

export interface Colours {
  /** `#rrggbb`. */
  background: string;
  /** `#rrggbb`: can be read on the background, with a contrast of 4.5 : 1 or more. */
  text: string;
}

const remembered = new Map<string, readonly Colours[]>();

/**
 * `light`: brightness from 0 (paper) to 1 (full colour), as `brightness()` of scale.ts gives it. What
 * comes is what the screen shows: the nearest of the 32 levels.
 */
export function coloursAt(map: MapName, theme: ThemeName, light: number): Colours {
  const level = levelOf(Math.min(Math.max(light, 0), 1) || 0);
  return levelColours(map, theme)[level] as Colours;
}

/** All levels, from paper to full colour. */
export function levelColours(map: MapName, theme: ThemeName): readonly Colours[] {
  const name = `${map} ${theme}`;
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const { backgrounds, inks } = TABLE[map][theme];
  const colours = Array.from({ length: LEVELS }, (_, level): Colours => {
    const ink = inks.findLast(([from]) => from <= level) as [number, string];
    return {
      background: `#${backgrounds.slice(6 * level, 6 * level + 6)}`,
      text: `#${ink[1]}`,
    };
  });
  remembered.set(name, colours);
  return colours;
}
