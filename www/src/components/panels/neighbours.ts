/** The words nearest to a word in the embedding: the word that is asked, or one that is typed. */
import { html, nothing, type PropertyValues } from "lit";
import { WordlightError } from "../../engine/error";
import type { Neighbour } from "../../engine/protocol";
import { complain } from "../../files";
import { shortened } from "../../format";
import type { Session } from "../../session";
import { strings } from "../../strings";
import { Part } from "../part";

const HOW_MANY = 10;
const AFTER_MS = 150;

export class Neighbours extends Part {
  static override properties = {
    session: { attribute: false },
    model: { attribute: false },
    asked: { attribute: false },
    typed: { state: true },
    found: { state: true },
  };
  declare session: Session;
  /** Words have other rows in another one. */
  declare model: unknown;
  /** The word that the rest of the page is about. */
  declare asked: string;
  declare typed: string | null;
  /** Null: the tokenizer does not know the word. A sentence: what went wrong. */
  declare found: { word: string; nearest: Neighbour[] | string | null } | null;
  #timer = 0;

  constructor() {
    super();
    this.asked = "";
    this.typed = null;
    this.found = null;
  }

  get #word(): string {
    return (this.typed ?? this.asked).trim();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("model") && changed.get("model") !== undefined) this.typed = null;
    if (!changed.has("asked") && !changed.has("typed") && !changed.has("model")) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#find(), AFTER_MS);
  }

  async #find(): Promise<void> {
    const word = this.#word;
    if (word === "") {
      this.found = null;
      return;
    }
    const nearest = await this.session.neighbours(word, HOW_MANY).catch((error) => {
      if (error instanceof WordlightError && error.code === "invalid_option") return null;
      return complain(error, "page").message;
    });
    if (word === this.#word) this.found = { word, nearest };
  }

  protected override render() {
    const say = strings.inspect.neighbours;
    return html`<h3>${say.title}</h3>
      <p class="remark">${say.explain}</p>
      <label class="neighbours-word"
        >${say.label}
        <input
          type="text"
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          placeholder=${say.placeholder}
          .value=${this.typed ?? this.asked}
          @input=${({ target }: Event) => {
            this.typed = (target as HTMLInputElement).value;
          }}
        />
      </label>
      <div aria-live="polite">${this.#list()}</div>`;
  }

  #list() {
    const say = strings.inspect.neighbours;
    if (this.found === null) return nothing;
    const { word, nearest } = this.found;
    if (nearest === null) return html`<p class="remark">${say.unknown(shortened(word))}</p>`;
    if (typeof nearest === "string") return html`<p class="remark">${nearest}</p>`;
    if (nearest.length === 0) return html`<p class="remark">${say.nobody}</p>`;
    return html`<ol class="neighbours-list" aria-label=${say.list(shortened(word))}>
      ${nearest.map(
        ({ word: other, similarity }) =>
          html`<li>
            <span class="neighbours-name" dir="auto">${other}</span>
            <meter min="0" max="1" .value=${Math.max(similarity, 0)} aria-hidden="true"></meter>
            <span class="number">${strings.inspect.heat.short(similarity)}</span>
          </li>`,
      )}
    </ol>`;
  }
}

customElements.define("wordlight-neighbours", Neighbours);
