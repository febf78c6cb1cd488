/** The inputs of a model that are not text: their numbers are asked for. */
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { ModelDescription, OptionsChange } from "../engine/protocol";
import { exact } from "../format";
import { readNumbers } from "../numbers";
import { strings } from "../strings";
import { Part } from "./part";

type Input = ModelDescription["inputs"][number];

export class InputsForm extends Part {
  static override properties = {
    inputs: { attribute: false },
    errors: { state: true },
  };
  declare inputs: Input[];
  /** What is wrong with a field, by input name. */
  declare errors: Record<string, () => string>;

  constructor() {
    super();
    this.inputs = [];
    this.errors = {};
  }

  protected override render() {
    if (this.inputs.length === 0) return nothing;
    return html`<section class="inputs">
      <h3>${strings.model.inputs.title}</h3>
      <p class="remark">${strings.model.inputs.remark}</p>
      <form novalidate @submit=${this.#submitted}>
        ${this.inputs.map((input, index) => this.#field(input, index))}
        <button type="submit">${strings.model.inputs.apply}</button>
      </form>
    </section>`;
  }

  #field({ name, values }: Input, index: number) {
    const error = this.errors[name];
    const id = `input-${index}`;
    return html`<div class="field">
      <label for=${id}>${name}</label>
      <input
        id=${id}
        type="text"
        inputmode=${values.length === 1 ? "decimal" : "text"}
        autocomplete="off"
        spellcheck="false"
        aria-describedby=${`${id}-expected ${id}-error`}
        aria-invalid=${error === undefined ? "false" : "true"}
        .value=${error === undefined ? live(values.map(plain).join(", ")) : live(this.#typed(id))}
      />
      <p class="remark" id=${`${id}-expected`}>${strings.model.inputs.expected(values.length)}</p>
      <p class="field-error" id=${`${id}-error`} role="alert">${error?.() ?? nothing}</p>
    </div>`;
  }

  #typed(id: string): string {
    return this.querySelector<HTMLInputElement>(`#${id}`)?.value ?? "";
  }

  #submitted(event: Event): void {
    event.preventDefault();
    const errors: Record<string, () => string> = {};
    const inputs: Record<string, number[]> = {};
    this.inputs.forEach(({ name, values }, index) => {
      const read = readNumbers(this.#typed(`input-${index}`), values.length);
      if (typeof read === "function") errors[name] = read;
      else inputs[name] = read;
    });
    this.errors = errors;
    const wrong = this.inputs.findIndex(({ name }) => name in errors);
    if (wrong >= 0) {
      this.querySelector<HTMLElement>(`#input-${wrong}`)?.focus();
      return;
    }
    const change: OptionsChange = { inputs };
    this.tell("wordlight-configure", change);
  }
}

/** As a person would type it; the engine's numbers are single precision. */
const plain = (value: number): string => {
  const short = String(Number(value.toPrecision(7)));
  return short.length <= 12 ? short : exact(value);
};

customElements.define("wordlight-inputs", InputsForm);
