/** The models that come with the page, to choose from. Each is fetched only when it is chosen. */
import { html, nothing } from "lit";
import { aboutBundled, BUNDLED, type BundledModel } from "../bundled";
import { strings } from "../strings";
import { Part } from "./part";

export class BundledMenu extends Part {
  static override properties = {
    shown: { attribute: false },
    opening: { attribute: false },
  };
  /** Which of them is at work; null: somebody's own model. */
  declare shown: string | null;
  declare opening: string | null;

  constructor() {
    super();
    this.shown = null;
    this.opening = null;
  }

  protected override render() {
    const { shown, opening } = this;
    // One alone that is at work already is no choice.
    if (BUNDLED.length < 2 && (shown !== null || opening !== null)) return nothing;
    return html`<h3 id="bundled-title">${strings.bundled.title}</h3>
      <ul class="bundled" aria-labelledby="bundled-title">
        ${BUNDLED.map((model) => this.#choice(model))}
      </ul>`;
  }

  #choice({ id, size }: BundledModel) {
    const { name, line } = aboutBundled(id);
    const isShown = id === this.shown;
    const state =
      id === this.opening
        ? strings.bundled.loading
        : isShown
          ? strings.bundled.shown
          : strings.bundled.size(size);
    return html`<li>
      <button
        type="button"
        data-model=${id}
        aria-current=${isShown ? "true" : nothing}
        aria-busy=${id === this.opening ? "true" : nothing}
        @click=${() => this.#choose(id)}
      >
        <span class="title">${name}</span>
        <span class="line">${line}</span>
        <span class="state number">${state}</span>
      </button>
    </li>`;
  }

  #choose(id: string): void {
    if (id !== this.opening && (id !== this.shown || this.opening !== null)) {
      this.tell("wordlight-bundled", id);
    }
  }
}

customElements.define("wordlight-bundled", BundledMenu);
