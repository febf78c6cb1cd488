/** Whole passes of the reference models over texts of 20 to 1,000 words. */
import { checkAgreement } from "../driver/agreement.mjs";
import { CONTENDERS } from "../driver/contenders.mjs";
import { ratio, takeTurns } from "../driver/rounds.mjs";
import { digits, table, times } from "../driver/table.mjs";

const LENGTHS = [20, 100, 200, 1000];

/** @param {import("../bench.mjs").Run} run */
export async function forward(run) {
  const rows = [];
  const names = Object.keys(CONTENDERS).filter(run.isWanted);
  for (const model of run.models(["R", "S"])) {
    const pages = await run.openPages(names, model);
    for (const length of LENGTHS) {
      const differences = await checkAgreement(pages, { length, seed: length });
      const measured = await takeTurns({
        contenders: pages,
        rounds: run.rounds,
        patience: run.patience,
        take: (page, { round, attempt }) =>
          run.turn(page, "forwardTurn", {
            length,
            seed: length + 1,
            // The first turn is also what brings the optimising compiler in.
            warmMs: round || attempt ? 60 : 500,
            budgetMs: 250,
            minSamples: 2,
            maxSamples: 40,
          }),
      });
      rows.push({ model, length, differences, measured });
      run.progress(`${model}, ${length} words: ${digits(measured.wordlight?.median ?? 0)} ms`);
    }
    await run.closePages(pages);
  }
  return { rows, table: forwardTable(rows, names) };
}

function forwardTable(rows, names) {
  const groups = rows.map(({ model, length }) => `${model} ${length.toLocaleString("en")}`);
  const lines = names.map((name) => [
    CONTENDERS[name].title,
    ...rows.map(({ measured }) => {
      const { median } = measured[name];
      const ours = measured.wordlight;
      return name === "wordlight" || !ours
        ? digits(median)
        : `${digits(median)} (${times(ratio(measured[name], ours))})`;
    }),
  ]);
  return table(["whole pass, ms; model and words", ...groups], lines);
}
