/** The numbers of one word. Every row is always there, so that nothing jumps while one points. */
import { html, type PropertyValues } from "lit";
import type { Change } from "../changes";
import { paddingShare, type Reading } from "../reading";
import { strings } from "../strings";
import { PADDING_WORTH_SAYING, type View } from "../view";
import { type Word, wordOf } from "../word";
import { Part } from "./part";
import "./try-word";

const SPEAK_AFTER_MS = 400;

export class WordDetails extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    row: { attribute: false },
    asked: { attribute: false },
    spoken: { attribute: false },
    changes: { attribute: false },
    fixed: { attribute: false },
  };
  declare reading: Reading | null;
  /** What all words get. */
  declare view: View | null;
  /** What one word attends to, while that is shown. */
  declare row: View | null;
  /** Null: nobody asks, and the strongest word is shown. */
  declare asked: number | null;
  /** The word to read out: where the caret was moved to, not what is pointed at. */
  declare spoken: number | null;
  declare changes: Change[];
  /** The weights are those of a file: no model reads the text, and nothing can be tried on it. */
  declare fixed: boolean;
  #timer = 0;

  constructor() {
    super();
    this.reading = null;
    this.view = null;
    this.row = null;
    this.asked = null;
    this.spoken = null;
    this.changes = [];
    this.fixed = false;
  }

  protected override render() {
    const word = this.#wordAt(this.asked ?? this.row?.from ?? this.view?.strongest ?? null);
    return html`<h2>${this.asked === null ? strings.word.strongest : strings.word.asked}</h2>
      <p class="word ${word ? "" : "none"}" dir="auto" lang="">${word?.text ?? strings.word.nothing}</p>
      <wordlight-try .word=${this.fixed ? null : word} .changes=${this.changes}></wordlight-try>
      <dl>
        ${rowsOf(word, this.reading, this.row !== null).map(
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

  #wordAt(token: number | null): Word | null {
    const { reading, view, row } = this;
    return reading && view && token !== null ? wordOf(reading, view, token, row) : null;
  }

  #speak(): void {
    const word = this.#wordAt(this.spoken);
    this.#say(word === null ? "" : sentenceOf(word, this.reading));
  }

  #say(sentence: string): void {
    const region = this.querySelector("#spoken-word");
    if (region !== null) region.textContent = sentence;
  }
}

/** Which rows there are depends on the model and the text, never on the word. */
function rowsOf(word: Word | null, reading: Reading | null, showsRow: boolean): [string, string][] {
  const { nothing: none, ...say } = strings.word;
  const attention = word?.attention;
  const sentences = reading?.sentences ?? null;
  const padded =
    reading !== null &&
    (sentences === null
      ? paddingShare(reading) > PADDING_WORTH_SAYING
      : sentences.wordPadding.some((share) => share > PADDING_WORTH_SAYING));
  const spread = attention ? say.percent(attention.spread ?? attention.share) : none;
  const rows: ([string, string] | null)[] = [
    [say.weight, attention ? say.exact(attention.weight) : none],
    sentences === null
      ? [say.share, attention ? say.percent(attention.share) : none]
      : [say.within, attention ? say.percent(attention.share) : none],
    padded ? [sentences === null ? say.wordsAlone : say.withinAlone, spread] : null,
    sentences?.weighted
      ? [say.sentence, word?.sentence ? percentOr(word.sentence.share, none) : none]
      : null,
    sentences?.weighted && sentences.wordsWeighted
      ? [say.light, attention?.light == null ? none : say.exact(attention.light)]
      : null,
    [say.timesUniform, attention ? say.times(attention.timesEqual) : none],
    [say.rank, attention ? say.rankOf(attention.rank, reading?.reached ?? 0) : none],
    showsRow
      ? [
          say.attendsTo,
          word?.attendsTo ? say.attends(word.attendsTo.text, word.attendsTo.share) : none,
        ]
      : null,
    reading !== null && reading.wordsPerStep > 1
      ? [say.stepWords, stepText(word, reading.wordsPerStep)]
      : null,
    [say.id, word?.id == null ? none : String(word.id)],
    [
      sentences === null ? say.step : say.stepInSentence,
      word?.step == null ? none : String(word.step),
    ],
    [say.status, word ? say.statuses[word.status] : none],
  ];
  return rows.filter((row) => row !== null);
}

const percentOr = (share: number, none: string): string =>
  Number.isNaN(share) ? none : strings.word.percent(share);

function stepText(word: Word | null, wordsPerStep: number): string {
  if (word?.step == null) return strings.word.nothing;
  return word.stepWords === null
    ? strings.word.aroundStep(wordsPerStep)
    : strings.word.quoted(word.stepWords);
}

/** Word and weight, as a screen reader says them. */
export function sentenceOf(
  { text, attention, status, sentence, attendsTo }: Word,
  reading: Reading | null,
): string {
  const say = strings.word;
  if (!attention) return say.spokenUnseen[status](text);
  const own =
    sentence && !Number.isNaN(sentence.share)
      ? say.spokenWithin(text, attention.share, sentence.index + 1, sentence.share)
      : say.spoken(text, attention.share, attention.rank, reading?.reached ?? 0);
  return attendsTo ? own + say.spokenAttends(attendsTo.text, attendsTo.share) : own;
}

customElements.define("wordlight-word", WordDetails);
