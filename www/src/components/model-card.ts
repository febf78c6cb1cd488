/** Which model is at work, what was recognised in its files, and how the text is fed to it. */
import { html, nothing } from "lit";
import type { ModelDescription } from "../engine/protocol";
import type { EngineState, LoadedModel } from "../state";
import { strings } from "../strings";
import { layersTable } from "./layers-table";
import { Part } from "./part";
import { settingsForm } from "./settings-form";

const say = strings.model;

export class ModelCard extends Part {
  static override properties = { engine: { attribute: false } };
  declare engine: EngineState | null;

  constructor() {
    super();
    this.engine = null;
  }

  protected override render() {
    const model = this.engine?.model ?? null;
    return html`<h2>${say.title}</h2>
      <div class="head">
        <p class="name">${model?.name ?? (this.engine?.phase === "loading" ? strings.bundledName : "")}</p>
        <p class="summary">${this.#summary(model)}</p>
        <div class="actions">
          ${
            model?.bundled === false || this.engine?.phase === "error"
              ? html`<button type="button" class="quiet" @click=${this.#back}>
                  ${say.back}
                </button>`
              : nothing
          }
          <button type="button" class="primary" @click=${this.#choose}>${say.load}</button>
          <input
            id="file-input"
            type="file"
            multiple
            hidden
            tabindex="-1"
            aria-label=${say.load}
            @change=${this.#chosen}
          />
        </div>
        <p class="remark">${say.drop}</p>
      </div>
      ${model === null ? nothing : this.#details(model)}`;
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
    return say.summary(layers.length, parameters);
  }

  #details({ description, source }: LoadedModel) {
    return html`<details>
      <summary>${say.what}</summary>
      <div class="recognised">
        ${
          description.warnings.length === 0
            ? nothing
            : html`<section class="warnings">
                <h3>${say.warnings}</h3>
                <ul>
                  ${description.warnings.map((warning) => html`<li>${warning}</li>`)}
                </ul>
              </section>`
        }
        <dl class="facts">
          ${factsOf(description).map(([name, value]) => fact(name, value))}
          ${fact(
            say.facts.files,
            source.files.map(({ name, blob }) => say.file(name, blob.size)).join(", "),
          )}
        </dl>
        ${settingsForm(description, (change) => this.tell("wordlight-configure", change))}
        ${layersTable(description.layers)}
      </div>
    </details>`;
  }

  /** This button goes away with the model it leaves: the focus moves to the one that stays. */
  #back(): void {
    this.tell("wordlight-bundled", null);
    this.querySelector<HTMLElement>("button.primary")?.focus();
  }

  #choose(): void {
    this.querySelector<HTMLInputElement>("#file-input")?.click();
  }

  #chosen(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    this.tell("wordlight-files", [...(input.files ?? [])]);
    // So that choosing the same file again is a change again.
    input.value = "";
  }
}

const fact = (name: string, value: string) =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

function factsOf({ format, kerasVersion, tokenizer, labels, attentionLayers }: ModelDescription) {
  const facts: [string, string][] = [
    [say.facts.format, format],
    [say.facts.kerasVersion, kerasVersion ?? say.unknown],
    [say.facts.tokenizer, tokenizer ?? say.noTokenizer],
    [say.facts.attention, attentionLayers.at(-1) ?? ""],
    [say.facts.labels, labels.join(", ")],
  ];
  return facts;
}

customElements.define("wordlight-model", ModelCard);
