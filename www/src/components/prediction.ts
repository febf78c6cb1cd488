/** The classes with their probabilities, as bars and numbers. */
import { html, nothing, type PropertyValues } from "lit";
import { type Answer, answerOf, type Said, verdictOf } from "../answer";
import type { AnalysisColumns } from "../engine/protocol";
import { type Head, type Heads, possibleHeads } from "../head";
import type { Reading } from "../reading";
import type { LoadedModel } from "../state";
import { strings } from "../strings";
import type { View } from "../view";
import { wordOf } from "../word";
import "./class-names";
import { Part } from "./part";
import { choice } from "./segments";

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
    model: { attribute: false },
    heads: { attribute: false },
    all: { state: true },
  };
  declare reading: Reading | null;
  declare view: View | null;
  /** What to say while there is no reading. */
  declare waiting: string;
  declare model: LoadedModel | null;
  declare heads: Heads;
  /** Every class, however many there are. */
  declare all: boolean;
  #timer = 0;

  constructor() {
    super();
    this.reading = null;
    this.view = null;
    this.waiting = "";
    this.model = null;
    this.heads = new Map();
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
      if (region !== null) region.textContent = this.reading ? this.#spoken(this.reading) : "";
    }, SPEAK_AFTER_MS);
  }

  #result({ columns, reached }: Reading) {
    if (columns.prediction.length === 0) {
      return html`<p class="remark">${strings.given.noPrediction}</p>`;
    }
    const answer = answerOf(this.heads, this.model, columns);
    const { head, all } = answer;
    const { several, empty } = strings.prediction;
    return html`${head === "values" ? all.map((one) => this.#value(one)) : this.#classes(answer)}
      ${head === "labels" ? html`<p class="remark">${several}</p>` : nothing}
      ${reached === 0 ? html`<p class="remark">${empty}</p>` : nothing} ${this.#choice(columns, head)}`;
  }

  #value({ label, number }: Said) {
    return html`<p class="value">
      <span>${label}</span>
      <strong class="number">${number}</strong>
    </p>`;
  }

  #classes({ head, all }: Answer) {
    const sorted =
      all.length <= CLASSES_IN_MODEL_ORDER
        ? all
        : all.toSorted((a, b) => b.probability - a.probability);
    const shown = this.all ? sorted : sorted.slice(0, CLASSES_SHOWN);
    const hidden = all.length - CLASSES_SHOWN;
    const { more, fewer } = strings.prediction;
    return html`<ol class="classes">
        ${shown.map((one) => this.#class(one, head))}
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
    const chosen = choice("head-kind", readAs, possibleHeads(columns), heads, head, (kind) => {
      this.tell<Head>("wordlight-read-as", kind);
    });
    return html`${chosen}
      <wordlight-class-names .names=${model.description.labels}></wordlight-class-names>`;
  }

  #class({ label, probability, number, wins }: Said, head: Head) {
    const { applies, winner } = strings.prediction;
    const length = Math.min(Math.max(probability, 0), 1) || 0;
    return html`<li class=${wins ? "winner" : ""}>
      <span class="label">${label}</span>
      ${wins ? html`<span class="visually-hidden">(${head === "labels" ? applies : winner})</span>` : nothing}
      <span class="number">${number}</span>
      <span class="bar" aria-hidden="true" .style=${`--probability: ${length}`}></span>
    </li>`;
  }

  #spoken({ columns }: Reading): string {
    if (columns.prediction.length === 0) return strings.given.noPrediction;
    const { reading, view } = this;
    const word = reading && view && wordOf(reading, view, view.strongest);
    const verdict = verdictOf(answerOf(this.heads, this.model, columns));
    return strings.prediction.spoken(verdict, word?.text ?? null);
  }
}

customElements.define("wordlight-prediction", Prediction);
