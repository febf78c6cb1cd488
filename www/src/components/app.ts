/** The page as a whole: hands each part what it shows of the state. */
import { html, nothing } from "lit";
import { captionsOf, type Example, examplesOf } from "../bundled";
import type { Change } from "../changes";
import type { Beside } from "../compare/beside";
import type { DroppedFile } from "../dropped";
import type { OptionsChange } from "../engine/protocol";
import { givenSample } from "../given";
import type { Head } from "../head";
import { MAPS, type MapName } from "../highlight/levels";
import { LONGEST_PORTION } from "../portion";
import type { Session } from "../session";
import { shownOf } from "../shown";
import type { Store } from "../state";
import { type Language, onLanguage, strings } from "../strings";
import { onTheme } from "../theme";
import type { Write } from "../trials";
import type { Look } from "../view";
import "./anywhere";
import "./drop-zone";
import "./examples";
import "./given";
import "./legend";
import "./model-card";
import "./notice";
import "./page-header";
import "./panels";
import "./prediction";
import "./rest";
import "./privacy";
import "./text-box";
import "./update";
import "./word";
import { Part } from "./part";
import type { Edited, TextBox } from "./text-box";
import type { Try } from "./try-word";

/** Folders take a while to be opened. */
type Dropped = DroppedFile[] | Promise<DroppedFile[]>;

export class App extends Part {
  static override properties = { examples: { attribute: false } };
  declare examples: Example[];
  readonly #store: Store;
  readonly #session: Session;
  /** What the person wrote before an example took its place. */
  #ownText: string | null = null;
  /** Those that are hidden beside somebody's own model. */
  #formerExamples: Example[] = [];
  /** Whose examples are shown. */
  #examplesOf: string | null = null;
  /** Nobody asked for it: then the page stays where it is. */
  #isFirstExample = false;
  /** The one that was put into the box last. */
  #replacement: { text: string } | null = null;
  readonly #ask: { script: () => Promise<string>; report: () => Promise<string> };
  /** The colour map that is painted with. */
  #map: MapName = MAPS[0];

  constructor(store: Store, session: Session) {
    super();
    this.examples = [];
    this.#store = store;
    this.#session = session;
    this.#ask = { script: () => session.checkScript(), report: () => session.report() };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#store.subscribe(() => this.#changed());
    onTheme(() => this.#store.set({}));
    this.addEventListener("keydown", (event) => this.#letGo(event));
    onLanguage(() => {
      // What was told to a screen reader is in the other language.
      for (const region of this.querySelectorAll("[id^=spoken-]")) region.textContent = "";
    });
  }

  #changed(): void {
    const { replacement } = this.#store.state;
    if (replacement !== this.#replacement) {
      this.#replacement = replacement;
      if (replacement !== null) this.#put(replacement.text);
    }
    this.requestUpdate();
  }

  get textBox(): TextBox {
    return this.querySelector("wordlight-box") as TextBox;
  }

  protected override render() {
    const { engine, text, reading, moved, look, notice, opening, check, changes, before } =
      this.#store.state;
    const { beside, heads, given } = this.#store.state;
    const model = givenSample(given, text) === null ? engine.model : null;
    const session = this.#session;
    const { view, row, word, chosen, from, spoken } = shownOf(this.#store.state);
    const { waiting, noModel } = strings.prediction;
    return html`
      <wordlight-header
        .model=${engine.model}
        @wordlight-language=${({ detail }: CustomEvent<Language>) => session.speak(detail)}
        @wordlight-own-model=${this.#showModel}
      ></wordlight-header>
      <main
        class=${beside === null ? nothing : "comparing"}
        @wordlight-put-back=${({ detail }: CustomEvent<Change>) => session.trials.putBack(detail, this.#write)}>
        <wordlight-given
          .given=${this.#store.state.given}
          .text=${text}
          @wordlight-given=${({ detail }: CustomEvent<number | null>) => session.chooseGiven(detail)}
        ></wordlight-given>
        <wordlight-box
          .reading=${moved}
          .view=${row ?? view}
          .tone=${look}
          .asked=${word ?? from}
          .chosen=${chosen}
          @wordlight-foreseen=${({ detail }: CustomEvent<string>) => session.foresee(detail)}
          @wordlight-edit=${({ detail }: CustomEvent<Edited>) => session.edit(detail)}
          @wordlight-caret=${({ detail }: CustomEvent<number | null>) => session.caretAt(detail)}
          @wordlight-point=${({ detail }: CustomEvent<number | null>) => session.pointAt(detail)}
          @wordlight-rest=${({ detail }: CustomEvent<string>) => session.texts.wait(detail)}
        ></wordlight-box>
        <wordlight-rest
          id="rest"
          .rest=${this.#store.state.rest}
          @wordlight-read-on=${() => session.texts.readOn()}
          @wordlight-let-go=${() => session.texts.letGo()}
        ></wordlight-rest>
        ${
          beside === null
            ? nothing
            : html`<wordlight-beside
                .state=${this.#store.state}
                .comparison=${session.comparison}
                .word=${word ?? from}
                @wordlight-rest=${({ detail }: CustomEvent<string>) => this.#besideIsFull(beside, detail)}
              ></wordlight-beside>`
        }
        <aside @wordlight-try=${({ detail }: CustomEvent<Try>) => this.#try(detail)}>
          <wordlight-prediction
            id="prediction"
            .reading=${reading}
            .view=${view}
            .model=${model}
            .heads=${heads}
            @wordlight-read-as=${({ detail }: CustomEvent<Head>) => session.readAs(detail)}
            @wordlight-configure=${({ detail }: CustomEvent<OptionsChange>) => session.loading.configure(detail)}
            .waiting=${engine.phase === "error" ? noModel : waiting}
          ></wordlight-prediction>
          <wordlight-word
            id="word"
            .reading=${reading}
            .view=${view}
            .row=${row}
            .asked=${word ?? from}
            .spoken=${spoken}
            .changes=${changes}
            .fixed=${givenSample(this.#store.state.given, text) !== null}
          ></wordlight-word>
        </aside>
        <wordlight-trials
          id="trials"
          .reading=${reading}
          .former=${before}
          .look=${look}
          .changes=${changes}
          .model=${model}
          .heads=${heads}
          @wordlight-put-all-back=${() => session.trials.putAllBack(this.#write)}
        ></wordlight-trials>
        <wordlight-legend
          id="legend"
          .reading=${reading}
          .view=${row ?? view}
          .look=${look}
          @wordlight-look=${({ detail }: CustomEvent<Partial<Look>>) => session.setLook(detail)}
        ></wordlight-legend>
        ${
          engine.model !== null && engine.model.bundled === null && this.#ownText === null
            ? nothing
            : html`<wordlight-examples
                id="examples"
                .examples=${this.examples}
                .ownText=${this.#ownText}
                .note=${engine.model?.bundled == null ? null : this.#noteOn(text)}
                @wordlight-example=${({ detail }: CustomEvent<string>) => session.texts.replace(detail)}
              ></wordlight-examples>`
        }
        <wordlight-panels .state=${this.#store.state} .session=${session}></wordlight-panels>
        <wordlight-model
          id="model"
          .engine=${engine}
          .opening=${opening}
          .check=${check}
          .ask=${this.#ask}
          @wordlight-dropped=${({ detail }: CustomEvent<Dropped>) => session.loading.openDropped(detail)}
          @wordlight-bundled=${({ detail }: CustomEvent<string>) => session.loading.openBundled(detail)}
          @wordlight-forget-check=${() => session.forgetCheck()}
          @wordlight-configure=${({ detail }: CustomEvent<OptionsChange>) => session.loading.configure(detail)}
        ></wordlight-model>
        <section class="about">
          <h2>${strings.about.title}</h2>
          ${strings.about.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
        </section>
      </main>
      <footer>
        <wordlight-privacy></wordlight-privacy>
        <wordlight-anywhere></wordlight-anywhere>
      </footer>
      <wordlight-update></wordlight-update>
      <wordlight-notice
        id="notice"
        .notice=${notice}
        @wordlight-dismiss=${() => session.dismiss()}
      ></wordlight-notice>
      <wordlight-drop
        @wordlight-dropped=${({ detail }: CustomEvent<Dropped>) => session.loading.openDropped(detail)}
      ></wordlight-drop>
    `;
  }

  /** It lies far below. */
  #showModel(): void {
    const card = this.querySelector("#model");
    card?.scrollIntoView({ block: "start" });
    card?.querySelector<HTMLElement>("button.primary")?.focus({ preventScroll: true });
  }

  /** Where models are compared, both boxes hold the page's own text. */
  #besideIsFull({ mode }: Beside, rest: string): void {
    if (mode === "models") this.#session.texts.wait(rest);
    else this.#session.inform(strings.rest.notTaken(LONGEST_PORTION, rest.length));
  }

  #noteOn(text: string): string | null {
    const example = this.examples.find((one) => one.text === text);
    return example === undefined ? null : (captionsOf(example).note ?? null);
  }

  readonly #write: Write = (span, text) => this.textBox.write(span, text);

  #try({ token, word, replacement }: Try): void {
    const { moved } = this.#store.state;
    const start = moved?.columns.starts[token];
    const end = moved?.columns.ends[token];
    if (moved === null || start === undefined || end === undefined) return;
    // The text was edited since.
    if (moved.text.slice(start, end) !== word) return;
    // The strongest word stays in sight when it no longer is that, to be put back.
    if (shownOf(this.#store.state).word === null) this.#session.choose(start);
    if (replacement === null) this.#session.trials.leaveOut({ start, end });
    else this.#session.trials.replace({ start, end }, replacement, this.#write);
  }

  /** What the person wrote is kept, because undo does not reach it on phones. */
  #put(text: string): void {
    this.#session.trials.forget();
    if (this.#isFirstExample) {
      this.textBox.replaceText(text);
      return;
    }
    const before = this.textBox.text;
    const isOwn = before !== "" && !this.examples.some((example) => example.text === before);
    if (text === this.#ownText) this.#ownText = null;
    else if (isOwn) this.#ownText = before;
    this.textBox.replaceText(text);
    this.textBox.scrollIntoView({ block: "nearest" });
  }

  #hideExamples(): void {
    if (this.#examplesOf === null) return;
    this.#examplesOf = null;
    this.#formerExamples = this.examples;
    this.examples = [];
  }

  /** A bundled model brings texts to try; the first takes the place of none, or of the former model's. */
  async showExamplesOf(id: string): Promise<void> {
    this.#examplesOf = id;
    const before = this.examples.length > 0 ? this.examples : this.#formerExamples;
    const examples = await examplesOf(id);
    // Another model was chosen in the meantime.
    if (this.#examplesOf !== id) return;
    this.examples = examples;
    await this.updateComplete;
    const { text } = this.textBox;
    const [first] = examples;
    // Whoever was faster than the example keeps what they wrote.
    const isOwn = text !== "" && !before.some((example) => example.text === text);
    if (first === undefined || isOwn) return;
    const { activeElement } = document;
    this.#isFirstExample = true;
    this.#session.texts.replace(first.text);
    this.#isFirstExample = false;
    // Whoever chose the model by keyboard stays in the menu.
    if (activeElement?.closest("#model")) {
      (activeElement as HTMLElement).focus({ preventScroll: true });
    }
  }

  /** The rules of the page's own map are in the style sheet; those of another are fetched with it. */
  async #paintWith(map: MapName): Promise<void> {
    if (map === this.#map) return;
    this.#map = map;
    const { paintWith } = await import("../highlight/chosen-map");
    paintWith(this.#map);
  }

  /** Escape lets go of the word that was chosen, where it closes nothing nearer. */
  #letGo({ key, defaultPrevented, isComposing }: KeyboardEvent): void {
    if (key === "Escape" && !defaultPrevented && !isComposing) this.#session.choose(null);
  }

  protected override updated(): void {
    const { text } = this.#store.state;
    // Another part may have changed the text, such as the box beside in which it is the same.
    if (this.textBox.text !== text) this.textBox.show(text);
    const { model } = this.#store.state.engine;
    const bundled = model?.bundled ?? null;
    if (bundled !== null && bundled !== this.#examplesOf) void this.showExamplesOf(bundled);
    // They are of no language or subject that somebody's own model need know.
    if (model !== null && bundled === null) this.#hideExamples();
    if (this.#store.state.changes.length > 0) void import("./trials");
    document.documentElement.setAttribute("data-state", this.#store.state.engine.phase);
    void this.#paintWith(this.#store.state.look.map);
  }
}

customElements.define("wordlight-app", App);
