/** The weights of one layer as heat maps. They are fetched when the layer is chosen, not before. */
import { html, nothing, type PropertyValues } from "lit";
import type { Weight } from "../../engine/protocol";
import { complain } from "../../files";
import { gatesOf } from "../../inspect/gates";
import { matrixOf, statisticsOf } from "../../inspect/numbers";
import type { SummaryRow } from "../../inspect/summary";
import type { Session } from "../../session";
import { strings } from "../../strings";
import "../heat-map";
import { downloads, numbersLine } from "../numbers-figure";
import { Part } from "../part";

/** Numbers of a matrix that a screen surely has points for. */
const MANY = 200_000;

interface Shown {
  path: string;
  weights: Weight[];
}

export class Weights extends Part {
  static override properties = {
    session: { attribute: false },
    model: { attribute: false },
    row: { attribute: false },
    shown: { state: true },
    failed: { state: true },
  };
  declare session: Session;
  declare model: unknown;
  /** Whose weights. */
  declare row: SummaryRow | null;
  declare shown: Shown | null;
  declare failed: string | null;
  readonly #pictures = new WeakMap<Weight, ReturnType<typeof pictureOf>>();

  constructor() {
    super();
    this.row = null;
    this.shown = null;
    this.failed = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const former = changed.get("row") as SummaryRow | null | undefined;
    const isOther = changed.has("row") && former?.path !== this.row?.path;
    if (changed.has("model") || isOther) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    const { row, model } = this;
    this.failed = null;
    if (row === null) return;
    const { path, layer } = row;
    const isAsked = () => path === this.row?.path && model === this.model;
    try {
      const weights = layer.weights.length === 0 ? [] : await this.session.weights(path);
      if (isAsked()) this.shown = { path, weights };
    } catch (error) {
      if (isAsked()) this.failed = complain(error, "page").message;
    }
  }

  protected override render() {
    const say = strings.inspect.weights;
    const { row } = this;
    if (row === null) return nothing;
    return html`<section class="weights" aria-labelledby="weights-title">
      <h3 id="weights-title">${say.title(row.path)}</h3>
      ${this.#content(row)}
    </section>`;
  }

  #content({ path }: SummaryRow) {
    const say = strings.inspect.weights;
    const { shown, failed } = this;
    if (failed !== null) return html`<p class="remark" role="alert">${failed}</p>`;
    if (shown?.path !== path) return html`<p class="remark" role="status">${say.loading}</p>`;
    if (shown.weights.length === 0) return html`<p class="remark">${say.none}</p>`;
    return shown.weights.map((weight) => this.#figure(weight, shown));
  }

  #figure(weight: Weight, { path, weights }: Shown) {
    const say = strings.inspect;
    const picture = this.#pictures.get(weight) ?? pictureOf(weight, weights);
    this.#pictures.set(weight, picture);
    const { matrix, statistics, gates, limit, groups, columnName } = picture;
    const file = () => ({ name: `${path}/${weight.name}`, array: weight, rowName: null });
    return html`<figure class="numbers" data-weight=${weight.name}>
      <figcaption>
        <h4>${weight.name}</h4>
        ${weight.trainable ? nothing : html`<span class="quiet-badge">${say.weights.frozen}</span>`}
        ${downloads(weight.name, file)}
      </figcaption>
      ${numbersLine(weight.shape, statistics)}
      ${gates === null ? nothing : html`<p class="remark">${say.weights.gates[gates.kind]}</p>`}
      <wordlight-heat-map
        .matrix=${matrix}
        .label=${weight.name}
        .columnName=${columnName}
        .groups=${groups}
      ></wordlight-heat-map>
      <wordlight-heat-legend .limit=${limit}></wordlight-heat-legend>
      ${matrix.values.length > MANY ? html`<p class="remark">${say.weights.blocks}</p>` : nothing}
    </figure>`;
  }
}

function pictureOf(weight: Weight, all: Weight[]) {
  const matrix = matrixOf(weight);
  const statistics = statisticsOf(weight.values);
  const gates = gatesOf(weight, all);
  const units = matrix.columns / (gates?.names.length ?? 1);
  return {
    matrix,
    statistics,
    limit: Math.max(Math.abs(statistics.min), Math.abs(statistics.max)) || 0,
    gates,
    groups: gates?.names.map((name) => ({ name, columns: units })) ?? [],
    columnName: (column: number) => {
      const { heat } = strings.inspect;
      const gate = gates?.names[Math.floor(column / units)];
      return gate === undefined ? heat.column(column) : heat.gate(gate, column % units);
    },
  };
}

customElements.define("wordlight-weights", Weights);
