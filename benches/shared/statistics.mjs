/** Quantiles of samples. */

/**
 * By linear interpolation between the two nearest.
 *
 * @param {number[]} samples
 * @param {number} share 0.5 for the median
 */
export function quantile(samples, share) {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place % 1);
}

/** @param {number[]} samples */
export const median = (samples) => quantile(samples, 0.5);

/** @param {number[]} samples */
export const summary = (samples) => ({
  samples: samples.length,
  median: median(samples),
  p10: quantile(samples, 0.1),
  p90: quantile(samples, 0.9),
});
