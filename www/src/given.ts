/**
 * Texts whose weights come from a file, not from a model: neat-vision's array of samples
 * (https://github.com/cbaziotis/neat-vision). What is missing in it is told, never passed over.
 */
import type { AnalysisColumns } from "./engine/protocol";
import { type Reading, readingOf } from "./reading";
import { beginningOf, foundIn } from "./scan";

export type Oddity = "noAttention" | "shortAttention" | "longAttention" | "noPosterior" | "sum";

export interface Sample {
  text: string;
  /** `[tokens]`; offsets into the text. */
  starts: number[];
  ends: number[];
  /** `[tokens]`; NaN: the file has none. */
  attention: number[];
  /** Normalised, as neat-vision does; empty: the file has none. */
  probabilities: number[];
  /** What the file says, as it says it; empty: nothing. */
  label: string;
  prediction: string;
  oddities: Oddity[];
}

/** The file is what the page shows while the text is that of the chosen sample. */
export interface Given {
  name: string;
  samples: Sample[];
  chosen: number;
  /** What the classes are called, from a file of labels; empty: by their numbers. */
  names: string[];
  /** Whether the file held one object, where neat-vision wants an array. */
  single: boolean;
  /** Entries that hold no text. */
  skipped: number;
}

const LARGEST_FILE = 64e6;
const LARGEST_LABELS = 4e6;

/** Null: it is no such file. */
export async function givenIn(name: string, file: File): Promise<Given | null> {
  if (file.size > LARGEST_FILE || !/\.json$/i.test(name)) return null;
  try {
    // Most JSON files are a tokenizer, which need not be parsed to be told apart: of "text" it has no list.
    const found = await foundIn(file, [/"attention"\s*:/, /"text"\s*:\s*\[/]);
    return found.includes(false) ? null : readGiven(name, JSON.parse(await file.text()));
  } catch {
    return null;
  }
}

export function readGiven(name: string, content: unknown): Given | null {
  const entries = Array.isArray(content) ? content : [content];
  const samples = entries.flatMap((entry) => sampleOf(entry) ?? []);
  if (samples.length === 0 || !entries.some((entry) => isRecord(entry) && "attention" in entry)) {
    return null;
  }
  const skipped = entries.length - samples.length;
  return { name, samples, chosen: 0, names: [], single: !Array.isArray(content), skipped };
}

/** neat-vision's file of labels, {"0": {"name", "desc"}, …}, by class. Null: it is no such file. */
export async function namesIn(name: string, file: File): Promise<string[] | null> {
  if (file.size > LARGEST_LABELS || !/\.json$/i.test(name)) return null;
  try {
    // A list of words begins otherwise.
    if (!/^\s*\{\s*"\d{1,5}"\s*:\s*\{/.test(await beginningOf(file))) return null;
    return readNames(JSON.parse(await file.text()));
  } catch {
    return null;
  }
}

export function readNames(content: unknown): string[] | null {
  if (!isRecord(content)) return null;
  const names: string[] = [];
  for (const [key, entry] of Object.entries(content)) {
    const index = Number(key);
    const isOne = /^\d{1,5}$/.test(key) && isRecord(entry) && typeof entry["name"] === "string";
    if (!isOne) return null;
    names[index] = entry["name"] as string;
  }
  return names.length === 0 ? null : Array.from(names, (one) => one ?? "");
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const numbersIn = (value: unknown): number[] =>
  Array.isArray(value)
    ? value.map((one) => (typeof one === "number" && Number.isFinite(one) ? one : Number.NaN))
    : [];

/** What the page holds weights in: a number that is infinite there is none. */
const single = (weight: number): number =>
  Number.isFinite(Math.fround(weight)) ? weight : Number.NaN;

/** What is no text is written as JSON has it. */
function written(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // Lists in lists without end can be read, and not written.
    return "…";
  }
}

function sampleOf(entry: unknown): Sample | null {
  if (!isRecord(entry) || !Array.isArray(entry["text"]) || entry["text"].length === 0) return null;
  const tokens = entry["text"].map(written);
  const given = numbersIn(entry["attention"]).map(single);
  const attention = tokens.map((_, token) => given[token] ?? Number.NaN);
  const sum = attention.reduce((total, weight) => total + (weight || 0), 0);
  const posterior = numbersIn(entry["posterior"]);
  const several = Array.isArray(entry["label"]) || Array.isArray(entry["prediction"]);
  const known = posterior.length > 0 && !posterior.some(Number.isNaN);
  const oddities: Oddity[] = [];
  if (given.length === 0) oddities.push("noAttention");
  else if (given.length < tokens.length) oddities.push("shortAttention");
  else if (given.length > tokens.length) oddities.push("longAttention");
  if (given.length > 0 && Math.abs(sum - 1) > 0.01) oddities.push("sum");
  if (!known) oddities.push("noPosterior");
  return {
    ...joined(tokens),
    attention,
    probabilities: known ? normalised(posterior, several) : [],
    label: said(entry["label"]),
    prediction: said(entry["prediction"]),
    oddities,
  };
}

/** `said` with the class's name, where it is one class that has one. */
export function namedClass(said: string, names: readonly string[]): string {
  const name = /^\d+$/.test(said) ? names[Number(said)] : undefined;
  return name ? `${name} (${said})` : said;
}

const said = (value: unknown): string =>
  value === undefined || value === null ? "" : written(value);

function normalised(posterior: number[], several: boolean): number[] {
  if (several) return posterior.map((value) => 1 / (1 + Math.exp(-value)));
  // A file may name more classes than a function takes arguments.
  const largest = posterior.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = posterior.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** With blanks between them, but for scripts that are written without. */
function joined(tokens: string[]): Pick<Sample, "text" | "starts" | "ends"> {
  let text = "";
  const starts: number[] = [];
  const ends: number[] = [];
  /** The token before, not the text so far: to look through that each time takes the square of it. */
  let former = "";
  for (const token of tokens) {
    const tight = CJK.test([...former].at(-1) ?? "") && CJK.test([...token][0] ?? "");
    former = token;
    if (text !== "" && !tight) text += " ";
    starts.push(text.length);
    text += token;
    ends.push(text.length);
  }
  return { text, starts, ends };
}

/** The sample that is on the screen: a text that somebody has changed is the model's to read. */
export function givenSample(given: Given | null, text: string): Sample | null {
  const sample = given?.samples[given.chosen];
  return sample !== undefined && sample.text === text ? sample : null;
}

export function givenReading(sample: Sample, names: readonly string[] = []): Reading {
  const { text, starts, ends, attention, probabilities } = sample;
  const size = starts.length;
  const columns: AnalysisColumns = {
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    ids: new Int32Array(size).fill(-1),
    statuses: new Uint8Array(size),
    steps: Int32Array.from(attention, (weight, token) => (Number.isNaN(weight) ? -1 : token)),
    sentences: new Int32Array(size).fill(-1),
    attentionWeights: Float32Array.from(attention),
    sentenceStarts: new Uint32Array(),
    sentenceEnds: new Uint32Array(),
    sentenceAttention: new Float32Array(),
    sentenceWordPadding: new Float32Array(),
    hasMatrix: false,
    prediction: Float32Array.from(probabilities),
    labels: probabilities.map((_, index) => names[index] || String(index)),
    paddingAttention: 0,
    attentionLayer: "",
    milliseconds: 0,
  };
  return readingOf(text, columns, {
    hierarchical: false,
    wordsPerStep: 1,
    wordAttentionLayer: null,
    sentenceAttentionLayer: null,
  });
}
