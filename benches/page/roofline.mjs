/** Times the kernels of benches/roofline, each checked against plain JavaScript first. */
import { PRODUCT_ROWS, PRODUCTS, SINGLE_ROWS } from "../shared/bounds.mjs";
import { uniform } from "../shared/random.mjs";
import { checkKernels } from "./roofline-check.mjs";

const now = () => performance.now();
const random = uniform(3);
/** Chains and lanes of the kernel `peak`, and a product and a sum in each. */
const PEAK_OPERATIONS = 12 * 4 * 2;
const ELEMENTS = 2048;
/** Steps of the LSTM whose time is taken. */
const STEPS = 200;

/** A module of kernels, and its memory. */
class Kernels {
  constructor(exports) {
    this.exports = exports;
    this.memory = exports.memory;
    this.top = this.memory.buffer.byteLength;
  }

  /** `length` numbers from -scale to scale. @returns {number} their address, on a cache line's border */
  numbers(length, scale = 0) {
    const bytes = Math.ceil((4 * length) / 64) * 64;
    const missing = this.top + bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / 65_536));
    const address = this.top;
    this.top += bytes;
    this.view(address, length).set(Float32Array.from({ length }, () => scale * (2 * random() - 1)));
    return address;
  }

  view(address, length) {
    return new Float32Array(this.memory.buffer, address, length);
  }
}

/** Nanoseconds of one of the `times` that `work(times)` does: the shortest of many samples. */
async function shortest(work) {
  let times = 1;
  const warmedUp = now() + 30;
  while (now() < warmedUp) {
    const start = now();
    work(times);
    if (now() - start < 0.4) times *= 2;
  }
  await new Promise((resolve) => setTimeout(resolve)); // the optimised code can take its place
  let best = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < 40; sample++) {
    const start = now();
    work(times);
    best = Math.min(best, (now() - start) / times);
  }
  return 1e6 * best;
}

/** @returns {Promise<import("../shared/bounds.mjs").Times & { peak: number }>} `peak` in GFLOP/s */
async function measure(k) {
  const { exports } = k;
  const peakTime = await shortest((times) => exports.peak(64 * times, 0.999, 0.001));
  const [from, to] = [k.numbers(ELEMENTS, 4), k.numbers(ELEMENTS)];
  const each = async (name) =>
    (await shortest((times) => exports[name](times, from, to, ELEMENTS))) / ELEMENTS;

  const step = {};
  for (const units of [64, 32]) {
    const projected = k.numbers(STEPS * 4 * units, 1);
    const kernel = k.numbers(units * 4 * units, 0.2);
    const states = k.numbers(STEPS * units);
    const lstm = exports[`lstm${units}`];
    step[units] =
      (await shortest((times) => lstm(times, STEPS, projected, kernel, states))) / STEPS;
  }

  const product = {};
  for (const [inputs, columns] of PRODUCTS) {
    const x = k.numbers(PRODUCT_ROWS * inputs, 1);
    const [w, out] = [k.numbers(inputs * columns, 1), k.numbers(PRODUCT_ROWS * columns)];
    const ways = [];
    for (const name of ["product4", "product6"]) {
      ways.push(
        await shortest((times) => exports[name](times, x, w, out, PRODUCT_ROWS, inputs, columns)),
      );
    }
    product[`${inputs}×${columns}`] = Math.min(...ways) / PRODUCT_ROWS;
  }
  const row = {};
  for (const [inputs, columns] of SINGLE_ROWS) {
    const [x, w, out] = [k.numbers(inputs, 1), k.numbers(inputs * columns, 1), k.numbers(columns)];
    row[`${inputs}×${columns}`] = await shortest((times) =>
      exports.product_row(times, x, w, out, inputs, columns),
    );
  }

  const [rows, width] = [PRODUCT_ROWS, 200];
  const [states, u, out] = [k.numbers(rows * width, 1), k.numbers(rows, 1), k.numbers(rows)];
  const ofRows = async (name) =>
    (await shortest((times) => exports[name](times, states, u, out, rows, width))) / (rows * width);
  return {
    peak: (64 * PEAK_OPERATIONS) / peakTime,
    step,
    product,
    row,
    tanh: await each("tanh_each"),
    sigmoid: await each("sigmoid_each"),
    exp: await each("exp_each"),
    score: await ofRows("scores"),
    weighted: await ofRows("weighted_sum"),
  };
}

/** A build's kernels, checked and timed; null where the browser has no such instructions. */
async function roofline(build) {
  const bytes = await (await fetch(`/roofline/${build}.wasm`)).arrayBuffer();
  if (!WebAssembly.validate(bytes)) return null;
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const kernels = new Kernels(instance.exports);
  checkKernels(kernels);
  return measure(kernels);
}

Object.assign(window, { bench: { roofline } });
