/** From navigation to the first answer, each time in a browser of its own, which has nothing cached. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TOLERANCE } from "../driver/agreement.mjs";
import { startBrowser } from "../driver/browser.mjs";
import { benchPath, COLD_CONTENDERS } from "../driver/contenders.mjs";
import { takeTurns } from "../driver/rounds.mjs";
import { digits, table } from "../driver/table.mjs";
import { Vocabulary } from "../shared/texts.mjs";

const LENGTH = 100;
/** A new browser knows no word anyway; TensorFlow.js is measured with the quicker of its two ways on the CPU. */
const LEFT_OUT = ["wordlight-anew", "tfjs-cpu"];
/** Rounds are short here, and vary much. */
const ROUNDS_FACTOR = 2;

/** @param {import("../bench.mjs").Run} run */
export async function cold(run) {
  const rows = [];
  const names = Object.keys(COLD_CONTENDERS).filter(
    (name) => !LEFT_OUT.includes(name) && run.isWanted(name),
  );
  for (const model of run.models(["imdb", "R"])) {
    const words = JSON.parse(readFileSync(join(run.work, `models/${model}/words.json`), "utf8"));
    const [{ text, ids }] = new Vocabulary(words).texts(5, 1, LENGTH);
    const predictions = [];
    const visit = async (name) => {
      const query = new URLSearchParams({ text, ids: JSON.stringify([...ids]) });
      const browser = await startBrowser();
      try {
        const page = await browser.newPage();
        await page.goto(`${run.address}/page/blank.html`); // the browser's own start is not counted
        await page.goto(`${run.address}${benchPath(name, model, "cold")}&${query}`);
        await page.waitForFunction("window.cold", null, { timeout: 120_000 });
        const { answered, prediction } = await page.evaluate("window.cold");
        if (!Number.isNaN(prediction)) predictions.push(prediction);
        return [answered];
      } finally {
        await browser.close();
      }
    };
    const measured = await takeTurns({
      contenders: new Map(names.map((name) => [name, name])),
      take: visit,
      rounds: ROUNDS_FACTOR * run.rounds,
      patience: run.patience,
    });
    const spread = Math.max(...predictions) - Math.min(...predictions);
    if (!(spread <= TOLERANCE)) throw new Error(`predictions of ${model} differ by ${spread}`);
    rows.push({ model, measured });
    run.progress(`${model}: ${digits(measured.wordlight?.median ?? 0)} ms`);
  }
  const cell = ({ median, p10, p90 }) => `${digits(median)} (${digits(p10)}–${digits(p90)})`;
  const lines = names.map((name) => [
    COLD_CONTENDERS[name].title,
    ...rows.map(({ measured }) => cell(measured[name])),
  ]);
  const head = rows.map(({ model }) => `model ${model}`);
  return { rows, table: table(["first answer, ms: median (p10–p90)", ...head], lines) };
}
