/** The words of a text as a table: one number per word and column, and the order by any of them. */
import { type Reading, sentenceShare, statusOf } from "./reading";
import type { View } from "./view";

export const COLUMNS = [
  "place",
  "word",
  "weight",
  "share",
  "sentence",
  "times",
  "rank",
  "seen",
  "id",
  "step",
  "status",
] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  column: Column;
  descending: boolean;
}

export interface WordTable {
  reading: Reading;
  view: View;
  /** Every array is `[tokens]`; NaN: the word has none, and stands last in either direction. */
  columns: Record<Exclude<Column, "word">, ArrayLike<number>>;
}

export function tableOf(reading: Reading, view: View): WordTable {
  const { columns, sentences, total } = reading;
  const size = columns.starts.length;
  const numbers = (numberOf: (token: number) => number) =>
    Float64Array.from({ length: size }, (_, token) => numberOf(token));
  const orNone = (value: number | undefined) =>
    value === undefined || value < 0 ? Number.NaN : value;
  return {
    reading,
    view,
    columns: {
      place: numbers((token) => token),
      weight: columns.attentionWeights,
      share: numbers((token) => {
        const weight = columns.attentionWeights[token] as number;
        const sentence = columns.sentences[token] as number;
        const all = sentences === null ? total : (sentences.wordTotals[sentence] ?? 0);
        return all > 0 ? weight / all : weight;
      }),
      sentence: numbers((token) =>
        sentences === null
          ? Number.NaN
          : sentenceShare(sentences, view.spread, columns.sentences[token] as number),
      ),
      times: numbers((token) => (view.values[token] as number) / view.equal(token)),
      rank: ranksOf(view.values),
      seen: timesSeen(reading),
      id: numbers((token) => orNone(columns.ids[token])),
      step: numbers((token) => orNone(columns.steps[token])),
      status: numbers((token) => columns.statuses[token] as number),
    },
  };
}

/** The tokens in this order; of equal ones that which stands earlier in the text. */
export function ordered(
  { reading, columns }: WordTable,
  { column, descending }: Order,
  language: string,
): Uint32Array {
  const size = columns.place.length;
  const tokens = Uint32Array.from({ length: size }, (_, token) => token);
  const sign = descending ? -1 : 1;
  if (column === "word") {
    const words = Array.from(tokens, (token) => wordAt(reading, token));
    const { compare } = new Intl.Collator(language, { numeric: true });
    return tokens.sort((a, b) => sign * compare(words[a] as string, words[b] as string) || a - b);
  }
  const values = columns[column];
  return tokens.sort((a, b) => {
    const [one, other] = [values[a] as number, values[b] as number];
    if (Number.isNaN(one) || Number.isNaN(other)) {
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other)) || a - b;
    }
    return sign * (one - other) || a - b;
  });
}

export const wordAt = ({ text, columns }: Reading, token: number): string =>
  text.slice(columns.starts[token], columns.ends[token]);

/** 1 for the largest; equal values share the better rank. */
function ranksOf(values: Float32Array): Float64Array {
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  const tokens = Uint32Array.from(values.keys())
    .filter((token) => !Number.isNaN(values[token]))
    .sort((a, b) => (values[b] as number) - (values[a] as number));
  tokens.forEach((token, place) => {
    const before = tokens[place - 1];
    const isEqual = before !== undefined && values[before] === values[token];
    ranks[token] = isEqual ? (ranks[before] as number) : place + 1;
  });
  return ranks;
}

/** How often the text has each word: what is one word to the model, else what is spelt alike. */
function timesSeen(reading: Reading): Float64Array {
  const { ids } = reading.columns;
  const keys = Array.from(ids, (id, token) =>
    statusOf(reading.columns, token) === "known" && id >= 0
      ? id
      : wordAt(reading, token).toLowerCase(),
  );
  const counts = new Map<number | string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Float64Array.from(keys, (key) => counts.get(key) as number);
}
