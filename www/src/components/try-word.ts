/** What can be tried on a word: leave it out, replace it, put it back. */
import { html, nothing, type PropertyValues } from "lit";
import { type Change, changeAt } from "../changes";
import { strings } from "../strings";
import type { Word } from "../word";
import { Part } from "./part";

/** Of the word with this index; `word` tells whether it is still the one that was meant. */
export interface Try {
  token: number;
  word: string;
  /** What to write in its place; null: leave it out. */
  replacement: string | null;
}

export class TryWord extends Part {
  static override properties = {
    word: { attribute: false },
    changes: { attribute: false },
    replacing: { state: true },
  };
  declare word: Word | null;
  declare changes: Change[];
  /** The word that is being replaced; another one may be pointed at meanwhile. */
  declare replacing: Word | null;

  constructor() {
    super();
    this.word = null;
    this.changes = [];
    this.replacing = null;
  }

  protected override render() {
    const { word, replacing } = this;
    const say = strings.trials;
    if (replacing !== null) return this.#form(replacing);
    if (word === null || word.text === "") return html`<div class="tries"></div>`;
    const change = changeAt(this.changes, word.start);
    const isOut = change !== null && change.was === null;
    return html`<div class="tries" role="group" aria-label=${say.group(word.text)}>
      ${
        change === null
          ? html`<button type="button" id="leave-out" @click=${() => this.#leaveOut(word)}>
              ${say.leaveOut}
            </button>`
          : html`<button
              type="button"
              id="put-back"
              @click=${() => this.tell<Change>("wordlight-put-back", change)}
            >
              ${say.putBack}
            </button>`
      }
      ${
        isOut
          ? nothing
          : html`<button type="button" id="replace" @click=${() => this.#open(word)}>
              ${say.replace}
            </button>`
      }
    </div>`;
  }

  #form(word: Word) {
    const say = strings.trials;
    return html`<form
      class="tries"
      @submit=${(event: SubmitEvent) => this.#replaced(event, word)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== "Escape" || event.isComposing) return;
        // Escape closes the nearest thing, and nothing else.
        event.preventDefault();
        this.#close();
      }}
    >
      <label class="visually-hidden" for="replacement">${say.replacement(word.text)}</label>
      <input
        id="replacement"
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        placeholder=${say.placeholder(word.text)}
      />
      <button type="submit">${say.set}</button>
      <button type="button" @click=${this.#close}>${say.cancel}</button>
    </form>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("replacing")) return;
    if (this.replacing !== null) this.querySelector<HTMLInputElement>("#replacement")?.focus();
  }

  #leaveOut({ index, text }: Word): void {
    this.tell<Try>("wordlight-try", { token: index, word: text, replacement: null });
  }

  #open(word: Word): void {
    this.replacing = word;
  }

  #close(): void {
    const hadFocus = this.contains(document.activeElement);
    this.replacing = null;
    if (hadFocus) void this.updateComplete.then(() => this.querySelector("button")?.focus());
  }

  #replaced(event: SubmitEvent, { index, text }: Word): void {
    event.preventDefault();
    const typed = this.querySelector<HTMLInputElement>("#replacement")?.value.trim() ?? "";
    // Nothing in its place is the same as to leave it out.
    const replacement = typed === "" ? null : typed;
    this.replacing = null;
    this.tell<Try>("wordlight-try", { token: index, word: text, replacement });
  }
}

customElements.define("wordlight-try", TryWord);
