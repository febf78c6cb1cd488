/** What becomes of what is typed and dropped, and how anybody can see for themselves that it is so. */
import { html } from "lit";
import { delivery } from "../delivery/site";
import { strings } from "../strings";
import { Part } from "./part";

export class Privacy extends Part {
  protected override render() {
    const { promise, title, site, oneFile } = strings.privacy;
    const ways = delivery.overNetwork ? site : oneFile;
    return html`<p>${promise}</p>
      <details id="privacy">
        <summary>${title}</summary>
        <ul>
          ${ways.map((way) => html`<li>${way}</li>`)}
        </ul>
      </details>`;
  }
}

customElements.define("wordlight-privacy", Privacy);
