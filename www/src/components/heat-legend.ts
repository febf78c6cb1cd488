/** What the colours of a heat map mean: the ramp with the numbers at its ends. */
import { html, nothing } from "lit";
import { MAPS, type MapName } from "../highlight/levels";
import { colourOf, type RampName, ramp, STEPS } from "../inspect/ramps";
import { strings } from "../strings";
import { onTheme } from "../theme";
import { Part } from "./part";

export class HeatLegend extends Part {
  static override properties = {
    ramp: { attribute: false },
    map: { attribute: false },
    limit: { attribute: false },
  };
  declare ramp: RampName;
  /** The colours of shares. */
  declare map: MapName;
  /** The number at the end of the colours. */
  declare limit: number;
  #stopListening: (() => void) | null = null;

  constructor() {
    super();
    this.ramp = "signed";
    this.map = MAPS[0];
    this.limit = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = onTheme(() => this.#paint());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening?.();
  }

  protected override render() {
    const { short } = strings.inspect.heat;
    const isSigned = this.ramp === "signed";
    return html`<span class="number">${short(isSigned ? -this.limit : 0)}</span>
      <canvas class="ramp" width=${STEPS} height="1" aria-hidden="true"></canvas>
      <span class="number">${short(this.limit)}</span>
      ${isSigned ? html`<span class="heat-zero number">0</span>` : nothing}`;
  }

  protected override updated(): void {
    this.#paint();
  }

  #paint(): void {
    const canvas = this.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const colours = ramp(this.ramp, getComputedStyle(canvas).backgroundColor, this.map);
    for (let step = 0; step < STEPS; step++) {
      context.fillStyle = colourOf(colours, step);
      context.fillRect(step, 0, 1, 1);
    }
  }
}

customElements.define("wordlight-heat-legend", HeatLegend);
