/** Says that the weights on the screen come from a file, and lets one choose among its texts. */
import { html } from "lit";
import { type Given, givenSample, namedClass } from "../given";
import { strings } from "../strings";
import { Part } from "./part";

const LONGEST_TITLE = 60;
/** Of more texts those around the chosen one are listed: 10,000 would take the page a second. */
const MOST_LISTED = 200;

/** Of a long text no more is looked at than what may be shown: two code units a letter. */
const titleOf = (text: string): string =>
  [...text.slice(0, 2 * LONGEST_TITLE)].slice(0, LONGEST_TITLE).join("");

export class GivenTexts extends Part {
  static override properties = { given: { attribute: false }, text: { attribute: false } };
  declare given: Given | null;
  /** What stands in the box. */
  declare text: string;

  constructor() {
    super();
    this.given = null;
    this.text = "";
  }

  #number(count: number, chosen: number) {
    return html`<label>
      <span>${strings.given.number(count)}</span>
      <input
        id="given-number"
        type="number"
        min="1"
        max=${count}
        .value=${String(chosen + 1)}
        @change=${({ currentTarget }: Event) => {
          const wanted = Math.round((currentTarget as HTMLInputElement).valueAsNumber) || 1;
          this.tell("wordlight-given", Math.min(Math.max(wanted, 1), count) - 1);
        }}
      />
    </label>`;
  }

  protected override render() {
    const { given, text } = this;
    if (given === null) return null;
    const say = strings.given;
    const { name, names, samples, chosen, single, skipped, tooLong } = given;
    const sample = givenSample(given, text);
    const first = Math.max(0, Math.min(chosen - MOST_LISTED / 2, samples.length - MOST_LISTED));
    const remarks = [
      sample === null ? say.edited : null,
      single ? say.single : null,
      skipped > 0 ? say.skipped(skipped) : null,
      tooLong > 0 ? say.tooLong(tooLong) : null,
      ...(sample?.oddities.map((oddity) => say.oddities[oddity]) ?? []),
    ].filter((remark) => remark !== null);
    return html`<section class="given" aria-label=${say.title(name)}>
      <p>${say.title(name)}</p>
      <label>
        <span>${say.choose(samples.length)}</span>
        <select
          id="given-text"
          @change=${({ currentTarget }: Event) =>
            this.tell("wordlight-given", Number((currentTarget as HTMLSelectElement).value))}
        >
          ${samples.slice(first, first + MOST_LISTED).map(
            (one, at) =>
              html`<option value=${first + at} .selected=${first + at === chosen}>
                ${first + at + 1}. ${titleOf(one.text)}
              </option>`,
          )}
        </select>
      </label>
      ${samples.length > MOST_LISTED ? this.#number(samples.length, chosen) : null}
      ${sample === null || (sample.label === "" && sample.prediction === "") ? null : html`<p class="remark">${say.says(namedClass(sample.label, names), namedClass(sample.prediction, names))}</p>`}
      ${remarks.length === 0 ? null : html`<p class="remark" role="status">${remarks.join(" ")}</p>`}
      <button type="button" class="quiet" @click=${() => this.tell("wordlight-given", null)}>
        ${say.close}
      </button>
    </section>`;
  }
}

customElements.define("wordlight-given", GivenTexts);
