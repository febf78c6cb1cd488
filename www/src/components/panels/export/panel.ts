/** The panel “Export”: the picture in every format, as it will be, and the numbers. */
import { html, nothing } from "lit";
import { pageAnswer } from "../../../answer";
import { Breather } from "../../../breath";
import { modelName } from "../../../bundled";
import { copyText } from "../../../clipboard";
import { pictureOf, shownView } from "../../../export/compose";
import { csvOf } from "../../../export/csv";
import { latexNeeds } from "../../../export/latex-letters";
import { fileName } from "../../../export/names";
import { neatVisionLabels, neatVisionOf } from "../../../export/neat-vision";
import type { Picture } from "../../../export/picture";
import {
  type Made,
  type PictureFormat,
  type PictureText,
  pictureFile,
  pictureText,
  screenScene,
} from "../../../export/picture-file";
import type { PresetName, Scene } from "../../../export/scene";
import { svgNode } from "../../../export/svg";
import { givenSample } from "../../../given";
import { save } from "../../../save";
import { strings } from "../../../strings";
import { onTheme, shownTheme } from "../../../theme";
import { PanelElement } from "../../panel-element";
import { segments } from "../../segments";

const PREVIEW_AFTER_MS = 250;
/** Words. Drawing more on each change of the text would be felt. */
const LONGEST_PREVIEW = 1500;
/** What takes longer is said to be under way. */
const SAID_AFTER_MS = 300;

type Ground = "screen" | "light" | "dark";
type Numbers = "json" | "csv" | "neat-vision" | "labels";

/** Names of formats are the same in every language. */
const FORMATS: Record<Exclude<PictureFormat, "tex" | "input">, string> = {
  svg: "SVG",
  png2: "PNG 2×",
  png3: "PNG 3×",
  pdf: "PDF",
  html: "HTML",
};

export class ExportPanel extends PanelElement {
  static override properties = {
    ...PanelElement.properties,
    size: { state: true },
    ground: { state: true },
    legend: { state: true },
    prediction: { state: true },
    said: { state: true },
    scene: { state: true },
  };
  declare size: PresetName;
  declare ground: Ground;
  declare legend: boolean;
  declare prediction: boolean;
  /** What became of the last press. */
  declare said: string;
  /** What the preview shows. */
  declare scene: Scene | null;
  #timer = 0;
  /** Of what the scene was made. */
  #drawn: unknown[] = [];
  #previewed: { scene: Scene; svg: Node } | null = null;
  /** What is being made, for the last press and for the preview: ended by the next, or with the panel. */
  #making = new AbortController();
  #drawing = new AbortController();

  constructor() {
    super();
    this.size = "column";
    this.ground = "light";
    this.legend = true;
    this.prediction = true;
    this.said = "";
    this.scene = null;
  }

  protected override render() {
    const say = strings.exporting;
    const missing = this.#missing();
    return html`<section class="export" aria-labelledby="export-picture">
        <h3 id="export-picture">${say.picture}</h3>
        <div class="choices">
          ${segments("export-size", say.size, say.sizes, this.size, (size) => {
            this.size = size;
          })}
          ${segments("export-ground", say.ground, say.grounds, this.ground, (ground) => {
            this.ground = ground;
          })}
          <div class="switches">
            ${this.#switch("legend", say.withLegend)} ${this.#switch("prediction", say.withPrediction)}
          </div>
        </div>
        ${missing === null ? nothing : html`<p class="remark" id="export-missing">${missing}</p>`}
        <div class="buttons" role="group" aria-label="${say.picture}, ${say.download}">
          ${(Object.entries(FORMATS) as [PictureFormat, string][]).map(([format, name]) =>
            this.#button(`${say.download}: ${name}`, name, `export-${format}`, (breather) =>
              this.#save(format, breather),
            ),
          )}
          ${this.#button(`${say.download}: ${say.latexDocument}`, say.latexDocument, "export-tex", (breather) => this.#save("tex", breather))}
          ${this.#button(`${say.download}: ${say.latexFragment}`, say.latexFragment, "export-input", (breather) => this.#save("input", breather))}
        </div>
        <div class="buttons" role="group" aria-label="${say.picture}">
          ${(["svg", "html", "latex"] as const).map((format) =>
            this.#button(say.copy[format], say.copy[format], `copy-${format}`, (breather) =>
              this.#copy(format, breather),
            ),
          )}
        </div>
        <p class="outcome" role="status">${this.said}</p>
        <p class="remark">${say.pictureRemark} ${this.#latexRemark()}</p>
        ${this.scene?.fits === false ? html`<p class="remark">${say.doesNotFit}</p>` : nothing}
        ${this.#preview()}
      </section>
      <section class="export" aria-labelledby="export-numbers">
        <h3 id="export-numbers">${say.numbers}</h3>
        <dl class="numbers">
          ${this.#numbers("json", "JSON", say.json)} ${this.#numbers("csv", "CSV", say.csv)}
          ${this.#numbers("neat-vision", "neat-vision", say.neatVision)}
          ${this.#numbers("labels", say.labels, say.labelsRemark)}
        </dl>
      </section>`;
  }

  #stopHearing: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopHearing = onTheme(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopHearing?.();
    clearTimeout(this.#timer);
    this.#making.abort();
    this.#drawing.abort();
    // Put in again, it has to draw again.
    this.#drawn = [];
  }

  /** Why there is nothing to export; null: there is something. */
  #missing(): string | null {
    const { text, reading } = this.state;
    if (text.trim() === "") return strings.exporting.nothing;
    return reading === null ? strings.exporting.noReading : null;
  }

  #switch(name: "legend" | "prediction", label: string) {
    return html`<label class="switch">
      <input
        type="checkbox"
        id=${`export-with-${name}`}
        .checked=${this[name]}
        @change=${({ currentTarget }: Event) => {
          this[name] = (currentTarget as HTMLInputElement).checked;
        }}
      />
      ${label}
    </label>`;
  }

  /** Where there is nothing to export a button stays reachable, and the sentence above says why. */
  #button(
    name: string,
    label: string,
    id: string,
    act: (breather: Breather) => Promise<void> | void,
  ) {
    const missing = this.#missing();
    return html`<button
      type="button"
      id=${id}
      aria-label=${name}
      aria-disabled=${missing === null ? nothing : "true"}
      aria-describedby=${missing === null ? nothing : "export-missing"}
      @click=${() => this.#act(act)}
    >
      ${label}
    </button>`;
  }

  #numbers(format: Numbers, label: string, remark: string) {
    return html`<div>
      <dt>
        ${this.#button(`${strings.exporting.download}: ${label}`, label, `export-${format}`, (breather) => this.#saveNumbers(format, breather))}
      </dt>
      <dd>${remark}</dd>
    </div>`;
  }

  #latexRemark(): string {
    const { reading } = this.state;
    return reading === null ? "" : strings.exporting.latexNeeds[latexNeeds(reading.text)];
  }

  #preview() {
    const reading = this.state.reading;
    if (this.#missing() !== null || reading === null) return nothing;
    const words = reading.columns.starts.length;
    if (words > LONGEST_PREVIEW) {
      return html`<p class="remark">${strings.exporting.tooLongToPreview(words)}</p>`;
    }
    const { scene } = this;
    if (scene === null) return nothing;
    return html`<div class="preview" tabindex="0" role="region" aria-label=${strings.exporting.preview}>
      ${this.#svg(scene)}
    </div>`;
  }

  /** The SVG itself, in the page. */
  #svg(scene: Scene): Node {
    if (this.#previewed?.scene === scene) return this.#previewed.svg;
    this.#previewed = { scene, svg: svgNode(scene) };
    return this.#previewed.svg;
  }

  /** The preview is drawn once the text rests. */
  protected override updated(): void {
    const { reading, look, heads } = this.state;
    const { size, ground, legend, prediction } = this;
    const view = shownView(this.state);
    const theme = shownTheme();
    const made = [reading, look, heads, view, size, ground, legend, prediction, strings, theme];
    if (made.every((one, index) => one === this.#drawn[index])) return;
    this.#drawn = made;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#draw().catch(unlessAborted), PREVIEW_AFTER_MS);
  }

  async #draw(): Promise<void> {
    this.#drawing.abort();
    this.#drawing = new AbortController();
    const breather = new Breather(this.#drawing.signal);
    const words = this.state.reading?.columns.starts.length ?? 0;
    const picture = words > LONGEST_PREVIEW ? null : this.#picture();
    this.scene = picture === null ? null : await screenScene(picture, this.size, breather);
  }

  #picture(): Picture | null {
    const { ground } = this;
    return pictureOf(this.state, {
      theme: ground === "screen" ? shownTheme() : ground,
      white: ground === "light",
      legend: this.legend,
      prediction: this.prediction,
      caption: (scale) =>
        this.#givenName() === null
          ? strings.exporting.caption(this.#source(), scale)
          : strings.exporting.captionOfFile(this.#source(), scale),
    });
  }

  /** The file that the weights come from, where no model computes them. */
  #givenName(): string | null {
    const { given, text } = this.state;
    return givenSample(given, text) === null ? null : (given?.name.replace(/\.json$/i, "") ?? null);
  }

  #source(): string {
    const { model } = this.state.engine;
    const given = this.#givenName();
    if (given !== null) return given;
    return model === null ? "wordlight" : modelName(model);
  }

  async #act(act: (breather: Breather) => Promise<void> | void): Promise<void> {
    const missing = this.#missing();
    this.said = missing ?? "";
    if (missing !== null) return;
    this.#making.abort();
    this.#making = new AbortController();
    const { signal } = this.#making;
    const saying = setTimeout(() => {
      if (!signal.aborted) this.said = strings.exporting.making;
    }, SAID_AFTER_MS);
    try {
      await act(new Breather(signal));
    } catch (error) {
      if (!signal.aborted) this.said = strings.exporting.failed((error as Error).message);
    } finally {
      clearTimeout(saying);
    }
  }

  #save = async (format: PictureFormat, breather: Breather): Promise<void> => {
    const picture = this.#picture();
    if (picture === null) return;
    const hand = this.#hander(breather);
    await breather.rest();
    const made = await pictureFile(format, picture, this.size, breather);
    if (made === null) this.said = strings.exporting.tooLarge;
    else hand(made);
  };

  async #copy(format: PictureText, breather: Breather): Promise<void> {
    const picture = this.#picture();
    if (picture === null) return;
    const text = pictureText(format, picture, this.size, breather);
    this.said = (await copyText(text)) ? strings.copy.done : strings.copy.failed;
  }

  async #saveNumbers(format: Numbers, breather: Breather): Promise<void> {
    const { reading } = this.state;
    const view = shownView(this.state);
    if (reading === null || view === null) return;
    const hand = this.#hander(breather);
    const json = (content: unknown, ending = "json") =>
      hand({
        content: `${JSON.stringify(content, null, 1)}\n`,
        type: "application/json",
        ending,
      });
    switch (format) {
      case "json":
        return json(await this.session.analysis());
      case "csv":
        return hand({ content: csvOf(reading, view), type: "text/csv", ending: "csv" });
      case "neat-vision": {
        const { head } = pageAnswer(this.state, reading);
        return json(neatVisionOf(reading, head, "1"), "neat-vision.json");
      }
      case "labels":
        return json(neatVisionLabels(reading.columns.labels), "neat-vision-labels.json");
    }
  }

  /** Names a file by what is there now: by the time that it is made there may be another text. */
  #hander(breather: Breather): (made: Made) => void {
    const [source, text] = [this.#source(), this.state.reading?.text ?? ""];
    return ({ content, type, ending, remarks = [] }) => {
      if (breather.ended) return;
      const blob = content instanceof Blob ? content : new Blob([content], { type });
      const name = fileName(source, text, ending);
      save(blob, name);
      this.said = [strings.exporting.saved(name, blob.size), ...remarks].join(" ");
    };
  }
}

function unlessAborted(error: unknown): void {
  if ((error as Error).name !== "AbortError") throw error;
}

customElements.define("wordlight-panel-export", ExportPanel);
