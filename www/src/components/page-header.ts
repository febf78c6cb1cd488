/** The page's name, its languages, what it does in a sentence, and the way to one's own model. */
import { html, nothing } from "lit";
import { aboutBundled } from "../bundled";
import { FIRST } from "../fetching";
import type { LoadedModel } from "../state";
import { strings } from "../strings";
import "./language-switch";
import { Part } from "./part";

export class PageHeader extends Part {
  static override properties = { model: { attribute: false } };
  declare model: LoadedModel | null;

  constructor() {
    super();
    this.model = null;
  }

  protected override render() {
    const isOwn = this.model !== null && this.model.bundled === null;
    return html`<header>
      <h1 class="wordmark">word<span>light</span></h1>
      <wordlight-language></wordlight-language>
      <p class="lede">
        ${isOwn ? strings.lede : aboutBundled(this.model?.bundled ?? FIRST).lede}
        ${
          isOwn
            ? nothing
            : html`<button
                type="button"
                class="quiet"
                id="own-model"
                @click=${() => this.tell("wordlight-own-model", null)}
              >
                ${strings.ownModel}
              </button>`
        }
      </p>
    </header>`;
  }
}

customElements.define("wordlight-header", PageHeader);
