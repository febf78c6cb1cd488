/** Texts to try, as quiet chips; and the way back to one's own text. */
import { html, nothing } from "lit";
import { captionsOf, type Example } from "../bundled";
import { strings } from "../strings";
import { Part } from "./part";

export class Examples extends Part {
  static override properties = {
    examples: { attribute: false },
    ownText: { attribute: false },
    note: { attribute: false },
  };
  declare examples: Example[];
  /** About the example that is shown. */
  declare note: string | null;
  /** The person's own text while an example stands in its place. */
  declare ownText: string | null;

  constructor() {
    super();
    this.examples = [];
    this.ownText = null;
    this.note = null;
  }

  protected override render() {
    // What the person wrote is there to come back to, also where a model brings no examples.
    if (this.examples.length === 0 && this.ownText === null) return nothing;
    const { title, own } = strings.examples;
    return html`<h2 id="examples-title">${title}</h2>
      <ul class="chips" aria-labelledby="examples-title">
        ${this.examples.map((example) => this.#chip(captionsOf(example).title, example.text))}
        ${this.ownText === null ? nothing : this.#chip(own, this.ownText)}
      </ul>
      ${this.note === null ? nothing : html`<p class="remark note">${this.note}</p>`}`;
  }

  #chip(title: string, text: string) {
    return html`<li>
      <button type="button" class="chip" @click=${(event: MouseEvent) => this.#chosen(event, text)}>
        ${title}
      </button>
    </li>`;
  }

  #chosen(event: MouseEvent, text: string): void {
    this.tell("wordlight-example", text);
    // The text box takes the focus to put a text in; by keyboard one wants the next chip.
    const byKeyboard = event.detail === 0;
    if (byKeyboard) (event.currentTarget as HTMLElement).focus({ preventScroll: true });
  }
}

customElements.define("wordlight-examples", Examples);
