/**
 * The texts of the batch: real reviews where BENCH_REVIEWS names a file of them (JSON, one object with `text` a line,
 * gzip or not); else words of the bundled model's vocabulary, as many to a text as reviews have.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { normal, uniform } from "../shared/random.mjs";
import { Vocabulary } from "../shared/texts.mjs";

/** Lengths of film reviews are log-normal: the mean is 230 words. */
const SIGMA = 0.65;
const MEDIAN_LENGTH = 230 / Math.exp(SIGMA ** 2 / 2);

/** Synthetic texts. */
function synthetic(words, count) {
  const vocabulary = new Vocabulary(words);
  const random = uniform(17);
  const deviate = normal(random, SIGMA);
  return Array.from({ length: count }, () => {
    const length = Math.round(MEDIAN_LENGTH * Math.exp(deviate()));
    const { text, ids } = vocabulary.input(
      vocabulary.draw(random, Math.min(Math.max(length, 10), 1500)),
    );
    return { text, ids: [...ids] };
  });
}

/** Real ones, with the ids that this project's tokenizer gives their words. */
async function real(path, { root, work }, count) {
  const bytes = readFileSync(path);
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const lines = plain.toString("utf8").trim().split("\n");
  // Evenly over the file, which may be sorted.
  const chosen = Array.from(
    { length: Math.min(count, lines.length) },
    (_, index) => lines[Math.floor((index * lines.length) / Math.min(count, lines.length))],
  );
  const { default: init, Model } = await import(join(root, "www/pkg/wordlight.js"));
  await init({ module_or_path: readFileSync(join(root, "www/pkg/wordlight_bg.wasm")) });
  const files = ["model.keras", "tokenizer.json"].map((name) => ({
    name,
    bytes: new Uint8Array(readFileSync(join(work, "models/imdb", name))),
  }));
  const model = Model.load(files, undefined);
  return chosen.map((line) => {
    const { text } = JSON.parse(line);
    const { ids, steps } = model.analyzeColumns(text);
    return { text, ids: [...ids].filter((_, word) => steps[word] >= 0) };
  });
}

/**
 * Writes `reviews.json` where the server finds it.
 *
 * @param {{ root: string, work: string }} run
 * @param {number} count
 * @returns {Promise<{ texts: number, source: string }>}
 */
export async function writeReviews(run, count) {
  const path = process.env.BENCH_REVIEWS;
  const words = JSON.parse(readFileSync(join(run.work, "models/imdb/words.json"), "utf8"));
  const inputs = path ? await real(path, run, count) : synthetic(words, count);
  writeFileSync(join(run.work, "reviews.json"), JSON.stringify(inputs));
  return { texts: inputs.length, source: path ? "film reviews" : "synthetic reviews" };
}
