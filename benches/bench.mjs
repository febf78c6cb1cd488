/**
 * bench.mjs [SECTION…] [--models R,S,imdb] [--contenders a,b] [--rounds 5] [--patience 180] [--full] [--out FILE]
 *
 * Measures wordlight beside the runtimes that people would use instead, prints tables, and writes every number to a
 * file. `make bench ARGS="forward keystroke"` runs it with what it needs.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openBench, startBrowser } from "./driver/browser.mjs";
import { BENCHES, benchPath, buildContenders } from "./driver/contenders.mjs";
import { machine, Patience, watchOthers } from "./driver/machine.mjs";
import { serve } from "./driver/server.mjs";
import { batch } from "./sections/batch.mjs";
import { cold } from "./sections/cold.mjs";
import { forward } from "./sections/forward.mjs";
import { keystroke } from "./sections/keystroke.mjs";
import { memory } from "./sections/memory.mjs";
import { roofline } from "./sections/roofline.mjs";
import { sizes } from "./sections/sizes.mjs";

/** In the order in which they run. */
const SECTIONS = { forward, keystroke, batch, cold, sizes, memory, roofline };

/** Cores that others may use on average before the numbers are called into question. */
const BUSY = 0.3;

const ROOT = resolve(BENCHES, "..");
const WORK = join(ROOT, "target/bench");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    models: { type: "string" },
    contenders: { type: "string" },
    rounds: { type: "string", default: "5" },
    patience: { type: "string", default: "180" },
    full: { type: "boolean", default: false },
    out: { type: "string", default: join(WORK, "results.json") },
  },
});
const unknown = positionals.find((name) => !(name in SECTIONS));
if (unknown) {
  console.error(`no section “${unknown}”; there are ${Object.keys(SECTIONS).join(", ")}`);
  process.exit(2);
}
if (!process.env.CHROMIUM) {
  console.error("CHROMIUM names no browser: `make bench` finds one");
  process.exit(2);
}
const sections = Object.keys(SECTIONS).filter(
  (name) => positionals.length === 0 || positionals.includes(name),
);

/** The versions that the numbers are about. */
function versions(browser) {
  const { devDependencies } = JSON.parse(readFileSync(join(BENCHES, "package.json"), "utf8"));
  return { chromium: browser.version(), node: process.versions.node, ...devDependencies };
}

await buildContenders(join(WORK, "contenders"));
const server = await serve({
  page: join(BENCHES, "page"),
  shared: join(BENCHES, "shared"),
  contenders: join(WORK, "contenders"),
  models: join(WORK, "models"),
  roofline: join(WORK, "roofline"),
  made: WORK,
  pkg: join(ROOT, "www/pkg"),
  dist: join(ROOT, "dist"),
});
const browser = await startBrowser();
const context = await browser.newContext();

/** @typedef {typeof run} Run what a section is given */
const run = {
  address: server.address,
  root: ROOT,
  work: WORK,
  full: values.full,
  rounds: Number(values.rounds),
  patience: new Patience(Number(values.patience)),
  /** What the sections before have found. @type {Record<string, any>} */
  results: {},
  /** Of a section's models those that were asked for. @param {string[]} all */
  models: (all) => all.filter((name) => !values.models || values.models.split(",").includes(name)),
  /** @param {string} name */
  isWanted: (name) => !values.contenders || values.contenders.split(",").includes(name),
  /** @param {string} line */
  progress: (line) => console.error(`  ${line}`),
  /**
   * A page for each contender, its model loaded.
   *
   * @param {string[]} names
   * @param {string} model
   * @param {string} [page] the page's name
   */
  async openPages(names, model, page = "bench") {
    const pages = new Map();
    for (const name of names) pages.set(name, await run.openPage(benchPath(name, model, page)));
    return pages;
  },
  /** @param {string} path */
  openPage: (path) => openBench(context, server.address + path),
  async closePages(pages) {
    for (const page of pages.values()) await page.close();
  },
  /**
   * One turn of what `window.bench` offers.
   *
   * @param {import("playwright-core").Page} page
   * @param {string} name
   * @param {object} parameters
   * @returns {Promise<number[]>} samples in milliseconds
   */
  async turn(page, name, parameters) {
    await page.bringToFront();
    return page.evaluate(([method, given]) => window.bench[method](given), [name, parameters]);
  },
};

const results = {
  date: new Date().toISOString(),
  machine: machine(),
  versions: versions(browser),
  rounds: run.rounds,
  sections: run.results,
};
const others = watchOthers();
try {
  for (const name of sections) {
    console.error(`${name}:`);
    const { table, ...found } = await SECTIONS[name](run);
    run.results[name] = found;
    console.log(`\n${table}\n`);
  }
} finally {
  await browser.close();
  server.close();
}
results.otherProcesses = Number(others().toFixed(2)); // cores, on average
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, JSON.stringify(results, null, 1));
const { model, cores, system } = results.machine;
console.log(`${results.date.slice(0, 10)}, ${model}, ${cores} cores, ${system}`);
if (results.otherProcesses > BUSY) {
  console.log(`Other processes used ${results.otherProcesses} cores meanwhile: not for quoting.`);
}
console.log(`Chromium ${results.versions.chromium}; every number: ${values.out}`);
