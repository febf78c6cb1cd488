/** What went wrong, or what is still missing. Over the page, so that nothing moves. */
import { html, nothing, type PropertyValues } from "lit";
import type { Notice } from "../state";
import { strings } from "../strings";
import "./copy-button";
import { Part } from "./part";

export class NoticeBox extends Part {
  static override properties = { notice: { attribute: false } };
  declare notice: Notice | null;
  /** Where the focus was before the notice came, and goes back to. */
  #before: Element | null = null;

  constructor() {
    super();
    this.notice = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && this.notice !== null) this.#close();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("notice") === null) this.#before = document.activeElement;
  }

  /** Both regions are always there: a live region that appears with its text is not read out. */
  protected override render() {
    const { notice } = this;
    return html`<div role="alert">${notice?.kind === "error" ? this.#sheet(notice) : nothing}</div>
      <div role="status">${notice?.kind === "info" ? this.#sheet(notice) : nothing}</div>`;
  }

  #sheet({ kind, message, hint, code, report }: Notice) {
    return html`<div class="sheet ${kind}">
      <div>
        <p class="message">${message}</p>
        ${hint === null ? nothing : html`<p class="hint">${hint}</p>`}
        ${code === null ? nothing : html`<p class="code"><code>${code}</code></p>`}
        ${
          report === null
            ? nothing
            : html`<wordlight-copy
                .label=${strings.model.report}
                .content=${() => report}
              ></wordlight-copy>`
        }
      </div>
      <button type="button" class="close" aria-label=${strings.notice.close} @click=${this.#close}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9l-9 9" /></svg>
      </button>
    </div>`;
  }

  #close(): void {
    const { activeElement } = document;
    const back = this.#before;
    if (this.contains(activeElement) && back instanceof HTMLElement)
      back.focus({ preventScroll: true });
    this.tell("wordlight-dismiss", null);
  }
}

customElements.define("wordlight-notice", NoticeBox);
