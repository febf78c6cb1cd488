// `make fuzz`: runs every target in turn and tells in a table what came of it.
//
//   node tests/fuzz/run.mjs [--seconds 60] [--runs 0] [--sanitizer none] [--keep] [target…]
//
// --seconds: for each target; --runs: executions of each, where time is no matter. --keep writes what was learnt to
// tests/fuzz/corpus, minimised and small. What is found lies in target/fuzz/findings/<target>, with what was said of it.
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const fuzz = dirname(fileURLToPath(import.meta.url));
const root = join(fuzz, "../..");

/** The largest input of a target in bytes, where it is not 4 kB: whole files are larger. */
const LARGEST = {
  hdf5: 65536,
  archive: 32768,
  config: 100000,
  tfjs: 100000,
  tokenizer: 16384,
  saved: 16384,
  load_analyze: 100000,
};
/** A target is run on after a finding, but not for ever. */
const MOST_FINDINGS = 20;
/** Of a target's part of tests/fuzz/corpus, in bytes and in files. */
const LARGEST_KEPT = 24_000;
const MOST_KEPT = 60;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "60" },
    runs: { type: "string", default: "0" },
    sanitizer: { type: "string", default: "none" },
    "cargo-fuzz": { type: "string", default: "cargo-fuzz" },
    keep: { type: "boolean", default: false },
  },
});
const seconds = Number(flags.seconds);
const runs = Number(flags.runs);
const all = readdirSync(join(fuzz, "targets")).map((file) => file.replace(".rs", ""));
const others = { neat_vision: runNeatVision };
const unknown = positionals.find((name) => !all.includes(name) && !(name in others));
if (unknown !== undefined) {
  console.error(
    `there is no target ${unknown}; there are: ${[...all, ...Object.keys(others)].join(", ")}`,
  );
  process.exit(2);
}
const wanted = positionals.length > 0 ? positionals : [...all, ...Object.keys(others)];
const targets = wanted.filter((name) => all.includes(name));
const built = join(root, "target", flags.sanitizer === "none" ? "fuzz" : `fuzz-${flags.sanitizer}`);
const work = join(root, "target/fuzz");

if (targets.length > 0) build();
const rows = [];
for (const target of wanted) {
  const row = target in others ? await others[target]() : await runTarget(target);
  rows.push(row);
  console.log(line(row));
}
console.log(`\n${[header(), ...rows.map(line), line(total())].join("\n")}`);
process.exit(rows.some((row) => row.findings > 0) ? 1 : 0);

/** rustc's own switches for coverage are meant for its nightly builds; the stable one has them too. */
function build() {
  const { status } = spawnSync(
    flags["cargo-fuzz"],
    ["fuzz", "build", "--fuzz-dir", fuzz, "--target-dir", built, "--sanitizer", flags.sanitizer],
    { stdio: "inherit", cwd: root, env: { ...process.env, RUSTC_BOOTSTRAP: "1" } },
  );
  if (status !== 0) process.exit(status ?? 1);
}

function executable(target) {
  const triple = readdirSync(built).find((name) =>
    existsSync(join(built, name, "release", target)),
  );
  return join(built, triple ?? "", "release", target);
}

async function runTarget(target) {
  const folder = (name) => {
    const path = join(work, name, target);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const [corpus, seeds, found] = [folder("corpus"), folder("seeds"), folder("findings")];
  const committed = [join(fuzz, "corpus", target), join(fuzz, "findings", target)].filter(
    existsSync,
  );
  const started = Date.now();
  const row = { target, executions: 0, seconds: 0, cov: 0, ft: 0, units: 0, rss: 0, findings: 0 };
  const before = new Set(readdirSync(found));
  while (row.findings < MOST_FINDINGS) {
    const left = Math.ceil(seconds - (Date.now() - started) / 1000);
    if (runs > 0 ? row.executions >= runs : left <= 0) break;
    const log = await libfuzzer(
      target,
      [
        runs > 0 ? `-runs=${runs - row.executions}` : `-max_total_time=${left}`,
        `-max_len=${LARGEST[target] ?? 4096}`,
        // A unit of seconds is a finding: a person waits for it. Processors may be shared.
        "-timeout=30",
        "-report_slow_units=8",
        "-rss_limit_mb=3000",
        "-use_value_profile=0",
        "-print_final_stats=1",
        "-reload=0",
        `-artifact_prefix=${found}/`,
        corpus,
        seeds,
        ...committed,
      ],
      seeds,
    );
    row.executions += Number(/stat::number_of_executed_units:\s+(\d+)/.exec(log)?.[1] ?? 0);
    row.rss = Math.max(row.rss, Number(/stat::peak_rss_mb:\s+(\d+)/.exec(log)?.[1] ?? 0));
    for (const [, cov, ft] of log.matchAll(/cov: (\d+) ft: (\d+)/g)) {
      row.cov = Math.max(row.cov, Number(cov));
      row.ft = Math.max(row.ft, Number(ft));
    }
    const artifact = /Test unit written to (\S+)/.exec(log)?.[1];
    if (artifact === undefined) {
      // It ended well, or could not begin.
      if (!log.includes("stat::number_of_executed_units")) {
        console.error(log.slice(-3000));
        row.findings += 1;
      }
      break;
    }
    row.findings += 1;
    const said = log.slice(0, log.indexOf("stat::")).split("\n");
    writeFileSync(`${artifact}.txt`, said.slice(-80).join("\n"));
    console.log(`${target}: ${artifact}\n  ${reason(log)}`);
  }
  row.seconds = (Date.now() - started) / 1000;
  row.units = readdirSync(corpus).length;
  row.fresh = readdirSync(found).filter((name) => !before.has(name)).length;
  if (flags.keep) keep(target, corpus, seeds);
  return row;
}

function reason(log) {
  const panic = /panicked at [^\n]*\n[^\n]*/.exec(log)?.[0];
  return panic ?? /==\d+== ?(ERROR|WARNING)[^\n]*/.exec(log)?.[0] ?? "it ended";
}

/** Everything that a run says. */
function libfuzzer(target, args, seeds) {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      SEEDS: seeds,
      RUST_BACKTRACE: "1",
      ASAN_OPTIONS: "detect_leaks=0",
    };
    const child = spawn(executable(target), args, { cwd: root, env });
    let log = "";
    const hear = (bytes) => {
      log += bytes;
      // What is said at each new unit is of no use later.
      if (log.length > 4e6) log = log.slice(-2e6);
    };
    child.stderr.on("data", hear);
    child.stdout.on("data", hear);
    // What cannot be started says so as a finding does.
    child.on("error", (error) => resolve(`${log}\n${error}`));
    child.on("close", () => resolve(log));
  });
}

/** What was learnt beyond the real files, in as few and small inputs as do it. */
function keep(target, corpus, seeds) {
  const [merged, kept] = [join(work, "merged", target), join(fuzz, "corpus", target)];
  rmSync(merged, { recursive: true, force: true });
  mkdirSync(merged, { recursive: true });
  const env = { ...process.env, SEEDS: seeds };
  spawnSync(executable(target), ["-merge=1", "-max_len=2048", merged, corpus], { cwd: root, env });
  const units = readdirSync(merged).map((name) => ({
    name,
    size: statSync(join(merged, name)).size,
  }));
  units.sort((a, b) => a.size - b.size);
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  // Of all sizes: the smallest are the most alike.
  const step = Math.max(1, Math.ceil(units.length / MOST_KEPT));
  let left = LARGEST_KEPT;
  for (const { name, size } of units.filter((_, place) => place % step === 0)) {
    left -= size;
    if (left < 0) break;
    cpSync(join(merged, name), join(kept, name));
  }
}

/** That parser is the page's: it is TypeScript, and Playwright compiles it. */
async function runNeatVision() {
  const started = Date.now();
  const report = join(work, "neat-vision.json");
  mkdirSync(work, { recursive: true });
  const { status, stdout } = spawnSync(
    join(root, "www/node_modules/.bin/playwright"),
    ["test", "--config", join(fuzz, "playwright.config.ts")],
    {
      encoding: "utf8",
      cwd: join(root, "tests/browser"),
      env: {
        ...process.env,
        MUTATION_SECONDS: runs > 0 ? "0" : String(seconds),
        MUTATIONS: String(runs),
        REPORT: report,
      },
    },
  );
  if (status !== 0) console.log(stdout);
  const { executions } = JSON.parse(readFileSync(report, "utf8"));
  const row = {
    target: "neat_vision",
    executions,
    seconds: (Date.now() - started) / 1000,
    findings: status === 0 ? 0 : 1,
  };
  return { ...row, cov: 0, ft: 0, units: 0, rss: 0 };
}

function total() {
  const sum = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  return {
    target: "all",
    executions: sum("executions"),
    seconds: sum("seconds"),
    findings: sum("findings"),
    cov: 0,
    ft: 0,
    units: sum("units"),
    rss: 0,
  };
}

function header() {
  return "| target | executions | seconds | exec/s | cov | ft | corpus | MB | findings |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
}

function line({ target, executions, seconds, cov, ft, units, rss, findings }) {
  const number = (value) => (value === 0 ? "" : value.toLocaleString("en"));
  const cells = [
    number(executions),
    seconds.toFixed(0),
    number(Math.round(executions / Math.max(seconds, 1))),
  ];
  cells.push(number(cov), number(ft), number(units), number(rss), String(findings));
  return `| ${target} | ${cells.join(" | ")} |`;
}
