/** A link to what is on the screen, to copy. The text is in it only where a person wants it. */
import { html, nothing } from "lit";
import { LONGEST_LINK, OWN_MODEL, writeLink } from "../../../link";
import type { State } from "../../../state";
import { language, strings } from "../../../strings";
import "../../copy-button";
import { Part } from "../../part";

export class LinkForm extends Part {
  static override properties = {
    state: { attribute: false },
    withText: { state: true },
  };
  declare state: State | null;
  declare withText: boolean;

  constructor() {
    super();
    this.state = null;
    this.withText = false;
  }

  protected override render() {
    const { state, withText } = this;
    if (state === null) return nothing;
    const say = strings.link;
    const length = this.#link(state).length;
    const isTooLong = withText && length > LONGEST_LINK;
    const { model } = state.engine;
    return html`<h3>${say.title}</h3>
      <p class="remark">${say.what} ${say.notSent}</p>
      ${model === null || model.bundled !== null ? nothing : html`<p class="remark">${say.ownModelStays}</p>`}
      ${location.protocol === "file:" ? html`<p class="remark">${say.ofFile}</p>` : nothing}
      <label class="switch">
        <input
          type="checkbox"
          id="link-with-text"
          aria-describedby="link-warning"
          .checked=${withText}
          @change=${({ currentTarget }: Event) => {
            this.withText = (currentTarget as HTMLInputElement).checked;
          }}
        />
        ${say.withText}
      </label>
      <p class="remark" id="link-warning" role="status">
        ${isTooLong ? say.tooLong(length, LONGEST_LINK) : withText ? say.warning : nothing}
      </p>
      ${
        isTooLong
          ? nothing
          : html`<wordlight-copy
              id="copy-link"
              .label=${say.copy}
              .content=${() => this.#link(this.state ?? state)}
            ></wordlight-copy>`
      }`;
  }

  #link({ engine, look, panel, text }: State): string {
    return writeLink(location.href, {
      model: engine.model === null ? OWN_MODEL : (engine.model.bundled ?? OWN_MODEL),
      panel,
      language,
      text: this.withText ? text : null,
      look,
    });
  }
}

customElements.define("wordlight-link", LinkForm);
