/** The lines of Python that write Keras's own numbers for the model that is loaded, ready to copy. */
import { html, nothing } from "lit";
import { strings } from "../strings";
import "./copy-button";
import { Part } from "./part";

export class CheckScript extends Part {
  static override properties = {
    model: { attribute: false },
    fetchScript: { attribute: false },
    script: { state: true },
    failure: { state: true },
  };
  /** Whose lines they are: with another model they are others. */
  declare model: unknown;
  declare fetchScript: (() => Promise<string>) | null;
  declare script: string | null;
  /** Why there are none. */
  declare failure: string | null;
  #scriptOf: unknown = null;

  constructor() {
    super();
    this.model = null;
    this.fetchScript = null;
    this.script = null;
    this.failure = null;
  }

  protected override render() {
    return html`<h3 id="check-script-title">${strings.check.title}</h3>
      <p class="remark">${strings.check.remark}</p>
      ${
        this.script === null
          ? html`<p>${this.failure ?? nothing}</p>`
          : html`<pre tabindex="0" role="region" aria-label=${strings.check.code}><code>${this.script}</code></pre>
              <wordlight-copy .label=${strings.check.copy} .content=${() => this.script ?? ""}></wordlight-copy>`
      }`;
  }

  protected override updated(): void {
    const { model, fetchScript } = this;
    if (model === this.#scriptOf || fetchScript === null) return;
    this.#scriptOf = model;
    fetchScript().then(
      (script) => this.#show(model, script, null),
      (error: unknown) => this.#show(model, null, String((error as Error).message)),
    );
  }

  #show(model: unknown, script: string | null, failure: string | null): void {
    if (this.#scriptOf !== model) return;
    this.script = script;
    this.failure = failure;
  }
}

customElements.define("wordlight-check-script", CheckScript);
