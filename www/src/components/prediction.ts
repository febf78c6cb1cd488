/** The classes with their probabilities, as bars and numbers. */
import { html, nothing, type PropertyValues } from "lit";
import { type Class, classesOf, probabilityText, winnerOf } from "../classes";
import type { AnalysisColumns } from "../engine/protocol";
import { exact, listed } from "../format";
import { chooseHead, type Head, headOf, possibleHeads } from "../head";
import type { Reading } from "../reading";
import type { LoadedModel } from "../state";
import { strings } from "../strings";
import type { View } from "../view";
import { wordOf } from "../word";
import { Part } from "./part";
import { choice } from "./segments";

/** More classes than these are ordered by probability and cut. */
const CLASSES_IN_MODEL_ORDER = 6;
const CLASSES_SHOWN = 6;
/** From here on a label of several is said to apply. */
const APPLIES = 0.5;
/** A screen reader hears the result once typing pauses. */
const SPEAK_AFTER_MS = 1000;

export class Prediction extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    waiting: { attribute: false },
    model: { attribute: false },
    all: { state: true },
  };
  declare reading: Reading | null;
  declare view: View | null;
  /** What to say while there is no reading. */
  declare waiting: string;
  declare model: LoadedModel | null;
  /** Every class, however many there are. */
  declare all: boolean;
  #timer = 0;

  constructor() {
    super();
    this.reading = null;
    this.view = null;
    this.waiting = "";
    this.model = null;
    this.all = false;
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
        region.textContent = this.reading ? spokenResult(this.reading, this.view, this.model) : "";
    }, SPEAK_AFTER_MS);
  }

  #result({ columns, reached }: Reading) {
    if (columns.prediction.length === 0) {
      return html`<p class="remark">${strings.given.noPrediction}</p>`;
    }
    const head = headOf(this.model, columns);
    const { several, empty } = strings.prediction;
    return html`${head === "values" ? this.#values(columns) : this.#classes(columns, head)}
      ${head === "labels" ? html`<p class="remark">${several}</p>` : nothing}
      ${reached === 0 ? html`<p class="remark">${empty}</p>` : nothing} ${this.#choice(columns, head)}`;
  }

  #values({ prediction, labels }: AnalysisColumns) {
    const nameOf = (index: number) => labels[index] || strings.prediction.value;
    // A second name is that of a class, where somebody says that there are none.
    const single = prediction.length === 1 && labels.length === 2;
    return Array.from(
      prediction,
      (value, index) => html`<p class="value">
        <span>${single ? strings.prediction.value : nameOf(index)}</span>
        <strong class="number">${exact(value)}</strong>
      </p>`,
    );
  }

  #classes({ prediction, labels }: AnalysisColumns, head: Head) {
    const classes = classesFor(prediction, labels, head);
    const winner = winnerOf(classes);
    const sorted =
      classes.length <= CLASSES_IN_MODEL_ORDER
        ? classes
        : classes.toSorted((a, b) => b.probability - a.probability);
    const shown = this.all ? sorted : sorted.slice(0, CLASSES_SHOWN);
    const hidden = classes.length - CLASSES_SHOWN;
    const { more, fewer } = strings.prediction;
    return html`<ol class="classes">
        ${shown.map((one) => this.#class(one, head === "labels" ? one.probability >= APPLIES : one === winner, head))}
      </ol>
      ${
        hidden > 0
          ? html`<button type="button" class="quiet" aria-expanded=${this.all ? "true" : "false"} @click=${() => {
              this.all = !this.all;
            }}>${this.all ? fewer : more(hidden)}</button>`
          : nothing
      }`;
  }

  /** Of a model that comes with the page it is known. */
  #choice(columns: AnalysisColumns, head: Head) {
    const { model } = this;
    if (model === null || model.bundled !== null) return nothing;
    const { readAs, heads } = strings.prediction;
    return choice("head-kind", readAs, possibleHeads(columns), heads, head, (chosen) => {
      chooseHead(model, chosen);
      this.requestUpdate();
    });
  }

  #class({ label, probability }: Class, wins: boolean, head: Head) {
    const { applies, winner } = strings.prediction;
    const length = Math.min(Math.max(probability, 0), 1) || 0;
    return html`<li class=${wins ? "winner" : ""}>
      <span class="label">${label}</span>
      ${wins ? html`<span class="visually-hidden">(${head === "labels" ? applies : winner})</span>` : nothing}
      <span class="number">${probabilityText(probability)}</span>
      <span class="bar" aria-hidden="true" .style=${`--probability: ${length}`}></span>
    </li>`;
  }
}

/** A single number that is no probability of two names has a yes and a no all the same. */
function classesFor(prediction: Float32Array, labels: string[], head: Head): Class[] {
  const { no, yes } = strings.prediction;
  return classesOf(prediction, head === "binary" && labels.length < 2 ? [no, yes] : labels);
}

function spokenResult(reading: Reading, view: View | null, model: LoadedModel | null): string {
  const { prediction, labels } = reading.columns;
  if (prediction.length === 0) return strings.given.noPrediction;
  const head = headOf(model, reading.columns);
  const strongest = view === null ? null : (wordOf(reading, view, view.strongest)?.text ?? null);
  const { spoken, value, noneApplies } = strings.prediction;
  if (head === "values") {
    return spoken(labels[0] || value, exact(prediction[0] ?? Number.NaN), strongest);
  }
  const classes = classesFor(prediction, labels, head);
  if (head !== "labels") {
    const { label, probability } = winnerOf(classes);
    return spoken(label, probabilityText(probability), strongest);
  }
  const applying = classes
    .filter(({ probability }) => probability >= APPLIES)
    .map(({ label, probability }) => `${label} ${probabilityText(probability)}`);
  return spoken(applying.length > 0 ? listed(applying) : noneApplies, "", strongest);
}

customElements.define("wordlight-prediction", Prediction);
