/** What the colours mean, in words and numbers, and the switches of what they show. */
import { html, nothing } from "lit";
import { STATUSES } from "../engine/protocol";
import { percent, twoDigits } from "../format";
import { MAPS } from "../highlight/levels";
import { CURVES, FULL_TIMES_UNIFORM, fullAt, partAt } from "../highlight/scale";
import { paddingShare, type Reading, sentenceShare } from "../reading";
import { strings } from "../strings";
import { chooseTheme, chosenTheme, THEME_CHOICES } from "../theme";
import { LARGEST_MATRIX, type Look, PADDING_WORTH_SAYING, type View } from "../view";
import { Part } from "./part";
import { choice, segments } from "./segments";

const TICKS = [0, 0.25, 0.5, 0.75, 1];

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
    return html`<h2 class="visually-hidden">${strings.legend.title}</h2>
      ${this.#shades(look)} ${this.#attended(look)}
      ${segments("scale", strings.legend.scale, strings.legend.scales, look.scale, (scale) => this.#change({ scale }))}
      <div class="bar" aria-hidden="true">
        <div class="light-bar"></div>
        <div class="ticks number">
          ${ticksOf(this.view, look).map((tick) => html`<span>${tick}</span>`)}
        </div>
      </div>
      <p class="meaning">
        ${reading && view ? meaningOf(reading, view, look) : strings.legend.none}
        ${look.curve === "root" ? strings.legend.rootNote : nothing}
        <span class="forced-only">${strings.legend.forced}</span>
      </p>
      ${this.#margin(look)}
      ${
        reading !== null && reading.wordsPerStep > 1
          ? html`<p data-testid="words-per-step">${strings.legend.step(reading.wordsPerStep)}</p>`
          : nothing
      }
      ${this.#marks()} ${this.#padding(look)} ${this.#looks(look)}`;
  }

  #change(look: Partial<Look>): void {
    this.tell("wordlight-look", look);
  }

  #shades({ shade }: Look) {
    const sentences = this.reading?.sentences;
    if (!sentences?.weighted || !sentences.wordsWeighted) return nothing;
    return segments("shade", strings.legend.shade, strings.legend.shades, shade, (chosen) =>
      this.#change({ shade: chosen }),
    );
  }

  /** Self-attention: of every word, or from one word. */
  #attended({ fromWord, head }: Look) {
    const { reading } = this;
    if (reading?.columns.hasMatrix !== true) return nothing;
    const heads = reading.matrix?.heads ?? 1;
    return html`<div class="attended">
      ${segments(
        "attended",
        strings.legend.attends,
        strings.legend.attended,
        fromWord ? "from" : "mean",
        (chosen) => this.#change({ fromWord: chosen === "from" }),
      )}
      ${
        fromWord && heads > 1
          ? html`<label class="heads">
              <span>${strings.legend.head}</span>
              <select
                id="head"
                @change=${({ currentTarget }: Event) => {
                  const { value } = currentTarget as HTMLSelectElement;
                  this.#change({ head: value === "" ? null : Number(value) });
                }}
              >
                <option value="" .selected=${head === null}>${strings.legend.meanOfHeads(heads)}</option>
                ${Array.from(
                  { length: heads },
                  (_, one) =>
                    html`<option value=${one} .selected=${one === head}>${strings.legend.headOf(one)}</option>`,
                )}
              </select>
            </label>`
          : nothing
      }
      ${
        fromWord
          ? html`<p class="remark">
              ${reading.reached > LARGEST_MATRIX ? strings.legend.tooLong(LARGEST_MATRIX) : strings.legend.pickWord}
            </p>`
          : nothing
      }
    </div>`;
  }

  /** How it looks: rarely changed, so it stands small below everything. */
  #looks({ map, curve }: Look) {
    const { colours, maps, curveTitle, curves, theme, themes } = strings.legend;
    return html`<div class="looks">
      ${choice("map", colours, MAPS, maps, map, (chosen) => this.#change({ map: chosen }))}
      ${choice("curve", curveTitle, CURVES, curves, curve, (chosen) =>
        this.#change({ curve: chosen }),
      )}
      ${choice("theme", theme, THEME_CHOICES, themes, chosenTheme(), chooseTheme)}
    </div>`;
  }

  #margin({ scale, spread }: Look) {
    const sentences = this.reading?.sentences;
    if (!sentences?.weighted || sentences.strongest < 0) return nothing;
    const strongest = sentenceShare(sentences, spread, sentences.strongest);
    return html`<p data-testid="margin">${strings.legend.margin(strongest, scale)}</p>`;
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
            ${strings.legend.marks[status](reading.counts[status])}
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
        ? [
            sentences === null
              ? strings.legend.padding(share)
              : strings.legend.sentencePadding(share),
          ]
        : []),
      ...(within > PADDING_WORTH_SAYING ? [strings.legend.wordPadding(within)] : []),
    ];
    if (lines.length === 0) return nothing;
    return html`<div class="padding" data-testid="padding">
      <p>${lines.join(" ")} ${spread ? strings.legend.rescaled : ""}</p>
      <label class="switch">
        <input
          type="checkbox"
          id="spread"
          .checked=${spread}
          @change=${({ currentTarget }: Event) =>
            this.#change({ spread: (currentTarget as HTMLInputElement).checked })}
        />
        ${sentences === null ? strings.legend.spread : strings.legend.spreadSentences}
      </label>
    </div>`;
  }
}

/** What stands below the bar, from unlit to full colour. */
export function ticksOf(view: View | null, { scale, curve }: Look): string[] {
  const parts = TICKS.map((place) => partAt(place, curve));
  if (scale === "uniform") {
    return parts.map((part) => strings.legend.tickTimes(part * FULL_TIMES_UNIFORM, part === 1));
  }
  if (view === null || view.strongest < 0) return TICKS.map(() => "");
  const full = fullAt(scale, view, view.strongest);
  const tick = view.kind === "paper" ? strings.legend.tickNumber : strings.legend.tickShare;
  return parts.map((part) => tick(part * full));
}

export function meaningOf(reading: Reading, view: View, { scale, head }: Look): string {
  const { strongest, values } = view;
  const textOf = (token: number) =>
    reading.text.slice(reading.columns.starts[token], reading.columns.ends[token]);
  // An edit may have removed the word; the next reading is on its way.
  if (strongest < 0 || textOf(strongest) === "") return strings.legend.none;
  const value = values[strongest] as number;
  if (view.full !== undefined && scale === "strongest") {
    const number = view.kind === "paper" ? twoDigits : percent;
    return strings.compare.legend(textOf(strongest), number(value), number(view.full));
  }
  // In a model of sentences an equal share is not the same in each.
  if (view.kind === "share" && (scale !== "uniform" || reading.sentences === null)) {
    return scale === "uniform"
      ? strings.legend.meaning.uniform(reading.units, view.equal(strongest))
      : strings.legend.meaning[scale](textOf(strongest), value);
  }
  const row =
    view.from === null
      ? ""
      : `${strings.legend.rowOf(textOf(view.from), head, reading.matrix?.heads ?? 1)} `;
  return `${row}${strings.legend.kinds[view.kind](textOf(strongest), value)} ${strings.legend.scaleNotes[scale]}`;
}

customElements.define("wordlight-legend", Legend);
