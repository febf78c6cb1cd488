/**
 * The margin of a hierarchical model: a bar for each sentence, as long as its share of the attention.
 * One stop for the Tab key; arrows go from sentence to sentence.
 */
import { html, nothing } from "lit";
import type { Place } from "../highlight/margin";
import { strings } from "../strings";
import { Part } from "./part";

export interface Mark extends Place {
  share: number;
  /** 0…1: how long and bright it is. */
  brightness: number;
  text: string;
}

export class SentenceMarks extends Part {
  static override properties = {
    marks: { attribute: false },
    of: { attribute: false },
    current: { attribute: false },
    told: { state: true },
    stop: { state: true },
  };
  declare marks: Mark[];
  /** How many sentences the text has. */
  declare of: number;
  /** The sentence of the word that is asked about. */
  declare current: number | null;
  /** The sentence whose weight is told beside it. */
  declare told: number | null;
  /** The sentence that the Tab key goes to. */
  declare stop: number | null;

  constructor() {
    super();
    this.marks = [];
    this.of = 0;
    this.current = null;
    this.told = null;
    this.stop = null;
  }

  protected override render() {
    if (this.marks.length === 0) return nothing;
    const told = this.marks.find(({ sentence }) => sentence === this.told);
    const stop = this.marks.find(({ sentence }) => sentence === this.stop) ?? this.marks[0];
    return html`<div
        class="margin"
        role="toolbar"
        aria-orientation="vertical"
        aria-label=${strings.sentences.margin}
        @keydown=${this.#moved}
      >
        ${this.marks.map((mark) => this.#mark(mark, mark === stop))}
      </div>
      ${
        told === undefined
          ? nothing
          : html`<p class="tip" aria-hidden="true" .style=${`top: ${told.top}px`}>
              ${strings.sentences.tip(told.share)}
            </p>`
      }`;
  }

  #mark({ sentence, top, height, share, brightness, text }: Mark, isStop: boolean) {
    return html`<button
      type="button"
      class="sentence ${sentence === this.current ? "current" : ""}"
      tabindex=${isStop ? 0 : -1}
      data-sentence=${sentence}
      aria-label=${strings.sentences.mark(sentence + 1, this.of, text, share)}
      .style=${`top: ${top}px; height: ${height}px; --attention-weight: ${brightness}`}
      @pointerenter=${() => this.#tell(sentence)}
      @pointerleave=${() => this.#tell(null)}
      @focus=${() => this.#focused(sentence)}
      @blur=${() => this.#tell(null)}
      @click=${() => this.#focused(sentence)}
    ></button>`;
  }

  /** The person is back in the text. A finger leaves a bar without saying so. */
  forget(): void {
    if (this.told !== null) this.#tell(null);
  }

  #focused(sentence: number): void {
    this.stop = sentence;
    this.#tell(sentence);
  }

  #tell(sentence: number | null): void {
    this.told = sentence;
    this.tell("wordlight-sentence", sentence);
  }

  #moved(event: KeyboardEvent): void {
    const at = this.marks.findIndex(({ sentence }) => sentence === this.told);
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: this.marks.length - 1,
    }[event.key];
    const mark = next === undefined ? undefined : this.marks[next];
    if (event.key === "Escape") this.#tell(null);
    if (mark === undefined) return;
    event.preventDefault();
    this.querySelector<HTMLElement>(`[data-sentence="${mark.sentence}"]`)?.focus();
  }
}

customElements.define("wordlight-sentences", SentenceMarks);
