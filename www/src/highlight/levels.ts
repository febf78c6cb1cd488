/** The steps of the light, which the style sheet has a rule for each. */

export const LEVELS = 32;

/** Brightness 0…1 → 0…31. Level 0 is not painted. */
export const levelOf = (brightness: number): number => Math.round(brightness * (LEVELS - 1));

/** The highlight's name. */
export const levelName = (level: number): string => `attention-${level}`;
