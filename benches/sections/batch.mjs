/** Many reviews with the bundled model: words a second and core. */
import { TOLERANCE } from "../driver/agreement.mjs";
import { writeReviews } from "../driver/reviews.mjs";
import { ratio, takeTurns } from "../driver/rounds.mjs";
import { digits, table, times } from "../driver/table.mjs";

const OURS = "wordlight";
const PEER = "onnxruntime-web";
/** Texts that ONNX Runtime Web is given at once, padded to the longest; texts of like length go together. */
const BATCHES = [4, 8, 16, 32];
const SAMPLE = 400;
const FULL = 25_000;
/** Texts of the first pass, which warms up, and of the search for the best batch. */
const TRIAL = 100;

/** @param {import("../bench.mjs").Run} run */
export async function batch(run) {
  const reviews = await writeReviews(run, run.full ? FULL : SAMPLE);
  const pages = await run.openPages([OURS, PEER], "imdb", "batch");
  const pass = (name, options) =>
    pages.get(name).evaluate((given) => window.bench.pass(given), options);

  const single = { workers: 1, size: 1, sorted: false };
  const ourWay = { ...single, size: 16 };
  const { words, predictions } = await pass(OURS, { ...ourWay, workers: 2 });
  const peer = await pass(PEER, { ...single, workers: 2 });
  let best = { size: 1, milliseconds: Number.POSITIVE_INFINITY };
  for (const size of [...BATCHES, ...BATCHES]) {
    const { milliseconds } = await pass(PEER, { workers: 1, size, sorted: true, first: TRIAL });
    if (milliseconds < best.milliseconds) best = { size, milliseconds };
  }
  const batched = await pass(PEER, { workers: 2, size: best.size, sorted: true });
  for (const [way, other] of Object.entries({ "one by one": peer, "in batches": batched })) {
    const difference = Math.max(
      ...predictions.map((value, text) => Math.abs(value - other.predictions[text])),
    );
    if (!(difference <= TOLERANCE)) throw new Error(`${PEER} ${way} differs by ${difference}`);
  }

  const ways = new Map();
  for (const workers of [1, 2]) {
    const label = `${workers} worker${workers > 1 ? "s" : ""}`;
    ways.set(`wordlight, ${label}`, { name: OURS, ...ourWay, workers });
    ways.set(`ONNX Runtime Web one by one, ${label}`, { name: PEER, ...single, workers });
    ways.set(`ONNX Runtime Web ${best.size} at once, ${label}`, {
      name: PEER,
      workers,
      size: best.size,
      sorted: true,
    });
  }
  const measured = await takeTurns({
    contenders: ways,
    rounds: run.full ? 1 : run.rounds,
    patience: run.patience,
    take: async ({ name, ...options }) => run.turn(pages.get(name), "batchTurn", options),
  });
  await run.closePages(pages);
  const rows = [...ways].map(([title, { workers }]) => ({
    title,
    workers,
    wordsPerSecondAndCore: (1000 * words) / measured[title].median / workers,
    ratio: ratio(
      measured[title],
      measured[`wordlight, ${workers} worker${workers > 1 ? "s" : ""}`],
    ),
    measured: measured[title],
  }));
  return { reviews, words, bestBatch: best.size, rows, table: batchTable(reviews, words, rows) };
}

function batchTable({ texts, source }, words, rows) {
  const head = `${texts.toLocaleString("en")} ${source}, ${words.toLocaleString("en")} words`;
  return table(
    [head, "words a second and core", "time", "as long as wordlight"],
    rows.map(({ title, wordsPerSecondAndCore, measured, ratio: longer }) => [
      title,
      (Math.round(wordsPerSecondAndCore / 1000) * 1000).toLocaleString("en"),
      `${digits(measured.median / 1000)} s`,
      times(longer),
    ]),
  );
}
