/**
 * The colours of all maps as plain numbers. The build of the page puts the finished table in this
 * module's place (vite.config.ts), so that no visit works it out again.
 */
import { MAPS, type MapName, THEMES, type ThemeName } from "./levels";
import { levelsOf } from "./maps";

export interface Packed {
  /** Six hexadecimal digits for each level. */
  backgrounds: string;
  /** Six digits of an ink, and the level from which on it is the one. */
  inks: [from: number, ink: string][];
}

export type Table = Record<MapName, Record<ThemeName, Packed>>;

export const TABLE: Table = Object.fromEntries(
  MAPS.map((map) => [map, Object.fromEntries(THEMES.map((theme) => [theme, packed(map, theme)]))]),
) as Table;

function packed(map: MapName, theme: ThemeName): Packed {
  const inks: Packed["inks"] = [];
  const levels = levelsOf(map, theme);
  levels.forEach(({ ink }, level) => {
    const digits = ink.slice(1);
    if (inks.at(-1)?.[1] !== digits) inks.push([level, digits]);
  });
  return { backgrounds: levels.map(({ background }) => background.slice(1)).join(""), inks };
}
