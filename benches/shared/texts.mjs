/**
 * Texts of known words, drawn from a seed, so that every contender gets the same: as words for those that
 * tokenize, as ids for those that do not.
 */
import { uniform } from "./random.mjs";

/** Words that every tokenizer here keeps whole. */
const PLAIN = /^[a-z0-9]+$/;

/** A model's words, and ways to draw from them. */
export class Vocabulary {
  /** @param {(string | null)[]} words by id */
  constructor(words) {
    this.words = words.map((word) => (word && PLAIN.test(word) ? word : null));
    const ids = new Map(this.words.map((word, id) => [word, id]));
    /** Pairs of ids whose second word is the first and one letter more. @type {[number, number][]} */
    this.completions = this.words.flatMap((word, id) => {
      const before = word && word.length > 1 ? ids.get(word.slice(0, -1)) : undefined;
      return before === undefined ? [] : [[before, id]];
    });
  }

  /**
   * Ids of `count` words: the logarithm of the id is uniform, by which frequent words (small ids) are about as
   * frequent as in English.
   *
   * @param {() => number} random
   * @param {number} count
   */
  draw(random, count) {
    const top = Math.log(this.words.length - 1);
    const ids = [];
    while (ids.length < count) {
      const id = Math.floor(Math.exp(random() * top));
      if (this.words[id]) ids.push(id);
    }
    return ids;
  }

  /** @param {number[]} ids @returns {Input} */
  input(ids) {
    return { text: ids.map((id) => this.words[id]).join(" "), ids: Int32Array.from(ids) };
  }

  /**
   * Unrelated texts of one length.
   *
   * @param {number} seed
   * @param {number} count
   * @param {number} length in words
   */
  texts(seed, count, length) {
    const random = uniform(seed);
    return Array.from({ length: count }, () => this.input(this.draw(random, length)));
  }
}

/** @typedef {{ text: string, ids: Int32Array }} Input one text, for either kind of contender */
