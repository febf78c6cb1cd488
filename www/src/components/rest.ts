/** Says how much of a text waits beyond what the box holds, and brings the next part of it. */
import { html, nothing } from "lit";
import { LONGEST_PORTION } from "../portion";
import { strings } from "../strings";
import { Part } from "./part";

export class RestOfText extends Part {
  static override properties = { rest: { attribute: false } };
  declare rest: string;

  constructor() {
    super();
    this.rest = "";
  }

  protected override render() {
    const { rest } = this;
    if (rest === "") return nothing;
    const { waits, next, letGo } = strings.rest;
    return html`<p class="remark" role="alert">${waits(LONGEST_PORTION, rest.length)}</p>
      <div class="buttons">
        <button type="button" id="read-on" @click=${() => this.tell("wordlight-read-on", null)}>${next}</button>
        <button type="button" class="quiet" @click=${() => this.tell("wordlight-let-go", null)}>${letGo}</button>
      </div>`;
  }
}

customElements.define("wordlight-rest", RestOfText);
