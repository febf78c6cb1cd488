/** How far Keras's own numbers and ours agree, once a file with some was dropped. */
import { html, nothing } from "lit";
import { differing } from "../check";
import type { CheckReport } from "../engine/protocol";
import type { Check } from "../state";
import { strings } from "../strings";
import { Part } from "./part";

export class CheckResult extends Part {
  static override properties = { check: { attribute: false } };
  declare check: Check | null;

  constructor() {
    super();
    this.check = null;
  }

  /** The region is always there: one that appears with its text is not read out. */
  protected override render() {
    const report = this.check?.report;
    return html`<div role="status">${report === undefined ? nothing : html`<p class="visually-hidden">${strings.check.result}: ${verdictOn(report)}</p>`}</div>
      ${report === undefined ? nothing : this.#result(report)}`;
  }

  #result(report: CheckReport) {
    const anyTokens = report.texts.some(({ where }) => where === "tokens");
    return html`<section class="check">
      <h3 id="check-title">${strings.check.result}</h3>
      <p class="verdict">${verdictOn(report)}</p>
      <div class="scrolling" role="region" aria-labelledby="check-title" tabindex="0">
        <table class="layers">
          <thead>
            <tr>
              <th scope="col">${strings.check.text}</th>
              <th scope="col" class="number">${strings.check.attention}</th>
              <th scope="col" class="number">${strings.check.prediction}</th>
              <th scope="col">${strings.check.where}</th>
            </tr>
          </thead>
          <tbody>
            ${report.texts.map(
              ({ text, attention, prediction, where }) =>
                html`<tr class=${where === null ? "" : "differs"}>
                  <th scope="row" dir="auto">${strings.check.quote(text).trim() || strings.check.empty}</th>
                  <td class="number">${strings.check.difference(attention)}</td>
                  <td class="number">${strings.check.difference(prediction)}</td>
                  <td>
                    ${where === null ? strings.check.fine : strings.check.places[where]}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${anyTokens ? html`<p class="remark">${strings.check.tokensHint}</p>` : nothing}
      <button type="button" class="quiet" @click=${() => this.tell("wordlight-forget-check", null)}>
        ${strings.check.close}
      </button>
    </section>`;
  }
}

function verdictOn(report: CheckReport): string {
  const { texts, largest } = report;
  const some = differing(report);
  return some === 0
    ? strings.check.agrees(texts.length, largest)
    : strings.check.differs(some, texts.length, largest);
}

customElements.define("wordlight-check", CheckResult);
