/** Says that a new version of the page is there, and waits until the person wants it. */
import { html, nothing } from "lit";
import { type Renew, watchVersions } from "../offline/watch";
import { strings } from "../strings";
import { Part } from "./part";

export class Update extends Part {
  static override properties = { renew: { state: true }, later: { state: true } };
  declare renew: Renew | null;
  /** The person wants to go on as it is. */
  declare later: boolean;

  constructor() {
    super();
    this.renew = null;
    this.later = false;
  }

  protected override firstUpdated(): void {
    watchVersions((renew) => {
      this.renew = renew;
    });
  }

  /** The region is always there: one that appears with its text is not read out. */
  protected override render() {
    const { isThere, use, later } = strings.anywhere.update;
    const { renew } = this;
    return html`<div role="status">
      ${
        renew === null || this.later
          ? nothing
          : html`<p>
              ${isThere}
              <button type="button" @click=${renew}>${use}</button>
              <button type="button" class="quiet" @click=${() => this.#wait()}>${later}</button>
            </p>`
      }
    </div>`;
  }

  #wait(): void {
    this.later = true;
  }
}

customElements.define("wordlight-update", Update);
