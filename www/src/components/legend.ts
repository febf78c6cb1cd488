/** What the colours mean, in words and numbers, and the switches of what they show. */
import { html, nothing } from "lit";
import { STATUSES } from "../engine/protocol";
import { FULL_TIMES_UNIFORM, fullAt, type ScaleName } from "../highlight/scale";
import { paddingShare, type Reading } from "../reading";
import { strings } from "../strings";
import { LARGEST_MATRIX, type Look, PADDING_WORTH_SAYING, type View } from "../view";
import { Part } from "./part";
import { segments } from "./segments";

const TICKS = [0, 0.25, 0.5, 0.75, 1];
const say = strings.legend;

export class Legend extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    look: { attribute: false },
  };
  declare reading: Reading | null;
  declare view: View | null;
  declare look: Look | null;

  constructor() {
    super();
    this.reading = null;
    this.view = null;
    this.look = null;
  }

  protected override render() {
    const { reading, view, look } = this;
    if (look === null) return nothing;
    return html`<h2 class="visually-hidden">${say.title}</h2>
      ${this.#shades(look)} ${this.#attended(look)}
      ${segments("scale", say.scale, say.scales, look.scale, (scale) => this.#change({ scale }))}
      <div class="bar" aria-hidden="true">
        <div class="light-bar"></div>
        <div class="ticks number">
          ${this.#ticks(look.scale).map((tick) => html`<span>${tick}</span>`)}
        </div>
      </div>
      <p class="meaning">
        ${reading && view ? meaningOf(reading, view, look) : say.none}
        <span class="forced-only">${say.forced}</span>
      </p>
      ${this.#margin(look)}
      ${
        reading !== null && reading.wordsPerStep > 1
          ? html`<p data-testid="words-per-step">${say.step(reading.wordsPerStep)}</p>`
          : nothing
      }
      ${this.#marks()} ${this.#padding(look)}`;
  }

  #change(look: Partial<Look>): void {
    this.tell("wordlight-look", look);
  }

  #shades({ shade }: Look) {
    const sentences = this.reading?.sentences;
    if (!sentences?.weighted || !sentences.wordsWeighted) return nothing;
    return segments("shade", say.shade, say.shades, shade, (chosen) =>
      this.#change({ shade: chosen }),
    );
  }

  /** Self-attention: of every word, or from one word. */
  #attended({ fromWord, head }: Look) {
    const { reading } = this;
    if (reading?.columns.hasMatrix !== true) return nothing;
    const heads = reading.matrix?.heads ?? 1;
    return html`<div class="attended">
      ${segments("attended", say.attends, say.attended, fromWord ? "from" : "mean", (chosen) =>
        this.#change({ fromWord: chosen === "from" }),
      )}
      ${
        fromWord && heads > 1
          ? html`<label class="heads">
              <span>${say.head}</span>
              <select
                id="head"
                @change=${({ currentTarget }: Event) => {
                  const { value } = currentTarget as HTMLSelectElement;
                  this.#change({ head: value === "" ? null : Number(value) });
                }}
              >
                <option value="" .selected=${head === null}>${say.meanOfHeads(heads)}</option>
                ${Array.from(
                  { length: heads },
                  (_, one) =>
                    html`<option value=${one} .selected=${one === head}>${say.headOf(one)}</option>`,
                )}
              </select>
            </label>`
          : nothing
      }
      ${
        fromWord
          ? html`<p class="remark">
              ${reading.reached > LARGEST_MATRIX ? say.tooLong(LARGEST_MATRIX) : say.pickWord}
            </p>`
          : nothing
      }
    </div>`;
  }

  #ticks(scale: ScaleName): string[] {
    const { view } = this;
    if (scale === "uniform") {
      return TICKS.map((part) => say.tickTimes(part * FULL_TIMES_UNIFORM, part === 1));
    }
    if (view === null || view.strongest < 0) return TICKS.map(() => "");
    const full = fullAt(scale, view, view.strongest);
    const tick = view.kind === "paper" ? say.tickNumber : say.tickShare;
    return TICKS.map((part) => tick(part * full));
  }

  #margin({ scale, spread }: Look) {
    const sentences = this.reading?.sentences;
    const strongest = sentences?.shares[sentences.strongest];
    if (!sentences?.weighted || strongest === undefined) return nothing;
    const left = spread && sentences.padding < 1 ? 1 - sentences.padding : 1;
    return html`<p data-testid="margin">${say.margin(strongest / left, scale)}</p>`;
  }

  #marks() {
    const { reading } = this;
    const occurring = STATUSES.filter(
      (status) => status !== "known" && reading !== null && reading.counts[status] > 0,
    );
    if (reading === null || occurring.length === 0) return nothing;
    return html`<ul class="marks">
      ${occurring.map(
        (status) =>
          html`<li>
            <span class="mark ${status}" aria-hidden="true">abc</span>
            ${say.marks[status](reading.counts[status])}
          </li>`,
      )}
    </ul>`;
  }

  #padding({ spread }: Look) {
    const { reading } = this;
    if (reading === null) return nothing;
    const { sentences } = reading;
    const share = paddingShare(reading);
    const within = sentences === null ? 0 : Math.max(0, ...sentences.wordPadding);
    const lines = [
      ...(share > PADDING_WORTH_SAYING
        ? [sentences === null ? say.padding(share) : say.sentencePadding(share)]
        : []),
      ...(within > PADDING_WORTH_SAYING ? [say.wordPadding(within)] : []),
    ];
    if (lines.length === 0) return nothing;
    return html`<div class="padding" data-testid="padding">
      <p>${lines.join(" ")} ${spread ? say.rescaled : ""}</p>
      <label class="switch">
        <input
          type="checkbox"
          id="spread"
          .checked=${spread}
          @change=${({ currentTarget }: Event) =>
            this.#change({ spread: (currentTarget as HTMLInputElement).checked })}
        />
        ${sentences === null ? say.spread : say.spreadSentences}
      </label>
    </div>`;
  }
}

function meaningOf(reading: Reading, view: View, { scale, head }: Look): string {
  const { strongest, values } = view;
  const textOf = (token: number) =>
    reading.text.slice(reading.columns.starts[token], reading.columns.ends[token]);
  // An edit may have removed the word; the next reading is on its way.
  if (strongest < 0 || textOf(strongest) === "") return say.none;
  const value = values[strongest] as number;
  if (view.kind === "share") {
    return scale === "uniform"
      ? say.meaning.uniform(reading.units, view.equal(strongest))
      : say.meaning[scale](textOf(strongest), value);
  }
  const row =
    view.from === null ? "" : `${say.rowOf(textOf(view.from), head, reading.matrix?.heads ?? 1)} `;
  return `${row}${say.kinds[view.kind](textOf(strongest), value)} ${say.scaleNotes[scale]}`;
}

customElements.define("wordlight-legend", Legend);
