/** How to take the page along; in the one file, what it holds. */
import { html } from "lit";
import { delivery } from "../delivery/site";
import { strings } from "../strings";
import { Part } from "./part";

/** Beside the page, where `make dist` puts it. */
const ONE_FILE = "wordlight.html";

export class Anywhere extends Part {
  protected override render() {
    const { take, oneFile } = strings.anywhere;
    if (!delivery.overNetwork) return html`<p>${oneFile}</p>`;
    return html`<p>${take} <a href=${ONE_FILE} download>${ONE_FILE}</a></p>`;
  }
}

customElements.define("wordlight-anywhere", Anywhere);
