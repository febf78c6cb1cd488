/** The texts of this session, to go back to; and the way back from that. */
import { html, nothing } from "lit";
import { answerOf, verdictOf } from "../../../answer";
import { modelName } from "../../../bundled";
import type { Heads } from "../../../head";
import type { State } from "../../../state";
import { strings } from "../../../strings";
import type { NotedText, Said } from "../../../texts";
import { Part } from "../../part";

/** Enough to know a text by, and as much as fits a line. */
const FIRST_CHARACTERS = 120;

export class TextsList extends Part {
  static override properties = { state: { attribute: false } };
  declare state: State | null;

  constructor() {
    super();
    this.state = null;
  }

  protected override render() {
    const { state } = this;
    if (state === null) return nothing;
    const say = strings.texts;
    const { texts, replaced } = state;
    return html`<h3 id="texts-title">${say.title}</h3>
      <p class="remark">${texts.length === 0 ? say.none : say.what}</p>
      ${
        replaced === null
          ? nothing
          : html`<button type="button" id="undo-text" @click=${this.#undo}>
              ${replaced.trim() === "" ? say.undoEmpty : say.undo(firstWords(replaced))}
            </button>`
      }
      ${
        texts.length === 0
          ? nothing
          : html`<ol class="texts" aria-labelledby="texts-title">
              ${texts.map((noted) => this.#text(noted, noted.text === state.text, state.heads))}
            </ol>`
      }`;
  }

  #text({ id, text, at, said }: NotedText, isShown: boolean, heads: Heads) {
    const say = strings.texts;
    return html`<li>
      <button
        type="button"
        aria-current=${isShown ? "true" : nothing}
        @click=${(event: MouseEvent) => this.#restore(event, id)}
      >
        <span class="time number">${say.time(at)}</span>
        <span class="words" dir="auto" lang="">${firstWords(text) || say.empty}</span>
        <span class="said number">
          ${said === null ? say.notRead : lineOf(heads, said)}
          ${isShown ? html`<em class="badge">${say.shown}</em>` : nothing}
        </span>
      </button>
    </li>`;
  }

  #restore(event: MouseEvent, id: number): void {
    this.tell("wordlight-restore", id);
    refocus(event);
  }

  #undo(event: MouseEvent): void {
    this.tell("wordlight-undo", null);
    refocus(event);
  }
}

/** The box takes the focus to put a text in; by keyboard one stays in the list. */
function refocus({ detail, currentTarget }: MouseEvent): void {
  if (detail === 0) (currentTarget as HTMLElement).focus({ preventScroll: true });
}

const firstWords = (text: string): string =>
  text.slice(0, FIRST_CHARACTERS).replaceAll(/\s+/g, " ").trim();

function lineOf(heads: Heads, { prediction, labels, model }: Said): string {
  const verdict = verdictOf(answerOf(heads, model, { prediction, labels }));
  return verdict === "" ? modelName(model) : `${verdict} · ${modelName(model)}`;
}

customElements.define("wordlight-texts", TextsList);
