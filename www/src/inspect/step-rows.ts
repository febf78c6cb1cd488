/** Which words the rows of a stage are about, and which of its rows are about none. */
import type { Reading } from "../reading";

export interface StepRows {
  /** Rows with a word, in the order of the text. */
  rows: number[];
  /** Of each of them. */
  names: string[];
  /** Of each of them, its first token; in a picture of sentences, the sentence. */
  tokens: number[];
  /** Rows without a word. */
  others: number;
}

/** What stands at the places of the padded sequence: words, or sentences. */
export interface Places {
  /** Token, or sentence, at a place. */
  at: Map<number, number>;
  name(index: number): string;
}

/** `sentence`: whose words; null: the text is one sequence. */
export function placesOfWords(reading: Reading, sentence: number | null): Places {
  const { columns, text } = reading;
  const at = new Map<number, number>();
  columns.steps.forEach((step, token) => {
    if (step >= 0 && (sentence === null || columns.sentences[token] === sentence)) {
      at.set(step, token);
    }
  });
  return { at, name: (token) => text.slice(columns.starts[token], columns.ends[token]) };
}

/** Sentences that reached the model lie in one piece, at the end or at the beginning. */
export function placesOfSentences(reading: Reading, rows: number, isPre: boolean): Places {
  const { columns, sentences, text } = reading;
  const { sentenceStarts, sentenceEnds, sentenceAttention } = columns;
  const reached = [...sentenceStarts.keys()].filter((sentence) =>
    sentences?.weighted
      ? !Number.isNaN(sentenceAttention[sentence])
      : (sentences?.words[sentence] ?? 0) > 0,
  );
  const from = isPre ? rows - reached.length : 0;
  return {
    at: new Map(reached.map((sentence, index) => [from + index, sentence])),
    name: (sentence) =>
      `${sentence + 1} ${text.slice(sentenceStarts[sentence], sentenceEnds[sentence]).trim()}`,
  };
}

/** `steps`: first place and end of each row. */
export function rowsOfSteps(steps: Uint32Array, { at, name }: Places): StepRows {
  const found: { row: number; name: string; token: number }[] = [];
  const count = steps.length / 2;
  for (let row = 0; row < count; row++) {
    const tokens: number[] = [];
    for (let place = steps[2 * row] as number; place < (steps[2 * row + 1] as number); place++) {
      const token = at.get(place);
      if (token !== undefined) tokens.push(token);
    }
    const [first] = tokens;
    if (first === undefined) continue;
    found.push({ row, name: tokens.map(name).join(" "), token: first });
  }
  // A layer that reads from the end has its rows the other way round.
  found.sort((a, b) => a.token - b.token);
  return {
    rows: found.map(({ row }) => row),
    names: found.map(({ name: itsName }) => itsName),
    tokens: found.map(({ token }) => token),
    others: count - found.length,
  };
}
