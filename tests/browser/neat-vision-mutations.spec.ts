/**
 * neat-vision's files from strangers, damaged at random: read or refused, never an exception, and what is read can be
 * shown and exported. `make fuzz` tries more of them: MUTATIONS or MUTATION_SECONDS say how many, MUTATION tries one alone.
 */
import { writeFileSync } from "node:fs";
// biome-ignore lint/style/noRestrictedImports: functions alone, without a page to be watched.
import { test } from "@playwright/test";
import { neatVisionOf } from "../../www/src/export/neat-vision";
import {
  givenReading,
  givenSample,
  namedClass,
  readGiven,
  readNames,
  type Sample,
} from "../../www/src/given";

const { MUTATIONS = "1500", MUTATION_SECONDS = "0", MUTATION, REPORT } = process.env;

const SAMPLES: unknown[] = [
  {
    text: ["a", "truly", "grand", "day"],
    attention: [0.1, 0.2, 0.6, 0.1],
    id: "1",
    label: 1,
    prediction: 0,
    posterior: [-0.3, -1.2],
  },
  {
    text: ["好", "的", "ok", "。"],
    attention: [0.4, 0.3, 0.2, 0.1],
    label: [1, 0],
    prediction: [1, 1],
  },
  { text: ["😀", "", " ", "a b"], attention: [1], posterior: [3, 900, -900] },
  { 0: { name: "bad", desc: "" }, 2: { name: "good", desc: "x" } },
];

/** Milliseconds that any file of these sizes may take, on a machine with other work. */
const SLOWEST = 8000;

/** Numbers, SplitMix-like, the same at every run. */
class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(n: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) % n;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

function otherValue(random: Random): unknown {
  switch (random.below(9)) {
    case 0:
      return null;
    case 1:
      return random.of([0, -0, -1, 0.5, 1e-320, 1e39, 1e308, -1e308, 2 ** 53, 99999]);
    case 2:
      return random.of([
        "",
        "0",
        "\ud800",
        "\u0000",
        "__proto__",
        "İ",
        "1e999",
        "<b>",
        "好",
        "\u202e",
      ]);
    case 3:
      return random.of<unknown>([[], {}, true, [[]], [null]]);
    case 4:
      return random.of<unknown>([
        { toString: 1, valueOf: null },
        { length: 5 },
        { name: 1 },
        { toJSON: 1 },
      ]);
    case 5:
      return Array.from({ length: random.below(40) }, (_, at) => at / 10);
    case 6:
      return random.below(50) === 0 ? deep(20_000) : deep(random.below(100));
    case 7:
      return random.below(300) === 0 ? Array(300_000).fill(0.1) : "x".repeat(random.below(500));
    default:
      return structuredClone(random.of(SAMPLES));
  }
}

/** One value somewhere in it is another one, one too many or one too few. */
function damaged(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || random.below(6) === 0)
    return otherValue(random);
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1);
    const copy = [...value];
    const what = random.below(8);
    if (what === 0) copy.splice(at, 1);
    else if (what === 1) copy.splice(at, 0, otherValue(random));
    else if (what === 2) copy.push(...Array(random.below(20)).fill(copy[at]));
    else copy[at] = damaged(copy[at], random);
    return copy;
  }
  const entries = Object.entries(value);
  const at = random.below(Math.max(entries.length, 1));
  const [key, inner] = entries[at] ?? ["text", null];
  const rest = entries.filter(([other]) => other !== key);
  switch (random.below(10)) {
    case 0:
      return Object.fromEntries(rest);
    case 1:
      return Object.fromEntries([
        ...rest,
        [random.of(["text", "attention", "name", "7", "__proto__"]), inner],
      ]);
    default:
      return Object.fromEntries([...rest, [key, damaged(inner, random)]]);
  }
}

/** As the file would be: what JSON cannot say is not in it. */
function content(random: Random): unknown {
  const count = 1 + random.below(3);
  const samples = Array.from({ length: count }, () => random.of(SAMPLES));
  let value: unknown = random.below(4) === 0 ? samples[0] : samples;
  for (let times = 1 + random.below(4); times > 0; times--) value = damaged(value, random);
  if (random.below(5) > 0) return value;
  // The text itself, where it is not too deep to be written.
  try {
    const text = JSON.stringify(value) ?? "";
    const from = random.below(text.length + 1);
    const cut = text.slice(0, from) + text.slice(from + random.below(8));
    return JSON.parse(cut.replace(random.of(["0", "a", '"']), random.of(["1", "", "-"])));
  } catch {
    return value;
  }
}

/** As `expect`, which notes each of its calls. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

function isRight(sample: Sample, names: readonly string[]): void {
  const { text, starts, ends, attention, probabilities, label, prediction } = sample;
  const size = starts.length;
  must(size > 0 && ends.length === size && attention.length === size, "not of one length");
  let before = 0;
  for (let token = 0; token < size; token++) {
    const [start, end] = [starts[token] as number, ends[token] as number];
    must(before <= start && start <= end && end <= text.length, "out of order");
    before = end;
  }
  must(
    probabilities.every((p) => p >= 0 && p <= 1),
    "no probabilities",
  );
  must(typeof label === "string" && typeof prediction === "string", "a class that is no text");
  must(typeof namedClass(label, names) === "string", "a name that is no text");
  const reading = givenReading(sample, names);
  const weights = reading.columns.attentionWeights;
  must(!weights.some((weight) => Math.abs(weight) === Infinity), "infinite attention");
  must(Number.isFinite(reading.total), `a total of ${reading.total}`);
  for (const head of ["values", "binary", "classes", "labels"] as const) {
    const exported = neatVisionOf(reading, head, "1");
    const [again] = readGiven("x.json", JSON.parse(JSON.stringify(exported)))?.samples ?? [];
    must(again?.text === text, "another text comes back");
    must(again?.attention.every(Number.isFinite) === true, "exported without a weight");
  }
}

function attempt(seed: number): void {
  const value = content(new Random(seed));
  const names = readNames(value);
  must(names?.every((name) => typeof name === "string") !== false, "a name that is no text");
  const given = readGiven("x.json", value);
  if (given === null) return;
  must(given.samples.length > 0, "nothing, and not told so");
  for (const [chosen, sample] of given.samples.entries()) {
    isRight(sample, names ?? ["no", "yes"]);
    must(givenSample({ ...given, chosen }, sample.text) === sample, "not found");
  }
}

test("damaged files of neat-vision are read or refused, and what is read can be shown", () => {
  const started = Date.now();
  const first = MUTATION === undefined ? 0 : Number(MUTATION);
  const count = MUTATION === undefined ? Number(MUTATIONS) : 1;
  const until = started + 1000 * Number(MUTATION_SECONDS);
  let executions = 0;
  try {
    for (let seed = first; seed < first + count || Date.now() < until; seed++) {
      const begun = Date.now();
      try {
        attempt(seed);
        // A person waits for it.
        must(Date.now() - begun < SLOWEST, `takes ${Date.now() - begun} ms`);
      } catch (error) {
        throw new Error(`MUTATION=${seed}`, { cause: error });
      }
      executions++;
    }
  } finally {
    if (REPORT !== undefined) writeFileSync(REPORT, JSON.stringify({ executions }));
  }
});
