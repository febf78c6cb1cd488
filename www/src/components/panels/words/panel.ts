/** The words of the text: bars in the order of the text, and a table in any order. */
import { html } from "lit";
import { shownOf } from "../../../shown";
import { strings } from "../../../strings";
import { shownTheme } from "../../../theme";
import { PanelElement } from "../../panel-element";
import "./bars";
import "./table";

export class WordsPanel extends PanelElement {
  protected override render() {
    const { state, session } = this;
    const { moved, look, asked } = state;
    const { view, row, word, chosen } = shownOf(state);
    if (moved === null || view === null || moved.columns.starts.length === 0) {
      return html`<p class="remark">${strings.words.none}</p>`;
    }
    const startOf = (token: number | null) =>
      token === null ? null : (moved.columns.starts[token] ?? null);
    return html`<div
      class="word-views"
      @wordlight-point-word=${({ detail }: CustomEvent<number | null>) => session.pointAt(startOf(detail))}
      @wordlight-choose-word=${({ detail }: CustomEvent<number | null>) => session.choose(startOf(detail))}
    >
      <wordlight-word-bars
        .reading=${moved}
        .view=${row ?? view}
        .look=${look}
        .theme=${shownTheme()}
        .asked=${word}
      ></wordlight-word-bars>
      <wordlight-word-table
        .reading=${moved}
        .view=${view}
        .light=${row ?? view}
        .look=${look}
        .theme=${shownTheme()}
        .asked=${word}
        .chosen=${chosen}
        .follows=${asked.pointer === null}
      ></wordlight-word-table>
    </div>`;
  }
}

customElements.define("wordlight-panel-words", WordsPanel);
