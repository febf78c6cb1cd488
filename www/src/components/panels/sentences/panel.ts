/** A hierarchical model's sentences with their shares, and the words within the one that is open. */
import { html, nothing } from "lit";
import { percent } from "../../../format";
import { coloursAt } from "../../../highlight/colours";
import { brightness } from "../../../highlight/scale";
import { type Reading, type Sentences, sentenceShare } from "../../../reading";
import { type Shown, shownOf } from "../../../shown";
import { strings } from "../../../strings";
import { shownTheme } from "../../../theme";
import type { View } from "../../../view";
import { wordOf } from "../../../word";
import { wordAt } from "../../../word-order";
import { PanelElement } from "../../panel-element";
import { choice } from "../../segments";
import { sentenceOf } from "../../word";

const ORDERS = ["text", "share"] as const;
/** So many are shown at once: a novel has thousands. */
const SHOWN_FIRST = 100;

export class SentencesPanel extends PanelElement {
  static override properties = {
    ...PanelElement.properties,
    order: { state: true },
    open: { state: true },
    limit: { state: true },
  };
  declare order: (typeof ORDERS)[number];
  /** The sentence whose words are shown; "asked": that of the word that is asked about. */
  declare open: number | "asked" | null;
  declare limit: number;

  constructor() {
    super();
    this.order = "text";
    this.open = "asked";
    this.limit = SHOWN_FIRST;
  }

  protected override render() {
    const { moved } = this.state;
    const shown = shownOf(this.state);
    if (moved === null || moved.sentences === null || shown.view === null) {
      return html`<p class="remark">${strings.words.none}</p>`;
    }
    return this.#list(moved, moved.sentences, shown, shown.row ?? shown.view);
  }

  #list(moved: Reading, sentences: Sentences, shown: Shown, light: View) {
    const say = strings.sentencePanel;
    const size = sentences.shares.length;
    const asked = this.#sentenceOf(moved, shown.word);
    const open = this.open === "asked" ? (asked ?? Math.max(sentences.strongest, 0)) : this.open;
    const rows = this.#ordered(sentences).slice(0, this.limit);
    return html`<h3 id="sentences-title">${say.title}</h3>
      <p class="remark">
        ${say.what(size)} ${sentences.padding > 0.0005 ? say.padding(sentences.padding) : nothing}
      </p>
      ${
        sentences.weighted
          ? html`<div class="looks">
              ${choice("sentence-order", say.order, ORDERS, say.orders, this.order, (order) => {
                this.order = order;
              })}
            </div>`
          : nothing
      }
      <ol class="sentence-list" aria-labelledby="sentences-title">
        ${rows.map((sentence) => this.#sentence(moved, sentences, sentence, sentence === open, sentence === asked, shown, light))}
      </ol>
      ${
        rows.length < size
          ? html`<button type="button" class="quiet" @click=${() => {
              this.limit += SHOWN_FIRST;
            }}>${say.more(Math.min(SHOWN_FIRST, size - rows.length))}</button>`
          : nothing
      }`;
  }

  #sentence(
    moved: Reading,
    sentences: Sentences,
    sentence: number,
    isOpen: boolean,
    isAsked: boolean,
    shown: Shown,
    light: View,
  ) {
    const { sentenceStarts, sentenceEnds } = moved.columns;
    const text = moved.text.slice(sentenceStarts[sentence], sentenceEnds[sentence]).trim();
    const share = sentenceShare(sentences, light.spread, sentence);
    const told = Number.isNaN(share)
      ? sentences.weighted
        ? strings.sentencePanel.cut
        : strings.word.nothing
      : percent(share);
    const longest = sentenceShare(sentences, light.spread, sentences.strongest);
    return html`<li class=${isAsked ? "asked" : ""}>
      <button
        type="button"
        class="sentence-row"
        aria-expanded=${isOpen ? "true" : "false"}
        aria-label=${strings.sentencePanel.sentence(sentence + 1, text, told)}
        data-sentence=${sentence}
        @click=${() => {
          this.open = isOpen ? null : sentence;
        }}
      >
        <span class="number">${sentence + 1}</span>
        <span class="share number" .style=${`--attention-weight: ${share > 0 ? share / longest : 0}`}>${told}</span>
        <span class="text" dir="auto" lang="">${text}</span>
      </button>
      ${isOpen ? this.#words(moved, sentence, shown, light) : nothing}
    </li>`;
  }

  #words(moved: Reading, sentence: number, { word, chosen, view }: Shown, light: View) {
    const { session } = this;
    const { look } = this.state;
    const { columns } = moved;
    const first = columns.sentences.indexOf(sentence);
    const last = columns.sentences.lastIndexOf(sentence);
    if (first < 0 || view === null)
      return html`<p class="remark">${strings.sentencePanel.unread}</p>`;
    const tokens = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const point = (token: number | null) =>
      session.pointAt(token === null ? null : (columns.starts[token] ?? null));
    return html`<div class="words-within" dir="auto" role="group" aria-label=${strings.sentencePanel.wordsIn(sentence + 1)}>
      ${tokens.map((token) => {
        const colours = coloursAt(look.map, shownTheme(), brightness(look, light, token));
        const one = wordOf(moved, view, token);
        const share = one?.attention?.share;
        return html`<button
          type="button"
          lang=""
          class=${token === word ? "asked" : ""}
          aria-pressed=${token === chosen ? "true" : "false"}
          aria-label=${one === null ? nothing : sentenceOf(one, moved)}
          .style=${`background-color: ${colours.background}; color: ${colours.text}`}
          @click=${() => session.choose(token === chosen ? null : (columns.starts[token] ?? null))}
          @pointerenter=${({ pointerType }: PointerEvent) => {
            if (pointerType !== "touch") point(token);
          }}
          @pointerleave=${() => point(null)}
          @focus=${() => point(token)}
          @blur=${() => point(null)}
        >${wordAt(moved, token)}<small class="number">${share === undefined || Number.isNaN(share) ? "" : percent(share)}</small></button>`;
      })}
    </div>`;
  }

  #sentenceOf({ columns }: Reading, token: number | null): number | null {
    const sentence = token === null ? undefined : columns.sentences[token];
    return sentence === undefined || sentence < 0 ? null : sentence;
  }

  #ordered({ shares }: Sentences): number[] {
    const all = Array.from(shares.keys());
    if (this.order === "text") return all;
    const shareOf = (sentence: number) => shares[sentence] || 0;
    return all.sort((a, b) => shareOf(b) - shareOf(a) || a - b);
  }
}

customElements.define("wordlight-panel-sentences", SentencesPanel);
