/**
 * Many texts through one or several workers, each with an engine of its own and no shared memory. The page hands out
 * the next few texts to whoever has answered.
 */
const query = new URLSearchParams(location.search);
const WORKERS = 2;

/** @type {import("./contender.mjs").Input[]} */
const inputs = (await (await fetch("/made/reviews.json")).json()).map(({ text, ids }) => ({
  text,
  ids: Int32Array.from(ids),
}));
const byLength = [...inputs.keys()].sort((a, b) => inputs[a].ids.length - inputs[b].ids.length);

/** The next message of a worker; an error in it is an error here. */
const reply = (worker) =>
  new Promise((resolve, reject) => {
    const settle = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
    worker.addEventListener("message", settle, { once: true });
    worker.addEventListener("error", reject, { once: true });
  });

const workers = await Promise.all(
  Array.from({ length: WORKERS }, async () => {
    const worker = new Worker(`batch-worker.mjs?${query}`, { type: "module" });
    worker.postMessage({ inputs });
    await reply(worker);
    return worker;
  }),
);

/**
 * Every text once.
 *
 * @param {{ workers: number, size: number, sorted: boolean, first: number }} options
 *   `size` texts are handed out at a time; `sorted`: texts of one length together; only the `first` texts, if given
 * @returns {Promise<{ milliseconds: number, words: number, predictions: number[] }>}
 */
async function pass({ workers: count, size, sorted, first = inputs.length }) {
  const order = (sorted ? byLength : [...inputs.keys()]).filter((index) => index < first);
  const predictions = Array(first);
  let next = 0;
  const start = performance.now();
  await Promise.all(
    workers.slice(0, count).map(async (worker) => {
      while (next < order.length) {
        const indices = order.slice(next, next + size);
        next += size;
        worker.postMessage({ indices });
        const answer = await reply(worker);
        for (const [place, index] of answer.indices.entries()) {
          predictions[index] = answer.predictions[place];
        }
      }
    }),
  );
  const milliseconds = performance.now() - start;
  const words = order.reduce((sum, index) => sum + inputs[index].ids.length, 0);
  return { milliseconds, words, predictions };
}

Object.assign(window, {
  bench: {
    pass,
    /** A turn of the driver's: one sample, the milliseconds of a pass. */
    batchTurn: async (options) => [(await pass(options)).milliseconds],
  },
});
