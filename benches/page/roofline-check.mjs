/** Compares every kernel of benches/roofline with plain JavaScript in 64 bits: a wrong kernel has no speed. */

const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/** @throws {Error} if a kernel's result is further off than rounding explains */
function close(what, found, expected, tolerance) {
  let largest = 0;
  for (const [index, value] of expected.entries()) {
    largest = Math.max(largest, Math.abs(found[index] - value) / Math.max(1, Math.abs(value)));
  }
  if (!(largest <= tolerance)) throw new Error(`kernel ${what} is off by ${largest}`);
}

function checkProducts(k) {
  const [rows, inputs, columns] = [23, 100, 64]; // rows that no tile divides
  const [x, w] = [k.numbers(rows * inputs, 1), k.numbers(inputs * columns, 1)];
  const out = k.numbers(rows * columns);
  const expected = (panelWidth, count) =>
    Array.from({ length: count * columns }, (_, place) => {
      const [row, column] = [Math.floor(place / columns), place % columns];
      const panel = Math.floor(column / panelWidth) * panelWidth;
      let sum = 0;
      for (let from = 0; from < inputs; from++) {
        const weight = k.view(w, inputs * columns)[
          panel * inputs + from * panelWidth + (column - panel)
        ];
        sum += k.view(x, rows * inputs)[row * inputs + from] * weight;
      }
      return sum;
    });
  for (const name of ["product4", "product6"]) {
    k.exports[name](1, x, w, out, rows, inputs, columns);
    close(name, k.view(out, rows * columns), expected(8, rows), 1e-5);
  }
  k.exports.product_row(1, x, w, out, inputs, columns);
  close("product_row", k.view(out, columns), expected(32, 1), 1e-5);
}

function checkActivations(k) {
  const length = 4096;
  const [from, to] = [k.numbers(length, 20), k.numbers(length)];
  const functions = { tanh_each: Math.tanh, sigmoid_each: sigmoid };
  for (const [name, exact] of Object.entries(functions)) {
    k.exports[name](1, from, to, length);
    close(name, k.view(to, length), Array.from(k.view(from, length), exact), 5e-7);
  }
  k.exports.exp_each(1, from, to, length);
  close("exp_each", k.view(to, length), Array.from(k.view(from, length), Math.exp), 1e-5);
}

/** The kernels lay units out in blocks of eight, each with its gates i, f, c, o. */
function checkLstm(k, units) {
  const steps = 40;
  const [projected, kernel] = [k.numbers(steps * 4 * units, 1), k.numbers(units * 4 * units, 0.2)];
  const states = k.numbers(steps * units);
  k.exports[`lstm${units}`](1, steps, projected, kernel, states);
  const z = k.view(projected, steps * 4 * units);
  const u = k.view(kernel, units * 4 * units);
  let h = new Float64Array(units);
  const c = new Float64Array(units);
  const expected = [];
  for (let step = 0; step < steps; step++) {
    const [before, after] = [h, new Float64Array(units)];
    for (let unit = 0; unit < units; unit++) {
      const [block, place] = [Math.floor(unit / 8), unit % 8];
      const [i, f, g, o] = [0, 1, 2, 3].map((gate) => {
        let sum = z[step * 4 * units + block * 32 + gate * 8 + place];
        for (let from = 0; from < units; from++) {
          sum += before[from] * u[block * 32 * units + from * 32 + gate * 8 + place];
        }
        return sum;
      });
      c[unit] = sigmoid(f) * c[unit] + sigmoid(i) * Math.tanh(g);
      after[unit] = sigmoid(o) * Math.tanh(c[unit]);
    }
    h = after;
    expected.push(...after);
  }
  close(`lstm${units}`, k.view(states, steps * units), expected, 1e-5);
}

function checkRows(k) {
  const [count, width] = [37, 64];
  const rows = k.numbers(count * width, 1);
  const [u, weights] = [k.numbers(width, 1), k.numbers(count, 1)];
  const [scores, sum] = [k.numbers(count), k.numbers(width)];
  const row = (index) => k.view(rows + 4 * index * width, width);
  k.exports.scores(1, rows, u, scores, count, width);
  const dot = (index) => row(index).reduce((a, x, at) => a + x * k.view(u, width)[at], 0);
  close(
    "scores",
    k.view(scores, count),
    Array.from({ length: count }, (_, index) => dot(index)),
    1e-5,
  );
  k.exports.weighted_sum(1, rows, weights, sum, count, width);
  const expected = new Float64Array(width);
  for (let index = 0; index < count; index++) {
    for (const [at, x] of row(index).entries()) expected[at] += k.view(weights, count)[index] * x;
  }
  close("weighted_sum", k.view(sum, width), [...expected], 1e-5);
}

/** @throws {Error} that names the first wrong kernel */
export function checkKernels(kernels) {
  checkProducts(kernels);
  checkActivations(kernels);
  for (const units of [64, 32]) checkLstm(kernels, units);
  checkRows(kernels);
}
