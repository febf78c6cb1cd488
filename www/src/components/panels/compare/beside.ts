/** The second text, beside the page's own: lit on the same scale, and edited like it. */
import { html, nothing } from "lit";
import { verdictOf } from "../../../answer";
import { modelName } from "../../../bundled";
import type { Beside } from "../../../compare/beside";
import { commonWords, leftOf } from "../../../compare/compared";
import type { Comparison } from "../../../compare/comparison";
import { type Sides, sideAnswers, stateSides } from "../../../compare/scale";
import { wordAt } from "../../../compare/words";
import { areShares, comparedClasses, gain } from "../../../difference";
import { percent, points, signed, twoDigits } from "../../../format";
import { tokenNear } from "../../../reading";
import type { State } from "../../../state";
import { strings } from "../../../strings";
import { Part } from "../../part";
import "../../text-box";
import type { Edited, TextBox } from "../../text-box";

export class BesideText extends Part {
  static override properties = {
    state: { attribute: false },
    comparison: { attribute: false },
    word: { attribute: false },
  };
  declare state: State | null;
  declare comparison: Comparison | null;
  /** The word of the page's text that is asked about. */
  declare word: number | null;

  constructor() {
    super();
    this.state = null;
    this.comparison = null;
    this.word = null;
  }

  protected override render() {
    const { state, comparison } = this;
    const beside = state?.beside ?? null;
    if (state === null || beside === null || comparison === null) return nothing;
    const sides = stateSides(state);
    const asked = this.#asked(beside, sides);
    return html`<wordlight-box
        .name=${"text-beside"}
        .label=${this.#label(beside)}
        .reading=${beside.moved}
        .view=${sides?.right.view ?? null}
        .tone=${state.look}
        .asked=${asked}
        @wordlight-edit=${({ detail }: CustomEvent<Edited>) =>
          comparison.edit(detail.text, detail.caret)}
        @wordlight-caret=${({ detail }: CustomEvent<number | null>) => comparison.ask(detail)}
        @wordlight-point=${({ detail }: CustomEvent<number | null>) => comparison.ask(detail)}
      ></wordlight-box>
      <div class="beside-result">
        <p class="name">${this.#label(beside)}</p>
        ${sides === null ? this.#waiting(beside) : this.#result(state, sides, asked, beside)}
      </div>`;
  }

  protected override updated(): void {
    const box = this.querySelector<TextBox>("wordlight-box");
    void box?.updateComplete.then(() => {
      const text = this.state?.beside?.text;
      if (text !== undefined) box.show(text);
    });
  }

  #label({ mode, model }: Beside): string {
    if (mode === "texts") return strings.compare.otherText;
    return model === null ? strings.compare.otherModel : modelName(model);
  }

  /** Its own word, else the one that goes with the word asked about on the left. */
  #asked({ asked, moved, mode }: Beside, sides: Sides | null): number | null {
    if (asked !== null && moved !== null) return tokenNear(moved, asked);
    if (sides === null || this.word === null) return null;
    const { left, right } = sides;
    return commonWords(left.reading, right.reading, mode).pairs.get(this.word) ?? null;
  }

  #waiting({ mode, model, progress, trouble }: Beside) {
    if (trouble !== null || (mode === "texts" && progress === null)) return nothing;
    if (progress !== null) return html`<p>${strings.progress[progress.what](progress)}</p>`;
    return model === null ? html`<p>${strings.compare.chooseModel}</p>` : nothing;
  }

  #result(state: State, sides: Sides, asked: number | null, { mode }: Beside) {
    const say = strings.compare;
    const { left, right } = sideAnswers(state, sides);
    const classes = comparedClasses(left, right);
    const told = right.all.filter(({ wins }) => wins || right.all.length === 1);
    const [winner] = told.length === 1 ? told : [];
    const index = winner === undefined ? -1 : right.all.indexOf(winner);
    const compared = classes[index];
    return html`<p class="number">
        ${
          winner === undefined || compared === undefined
            ? verdictOf(right)
            : say.predictedBeside(
                winner.label,
                winner.number,
                left.all[index]?.number ?? "",
                areShares(right, classes)
                  ? say.points(points(compared.before, compared.after))
                  : signed(gain(compared)),
              )
        }
      </p>
      <p class="number">${asked === null ? nothing : this.#word(sides, asked, mode)}</p>`;
  }

  #word({ left, right, comparable }: Sides, token: number, mode: Beside["mode"]): string {
    const say = strings.compare;
    const value = right.view.values[token] ?? Number.NaN;
    const word = wordAt(right.reading, token);
    if (word === "" || Number.isNaN(value)) return "";
    const isPaper = right.view.kind === "paper";
    const number = isPaper ? twoDigits : percent;
    const { pairs } = commonWords(left.reading, right.reading, mode);
    const partner = leftOf(pairs, token);
    const other = partner === null ? Number.NaN : (left.view.values[partner] as number);
    if (Number.isNaN(other) || !comparable) return say.word(word, number(value));
    return say.wordBeside(
      word,
      number(value),
      number(other),
      isPaper ? signed(value - other) : say.points(points(other, value)),
    );
  }
}

customElements.define("wordlight-beside", BesideText);
