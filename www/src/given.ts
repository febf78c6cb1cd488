/**
 * Texts whose weights come from a file, not from a model: neat-vision's array of samples
 * (https://github.com/cbaziotis/neat-vision). What is missing in it is told, never passed over.
 */
import { Breather } from "./breath";
import type { AnalysisColumns } from "./engine/protocol";
import { eachEntry, LONGEST_ENTRY } from "./json-entries";
import { LONGEST_PORTION } from "./portion";
import { type Reading, readingOf } from "./reading";
import { beginningOf, foundIn } from "./scan";

export type Oddity =
  | "noAttention"
  | "shortAttention"
  | "longAttention"
  | "noPosterior"
  | "sum"
  | "part"
  | "longToken";

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
  /** Entries that are too long to be read. */
  tooLong: number;
}

const LARGEST_FILE = 64e6;
const LARGEST_LABELS = 4e6;

/** Null: it is no such file. */
export async function givenIn(name: string, file: File): Promise<Given | null> {
  if (file.size > LARGEST_FILE || !/\.json$/i.test(name)) return null;
  try {
    // Most JSON files are a tokenizer, which need not be parsed to be told apart: of "text" it has no list.
    const found = await foundIn(file, [/"attention"\s*:/, /"text"\s*:\s*\[/]);
    return found.includes(false) ? null : await read(name, file);
  } catch {
    return null;
  }
}

async function read(name: string, file: File): Promise<Given | null> {
  if (!/^\s*\[/.test(await beginningOf(file))) {
    return file.size > LONGEST_ENTRY ? null : readGiven(name, JSON.parse(await file.text()));
  }
  const found = new Found();
  await eachEntry(file, new Breather(new AbortController().signal), (entry) => {
    if (entry === null) found.tooLong++;
    else found.add(JSON.parse(entry));
  });
  return found.given(name, false);
}

export function readGiven(name: string, content: unknown): Given | null {
  const found = new Found();
  for (const entry of Array.isArray(content) ? content : [content]) found.add(entry);
  return found.given(name, !Array.isArray(content));
}

/** What the entries of a file hold. */
class Found {
  tooLong = 0;
  readonly #samples: Sample[] = [];
  #skipped = 0;
  #hasAttention = false;

  add(entry: unknown): void {
    const sample = sampleOf(entry);
    this.#hasAttention ||= isRecord(entry) && "attention" in entry;
    if (sample === null) this.#skipped++;
    else for (const part of partsOf(sample)) this.#samples.push(part);
  }

  given(name: string, single: boolean): Given | null {
    if (this.#samples.length === 0 || !this.#hasAttention) return null;
    const [samples, skipped, tooLong] = [this.#samples, this.#skipped, this.tooLong];
    return { name, samples, chosen: 0, names: [], single, skipped, tooLong };
  }
}

/** A text that is longer than the box holds, as several: where a token ends. */
function partsOf(sample: Sample): Sample[] {
  if (sample.text.length <= LONGEST_PORTION) return [sample];
  const { text, starts, ends, attention } = sample;
  const parts: Sample[] = [];
  for (let first = 0; first < starts.length; ) {
    const begin = starts[first] as number;
    let next = first + 1;
    while (next < ends.length && (ends[next] as number) - begin <= LONGEST_PORTION) next++;
    parts.push({
      ...sample,
      text: text.slice(begin, ends[next - 1]),
      starts: starts.slice(first, next).map((start) => start - begin),
      ends: ends.slice(first, next).map((end) => end - begin),
      attention: attention.slice(first, next),
      oddities: [...sample.oddities, "part"],
    });
    first = next;
  }
  return parts;
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

const bounded = (token: string): string =>
  token.length > LONGEST_PORTION ? `${token.slice(0, LONGEST_PORTION - 1)}…` : token;

function sampleOf(entry: unknown): Sample | null {
  if (!isRecord(entry) || !Array.isArray(entry["text"]) || entry["text"].length === 0) return null;
  const whole = entry["text"].map(written);
  const tokens = whole.map(bounded);
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
  if (tokens.some((token, index) => token !== whole[index])) oddities.push("longToken");
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

/** Most tokens are told apart by a number alone. */
const isCjk = (letter: number | undefined): boolean =>
  letter !== undefined && letter >= 0x2e80 && CJK.test(String.fromCodePoint(letter));

/** The code point that a text ends with. */
const lastLetter = (text: string): number | undefined =>
  text.codePointAt(text.length - (/[\uDC00-\uDFFF]$/.test(text.slice(-1)) ? 2 : 1));

/** With blanks between them, but for scripts that are written without. */
function joined(tokens: string[]): Pick<Sample, "text" | "starts" | "ends"> {
  let text = "";
  const starts: number[] = [];
  const ends: number[] = [];
  /** The token before, not the text so far: to look through that each time takes the square of it. */
  let former = "";
  for (const token of tokens) {
    const tight = isCjk(lastLetter(former)) && isCjk(token.codePointAt(0));
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
