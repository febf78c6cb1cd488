/**
 * Lower bounds for one answer of a model, as sums of separately timed kernels. They are no proof: only what the best
 * kernels that we wrote for exactly these shapes take, with nothing between them.
 */

/** Shapes of the models. `linear`: the dense layer in front of the attention has no activation. */
export const SHAPES = {
  R: { features: 100, units: 64, directions: 2, dense: { units: 200, linear: true }, dim: 200 },
  S: { features: 100, units: 64, directions: 1, dense: null, dim: 64 },
  imdb: { features: 64, units: 32, directions: 2, dense: { units: 64, linear: false }, dim: 64 },
};

/** Rows of the timed products: what more or fewer rows take is reckoned from these. */
export const PRODUCT_ROWS = 200;

/** All products that the bounds are made of, as `[inputs, columns]`. */
export const PRODUCTS = [
  [100, 256],
  [128, 200],
  [200, 200],
  [64, 200],
  [64, 64],
  [64, 128],
  [32, 64],
];
/** The products of single rows: a new word's projection, a changed row's score. */
export const SINGLE_ROWS = [
  [100, 256],
  [64, 64],
  [64, 128],
];

/**
 * What the kernels take, in nanoseconds.
 *
 * @typedef {object} Times
 * @property {Record<string, number>} product by "inputs×columns", one row among many
 * @property {Record<string, number>} row by "inputs×columns", a row alone
 * @property {Record<number, number>} step by units
 * @property {number} tanh one number
 * @property {number} exp one number
 * @property {number} score one number of a row
 * @property {number} weighted one number of a row
 */

/** @param {Times} times */
function costs(times) {
  const found = (table, key) => {
    const value = table[key];
    if (value === undefined) throw new Error(`no kernel of ${key} was timed`);
    return value;
  };
  return {
    product: (rows, inputs, columns) => rows * found(times.product, `${inputs}×${columns}`),
    row: (inputs, columns) => found(times.row, `${inputs}×${columns}`),
    step: (units) => found(times.step, units),
    // tanh of the projection, u·tanh(…), exp
    score: (rows, dim) => rows * (dim * (times.tanh + times.score) + times.exp),
    tanh: (numbers) => numbers * times.tanh,
    weighted: (rows, width) => rows * width * times.weighted,
  };
}

/**
 * A whole pass over `length` words.
 *
 * @param {Times} times
 * @param {keyof typeof SHAPES} model
 * @param {number} length
 * @returns {{ written: number, kept: number }} milliseconds: every operation as the model is written; and with the
 *   words' input projections kept and a linear dense layer folded into the attention's kernel
 */
export function wholePass(times, model, length) {
  const { features, units, directions, dense, dim } = SHAPES[model];
  const c = costs(times);
  const states = units * directions;
  const steps = directions * length * c.step(units);
  const projections = directions * c.product(length, features, 4 * units);
  const attention = c.score(length, dim);
  let written = projections + steps + attention + c.product(length, dim, dim);
  written += c.weighted(length, dim);
  if (dense) written += c.product(length, states, dense.units);
  if (dense && !dense.linear) written += c.tanh(length * dense.units);
  const folded = dense?.linear
    ? steps + attention + c.product(length, states, dim) + c.weighted(length, states)
    : written - projections;
  return { written: written / 1e6, kept: folded / 1e6 };
}

/**
 * One edit: a state after the place changes forward, one before it backward, and with either the row's score.
 *
 * @param {Times} times
 * @param {keyof typeof SHAPES} model
 * @param {number} length
 * @param {{ place: "start" | "middle" | "end", newWord: boolean }} edit
 * @returns {number} milliseconds
 */
export function oneEdit(times, model, length, { place, newWord }) {
  const { features, units, directions, dense, dim } = SHAPES[model];
  const c = costs(times);
  const before = { start: 0, middle: length / 2, end: length - 1 }[place];
  const [forward, backward] = [length - before, directions === 2 ? before + 1 : 0];
  const steps = forward + backward;
  const changedRows = Math.min(length, steps);
  const firstColumns = dense && !dense.linear ? dense.units : dim;
  let total = steps * c.step(units) + c.score(changedRows, dim);
  if (newWord) total += directions * c.row(features, 4 * units);
  total += steps === 1 ? c.row(units, firstColumns) : c.product(steps, units, firstColumns);
  if (dense && !dense.linear) {
    total += c.tanh(changedRows * dense.units) + c.product(changedRows, dense.units, dim);
  }
  const width = dense && !dense.linear ? dense.units : units * directions;
  return (total + c.weighted(changedRows, width)) / 1e6;
}
