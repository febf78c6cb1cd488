/** One edit of a text of 200 words, against a whole pass of ONNX Runtime Web over the same text. */
import { checkAgreement } from "../driver/agreement.mjs";
import { ratio, takeTurns } from "../driver/rounds.mjs";
import { digits, table, times } from "../driver/table.mjs";
import { KINDS } from "../shared/edits.mjs";
import { median } from "../shared/statistics.mjs";

const OURS = "wordlight";
const PEER = "onnxruntime-web";
/** Walks of edits in one turn. */
const WALKS = 8;

/** @param {import("../bench.mjs").Run} run */
export async function keystroke(run) {
  const rows = [];
  for (const model of run.models(["R", "S", "imdb"])) {
    const pages = await run.openPages([OURS, PEER], model);
    for (const [index, kind] of Object.keys(KINDS).entries()) {
      const differences = await checkAgreement(pages, { kind, seed: 900_000 + index });
      const measured = await takeTurns({
        contenders: pages,
        rounds: run.rounds,
        patience: run.patience,
        take: (page, { round, attempt }) =>
          run.turn(page, "keystrokeTurn", {
            kind,
            // Texts of their own for each kind, round and attempt; the contenders get the same ones.
            seed: 1_000_000 * (index + 1) + 20_000 * (4 * round + attempt),
            walks: WALKS,
            warmMs: round || attempt ? 20 : index ? 100 : 400,
          }),
      });
      rows.push({ model, kind, differences, measured });
      run.progress(`${model}, ${kind}: ${digits(measured.wordlight.median)} ms`);
    }
    await run.closePages(pages);
  }
  return { rows, table: keystrokeTable(rows) };
}

/** A column for each model: our time, and how many times longer ONNX Runtime Web's whole pass takes. */
function keystrokeTable(rows) {
  const models = [...new Set(rows.map(({ model }) => model))];
  const measured = (model, kind) =>
    rows.find((row) => row.model === model && row.kind === kind).measured;
  const lines = Object.keys(KINDS).map((kind) => [
    kind,
    ...models.map((model) => {
      const { [OURS]: ours, [PEER]: peer } = measured(model, kind);
      return `${digits(ours.median)} (${times(ratio(peer, ours))})`;
    }),
  ]);
  const passes = models.map((model) => {
    const medians = Object.keys(KINDS).map((kind) => measured(model, kind)[PEER].median);
    return digits(median(medians));
  });
  return table(
    ["edit of a text of 200 words, ms", ...models],
    [...lines, ["ONNX Runtime Web, whole pass", ...passes]],
  );
}
