/** In which language the page speaks, each named in itself. */
import { html } from "lit";
import { LANGUAGES, type Language, language, strings } from "../strings";
import { Part } from "./part";

export class LanguageSwitch extends Part {
  protected override render() {
    return html`<div role="group" aria-label=${strings.language.title}>
      ${LANGUAGES.map(
        ({ id, tag, name }) =>
          html`<button
            type="button"
            lang=${tag}
            aria-pressed=${id === language ? "true" : "false"}
            @click=${() => this.tell<Language>("wordlight-language", id)}
          >
            ${name}
          </button>`,
      )}
    </div>`;
  }
}

customElements.define("wordlight-language", LanguageSwitch);
