/** What is compared, and what the two sides make of it. The second text stands beside the first. */
import { html, nothing } from "lit";
import type { Answer } from "../../../answer";
import { aboutBundled, BUNDLED, modelName } from "../../../bundled";
import type { Beside, Mode } from "../../../compare/beside";
import { commonWords, largestDifferences } from "../../../compare/compared";
import { Comparison } from "../../../compare/comparison";
import { type Side, type Sides, sideAnswers, stateSides } from "../../../compare/scale";
import { type Stretch, stretchText, wordAt } from "../../../compare/words";
import { areShares, comparedClasses } from "../../../difference";
import { type DroppedFile, filesIn } from "../../../dropped";
import { percent, twoDigits } from "../../../format";
import { strings } from "../../../strings";
import { differenceTable } from "../../difference-table";
import { PanelElement } from "../../panel-element";
import { segments } from "../../segments";
import "./beside";

const WORDS_SHOWN = 8;
/** Of a long stretch that both texts have, so many words are shown at either end. */
const CONTEXT = 4;

export class ComparePanel extends PanelElement {
  #comparison: Comparison | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#comparison = this.session.comparisonOf(Comparison);
    this.#comparison.open();
    this.addEventListener("wordlight-dropped", this.#dropped);
    // Once the layout has made room for it.
    requestAnimationFrame(() =>
      document.querySelector("wordlight-beside")?.scrollIntoView({ block: "nearest" }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("wordlight-dropped", this.#dropped);
    this.#comparison?.close();
  }

  protected override render() {
    const { beside } = this.state;
    const comparison = this.#comparison;
    if (beside === null || comparison === null) return nothing;
    const sides = stateSides(this.state);
    const say = strings.compare;
    return html`<div class="compare" data-takes-files>
      ${segments("compared", say.with, say.modes, beside.mode, (mode: Mode) =>
        comparison.choose(mode),
      )}
      ${beside.mode === "models" ? this.#models(beside, comparison) : nothing}
      ${
        beside.trouble === null
          ? nothing
          : html`<p class="trouble" role="alert">${beside.trouble}</p>`
      }
      ${sides === null ? nothing : this.#results(sides, beside)}
    </div>`;
  }

  /** The page's own model is the other one already. */
  #models(beside: Beside, comparison: Comparison) {
    const say = strings.compare;
    const shown = this.state.engine.model?.bundled ?? null;
    return html`<div role="group" aria-label=${say.otherModel}>
      <ul class="chips">
        ${BUNDLED.filter(({ id }) => id !== shown).map(
          ({ id }) =>
            html`<li>
              <button
                type="button"
                class="chip"
                data-beside=${id}
                aria-pressed=${beside.model?.bundled === id ? "true" : "false"}
                @click=${() => comparison.openBundled(id)}
              >
                ${aboutBundled(id).name}
              </button>
            </li>`,
        )}
        <li>
          <button type="button" class="chip" @click=${this.#browse}>${say.load}</button>
          <input
            id="beside-files"
            type="file"
            multiple
            hidden
            aria-label=${say.load}
            @change=${this.#chosen}
          />
        </li>
      </ul>
      <p class="remark">${say.dropHere}</p>
    </div>`;
  }

  #results(sides: Sides, { mode, model }: Beside) {
    const say = strings.compare;
    const own = this.state.engine.model;
    const columns =
      mode === "texts" || own === null || model === null
        ? { before: say.left, after: say.right }
        : { before: modelName(own), after: modelName(model) };
    const { stretches, pairs } = commonWords(sides.left.reading, sides.right.reading, mode);
    const words = sides.comparable ? largestDifferences(sides, pairs, WORDS_SHOWN) : [];
    return html`<p>${this.#scale(sides)} ${sides.whole ? say.whole : nothing}</p>
      <div class="differences">
        ${this.#prediction(sides, columns)}
        ${
          words.length === 0
            ? nothing
            : differenceTable(
                { ...columns, title: say.words },
                words,
                sides.left.view.kind !== "paper",
              )
        }
      </div>
      ${mode === "texts" ? this.#diff(sides, stretches) : nothing}`;
  }

  #prediction(sides: Sides, columns: { before: string; after: string }) {
    const title = strings.prediction.title;
    const { left, right } = sideAnswers(this.state, sides);
    const classes = comparedClasses(left, right);
    if (classes.length > 0) {
      return differenceTable({ ...columns, title }, classes, areShares(right, classes));
    }
    return html`<div class="two-predictions" data-testid="two-predictions">
      <p class="remark">${strings.compare.otherClasses}</p>
      ${this.#list(columns.before, left)} ${this.#list(columns.after, right)}
    </div>`;
  }

  #list(name: string, { all }: Answer) {
    return html`<div>
      <h3>${name}</h3>
      <ul class="number">
        ${all.map(({ label, number }) => html`<li>${label}: ${number}</li>`)}
      </ul>
    </div>`;
  }

  #scale({ left, right, comparable }: Sides): string {
    const say = strings.compare;
    const { scale } = this.state.look;
    if (!comparable) return say.incomparable(say.kinds[left.view.kind], say.kinds[right.view.kind]);
    if (scale !== "strongest") return say.oneScale[scale];
    const full = left.view.full;
    if (full == null) return "";
    const strongest = (side: Side) => side.view.values[side.view.strongest] ?? Number.NaN;
    const isLeft = strongest(left) >= (strongest(right) || 0);
    const side = isLeft ? left : right;
    const number = side.view.kind === "paper" ? twoDigits : percent;
    return say.oneScale.strongest(
      number(full),
      wordAt(side.reading, side.view.strongest),
      isLeft ? "left" : "right",
    );
  }

  #diff({ left, right }: Sides, stretches: Stretch[] | null) {
    const say = strings.compare;
    if (stretches === null) return html`<p class="remark">${say.tooDifferent}</p>`;
    if (stretches.every(({ where }) => where === "both")) {
      return html`<p class="remark">${say.same}</p>`;
    }
    return html`<section aria-labelledby="diff-title">
      <h3 id="diff-title">${say.diff}</h3>
      <p class="text-diff" dir="auto" lang="">
        ${stretches.map((stretch, index) => {
          if (stretch.where === "left")
            return html`<del>${stretchText(left.reading, stretch.left)}</del> `;
          if (stretch.where === "right")
            return html`<ins>${stretchText(right.reading, stretch.right)}</ins> `;
          const [first, end] = stretch.right;
          const from = index === 0 ? end - CONTEXT : first + CONTEXT;
          const to = index === stretches.length - 1 ? first + CONTEXT : end - CONTEXT;
          if (index === 0 && from > first)
            return html`… ${stretchText(right.reading, [from, end])} `;
          if (index === stretches.length - 1 && to < end)
            return html`${stretchText(right.reading, [first, to])} …`;
          if (index > 0 && index < stretches.length - 1 && to > from + 1)
            return html`${stretchText(right.reading, [first, from])} …
            ${stretchText(right.reading, [to, end])} `;
          return html`${stretchText(right.reading, stretch.right)} `;
        })}
      </p>
    </section>`;
  }

  #browse(): void {
    this.querySelector<HTMLInputElement>("#beside-files")?.click();
  }

  #chosen(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    // The list is read now, because the input is emptied below; too many files are said later.
    const files = (async () => filesIn(input))();
    void this.#comparison?.openDropped(files);
    // So that choosing the same file again is a change again.
    input.value = "";
  }

  /** Onto the panel: files of the other model. */
  readonly #dropped = (event: Event): void => {
    const { detail } = event as CustomEvent<Promise<DroppedFile[]>>;
    event.stopPropagation();
    this.#comparison?.choose("models");
    void this.#comparison?.openDropped(detail);
  };
}

customElements.define("wordlight-panel-compare", ComparePanel);
