/** Texts to try, as quiet chips. */
import { html, nothing } from "lit";
import type { Example } from "../bundled";
import { strings } from "../strings";
import { Part } from "./part";

export class Examples extends Part {
  static override properties = { examples: { attribute: false } };
  declare examples: Example[];

  constructor() {
    super();
    this.examples = [];
  }

  protected override render() {
    if (this.examples.length === 0) return nothing;
    return html`<h2 id="examples-title">${strings.examples.title}</h2>
      <ul class="chips" aria-labelledby="examples-title">
        ${this.examples.map(
          (example) =>
            html`<li>
              <button type="button" class="chip" @click=${() => this.tell("wordlight-example", example)}>
                ${example.title}
              </button>
            </li>`,
        )}
      </ul>`;
  }
}

customElements.define("wordlight-examples", Examples);
