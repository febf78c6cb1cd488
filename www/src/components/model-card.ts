/** Which model is at work, what was recognised in its files, and how the text is fed to it. */
import { html, nothing } from "lit";
import { aboutBundled, modelName } from "../bundled";
import { filesIn } from "../dropped";
import type { LayerReading, ModelDescription } from "../engine/protocol";
import { FIRST } from "../fetching";
import type { Check, EngineState, LoadedModel } from "../state";
import { strings } from "../strings";
import "./bundled-menu";
import "./check-result";
import "./check-script";
import "./copy-button";
import "./inputs-form";
import "./layer-readings";
import { layersTable } from "./layers-table";
import { Part } from "./part";
import { settingsForm } from "./settings-form";

export class ModelCard extends Part {
  static override properties = {
    engine: { attribute: false },
    opening: { attribute: false },
    check: { attribute: false },
    ask: { attribute: false },
    open: { state: true },
  };
  declare engine: EngineState | null;
  declare opening: string | null;
  declare check: Check | null;
  /** What only the engine can tell. */
  declare ask: { script: () => Promise<string>; report: () => Promise<string> } | null;
  /** Whether the details are open. */
  declare open: boolean;

  constructor() {
    super();
    this.engine = null;
    this.opening = null;
    this.check = null;
    this.ask = null;
    this.open = false;
  }

  protected override render() {
    const model = this.engine?.model ?? null;
    return html`<h2>${strings.model.title}</h2>
      <div class="head">
        <p class="name">${model === null ? this.#nameToCome() : modelName(model)}</p>
        <p class="summary">${this.#summary(model)}</p>
        <div class="actions">
          <button type="button" class="primary" @click=${() => this.#choose("file-input")}>${strings.model.load}</button>
          <button type="button" class="quiet" @click=${() => this.#choose("folder-input")}>${strings.model.folder}</button>
          <input
            id="file-input"
            type="file"
            multiple
            hidden
            tabindex="-1"
            aria-label=${strings.model.load}
            @change=${this.#chosen}
          />
          <input
            id="folder-input"
            type="file"
            webkitdirectory
            hidden
            tabindex="-1"
            aria-label=${strings.model.folder}
            @change=${this.#chosen}
          />
        </div>
        <p class="remark">${strings.model.drop}</p>
      </div>
      <wordlight-bundled .shown=${model?.bundled ?? null} .opening=${this.opening}></wordlight-bundled>
      <wordlight-inputs .inputs=${model?.description.inputs ?? []}></wordlight-inputs>
      <wordlight-readings
        .readings=${model === null ? [] : openReadings(model)}
        .busy=${this.engine?.phase === "loading"}
        .chosen=${model?.source.options.customLayers ?? {}}
      ></wordlight-readings>
      <wordlight-check .check=${this.check}></wordlight-check>
      ${model === null ? nothing : this.#details(model)}`;
  }

  #nameToCome(): string {
    return this.engine?.phase === "loading" ? aboutBundled(this.opening ?? FIRST).name : "";
  }

  #summary(model: LoadedModel | null) {
    const engine = this.engine;
    if (engine?.phase === "loading") {
      const { progress } = engine;
      const sentence = strings.progress[progress.what](progress);
      const { loaded, total } = progress;
      return html`<span id="progress" class="progress">
        <progress aria-label=${sentence} max="1" value=${total > 0 ? loaded / total : nothing}></progress>
        ${sentence}
      </span>`;
    }
    if (model === null) return strings.prediction.noModel;
    const { layers } = model.description;
    const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
    return strings.model.summary(layers.length, parameters);
  }

  #details({ description, source, bundled }: LoadedModel) {
    return html`<details
      @toggle=${({ currentTarget }: Event) => {
        this.open = (currentTarget as HTMLDetailsElement).open;
      }}
    >
      <summary>${strings.model.what}</summary>
      <div class="recognised">
        ${
          description.warnings.length === 0
            ? nothing
            : html`<section class="warnings">
                <h3>${strings.model.warnings}</h3>
                <ul lang="en">
                  ${description.warnings.map((warning) => html`<li>${warning}</li>`)}
                </ul>
              </section>`
        }
        <dl class="facts">
          ${factsOf(description).map(([name, value]) => fact(name, value))}
          ${fact(
            strings.model.facts.files,
            strings.model.files(source.files.map(({ name, blob }) => ({ name, size: blob.size }))),
          )}
        </dl>
        ${quietReadings(description.readings, openReadings({ description, bundled }))}
        ${settingsForm(description, (change) => this.tell("wordlight-configure", change))}
        ${layersTable(description.layers)}
        <wordlight-check-script
          .model=${description}
          .fetchScript=${this.open ? (this.ask?.script ?? null) : null}
        ></wordlight-check-script>
        <section>
          <p class="remark">${strings.model.reportRemark}</p>
          <wordlight-copy
            id="copy-report"
            .label=${strings.model.report}
            .content=${() => this.ask?.report() ?? ""}
          ></wordlight-copy>
        </section>
      </div>
    </details>`;
  }

  #choose(input: string): void {
    this.querySelector<HTMLInputElement>(`#${input}`)?.click();
  }

  #chosen(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    // The list is read now, because the input is emptied below; too many files are said later.
    const files = (async () => filesIn(input))();
    this.tell("wordlight-dropped", files);
    // So that choosing the same file again is a change again.
    input.value = "";
  }
}

const fact = (name: string, value: string) =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

function factsOf(description: ModelDescription) {
  const { format, kerasVersion, tokenizer, labels } = description;
  const facts: [string, string][] = [
    [strings.model.facts.format, format],
    [strings.model.facts.kerasVersion, kerasVersion ?? strings.model.unknown],
    [strings.model.facts.tokenizer, tokenizer ?? strings.model.noTokenizer],
    [strings.model.facts.attention, attentionText(description)],
    [strings.model.facts.labels, labels.join(", ")],
  ];
  return facts;
}

function attentionText({ wordAttentionLayer, sentenceAttentionLayer }: ModelDescription): string {
  return wordAttentionLayer !== null && sentenceAttentionLayer !== null
    ? strings.model.sentencesAndWords(sentenceAttentionLayer, wordAttentionLayer)
    : (wordAttentionLayer ?? sentenceAttentionLayer ?? strings.model.noAttention);
}

/** Layers that could be read otherwise. Of the page's own models the code is known. */
const openReadings = ({ description, bundled }: Pick<LoadedModel, "description" | "bundled">) =>
  bundled === null
    ? description.readings.filter(({ alternatives }) => alternatives.length > 0)
    : [];

/** The others, where there is nothing to choose. */
function quietReadings(readings: LayerReading[], open: LayerReading[]) {
  const plain = readings.filter((reading) => !open.includes(reading));
  if (plain.length === 0) return nothing;
  return html`<ul class="remark quiet-readings">
    ${plain.map(
      ({ layer, reason, equation }) =>
        html`<li lang="en">${strings.model.readings.quiet(layer, reason)} <span class="equation">${equation}</span></li>`,
    )}
  </ul>`;
}

customElements.define("wordlight-model", ModelCard);
