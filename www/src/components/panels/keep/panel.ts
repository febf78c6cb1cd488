/** Sharing and keeping: a link, the session's texts, one's own models, and what is kept at all. */
import { html } from "lit";
import { PanelElement } from "../../panel-element";
import "./forget";
import "./kept-models";
import "./link-form";
import "./texts-list";

export class KeepPanel extends PanelElement {
  protected override render() {
    const { state, session } = this;
    return html`<wordlight-link .state=${state}></wordlight-link>
      <wordlight-texts
        .state=${state}
        @wordlight-restore=${({ detail }: CustomEvent<number>) => session.texts.restore(detail)}
        @wordlight-undo=${() => session.texts.undo()}
      ></wordlight-texts>
      <wordlight-kept-models .state=${state} .session=${session}></wordlight-kept-models>
      <wordlight-forget @wordlight-forgotten=${() => session.forgotten()}></wordlight-forget>`;
  }
}

customElements.define("wordlight-panel-keep", KeepPanel);
