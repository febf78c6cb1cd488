/**
 * What a person does to a text of about 200 words, as walks of small edits. Each walk begins with a text of its own;
 * no text occurs twice.
 */
import { uniform } from "./random.mjs";

const LENGTH = 200;
/** Timed edits of a walk; the text's length stays within 200 ± this. */
export const EDITS = 8;

/** Where in a text of `length` words an edit takes place. @type {Record<string, (length: number) => number>} */
const PLACES = {
  start: () => 0,
  middle: (length) => length >> 1,
  end: (length) => length - 1,
};

/** What a person does at a place. */
const CHANGES = {
  inserted: (ids, place, word) => ids.toSpliced(place, 0, word),
  deleted: (ids, place) => ids.toSpliced(place, 1),
  replaced: (ids, place, word) => ids.toSpliced(place, 1, word),
};

/** Every kind of edit, by the name that the tables give it. */
export const KINDS = {
  "letter typed at the end": "letter",
  "word finished at the end": "word",
  "word inserted at the start": ["inserted", "start"],
  "word inserted in the middle": ["inserted", "middle"],
  "word inserted before the last": ["inserted", "end"],
  "word deleted at the start": ["deleted", "start"],
  "word deleted in the middle": ["deleted", "middle"],
  "word deleted at the end": ["deleted", "end"],
  "word replaced at the start": ["replaced", "start"],
  "word replaced in the middle": ["replaced", "middle"],
  "word replaced at the end": ["replaced", "end"],
};

/** The first length of a walk whose edits change it by `each`: 200 is the mean of the timed lengths. */
const firstLength = (each) => LENGTH - Math.round((each * (EDITS + 1)) / 2);

/**
 * One walk.
 *
 * @param {string} name a key of `KINDS`
 * @param {import("./texts.mjs").Vocabulary} vocabulary
 * @param {number} seed
 * @returns {{ ids: number[], timed: boolean }[]} the texts in their order; the first is never timed
 */
export function walk(name, vocabulary, seed) {
  const random = uniform(seed);
  const kind = KINDS[name];
  if (kind === "letter") {
    // The word in the making is a word too, and one letter more makes another of it.
    let ids = vocabulary.draw(random, firstLength(1));
    const steps = [{ ids, timed: false }];
    for (let edit = 0; edit < EDITS; edit++) {
      const [before, after] =
        vocabulary.completions[Math.floor(random() * vocabulary.completions.length)];
      steps.push({ ids: [...ids, before], timed: false });
      ids = [...ids, after];
      steps.push({ ids, timed: true });
    }
    return steps;
  }
  const each = { inserted: 1, deleted: -1, replaced: 0 }[kind[0]] ?? 1;
  let ids = vocabulary.draw(random, firstLength(each));
  const steps = [{ ids, timed: false }];
  const used = new Set();
  for (let edit = 0; edit < EDITS; edit++) {
    const place = kind === "word" ? ids.length : PLACES[kind[1]](ids.length);
    // A word that was there or drawn before would bring a text back.
    let word;
    do [word] = vocabulary.draw(random, 1);
    while (used.has(word) || word === ids[place]);
    used.add(word).add(ids[place]);
    ids = kind === "word" ? [...ids, word] : CHANGES[kind[0]](ids, place, word);
    steps.push({ ids, timed: true });
  }
  return steps;
}
