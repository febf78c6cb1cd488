/**
 * The way of the numbers for the text at hand, stage by stage. It follows the text at its own pace: what
 * is typed is lit first.
 */
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { complain } from "../../files";
import { shortened } from "../../format";
import { askedToken, strongestToken } from "../../inspect/asked";
import type { Cell } from "../../inspect/heat-layout";
import { picturesOf, type StagePicture } from "../../inspect/stage-pictures";
import type { Reading } from "../../reading";
import { strings } from "../../strings";
import type { HeatMap } from "../heat-map";
import { PanelElement } from "../panel-element";
import { stageSection } from "./stage";

/** Between two questions at least; and twice as long as the last answer took. */
const REST_MS = 150;

/** What was asked about. */
interface Question {
  reading: Reading;
  model: NonNullable<StepsPanel["state"]["engine"]["model"]>;
  /** Null: all sentences, or a model without any. */
  sentence: number | null;
}

export class StepsPanel extends PanelElement {
  static override properties = {
    ...PanelElement.properties,
    wantsSentences: { state: true },
    shown: { state: true },
    failed: { state: true },
  };
  /** Of a hierarchical model: the way over all sentences, not that of one. */
  declare wantsSentences: boolean;
  declare shown: (Question & { pictures: StagePicture[] }) | null;
  declare failed: string | null;
  #asking: Question | null = null;
  #timer = 0;
  #rest = 0;
  /** What was answered, or failed to be. */
  #answered: Question | null = null;

  constructor() {
    super();
    this.wantsSentences = false;
    this.shown = null;
    this.failed = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  protected override willUpdate(): void {
    this.#follow();
  }

  /** What the page is about now; null: nothing yet. */
  #question(): Question | null {
    const { reading, engine } = this.state;
    const { model } = engine;
    if (reading === null || model === null || engine.phase !== "ready") return null;
    return { reading, model, sentence: this.#sentence(reading, model) };
  }

  #sentence(reading: Reading, { description }: Question["model"]): number | null {
    const { hierarchical, wordAttentionLayer, sentenceAttentionLayer } = description;
    if (!hierarchical || wordAttentionLayer === null) return null;
    if (this.wantsSentences && sentenceAttentionLayer !== null) return null;
    const token = reading === this.state.reading ? askedToken(this.state) : null;
    const asked = token === null ? -1 : (reading.columns.sentences[token] ?? -1);
    return asked >= 0 ? asked : Math.max(reading.sentences?.strongest ?? 0, 0);
  }

  #follow(): void {
    const question = this.#question();
    if (question === null || isSame(question, this.#answered) || this.#asking !== null) return;
    if (this.#timer !== 0) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      void this.#ask();
    }, this.#rest);
  }

  async #ask(): Promise<void> {
    const question = this.#question();
    if (question === null || !this.isConnected) return;
    this.#asking = question;
    const { reading, sentence, model } = question;
    const began = performance.now();
    try {
      const calls = await this.session.path(reading.sent, sentence);
      this.failed = null;
      if (model === this.state.engine.model) {
        const pictures = await picturesOf(calls, reading, model.description, sentence);
        this.shown = { ...question, pictures };
      }
    } catch (error) {
      this.failed = complain(error, "page").message;
    }
    this.#rest = Math.max(REST_MS, 2 * (performance.now() - began));
    this.#asking = null;
    this.#answered = question;
    this.#follow();
  }

  protected override render() {
    const say = strings.inspect.steps;
    const { shown, failed } = this;
    return html`<p class="remark">${say.intro}</p>
      ${this.#choice()}
      ${failed === null ? nothing : html`<p class="remark" role="alert">${failed}</p>`}
      ${shown === null ? html`<p class="remark" role="status">${say.waiting}</p>` : this.#stages(shown)}`;
  }

  /** Of a hierarchical model: a sentence, or all. */
  #choice() {
    const say = strings.inspect.steps;
    const { description } = this.state.engine.model ?? {};
    const { shown } = this;
    if (!description?.hierarchical) return nothing;
    const canChoose =
      description.wordAttentionLayer !== null && description.sentenceAttentionLayer !== null;
    const button = (label: string, all: boolean) =>
      html`<button
        type="button"
        aria-pressed=${this.wantsSentences === all ? "true" : "false"}
        @click=${() => {
          this.wantsSentences = all;
        }}
      >
        ${label}
      </button>`;
    return html`${
      canChoose
        ? html`<div class="steps-choice" role="group" aria-label=${say.which}>
            ${button(say.words, false)} ${button(say.sentences, true)}
          </div>`
        : nothing
    }
    ${
      shown === null || shown.sentence === null
        ? nothing
        : html`<p class="steps-sentence" dir="auto">
            ${say.sentence(shown.sentence + 1, shortened(textOfSentence(shown.reading, shown.sentence)))}
          </p>`
    }`;
  }

  #stages({ pictures, reading, sentence }: NonNullable<StepsPanel["shown"]>) {
    const say = strings.inspect.steps;
    if (pictures.length === 0) {
      return html`<p class="remark">${sentence === null ? say.empty : say.cut}</p>`;
    }
    const marked = reading === this.state.reading ? this.#marked(sentence) : null;
    const first = pictures.findIndex(({ rows }) => rows !== null);
    const { map } = this.state.look;
    // Sentences are not words: where one was in the one picture means nothing in the other.
    return keyed(
      sentence === null,
      html`<ol
        class="stages"
        @wordlight-cell=${(event: CustomEvent<Cell | null>) => this.session.pointAt(this.#offsetOf(event))}
        @wordlight-picked=${(event: CustomEvent<Cell>) => this.session.choose(this.#offsetOf(event))}
        @wordlight-scrolled=${this.#scrolled}
      >
        ${pictures.map((picture, index) =>
          stageSection(picture, index, { marked, map, saysOthers: index === first }),
        )}
      </ol>`,
    );
  }

  /** The word that is asked, or the strongest; in a picture of sentences, its sentence. */
  #marked(sentence: number | null): number | null {
    const { reading, engine } = this.state;
    if (reading === null) return null;
    const token = askedToken(this.state) ?? strongestToken(reading);
    if (token === null) return null;
    const isOfSentences = engine.model?.description.hierarchical && sentence === null;
    return isOfSentences ? (reading.columns.sentences[token] ?? null) : token;
  }

  /** Where the word of a row is in the present text; null: there is none. */
  #offsetOf({ detail, target }: CustomEvent<Cell | null>): number | null {
    const { shown } = this;
    const { moved, reading } = this.state;
    const index = Number(
      (target as Element).closest<HTMLElement>("[data-stage]")?.dataset["stage"],
    );
    const rows = shown?.pictures[index]?.rows;
    if (shown === null || !rows || moved === null || shown.reading !== reading) return null;
    const token = detail === null ? undefined : rows.tokens[detail.row];
    const isOfSentences = reading?.sentences !== null && shown.sentence === null;
    const { starts, sentenceStarts } = moved.columns;
    return (isOfSentences ? sentenceStarts : starts)[token ?? -1] ?? null;
  }

  /** All pictures show the same words. */
  #scrolled({ detail, target }: CustomEvent<number>): void {
    for (const map of this.querySelectorAll<HeatMap>(".aligned wordlight-heat-map")) {
      if (map !== target && (target as Element).closest(".aligned")) map.alignTo(detail);
    }
  }
}

const isSame = (one: Question, other: Question | null): boolean =>
  one.reading === other?.reading && one.model === other.model && one.sentence === other.sentence;

const textOfSentence = ({ text, columns }: Reading, sentence: number): string =>
  text.slice(columns.sentenceStarts[sentence], columns.sentenceEnds[sentence]).trim();

customElements.define("wordlight-panel-steps", StepsPanel);
