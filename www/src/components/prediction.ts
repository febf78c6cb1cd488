/** The classes with their probabilities, as bars and numbers. */
import { html, nothing } from "lit";
import { exact, percent } from "../format";
import type { Reading } from "../reading";
import { strings } from "../strings";
import { Part } from "./part";

/** More classes than these are ordered by probability and cut. */
const CLASSES_IN_MODEL_ORDER = 6;
const CLASSES_SHOWN = 6;

interface Class {
  label: string;
  probability: number;
}

export class Prediction extends Part {
  static override properties = {
    reading: { attribute: false },
    waiting: { attribute: false },
  };
  declare reading: Reading | null;
  /** What to say while there is no reading. */
  declare waiting: string;

  constructor() {
    super();
    this.reading = null;
    this.waiting = "";
  }

  protected override render() {
    return html`<h2>${strings.prediction.title}</h2>
      ${this.reading === null ? html`<p class="remark">${this.waiting}</p>` : this.#result(this.reading)}`;
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
    const winner = classes.reduce((best, one) => (one.probability > best.probability ? one : best));
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

/** One sigmoid unit with two labels says p of the second. */
function classesOf(prediction: Float32Array, labels: string[]): Class[] {
  const only = prediction.length === 1 && labels.length === 2 ? prediction[0] : undefined;
  const values = only === undefined ? [...prediction] : [1 - only, only];
  return values.map((probability, index) => ({
    label: labels[index] ?? String(index),
    probability,
  }));
}

/** Heads without softmax or sigmoid give numbers that are no probabilities: they stay as they are. */
const probabilityText = (value: number): string =>
  value >= 0 && value <= 1 ? percent(value) : exact(value);

customElements.define("wordlight-prediction", Prediction);
