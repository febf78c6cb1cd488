/** Seeded random numbers: the same models and texts on every machine. */

/**
 * Uniform numbers in [0, 1) from 32 bits of state (a Weyl sequence, mixed as in MurmurHash3's finaliser).
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/**
 * Normally distributed numbers (Box and Muller 1958), of mean 0.
 *
 * @param {() => number} random
 * @param {number} deviation standard deviation
 */
export const normal = (random, deviation) => () =>
  deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
