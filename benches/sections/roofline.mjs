/** What the machine allows, and how near the engine comes to it. */
import { takeTurns } from "../driver/rounds.mjs";
import { digits, table, times } from "../driver/table.mjs";
import { oneEdit, wholePass } from "../shared/bounds.mjs";
import { KINDS } from "../shared/edits.mjs";

const BUILDS = ["simd128", "relaxed"];
const LENGTHS = [20, 100, 200, 1000];
const EDITED = 200;

/** The best that each kernel did in any round: a bound is the machine at its best. */
function best(rounds) {
  const merged = (values) =>
    typeof values[0] === "number"
      ? Math.min(...values)
      : Object.fromEntries(
          Object.keys(values[0]).map((key) => [key, merged(values.map((value) => value[key]))]),
        );
  return { ...merged(rounds), peak: Math.max(...rounds.map(({ peak }) => peak)) };
}

/** @param {import("../bench.mjs").Run} run */
export async function roofline(run) {
  const page = await run.openPage("/page/roofline.html");
  const rounds = new Map(BUILDS.map((build) => [build, []]));
  await takeTurns({
    contenders: new Map(BUILDS.map((build) => [build, build])),
    rounds: Math.min(run.rounds, 3),
    patience: run.patience,
    take: async (build) => {
      const found = await run.turn(page, "roofline", build);
      if (found) rounds.get(build).push(found);
      return [0];
    },
  });
  await page.close();
  const kernels = Object.fromEntries(
    [...rounds]
      .filter(([, found]) => found.length > 0)
      .map(([build, found]) => [build, best(found)]),
  );
  const passes = passRows(kernels.simd128, run.results.forward);
  const edits = editRows(kernels.simd128, run.results.keystroke);
  return {
    kernels,
    passes,
    edits,
    table: [kernelTable(kernels), passTable(passes), editTable(edits)].join("\n\n"),
  };
}

function kernelTable(kernels) {
  const gigaflops = (nanoseconds, [inputs, columns]) =>
    digits((2 * inputs * columns) / nanoseconds);
  const rows = {
    "products and sums in registers, GFLOP/s": ({ peak }) => digits(peak),
    "product of many rows, 100×256, GFLOP/s": ({ product }) =>
      gigaflops(product["100×256"], [100, 256]),
    "product of many rows, 128×200, GFLOP/s": ({ product }) =>
      gigaflops(product["128×200"], [128, 200]),
    "product of one row, 100×256, GFLOP/s": ({ row }) => gigaflops(row["100×256"], [100, 256]),
    "step of an LSTM of 64 units, µs": ({ step }) => digits(step[64] / 1000),
    "step of an LSTM of 32 units, µs": ({ step }) => digits(step[32] / 1000),
    "tanh of a number, ns": ({ tanh }) => digits(tanh),
    "sigmoid of a number, ns": ({ sigmoid }) => digits(sigmoid),
    "exp of a number, ns": ({ exp }) => digits(exp),
  };
  const builds = Object.keys(kernels);
  return table(
    ["the machine, at its best", ...builds],
    Object.entries(rows).map(([title, cell]) => [title, ...builds.map((b) => cell(kernels[b]))]),
  );
}

/** Bounds of whole passes, beside what the engine took in this run. */
function passRows(kernels, forward) {
  return ["R", "S"].flatMap((model) =>
    LENGTHS.map((length) => {
      const row = forward?.rows.find((one) => one.model === model && one.length === length);
      const measured = row?.measured.wordlight?.median ?? null;
      return { model, length, ...wholePass(kernels, model, length), measured };
    }),
  );
}

function editRows(kernels, keystroke) {
  return ["R", "S", "imdb"].flatMap((model) =>
    Object.entries(KINDS).map(([kind, edit]) => {
      const [change, place] = Array.isArray(edit) ? edit : ["inserted", "end"];
      const bound = oneEdit(kernels, model, EDITED, { place, newWord: change !== "deleted" });
      const row = keystroke?.rows.find((one) => one.model === model && one.kind === kind);
      return { model, kind, bound, measured: row?.measured.wordlight.median ?? null };
    }),
  );
}

const besideBound = (measured, bound) =>
  measured === null ? "–" : `${digits(measured)} (${times(measured / bound)})`;

const passTable = (rows) =>
  table(
    [
      "whole pass",
      "bound as written, ms",
      "words kept, layer folded, ms",
      "wordlight, ms (of the second)",
    ],
    rows.map(({ model, length, written, kept, measured }) => [
      `${model}, ${length.toLocaleString("en")} words`,
      digits(written),
      digits(kept),
      besideBound(measured, kept),
    ]),
  );

function editTable(rows) {
  const models = [...new Set(rows.map(({ model }) => model))];
  const lines = Object.keys(KINDS).map((kind) => [
    kind,
    ...models.flatMap((model) => {
      const { bound, measured } = rows.find((row) => row.model === model && row.kind === kind);
      return [digits(bound), besideBound(measured, bound)];
    }),
  ]);
  const head = models.flatMap((model) => [`${model}: bound, ms`, "wordlight, ms"]);
  return table(["edit of a text of 200 words", ...head], lines);
}
