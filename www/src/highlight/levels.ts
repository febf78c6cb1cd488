/** The steps of the light, the colour maps that they may follow, and what they lie on. */

export const LEVELS = 32;

/** Brightness 0…1 → 0…31. Level 0 is not painted. */
export const levelOf = (brightness: number): number => Math.round(brightness * (LEVELS - 1));

/** The highlight's name. */
export const levelName = (level: number): string => `attention-${level}`;

/** The first is the page's own. Where the others come from: maps.ts. */
export const MAPS = ["lamp", "cividis", "viridis", "magma", "greys"] as const;
export type MapName = (typeof MAPS)[number];

/** Each map runs from the paper of the theme to full colour. */
export const THEMES = ["light", "dark"] as const;
export type ThemeName = (typeof THEMES)[number];
