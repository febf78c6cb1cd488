/**
 * A part of the page. Parts render into the document itself, not into a shadow tree: highlights,
 * selections and labels by id work only there, and one stylesheet serves all.
 */
import { LitElement } from "lit";

export abstract class Part extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Parts say what a person did as events, and know nothing of who listens. */
  protected tell<T>(type: string, detail: T): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
