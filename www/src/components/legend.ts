/** What the colours mean, in words and numbers, and the switch between scales. */
import { html, nothing } from "lit";
import { STATUSES } from "../engine/protocol";
import { FULL_TIMES_UNIFORM, SCALES, type ScaleName, scaleOf } from "../highlight/scale";
import { equalShare, type Reading, wordOf } from "../reading";
import { strings } from "../strings";
import { Part } from "./part";

/** Less than this on padding is rounding. */
const PADDING_WORTH_SAYING = 0.0005;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

export class Legend extends Part {
  static override properties = {
    reading: { attribute: false },
    scale: { attribute: false },
  };
  declare reading: Reading | null;
  declare scale: ScaleName;

  constructor() {
    super();
    this.reading = null;
    this.scale = "strongest";
  }

  protected override render() {
    return html`<h2 class="visually-hidden">${strings.legend.title}</h2>
      <fieldset class="segments">
        <legend>${strings.legend.scale}</legend>
        <div>${SCALES.map((scale) => this.#choice(scale))}</div>
      </fieldset>
      <div class="bar" aria-hidden="true">
        <div class="light-bar"></div>
        <div class="ticks number">${this.#ticks().map((tick) => html`<span>${tick}</span>`)}</div>
      </div>
      <p class="meaning">${this.#meaning()} <span class="forced-only">${strings.legend.forced}</span></p>
      ${this.#marks()} ${this.#padding()}`;
  }

  #choice(scale: ScaleName) {
    return html`<label>
      <input
        type="radio"
        name="scale"
        value=${scale}
        .checked=${scale === this.scale}
        @change=${() => this.tell("wordlight-scale", scale)}
      />
      <span data-text=${strings.legend.scales[scale]}>${strings.legend.scales[scale]}</span>
    </label>`;
  }

  #ticks(): string[] {
    if (this.scale === "uniform") {
      return TICKS.map((part) => strings.legend.tickTimes(part * FULL_TIMES_UNIFORM, part === 1));
    }
    const lit = this.reading !== null && this.reading.reached > 0;
    const full = lit && this.reading ? scaleOf(this.scale, this.reading).full : null;
    return TICKS.map((part) => (full === null ? "" : strings.legend.tickShare(part * full)));
  }

  #meaning(): string {
    const { reading, scale } = this;
    const word = reading && wordOf(reading, reading.strongest);
    if (reading === null || !word?.attention) return strings.legend.none;
    switch (scale) {
      case "strongest":
        return strings.legend.meaning.strongest(word.text, word.attention.share);
      case "share":
        return strings.legend.meaning.share(word.text, word.attention.share);
      case "uniform":
        return strings.legend.meaning.uniform(reading.reached, equalShare(reading));
    }
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

  #padding() {
    const share = this.reading?.columns.paddingAttention ?? 0;
    if (share <= PADDING_WORTH_SAYING) return nothing;
    return html`<p class="padding" data-testid="padding">${strings.legend.padding(share)}</p>`;
  }
}

customElements.define("wordlight-legend", Legend);
