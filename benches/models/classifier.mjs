/**
 * The networks that the benchmark runs, as plain arrays in Keras's layout and order of gates (i, f, c, o):
 *
 *   Embedding → LSTM, or Bidirectional(LSTM) → [TimeDistributed(Dense)] → AttentionWithContext → Dense(1, sigmoid)
 *
 * Every contender is given files made from the same arrays.
 */
import { normal, uniform } from "../shared/random.mjs";

/**
 * @typedef {{ shape: number[], values: Float32Array }} Tensor row-major
 * @typedef {{ kernel: Tensor, recurrentKernel: Tensor, bias: Tensor }} Direction
 *   `[features, 4·units]`, `[units, 4·units]`, `[4·units]`
 * @typedef {object} Classifier
 * @property {string} name
 * @property {Tensor} embeddings `[vocabulary, features]`; row 0 is padding
 * @property {Direction[]} directions the forward LSTM and, where there is one, the backward
 * @property {{ kernel: Tensor, bias: Tensor, activation: "linear" | "tanh" } | null} dense
 * @property {{ W: Tensor, b: Tensor, u: Tensor }} attention `[dim, dim]`, `[dim]`, `[dim]`
 * @property {{ kernel: Tensor, bias: Tensor }} output `[dim, 1]`, `[1]`
 */

export const VOCABULARY = 20_000;
const FEATURES = 100;
const UNITS = 64;

/**
 * Model R: both directions and a linear Dense(200) before the attention.
 * Model S: one direction, no Dense.
 *
 * The scales keep attention and prediction away from both uniform and saturated.
 *
 * @param {"R" | "S"} name
 * @returns {Classifier}
 */
export function randomClassifier(name) {
  const random = uniform(name === "R" ? 41 : 42);
  const tensor = (shape, next) => ({
    shape,
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, next),
  });
  const gaussian = (shape, deviation) => tensor(shape, normal(random, deviation));
  const kernel = (rows, columns) => gaussian([rows, columns], Math.sqrt(2 / (rows + columns)));

  const directions = Array.from({ length: name === "R" ? 2 : 1 }, () => ({
    kernel: kernel(FEATURES, 4 * UNITS),
    recurrentKernel: gaussian([UNITS, 4 * UNITS], 1 / Math.sqrt(UNITS)),
    bias: gaussian([4 * UNITS], 0.1),
  }));
  for (const { bias } of directions) {
    for (let unit = UNITS; unit < 2 * UNITS; unit++) bias.values[unit] += 1; // Keras's unit_forget_bias
  }
  const states = UNITS * directions.length;
  const dim = name === "R" ? 200 : states;
  return {
    name,
    embeddings: gaussian([VOCABULARY, FEATURES], 0.4),
    directions,
    dense:
      name === "R"
        ? { kernel: kernel(states, dim), bias: gaussian([dim], 0.1), activation: "linear" }
        : null,
    attention: {
      W: kernel(dim, dim),
      b: gaussian([dim], 0.1),
      u: gaussian([dim], 6 / Math.sqrt(dim)),
    },
    output: { kernel: gaussian([dim, 1], 2 / Math.sqrt(dim)), bias: gaussian([1], 0.1) },
  };
}
