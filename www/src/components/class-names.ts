/** Names for the classes of somebody's own model, where its files have none, or others. */
import { html, type PropertyValues } from "lit";
import type { OptionsChange } from "../engine/protocol";
import { strings } from "../strings";
import { Part } from "./part";

/** Lines that the field has at most; the others are scrolled to. */
const MOST_LINES = 8;

export class ClassNames extends Part {
  static override properties = {
    names: { attribute: false },
    open: { state: true },
    wrong: { state: true },
  };
  /** Those that hold, in the model's order. */
  declare names: string[];
  declare open: boolean;
  /** How many were given, where that is not how many classes there are. */
  declare wrong: number | null;

  constructor() {
    super();
    this.names = [];
    this.open = false;
    this.wrong = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Other classes are another model's.
    if (changed.has("names") && changed.get("names")?.length !== this.names.length) this.#close();
  }

  protected override render() {
    const say = strings.prediction.naming;
    if (!this.open) {
      return html`<button type="button" class="quiet" id="name-classes" @click=${this.#show}>
        ${say.open}
      </button>`;
    }
    const lines = this.names.length;
    return html`<form
      class="naming"
      @submit=${this.#submitted}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== "Escape" || event.isComposing) return;
        event.preventDefault();
        this.#close();
      }}
    >
      <label for="class-names">${say.label(lines)}</label>
      <textarea
        id="class-names"
        rows=${Math.min(lines, MOST_LINES)}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        aria-describedby="class-names-error"
        aria-invalid=${this.wrong === null ? "false" : "true"}
        .value=${this.names.join("\n")}
      ></textarea>
      <p class="field-error" id="class-names-error" role="alert">
        ${this.wrong === null ? "" : say.wrongCount(this.wrong, lines)}
      </p>
      <div class="actions">
        <button type="submit">${say.use}</button>
        <button type="button" class="quiet" @click=${this.#close}>${say.cancel}</button>
      </div>
    </form>`;
  }

  #show(): void {
    this.open = true;
    void this.updateComplete.then(() => this.#field?.select());
  }

  #close(): void {
    const hadFocus = this.contains(document.activeElement);
    this.open = false;
    this.wrong = null;
    if (hadFocus) void this.updateComplete.then(() => this.querySelector("button")?.focus());
  }

  get #field(): HTMLTextAreaElement | null {
    return this.querySelector<HTMLTextAreaElement>("#class-names");
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    const given = (this.#field?.value ?? "")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    // Nothing at all: the files' own names again.
    if (given.length !== this.names.length && given.length > 0) {
      this.wrong = given.length;
      this.#field?.focus();
      return;
    }
    const change: OptionsChange = { labels: given.length === 0 ? null : given };
    this.#close();
    this.tell("wordlight-configure", change);
  }
}

customElements.define("wordlight-class-names", ClassNames);
