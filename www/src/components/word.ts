/** The numbers of one word. Every row is always there, so that nothing jumps while one points. */
import { html, type PropertyValues } from "lit";
import { type Reading, type Word, wordOf } from "../reading";
import { strings } from "../strings";
import { Part } from "./part";

const SPEAK_AFTER_MS = 400;

export class WordDetails extends Part {
  static override properties = {
    reading: { attribute: false },
    asked: { attribute: false },
    spoken: { attribute: false },
  };
  declare reading: Reading | null;
  /** Null: nobody asks, and the strongest word is shown. */
  declare asked: number | null;
  /** The word to read out: where the caret was moved to, not what is pointed at. */
  declare spoken: number | null;
  #timer = 0;

  constructor() {
    super();
    this.reading = null;
    this.asked = null;
    this.spoken = null;
  }

  protected override render() {
    const word = this.reading && wordOf(this.reading, this.asked ?? this.reading.strongest);
    return html`<h2>${this.asked === null ? strings.word.strongest : strings.word.asked}</h2>
      <p class="word ${word ? "" : "none"}" dir="auto">${word?.text ?? strings.word.nothing}</p>
      <dl>
        ${rowsOf(word, this.reading).map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd class="number">${value}</dd>
            </div>`,
        )}
      </dl>
      <p class="visually-hidden" aria-live="polite" id="spoken-word"></p>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("reading") && !changed.has("spoken")) {
      // What was said of the former text is no longer true.
      this.#say("");
      return;
    }
    if (!changed.has("spoken")) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#speak(), SPEAK_AFTER_MS);
  }

  #speak(): void {
    const word = this.reading && this.spoken !== null ? wordOf(this.reading, this.spoken) : null;
    this.#say(word === null ? "" : sentenceOf(word, this.reading));
  }

  #say(sentence: string): void {
    const region = this.querySelector("#spoken-word");
    if (region !== null) region.textContent = sentence;
  }
}

function rowsOf(word: Word | null, reading: Reading | null): [string, string][] {
  const { nothing: none, ...say } = strings.word;
  const attention = word?.attention;
  return [
    [say.weight, attention ? say.exact(attention.weight) : none],
    [say.share, attention ? say.percent(attention.share) : none],
    [say.timesUniform, attention ? say.times(attention.timesUniform) : none],
    [say.rank, attention ? say.rankOf(attention.rank, reading?.reached ?? 0) : none],
    [say.id, word?.id == null ? none : String(word.id)],
    [say.step, word?.step == null ? none : String(word.step)],
    [say.status, word ? say.statuses[word.status] : none],
  ];
}

function sentenceOf({ text, attention, status }: Word, reading: Reading | null): string {
  return attention
    ? strings.word.spoken(text, attention.share, attention.rank, reading?.reached ?? 0)
    : strings.word.spokenUnseen[status](text);
}

customElements.define("wordlight-word", WordDetails);
