/** Somebody who writes for an hour, as texts: one after the other, each one edit from the last. */

/** Pseudo-random numbers (SplitMix32), the same at every run. */
export function randomFrom(seed) {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) % Math.max(below, 1);
  };
}

const AWKWARD = [
  "é",
  "😀",
  "\ud83d",
  "e\u0301",
  "日本",
  "مرحبا",
  "\u202e",
  "’",
  "…",
  "\n",
  "! ",
  "? ",
  ".\n",
];

/** Edits of a text that stays at about its length. `vocabulary`: words to write. */
export class Typist {
  #random;
  #vocabulary;
  #length;
  #caret;
  #undo = [];
  #copied = "";
  #typing = "";

  constructor(text, vocabulary, seed) {
    this.text = text;
    this.#length = text.length;
    this.#caret = text.length;
    this.#vocabulary = vocabulary;
    this.#random = randomFrom(seed);
  }

  step() {
    const random = this.#random;
    // A word is typed letter by letter.
    if (this.#typing !== "") {
      this.#insert(this.#typing[0]);
      this.#typing = this.#typing.slice(1);
      return;
    }
    const excess = this.text.length - this.#length;
    const what = random(20);
    if (excess > 200 && what < 6)
      return this.#remove(this.#caret - 1 - random(excess), this.#caret);
    if (what < 9) {
      this.#typing = `${this.#vocabulary[random(this.#vocabulary.length)]} `;
      return this.step();
    }
    if (what < 12) return this.#remove(this.#caret - 1, this.#caret);
    if (what === 12) return this.#remove(this.#caret, this.#caret + 1 + random(8));
    if (what === 13) return this.#insert(AWKWARD[random(AWKWARD.length)]);
    if (what === 14) {
      const from = random(this.text.length);
      this.#copied = this.text.slice(from, from + random(200));
      return this.#insert(this.#copied);
    }
    if (what === 15 && this.#undo.length > 0) {
      this.text = this.#undo.pop();
      this.#caret = Math.min(this.#caret, this.text.length);
      return;
    }
    this.#caret = random(4) === 0 ? this.text.length : random(this.text.length + 1);
    this.#insert([" ", "a", "s", ".", "E"][random(5)]);
  }

  #insert(what) {
    this.#change(this.#caret, this.#caret, what);
  }

  #remove(from, to) {
    this.#change(Math.max(from, 0), Math.min(to, this.text.length), "");
  }

  #change(from, to, what) {
    this.#undo.push(this.text);
    if (this.#undo.length > 20) this.#undo.shift();
    this.text = this.text.slice(0, from) + what + this.text.slice(to);
    this.#caret = from + what.length;
  }
}
