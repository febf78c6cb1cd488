/**
 * How the text is fed to the model, under Keras's own names. The fields are `live`: when the model
 * refuses a value, they go back to what holds.
 */
import { html } from "lit";
import { live } from "lit/directives/live.js";
import type { ModelDescription, OptionsChange } from "../engine/protocol";
import { strings } from "../strings";

const say = strings.model;
type Side = "pre" | "post";
/** The engine takes no more. */
const LONGEST_MAXLEN = 100_000;

export function settingsForm(
  { settings: { maxlen, padding, truncating }, inputSteps }: ModelDescription,
  change: (options: OptionsChange) => void,
) {
  return html`<section>
    <h3>${say.settings}</h3>
    <p class="remark">${say.assumed(inputSteps)}</p>
    <div class="settings">
      <label>
        <span>${say.maxlen} <code>maxlen</code></span>
        <input
          type="number"
          id="maxlen"
          min="1"
          max=${LONGEST_MAXLEN}
          step="1"
          inputmode="numeric"
          placeholder=${say.anyLength}
          ?disabled=${inputSteps !== null}
          .value=${live(maxlen === null ? "" : String(maxlen))}
          @change=${({ currentTarget }: Event) => {
            const input = currentTarget as HTMLInputElement;
            const wanted = input.valueAsNumber;
            if (input.value === "" && input.validity.valid) change({ maxlen: null });
            else if (input.checkValidity()) change({ maxlen: wanted });
            else {
              // The browser says which numbers would do; then the field goes back to what holds.
              input.reportValidity();
              input.value = maxlen === null ? "" : String(maxlen);
            }
          }}
        />
      </label>
      ${sideChoice("padding", say.padding, say.paddings, padding, (side) => change({ padding: side }))}
      ${sideChoice("truncating", say.truncating, say.truncatings, truncating, (side) =>
        change({ truncating: side }),
      )}
    </div>
  </section>`;
}

function sideChoice(
  keras: "padding" | "truncating",
  label: string,
  options: Record<Side, string>,
  present: Side,
  change: (side: Side) => void,
) {
  return html`<label>
    <span>${label} <code>${keras}</code></span>
    <select
      id=${keras}
      @change=${({ currentTarget }: Event) => change((currentTarget as HTMLSelectElement).value as Side)}
    >
      ${(["pre", "post"] as const).map(
        (side) =>
          html`<option value=${side} .selected=${live(side === present)}>${options[side]} (${side})</option>`,
      )}
    </select>
  </label>`;
}
