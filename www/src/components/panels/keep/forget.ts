/** What is kept on this device, and the button that removes all of it. It asks first. */
import { html, nothing } from "lit";
import { forgetEverything } from "../../../keep/forget";
import { strings } from "../../../strings";
import { Part } from "../../part";

export class Forget extends Part {
  static override properties = { phase: { state: true } };
  declare phase: "idle" | "asking" | "done" | "failed";

  constructor() {
    super();
    this.phase = "idle";
  }

  protected override render() {
    const say = strings.keep;
    const { phase } = this;
    return html`<h3>${say.title}</h3>
      <p class="remark">${say.what}</p>
      <p class="remark" id="forget-removes">${say.removes}</p>
      ${
        phase === "asking"
          ? html`<div class="sure" role="group" aria-labelledby="forget-sure">
              <p id="forget-sure">${say.sure}</p>
              <button type="button" id="forget-yes" @click=${this.#forget}>${say.yes}</button>
              <button type="button" class="quiet" @click=${() => this.#show("idle")}>${say.no}</button>
            </div>`
          : html`<button
              type="button"
              id="forget"
              aria-describedby="forget-removes"
              @click=${() => this.#show("asking")}
            >
              ${say.forget}
            </button>`
      }
      <p role="status" class="remark">
        ${phase === "done" ? say.done : phase === "failed" ? say.failed : nothing}
      </p>`;
  }

  async #show(phase: Forget["phase"]): Promise<void> {
    this.phase = phase;
    await this.updateComplete;
    this.querySelector<HTMLElement>("#forget-yes, #forget")?.focus({ preventScroll: true });
  }

  async #forget(): Promise<void> {
    const isDone = await forgetEverything();
    this.tell("wordlight-forgotten", null);
    await this.#show(isDone ? "done" : "failed");
  }
}

customElements.define("wordlight-forget", Forget);
