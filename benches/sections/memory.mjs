/** The engine's WebAssembly memory, after loading and while one types. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { digits, table } from "../driver/table.mjs";

const MIB = 2 ** 20;
const KEYSTROKES = [0, 100, 1000, 10_000];
/** What a model loads: its size is the files' bytes, the tokenizer's included. */
const FILES = {
  R: ["model.json", "weights.bin", "tokenizer.json"],
  S: ["model.json", "weights.bin", "tokenizer.json"],
  imdb: ["model.keras", "tokenizer.json"],
};

/** @param {import("../bench.mjs").Run} run */
export async function memory(run) {
  const rows = [];
  for (const model of run.models(["R", "imdb"])) {
    const pages = await run.openPages(["wordlight"], model);
    const page = pages.get("wordlight");
    await page.bringToFront();
    const sizes = [];
    let typed = 0;
    for (const upTo of KEYSTROKES) {
      const given = { keystrokes: upTo - typed, seed: 7_000_000 + typed };
      sizes.push(await page.evaluate((options) => window.bench.type(options), given));
      typed = upTo;
    }
    await run.closePages(pages);
    const files = FILES[model].map((name) => statSync(join(run.work, "models", model, name)).size);
    const modelBytes = files.reduce((a, b) => a + b, 0);
    rows.push({ model, modelBytes, keystrokes: KEYSTROKES, memoryBytes: sizes });
    run.progress(`${model}: ${sizes.map((size) => digits(size / MIB)).join(", ")} MiB`);
  }
  const mebibytes = (bytes) => digits(bytes / MIB);
  return {
    rows,
    table: table(
      [
        "WebAssembly memory, MiB",
        "model's files",
        "2 × model + 32",
        "loaded",
        "100 keys",
        "1,000",
        "10,000",
      ],
      rows.map(({ model, modelBytes, memoryBytes }) => [
        model,
        mebibytes(modelBytes),
        mebibytes(2 * modelBytes + 32 * MIB),
        ...memoryBytes.map(mebibytes),
      ]),
    ),
  };
}
