/**
 * How the text is fed to the model, under Keras's own names. The fields are `live`: when the model
 * refuses a value, they go back to what holds.
 */
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { ModelDescription, OptionsChange } from "../engine/protocol";
import { strings } from "../strings";

type Side = "pre" | "post";
/** The engine takes no more. */
const LONGEST_MAXLEN = 100_000;

type Change = (options: OptionsChange) => void;

export function settingsForm(description: ModelDescription, change: Change) {
  const { settings, inputSteps, inputSentences, hierarchical } = description;
  const { maxlen, padding, truncating } = settings;
  return html`<section>
    <h3>${strings.model.settings}</h3>
    <p class="remark">${strings.model.assumed(inputSteps)}</p>
    <div class="settings">
      ${countField("maxlen", strings.model.maxlen, maxlen, inputSteps !== null, change)}
      ${sideChoice("padding", strings.model.padding, strings.model.paddings, padding, change)}
      ${sideChoice("truncating", strings.model.truncating, strings.model.truncatings, truncating, change)}
      ${hierarchical ? sentenceFields(settings, inputSentences !== null, change) : nothing}
      ${layerChoices(description, change)}
    </div>
  </section>`;
}

function sentenceFields(settings: ModelDescription["settings"], isFixed: boolean, change: Change) {
  const { maxSentences, sentenceEnd, padding, truncating } = settings;
  const sides = {
    padding: settings.sentencePadding ?? padding,
    truncating: settings.sentenceTruncating ?? truncating,
  };
  return html`${countField("maxSentences", strings.model.maxSentences, maxSentences ?? null, isFixed, change)}
    ${sideChoice("sentencePadding", strings.model.sentencePadding, strings.model.paddings, sides.padding, change)}
    ${sideChoice("sentenceTruncating", strings.model.sentenceTruncating, strings.model.sentenceTruncatings, sides.truncating, change)}
    <label class="wide">
      <span>${strings.model.sentenceEnd} <code>sentenceEnd</code></span>
      <input
        type="text"
        id="sentenceEnd"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        placeholder=${strings.model.sentenceRule}
        .value=${live(sentenceEnd ?? "")}
        @change=${({ currentTarget }: Event) => {
          const { value } = currentTarget as HTMLInputElement;
          change({ sentenceEnd: value === "" ? null : value });
        }}
      />
    </label>`;
}

/** Where a model has several attention layers or outputs, which of them is shown. */
function layerChoices(description: ModelDescription, change: Change) {
  const { attentionLayers, outputs, settings, wordAttentionLayer, sentenceAttentionLayer } =
    description;
  const shown = settings.attentionLayer ?? wordAttentionLayer ?? sentenceAttentionLayer;
  // A hierarchical model with one layer for words and one for sentences shows both.
  const both = wordAttentionLayer !== null && sentenceAttentionLayer !== null ? 2 : 1;
  return html`${
    attentionLayers.length > both
      ? nameChoice("attentionLayer", strings.model.attentionLayer, attentionLayers, shown, change)
      : nothing
  }
  ${
    outputs.length > 1
      ? nameChoice(
          "output",
          strings.model.output,
          outputs,
          settings.output ?? outputs[0] ?? null,
          change,
        )
      : nothing
  }`;
}

function nameChoice(
  keras: "attentionLayer" | "output",
  label: string,
  names: string[],
  present: string | null,
  change: Change,
) {
  return html`<label>
    <span>${label} <code>${keras}</code></span>
    <select
      id=${keras}
      @change=${({ currentTarget }: Event) => change({ [keras]: (currentTarget as HTMLSelectElement).value })}
    >
      ${names.map(
        (name) => html`<option value=${name} .selected=${live(name === present)}>${name}</option>`,
      )}
    </select>
  </label>`;
}

function countField(
  keras: "maxlen" | "maxSentences",
  label: string,
  present: number | null,
  isFixed: boolean,
  change: Change,
) {
  const shown = present === null ? "" : String(present);
  return html`<label>
    <span>${label} <code>${keras}</code></span>
    <input
      type="number"
      id=${keras}
      min="1"
      max=${LONGEST_MAXLEN}
      step="1"
      inputmode="numeric"
      placeholder=${strings.model.anyLength}
      ?disabled=${isFixed}
      .value=${live(shown)}
      @change=${({ currentTarget }: Event) => {
        const input = currentTarget as HTMLInputElement;
        const wanted = input.valueAsNumber;
        if (input.value === "" && input.validity.valid) change({ [keras]: null });
        else if (input.checkValidity()) change({ [keras]: wanted });
        else {
          // The browser says which numbers would do; then the field goes back to what holds.
          input.reportValidity();
          input.value = shown;
        }
      }}
    />
  </label>`;
}

function sideChoice(
  keras: "padding" | "truncating" | "sentencePadding" | "sentenceTruncating",
  label: string,
  options: Record<Side, string>,
  present: Side,
  change: Change,
) {
  return html`<label>
    <span>${label} <code>${keras}</code></span>
    <select
      id=${keras}
      @change=${({ currentTarget }: Event) => change({ [keras]: (currentTarget as HTMLSelectElement).value as Side })}
    >
      ${(["pre", "post"] as const).map(
        (side) =>
          html`<option value=${side} .selected=${live(side === present)}>${options[side]} (${side})</option>`,
      )}
    </select>
  </label>`;
}
