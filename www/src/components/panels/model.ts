/** The model: its layers as `model.summary()` prints them, the weights of one, words beside a word. */
import { html, nothing } from "lit";
import type { LayerDescription } from "../../engine/protocol";
import { count } from "../../format";
import { lastAskedToken, strongestToken, textOfToken } from "../../inspect/asked";
import { type SummaryRow, shapeText, summaryRows, totalsOf } from "../../inspect/summary";
import type { LoadedModel } from "../../state";
import { strings } from "../../strings";
import { PanelElement } from "../panel-element";
import "./neighbours";
import "./weights";

export class ModelPanel extends PanelElement {
  static override properties = { ...PanelElement.properties, chosen: { state: true } };
  /** What the engine calls the layer; null: the attention, until somebody chooses. */
  declare chosen: string | null;
  #model: LoadedModel | null = null;

  constructor() {
    super();
    this.chosen = null;
  }

  protected override willUpdate(): void {
    const { model } = this.state.engine;
    // A layer of the same files with other settings is still that layer.
    if (model?.source.files !== this.#model?.source.files) this.chosen = null;
    this.#model = model;
  }

  protected override render() {
    const { model } = this.state.engine;
    if (model === null) return nothing;
    const { layers, wordAttentionLayer, sentenceAttentionLayer } = model.description;
    const rows = summaryRows(layers);
    const wanted = this.chosen ?? wordAttentionLayer ?? sentenceAttentionLayer;
    const chosen = rows.find(({ path }) => path === wanted) ?? rows[0] ?? null;
    const hasWords = rows.some(({ layer }) => layer.className === "Embedding");
    return html`${this.#summary(rows, layers, chosen)}
      <wordlight-weights
        .session=${this.session}
        .model=${model}
        .row=${chosen}
      ></wordlight-weights>
      ${
        hasWords
          ? html`<wordlight-neighbours
              .session=${this.session}
              .model=${model}
              .asked=${this.#asked()}
            ></wordlight-neighbours>`
          : nothing
      }`;
  }

  #asked(): string {
    const { moved } = this.state;
    const token = moved === null ? null : (lastAskedToken(this.state) ?? strongestToken(moved));
    return moved === null || token === null ? "" : textOfToken(moved, token);
  }

  #summary(rows: SummaryRow[], layers: LayerDescription[], chosen: SummaryRow | null) {
    const say = strings.inspect.summary;
    const { total, trainable } = totalsOf(layers);
    const totals = [
      [say.total, total],
      [say.trainable, trainable],
      [say.frozen, total - trainable],
    ] as const;
    return html`<section class="summary-of-model">
      <h3 id="summary-title">${say.title}</h3>
      <p class="remark">${say.hint}</p>
      <div class="scrolling" role="region" aria-labelledby="summary-title" tabindex="0">
        <table class="layers" aria-labelledby="summary-title">
          <thead>
            <tr>
              <th scope="col">${say.layer}</th>
              <th scope="col">${say.shape}</th>
              <th scope="col" class="number">${say.parameters}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => this.#row(row, row === chosen))}
          </tbody>
        </table>
      </div>
      <dl class="facts totals">
        ${totals.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd class="number">${count(value)}</dd>
            </div>`,
        )}
      </dl>
    </section>`;
  }

  #row({ path, depth, layer }: SummaryRow, isChosen: boolean) {
    const { name, className, outputShape, parameters, attention } = layer;
    return html`<tr class=${`${attention === null ? "" : "attends"} ${isChosen ? "chosen" : ""}`}>
      <th scope="row" class=${`depth-${Math.min(depth, 4)}`}>
        <button
          type="button"
          class="quiet"
          data-layer=${path}
          aria-pressed=${isChosen ? "true" : "false"}
          @click=${() => {
            this.chosen = path;
          }}
        >
          ${name}
        </button>
        <span class="layer-class">(${className})</span>
        ${attention === null ? nothing : html`<em class="badge">${strings.inspect.summary.attention}</em>`}
      </th>
      <td class="number">${shapeText(outputShape)}</td>
      <td class="number">${count(parameters)}</td>
    </tr>`;
  }
}

customElements.define("wordlight-panel-model", ModelPanel);
