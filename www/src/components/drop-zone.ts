/** Takes files dropped anywhere on the page. Text dragged into the box stays the browser's business. */
import { html, nothing } from "lit";
import { filesOf } from "../dropped";
import { strings } from "../strings";
import { Part } from "./part";

export class DropZone extends Part {
  static override properties = { open: { state: true } };
  declare open: boolean;
  readonly #listening = new AbortController();

  constructor() {
    super();
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.#listening;
    // In the capturing phase, before the text box can take the files for something to insert.
    const options = { signal, capture: true };
    window.addEventListener("dragenter", (event) => this.#dragged(event), options);
    window.addEventListener("dragover", (event) => this.#dragged(event), options);
    window.addEventListener(
      "dragleave",
      (event) => {
        if (event.relatedTarget === null) this.open = false;
      },
      options,
    );
    window.addEventListener("drop", (event) => this.#dropped(event), options);
  }

  protected override render() {
    if (!this.open) return nothing;
    return html`<div class="curtain">
      <p class="invitation">${strings.drop.invitation}</p>
      <p>${strings.drop.what}</p>
    </div>`;
  }

  #dragged(event: DragEvent): void {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.open = true;
  }

  #dropped(event: DragEvent): void {
    const transfer = event.dataTransfer;
    this.open = false;
    if (transfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    const files = filesOf(transfer.items);
    // A part of the page may take files for itself.
    const part =
      event.target instanceof Element ? event.target.closest("[data-takes-files]") : null;
    if (part === null) this.tell("wordlight-dropped", files);
    else part.dispatchEvent(new CustomEvent("wordlight-dropped", { detail: files, bubbles: true }));
  }
}

customElements.define("wordlight-drop", DropZone);
