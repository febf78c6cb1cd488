/**
 * A part of the page. Parts render into the document itself, not into a shadow tree: highlights,
 * selections and labels by id work only there, and one stylesheet serves all.
 */
import { LitElement } from "lit";
import { onLanguage } from "../strings";

export abstract class Part extends LitElement {
  #stopListening: (() => void) | null = null;

  /** Every part speaks another language at once when it changes. */
  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = onLanguage(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening?.();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Parts say what a person did as events, and know nothing of who listens. */
  protected tell<T>(type: string, detail: T): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
