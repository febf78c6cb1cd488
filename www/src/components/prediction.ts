/** The classes with their probabilities, as bars and numbers. */
import { html, nothing, type PropertyValues } from "lit";
import { type Class, classesOf, probabilityText, winnerOf } from "../classes";
import { exact } from "../format";
import type { Reading } from "../reading";
import { strings } from "../strings";
import type { View } from "../view";
import { wordOf } from "../word";
import { Part } from "./part";

/** More classes than these are ordered by probability and cut. */
const CLASSES_IN_MODEL_ORDER = 6;
const CLASSES_SHOWN = 6;
/** A screen reader hears the result once typing pauses. */
const SPEAK_AFTER_MS = 1000;

export class Prediction extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    waiting: { attribute: false },
  };
  declare reading: Reading | null;
  declare view: View | null;
  /** What to say while there is no reading. */
  declare waiting: string;
  #timer = 0;

  constructor() {
    super();
    this.reading = null;
    this.view = null;
    this.waiting = "";
  }

  protected override render() {
    return html`<h2>${strings.prediction.title}</h2>
      ${this.reading === null ? html`<p class="remark">${this.waiting}</p>` : this.#result(this.reading)}
      <p class="visually-hidden" role="status" id="spoken-prediction"></p>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("reading")) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const region = this.querySelector("#spoken-prediction");
      if (region !== null)
        region.textContent = this.reading ? spokenResult(this.reading, this.view) : "";
    }, SPEAK_AFTER_MS);
  }

  #result({ columns, reached }: Reading) {
    const { prediction, labels } = columns;
    const single = prediction.length === 1 ? prediction[0] : undefined;
    if (single !== undefined && labels.length === 1) {
      return html`<p class="value">
        <span>${labels[0] || strings.prediction.value}</span> <strong class="number">${exact(single)}</strong>
      </p>`;
    }
    const classes = classesOf(prediction, labels);
    const winner = winnerOf(classes);
    const shown =
      classes.length <= CLASSES_IN_MODEL_ORDER
        ? classes
        : classes.toSorted((a, b) => b.probability - a.probability).slice(0, CLASSES_SHOWN);
    return html`<ol class="classes">
        ${shown.map((one) => this.#class(one, one === winner))}
      </ol>
      ${
        shown.length < classes.length
          ? html`<p class="remark">${strings.prediction.more(classes.length - shown.length)}</p>`
          : nothing
      }
      ${reached === 0 ? html`<p class="remark">${strings.prediction.empty}</p>` : nothing}`;
  }

  #class({ label, probability }: Class, wins: boolean) {
    const length = Math.min(Math.max(probability, 0), 1) || 0;
    return html`<li class=${wins ? "winner" : ""}>
      <span class="label">${label}</span>
      ${wins ? html`<span class="visually-hidden">(${strings.prediction.winner})</span>` : nothing}
      <span class="number">${probabilityText(probability)}</span>
      <span class="bar" aria-hidden="true" .style=${`--probability: ${length}`}></span>
    </li>`;
  }
}

function spokenResult(reading: Reading, view: View | null): string {
  const { prediction, labels } = reading.columns;
  const { label, probability } = winnerOf(classesOf(prediction, labels));
  const strongest = view === null ? null : (wordOf(reading, view, view.strongest)?.text ?? null);
  return strings.prediction.spoken(label, probabilityText(probability), strongest);
}

customElements.define("wordlight-prediction", Prediction);
