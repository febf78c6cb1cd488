/** What a person has tried on the words of the text, and what that changed. Fetched with the first trial. */
import { html, nothing, type PropertyValues } from "lit";
import { type Answer, answerOf } from "../answer";
import { type Change, leftOutOf } from "../changes";
import {
  areShares,
  type Compared,
  comparedClasses,
  formerValue,
  gain,
  largestGains,
  movedAttention,
} from "../difference";
import { exact, percent, points, signed, twoDigits } from "../format";
import type { Heads } from "../head";
import type { Reading } from "../reading";
import type { LoadedModel } from "../state";
import { strings } from "../strings";
import { type Look, type View, viewOf } from "../view";
import { differenceTable } from "./difference-table";
import { Part } from "./part";

const GAINS_SHOWN = 4;
const CLASSES_SHOWN = 6;
/** A screen reader hears it after the prediction. */
const SPEAK_AFTER_MS = 1200;

export class TrialsStrip extends Part {
  static override properties = {
    reading: { attribute: false },
    former: { attribute: false },
    look: { attribute: false },
    changes: { attribute: false },
    heads: { attribute: false },
    model: { attribute: false },
  };
  declare reading: Reading | null;
  declare former: Reading | null;
  declare look: Look | null;
  declare changes: Change[];
  declare heads: Heads;
  declare model: LoadedModel | null;
  #timer = 0;

  constructor() {
    super();
    this.reading = null;
    this.former = null;
    this.look = null;
    this.changes = [];
    this.heads = new Map();
    this.model = null;
  }

  protected override render() {
    const { changes, reading } = this;
    const say = strings.trials;
    if (changes.length === 0 || reading === null) return nothing;
    const sides = this.#sides();
    const wereThere = leftOutOf(changes).length === changes.length;
    return html`<h2 id="trials-title">${wereThere ? say.without : say.changed}</h2>
      <ul class="changes" aria-labelledby="trials-title">
        ${changes.map((change) => this.#change(change, sides))}
        ${
          changes.length > 1
            ? html`<li>
                <button type="button" class="quiet" id="put-all-back" @click=${this.#putAllBack}>
                  ${say.putAllBack}
                </button>
              </li>`
            : nothing
        }
      </ul>
      ${sides === null ? nothing : this.#differences(sides)}
      <p class="visually-hidden" role="status" id="spoken-trial"></p>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("former") && !changed.has("reading")) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#speak(), SPEAK_AFTER_MS);
  }

  /** Null while either is still to come. */
  #sides() {
    const { reading, former, look } = this;
    if (reading === null || former === null || look === null) return null;
    return {
      before: this.#side(former, look),
      after: this.#side(reading, look),
    };
  }

  #side(reading: Reading, look: Look): Side {
    const answer = answerOf(this.heads, this.model, reading.columns);
    return { reading, view: viewOf(reading, look, null), answer };
  }

  #change(change: Change, sides: Sides | null) {
    const say = strings.trials;
    const word = this.reading?.text.slice(change.start, change.end) ?? "";
    const had = sides === null ? Number.NaN : formerValue(sides.before, this.changes, change);
    const number = sides?.before.view.kind === "paper" ? twoDigits : percent;
    return html`<li class="chip-of-change">
      <span dir="auto" lang=""
        >${
          change.was === null
            ? html`<s>${word}</s>`
            : html`<s>${change.was}</s> <span aria-hidden="true">→</span> ${word}`
        }</span
      >
      ${Number.isNaN(had) ? nothing : html`<span class="number">${say.had(number(had))}</span>`}
      <button
        type="button"
        class="quiet"
        aria-label=${say.putBackWord(change.was ?? word)}
        @click=${() => this.#putBack(change)}
      >
        ${say.putBack}
      </button>
    </li>`;
  }

  #differences({ before, after }: Sides) {
    const say = strings.trials;
    const columns = { before: say.before, after: say.now };
    const all = comparedClasses(before.answer, after.answer);
    const classes = all
      .toSorted((one, other) => Math.abs(gain(other)) - Math.abs(gain(one)))
      .slice(0, CLASSES_SHOWN);
    const shown = all.filter((one) => classes.includes(one));
    const gains = largestGains(movedAttention(before, after, this.changes), GAINS_SHOWN);
    return html`<div class="differences">
      ${
        shown.length === 0
          ? nothing
          : differenceTable(
              { ...columns, title: strings.prediction.title },
              shown,
              areShares(after.answer, all),
            )
      }
      ${
        gains.length === 0
          ? html`<p class="remark">${say.noGains}</p>`
          : differenceTable({ ...columns, title: say.gains }, gains, after.view.kind !== "paper")
      }
    </div>`;
  }

  #putBack(change: Change): void {
    this.tell<Change>("wordlight-put-back", change);
    void this.updateComplete.then(() => this.#keepFocus());
  }

  #putAllBack(): void {
    this.tell("wordlight-put-all-back", null);
    this.#keepFocus();
  }

  /** The button that was pressed is gone: on to the next, or to the text. */
  #keepFocus(): void {
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    const next = this.querySelector<HTMLElement>(".changes button");
    (next ?? document.querySelector<HTMLElement>("#text"))?.focus({ preventScroll: true });
  }

  #speak(): void {
    const region = this.querySelector("#spoken-trial");
    const sides = this.#sides();
    if (region === null || sides === null) return;
    const { before, after } = sides;
    const classes = comparedClasses(before.answer, after.answer);
    region.textContent = spoken(classes, areShares(after.answer, classes));
  }
}

interface Side {
  reading: Reading;
  view: View;
  answer: Answer;
}

interface Sides {
  before: Side;
  after: Side;
}

/** Of the class that moved most. */
function spoken(classes: Compared[], areShares: boolean): string {
  const [most] = classes.toSorted((a, b) => Math.abs(gain(b)) - Math.abs(gain(a)));
  if (most === undefined) return "";
  const { label, before, after } = most;
  const number = areShares ? percent : exact;
  const difference = areShares ? points(before, after) : signed(gain(most));
  return strings.trials.spoken(label, number(before), number(after), difference);
}

customElements.define("wordlight-trials", TrialsStrip);
