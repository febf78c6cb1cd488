/** The page as a whole: hands each part what it shows of the state. */
import { html } from "lit";
import type { Example } from "../bundled";
import type { OptionsChange } from "../engine/protocol";
import type { ScaleName } from "../highlight/scale";
import { tokenNear } from "../reading";
import type { Session } from "../session";
import type { Store } from "../state";
import { strings } from "../strings";
import "./drop-zone";
import "./examples";
import "./legend";
import "./model-card";
import "./notice";
import "./prediction";
import "./text-box";
import "./word";
import { Part } from "./part";
import type { TextBox } from "./text-box";

export class App extends Part {
  static override properties = { examples: { attribute: false } };
  declare examples: Example[];
  readonly #store: Store;
  readonly #session: Session;
  /** What the person wrote before an example took its place. */
  #ownText: string | null = null;

  constructor(store: Store, session: Session) {
    super();
    this.examples = [];
    this.#store = store;
    this.#session = session;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#store.subscribe(() => this.requestUpdate());
  }

  get textBox(): TextBox {
    return this.querySelector("wordlight-text") as TextBox;
  }

  protected override render() {
    const { engine, text, reading, scale, asked, notice } = this.#store.state;
    const session = this.#session;
    const tokenNearTo = (offset: number | null) =>
      reading === null || offset === null ? null : tokenNear(reading, offset);
    const word = tokenNearTo(asked.pointer ?? asked.caret);
    const { waiting, noModel } = strings.prediction;
    return html`
      <header>
        <h1 class="wordmark">word<span>light</span></h1>
        <p class="lede">${engine.model?.bundled === false ? strings.lede.own : strings.lede.bundled}</p>
      </header>
      <main>
        <wordlight-text
          .reading=${reading}
          .scale=${scale}
          .asked=${word}
          @wordlight-edit=${({ detail }: CustomEvent<string>) => session.edit(detail)}
          @wordlight-caret=${({
            detail,
          }: CustomEvent<{ offset: number | null; typing: boolean }>) =>
            session.caretAt(detail.offset, detail.typing)}
          @wordlight-point=${({ detail }: CustomEvent<number | null>) => session.pointAt(detail)}
        ></wordlight-text>
        <aside>
          <wordlight-prediction
            id="prediction"
            .reading=${reading}
            .waiting=${engine.phase === "error" ? noModel : waiting}
          ></wordlight-prediction>
          <wordlight-word id="word" .reading=${reading} .asked=${word} .spoken=${tokenNearTo(asked.spoken)}></wordlight-word>
        </aside>
        <wordlight-legend
          id="legend"
          .reading=${reading}
          .scale=${scale}
          @wordlight-scale=${({ detail }: CustomEvent<ScaleName>) => session.setScale(detail)}
        ></wordlight-legend>
        <wordlight-examples
          id="examples"
          .examples=${this.examples}
          .ownText=${this.#ownText}
          .note=${engine.model?.bundled === true ? this.#noteOn(text) : null}
          @wordlight-example=${({ detail }: CustomEvent<string>) => this.#show(detail)}
        ></wordlight-examples>
        <wordlight-model
          id="model"
          .engine=${engine}
          @wordlight-files=${({ detail }: CustomEvent<File[]>) => session.openFiles(detail)}
          @wordlight-bundled=${() => session.openBundled()}
          @wordlight-configure=${({ detail }: CustomEvent<OptionsChange>) => session.configure(detail)}
        ></wordlight-model>
        <section class="about">
          <h2>${strings.about.title}</h2>
          ${strings.about.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
        </section>
      </main>
      <footer><p>${strings.footer}</p></footer>
      <wordlight-notice
        id="notice"
        .notice=${notice}
        @wordlight-dismiss=${() => session.dismiss()}
      ></wordlight-notice>
      <wordlight-drop
        @wordlight-files=${({ detail }: CustomEvent<File[]>) => session.openFiles(detail)}
        @wordlight-no-files=${({ detail }: CustomEvent<boolean>) => session.nothingDropped(detail)}
      ></wordlight-drop>
    `;
  }

  #noteOn(text: string): string | null {
    return this.examples.find((example) => example.text === text)?.note ?? null;
  }

  /** Shows another text; what the person wrote is kept, because undo does not reach it on phones. */
  #show(text: string): void {
    const before = this.textBox.text;
    const isOwn = before !== "" && !this.examples.some((example) => example.text === before);
    if (text === this.#ownText) this.#ownText = null;
    else if (isOwn) this.#ownText = before;
    this.textBox.replaceText(text);
    this.textBox.scrollIntoView({ block: "nearest" });
  }

  protected override updated(): void {
    document.documentElement.setAttribute("data-state", this.#store.state.engine.phase);
  }
}

customElements.define("wordlight-app", App);
