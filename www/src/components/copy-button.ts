/** A button that copies text, and says whether it did. */
import { html, nothing } from "lit";
import { copyText } from "../clipboard";
import { strings } from "../strings";
import { Part } from "./part";

const FEEDBACK_MS = 4000;

export class CopyButton extends Part {
  static override properties = {
    label: { attribute: false },
    content: { attribute: false },
    outcome: { state: true },
  };
  declare label: string;
  /** Asked for only when it is to be copied. */
  declare content: () => Promise<string> | string;
  declare outcome: "done" | "failed" | "empty" | null;
  #timer = 0;

  constructor() {
    super();
    this.label = "";
    this.content = () => "";
    this.outcome = null;
  }

  protected override render() {
    const { outcome } = this;
    return html`<button type="button" @click=${this.#copy}>${this.label}</button>
      <span class="outcome" role="status">${outcome === null ? nothing : strings.copy[outcome]}</span>`;
  }

  async #copy(): Promise<void> {
    clearTimeout(this.#timer);
    this.outcome = null;
    const text = await Promise.resolve(this.content()).catch(() => "");
    if (text === "") this.outcome = "empty";
    else this.outcome = (await copyText(text)) ? "done" : "failed";
    this.#timer = window.setTimeout(() => {
      this.outcome = null;
    }, FEEDBACK_MS);
  }
}

customElements.define("wordlight-copy", CopyButton);
