/** A few choices of which one holds: side by side as radio buttons, or small in a list. */
import { html } from "lit";

export function segments<T extends string>(
  name: string,
  title: string,
  choices: Record<T, string>,
  present: T,
  choose: (choice: T) => void,
) {
  return html`<fieldset class="segments">
    <legend>${title}</legend>
    <div>
      ${(Object.entries(choices) as [T, string][]).map(
        ([value, text]) =>
          html`<label>
            <input
              type="radio"
              name=${name}
              value=${value}
              .checked=${value === present}
              @change=${() => choose(value)}
            />
            <span data-text=${text}>${text}</span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

export function choice<T extends string>(
  id: string,
  title: string,
  choices: readonly T[],
  names: Record<T, string>,
  present: T,
  choose: (choice: T) => void,
) {
  return html`<label class="choice">
    <span>${title}</span>
    <select
      id=${id}
      @change=${({ currentTarget }: Event) => {
        const { value } = currentTarget as HTMLSelectElement;
        const chosen = choices.find((one) => one === value);
        if (chosen !== undefined) choose(chosen);
      }}
    >
      ${choices.map(
        (one) => html`<option value=${one} .selected=${one === present}>${names[one]}</option>`,
      )}
    </select>
  </label>`;
}
