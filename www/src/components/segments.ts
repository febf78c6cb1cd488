/** A few choices of which one holds, side by side: radio buttons. */
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
