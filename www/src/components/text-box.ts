/**
 * The text box. Its words are lit in place: nothing is ever written into the box while a person
 * edits, so caret, undo, selection and composition stay the browser's own.
 */
import { html, type PropertyValues } from "lit";
import { tokenUnder } from "../highlight/hit";
import { placesOf } from "../highlight/margin";
import { Painter, type TokenWindow } from "../highlight/painter";
import { makePlainTextEditable } from "../highlight/plain-text";
import { brightnessOf, type ScaleName } from "../highlight/scale";
import { offsetOf, readSegments, type Segments } from "../highlight/segments";
import { covers, wholeWindow, windowInSight } from "../highlight/window";
import type { Reading } from "../reading";
import { strings } from "../strings";
import type { View } from "../view";
import { Part } from "./part";
import "./sentence-marks";
import type { SentenceMarks } from "./sentence-marks";

/** Box heights around the part in sight: painted, and so near its edge that it is painted anew. */
const PAINTED_MARGIN = 0.75;
const NEEDED_MARGIN = 0.25;
/** So many words more or less do not move the part in sight by more than the margin. */
const FEW_WORDS = 30;
const SETTLED_MS = 250;
/** Texts up to this many sentences have all of their bars, of longer ones those in sight have. */
const MARKED_WHOLE = 200;

export class TextBox extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    scale: { attribute: false },
    asked: { attribute: false },
  };
  declare reading: Reading | null;
  declare view: View | null;
  declare scale: ScaleName;
  declare asked: number | null;

  readonly #painter = Painter.supported ? new Painter() : null;
  #segments: Segments = { text: "", segments: [] };
  #painted: TokenWindow = { first: 0, last: 0 };
  /** How many words the text had when `#painted` was measured. */
  #measuredAt = 0;
  #frame = 0;
  #settling = 0;
  #version = 0;
  /** The selection also moves with each key typed; that is no question about a word. */
  #typing = false;
  /** False from when another text was put in until the person does something in it. */
  #asking = true;

  constructor() {
    super();
    this.reading = null;
    this.view = null;
    this.scale = "strongest";
    this.asked = null;
  }

  get #box(): HTMLElement {
    return this.querySelector("#text") as HTMLElement;
  }

  /** What scrolls: the box, and the margin beside it. */
  get #sheet(): HTMLElement {
    return this.querySelector(".sheet-of-text") as HTMLElement;
  }

  get #margin(): SentenceMarks {
    return this.querySelector("wordlight-sentences") as SentenceMarks;
  }

  get text(): string {
    return this.#segments.text;
  }

  /** Puts another text into the box; undo brings the old one back, where the browser can. */
  replaceText(text: string): void {
    const box = this.#box;
    this.#asking = false;
    // Focus would open the keyboard of a phone, which hides the text that was asked for.
    if (this.#segments.text === "" || matchMedia("(pointer: coarse)").matches) {
      box.textContent = text;
      this.#edited();
    } else {
      box.focus();
      getSelection()?.selectAllChildren(box);
      if (!document.execCommand("insertText", false, text)) {
        box.textContent = text;
        this.#edited();
      }
      getSelection()?.collapse(box, 0);
    }
    this.#sheet.scrollTop = 0;
    this.tell("wordlight-caret", { offset: null, typing: false });
  }

  protected override render() {
    return html`
      <label id="text-label" class="visually-hidden" @click=${() => this.#box.focus()}
        >${strings.text.label}</label
      >
      <p id="text-description" class="visually-hidden">${strings.text.description}</p>
      <div
        class="sheet-of-text ${this.reading?.sentences?.weighted ? "with-margin" : ""}"
        @scroll=${this.#scheduleWindow}
      >
      <div
        id="text"
        role="textbox"
        aria-multiline="true"
        aria-labelledby="text-label"
        aria-describedby="text-description"
        data-placeholder=${strings.text.placeholder}
        spellcheck="false"
        autocapitalize="sentences"
        tabindex="0"
        dir="auto"
        @input=${this.#edited}
        @keydown=${this.#touched}
        @pointerdown=${this.#touched}
        @pointermove=${this.#pointed}
        @pointerleave=${() => this.tell("wordlight-point", null)}
      ></div>
      <wordlight-sentences
        @wordlight-sentence=${({ detail }: CustomEvent<number | null>) => this.#markSentence(detail)}
      ></wordlight-sentences>
      </div>
      ${this.#painter === null ? html`<p class="remark">${strings.text.unsupported}</p>` : null}
    `;
  }

  protected override firstUpdated(): void {
    makePlainTextEditable(this.#box);
    document.addEventListener("selectionchange", () => this.#caretMoved());
    new ResizeObserver(() => {
      this.#scheduleWindow();
      // Lines may break elsewhere now.
      this.#markSentences();
    }).observe(this.#box);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("reading") || changed.has("view") || changed.has("scale")) this.#paint();
    else if (changed.has("asked")) this.#mark();
  }

  #edited(): void {
    this.#segments = readSegments(this.#box);
    this.#box.toggleAttribute("data-empty", /^\n?$/.test(this.#segments.text));
    this.#typing = true;
    this.tell("wordlight-edit", this.#segments.text);
    setTimeout(() => {
      this.#typing = false;
    });
  }

  #paint(): void {
    const { reading, view } = this;
    // A reading of another text has offsets that point nowhere.
    if (reading === null || view === null || reading.text !== this.#segments.text) {
      this.#painter?.clear();
      this.#margin.marks = [];
    } else {
      const words = reading.columns.starts.length;
      // To measure costs a layout of the whole text: while somebody types, that waits for a pause.
      if (Math.abs(words - this.#measuredAt) > FEW_WORDS || words <= FEW_WORDS)
        this.#measure(reading);
      else this.#settle();
      const { first, last } = this.#painted;
      const painted = { first: Math.min(first, words), last: Math.min(last + FEW_WORDS, words) };
      this.#painter?.paint(this.#segments, reading, view, this.scale, painted);
      this.#mark();
      this.#markSentences();
    }
    this.#version++;
    this.#box.setAttribute("data-painted-version", String(this.#version));
  }

  #mark(): void {
    this.#painter?.mark(this.#segments, this.reading, this.asked);
    const { asked, reading } = this;
    this.#margin.current = asked === null ? null : (reading?.columns.sentences[asked] ?? null);
  }

  /** Anew with each painting: an edit moves the lines. Only a hierarchical model has any. */
  #markSentences(): void {
    const { reading } = this;
    const sentences = reading?.sentences ?? null;
    if (reading === null || sentences === null || reading.text !== this.#segments.text) {
      this.#margin.marks = [];
      return;
    }
    const words = reading.columns.starts.length;
    const few = sentences.shares.length <= MARKED_WHOLE;
    const { first, last } = few ? wholeWindow(reading) : this.#painted;
    const inSight = { first: Math.min(first, words), last: Math.min(last + FEW_WORDS, words) };
    const divisor = this.view?.spread && sentences.padding < 1 ? 1 - sentences.padding : 1;
    const strongest = (sentences.shares[sentences.strongest] ?? 1) / divisor;
    const full = this.scale === "share" ? 1 : strongest;
    const places = placesOf(this.#sheet, this.#box, this.#segments, reading, inSight);
    this.#margin.of = sentences.shares.length;
    this.#margin.marks = places.map((place) => {
      const share = (sentences.shares[place.sentence] as number) / divisor;
      const { sentenceStarts: starts, sentenceEnds: ends } = reading.columns;
      const text = reading.text.slice(starts[place.sentence], ends[place.sentence]).trim();
      return { ...place, share, brightness: brightnessOf(share, full), text };
    });
    // An edit moves the sentence that is marked, or takes it away.
    this.#markSentence(this.#margin.told);
  }

  #markSentence(sentence: number | null): void {
    const columns = this.reading?.columns;
    const start = sentence === null ? undefined : columns?.sentenceStarts[sentence];
    const end = sentence === null ? undefined : columns?.sentenceEnds[sentence];
    const span = start === undefined || end === undefined ? null : { start, end };
    this.#painter?.markSentence(this.#segments, span);
  }

  #measure(reading: Reading): void {
    this.#measuredAt = reading.columns.starts.length;
    this.#painted = windowInSight(this.#sheet, this.#segments, reading, PAINTED_MARGIN);
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => this.#scheduleWindow(), SETTLED_MS);
  }

  #scheduleWindow(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const { reading } = this;
      if (reading === null || reading.text !== this.#segments.text) return;
      const needed = windowInSight(this.#sheet, this.#segments, reading, NEEDED_MARGIN);
      if (covers(this.#painted, needed)) return;
      this.#measure(reading);
      this.#paint();
    });
  }

  #pointed(event: PointerEvent): void {
    // A finger asks by tapping, which moves the caret.
    if (this.reading === null || event.pointerType === "touch" || event.buttons !== 0) return;
    const { clientX, clientY } = event;
    const token = tokenUnder(this.#box, this.#segments, this.reading, clientX, clientY);
    const start = token === null ? undefined : this.reading.columns.starts[token];
    this.tell("wordlight-point", start ?? null);
  }

  #touched(): void {
    this.#asking = true;
    this.#margin.forget();
  }

  #caretMoved(): void {
    const selection = getSelection();
    const box = this.#box;
    const node = selection?.focusNode ?? null;
    const inside = node !== null && box.contains(node) && document.activeElement === box;
    if (inside && !this.#asking) return;
    const offset = inside ? offsetOf(this.#segments, node, selection?.focusOffset ?? 0) : null;
    this.tell("wordlight-caret", { offset, typing: this.#typing });
  }
}

customElements.define("wordlight-text", TextBox);
