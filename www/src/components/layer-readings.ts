/**
 * Layers of somebody's own classes: how each was read and why, and where its weights would fit other
 * kinds of attention, those to choose from.
 */
import { html, nothing, type PropertyValues } from "lit";
import { live } from "lit/directives/live.js";
import type { AttentionKind, LayerReading, OptionsChange } from "../engine/protocol";
import { strings } from "../strings";
import { Part } from "./part";

export class LayerReadings extends Part {
  static override properties = {
    readings: { attribute: false },
    chosen: { attribute: false },
    busy: { attribute: false },
    picked: { state: true },
  };
  declare readings: LayerReading[];
  /** What was chosen so far: the other classes' choices stay. */
  declare chosen: Record<string, string>;
  /** Whether a model is loading. */
  declare busy: boolean;
  /** What was picked and is being loaded: shown until it holds or was refused. */
  declare picked: { className: string; kind: string } | null;
  /** Kinds of each class in the order in which they were first seen: a choice must not move the others. */
  readonly #order = new Map<string, string[]>();

  constructor() {
    super();
    this.readings = [];
    this.chosen = {};
    this.busy = false;
    this.picked = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("busy") === true) this.picked = null;
  }

  protected override render() {
    // One choice per class: it holds for all of its layers.
    const classes = new Map(this.readings.map((reading) => [reading.className, reading]));
    const open = [...classes.values()].filter(({ alternatives }) => alternatives.length > 0);
    return open.length === 0 ? nothing : open.map((reading) => this.#choice(reading));
  }

  #choice(reading: LayerReading) {
    const { layer, className, reason } = reading;
    const kind = this.picked?.className === className ? this.picked.kind : reading.kind;
    const title = this.#kindsOf(reading).find((one) => one.kind === kind)?.title ?? "";
    return html`<details class="reading">
      <summary>${strings.model.readings.title(layer, title)}</summary>
      <p>${strings.model.readings.own(layer, className)}</p>
      <p lang="en">${reason}</p>
      <fieldset>
        <legend>${strings.model.readings.choose}</legend>
        ${this.#kindsOf(reading).map(
          (one) =>
            html`<label class="kind">
              <input
                type="radio"
                name=${`reading-${className}`}
                value=${one.kind}
                .checked=${live(one.kind === kind)}
                @change=${() => this.#choose(className, one.kind)}
              />
              <span class="title">${one.title}</span>
              <span class="equation">${one.equation}</span>
            </label>`,
        )}
      </fieldset>
    </details>`;
  }

  #kindsOf(reading: LayerReading): AttentionKind[] {
    const kinds: AttentionKind[] = [reading, ...reading.alternatives];
    const names = kinds.map(({ kind }) => kind);
    const known = this.#order.get(reading.className) ?? [];
    const isSame = known.length === names.length && names.every((name) => known.includes(name));
    if (!isSame) this.#order.set(reading.className, names);
    const order = isSame ? known : names;
    return kinds.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  }

  #choose(className: string, kind: string): void {
    this.picked = { className, kind };
    const change: OptionsChange = { customLayers: { ...this.chosen, [className]: kind } };
    this.tell("wordlight-configure", change);
  }
}

customElements.define("wordlight-readings", LayerReadings);
