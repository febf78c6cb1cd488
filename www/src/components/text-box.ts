/**
 * The text box. Its words are lit in place: nothing is ever written into the box while a person
 * edits, so caret, undo, selection and composition stay the browser's own.
 */
import { html, type PropertyValues } from "lit";
import { foreseenText } from "../highlight/foresight";
import { tokenUnder } from "../highlight/hit";
import { limitInsertions } from "../highlight/inserting";
import { placesOf } from "../highlight/margin";
import { Painter, rangeBetween, rangeOf } from "../highlight/painter";
import { makePlainTextEditable } from "../highlight/plain-text";
import { brightnessOf, type Tone } from "../highlight/scale";
import { offsetOf, readSegments, type Segments } from "../highlight/segments";
import { Sight } from "../highlight/sight";
import { wholeWindow } from "../highlight/window";
import { fill, typeInto } from "../highlight/writing";
import type { Span } from "../left-out";
import { type Reading, sentenceShare } from "../reading";
import { strings } from "../strings";
import type { View } from "../view";
import { Part } from "./part";
import "./sentence-marks";
import type { Mark, SentenceMarks } from "./sentence-marks";

/** Somebody who has not touched a key for so long is not typing. */
const SETTLED_MS = 250;
/** Texts up to this many sentences have all of their bars, of longer ones those in sight have. */
const MARKED_WHOLE = 200;

/** What an edit left: the text, and where its caret is; null: nobody asks about a word. */
export interface Edited {
  text: string;
  caret: number | null;
}

export class TextBox extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    tone: { attribute: false },
    chosen: { attribute: false },
    asked: { attribute: false },
    name: { attribute: false },
    label: { attribute: false },
  };
  declare reading: Reading | null;
  declare view: View | null;
  declare tone: Tone;
  /** Chosen in another view: the word is brought into sight. */
  declare chosen: number | null;
  declare asked: number | null;
  /** The id of the box; there may be two on the page. */
  declare name: string;
  /** What it is called; null: as the page's own text. */
  declare label: string | null;

  readonly #painter = Painter.supported ? new Painter() : null;
  #segments: Segments = { text: "", segments: [] };
  readonly #sight = new Sight();
  #frame = 0;
  #settling = 0;
  /** From an edit until a pause. */
  #typing = false;
  /** False from when another text was put in until the person does something in it. */
  #asking = true;

  constructor() {
    super();
    this.reading = null;
    this.view = null;
    this.tone = { scale: "strongest", curve: "linear" };
    this.chosen = null;
    this.asked = null;
    this.name = "text";
    this.label = null;
  }

  get #box(): HTMLElement {
    return this.querySelector(".lit") as HTMLElement;
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
    if (this.#segments.text !== "" && typeInto(box, null, text)) getSelection()?.collapse(box, 0);
    else this.#put(text);
    this.#sheet.scrollTop = 0;
    this.tell("wordlight-caret", null);
  }

  /** Writes another word in the place of one, as a person would; undo takes it back, where the browser can. */
  write({ start, end }: Span, text: string): void {
    const place = rangeBetween(this.#segments, start, end);
    const { text: before } = this.#segments;
    this.#asking = true;
    if (place === null || !typeInto(this.#box, place, text)) {
      this.#put(before.slice(0, start) + text + before.slice(end));
    }
  }

  #put(text: string): void {
    fill(this.#box, text);
    this.#edited();
  }

  /** Shows a text that was written elsewhere: nobody is told of an edit. */
  show(text: string): void {
    if (text === this.#segments.text) return;
    fill(this.#box, text);
    this.#asking = false;
    this.#read();
    this.#paint();
  }

  protected override render() {
    const { name } = this;
    return html`
      <label id=${`${name}-label`} class="visually-hidden" @click=${() => this.#box.focus()}
        >${this.label ?? strings.text.label}</label
      >
      <p id=${`${name}-description`} class="visually-hidden">${strings.text.description}</p>
      <div
        class="sheet-of-text ${this.reading?.sentences?.weighted ? "with-margin" : ""}"
        @scroll=${this.#scheduleWindow}
      >
      <div
        id=${name}
        class="lit"
        role="textbox"
        aria-multiline="true"
        aria-labelledby=${`${name}-label`}
        aria-describedby=${`${name}-description`}
        data-placeholder=${strings.text.placeholder}
        spellcheck="false"
        autocapitalize="sentences"
        tabindex="0"
        dir="auto"
        lang=""
        @beforeinput=${this.#editing}
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
    limitInsertions(
      this.#box,
      () => this.#segments.text.length,
      (rest) => this.tell("wordlight-rest", rest),
    );
    document.addEventListener("selectionchange", this.#caretMoved);
    new ResizeObserver(() => {
      // Before this very frame is painted.
      this.#look();
      this.#markSentences();
    }).observe(this.#box);
  }

  /** A box is made anew where it is needed again: of this one nothing stays behind. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("selectionchange", this.#caretMoved);
    clearTimeout(this.#settling);
    cancelAnimationFrame(this.#frame);
    this.#painter?.clear();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("reading") || changed.has("view") || changed.has("tone")) this.#paint();
    else if (changed.has("asked")) this.#mark();
    if (changed.has("chosen") && this.chosen !== null) this.#bringIntoSight(this.chosen);
  }

  #editing(event: InputEvent): void {
    const text = foreseenText(this.#segments, event);
    if (text !== null) this.tell("wordlight-foreseen", text);
  }

  #edited(): void {
    this.#read();
    this.#typing = true;
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => this.#settled(), SETTLED_MS);
    // The caret goes with the edit: told of later, it would cost a second painting.
    const caret = this.#asking ? this.#caret() : null;
    this.tell<Edited>("wordlight-edit", { text: this.#segments.text, caret });
  }

  #read(): void {
    this.#segments = readSegments(this.#box);
    this.#box.toggleAttribute("data-empty", /^\n?$/.test(this.#segments.text));
  }

  #settled(): void {
    this.#typing = false;
    this.#paint();
  }

  #paint(): void {
    const { reading, view } = this;
    // A reading of another text has offsets that point nowhere.
    if (reading === null || view === null || reading.text !== this.#segments.text) {
      this.#painter?.clear();
      this.#sight.forget();
      this.#showMarks([]);
    } else {
      const window = this.#sight.of(this.#sheet, this.#segments, reading, this.#typing);
      this.#painter?.paint(this.#segments, reading, view, this.tone, window);
      this.#mark();
      this.#markSentences();
    }
    // No attribute: a change of the document would have the browser paint once more.
    this.tell("wordlight-painted", null);
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
    if (reading === null || !sentences?.weighted || reading.text !== this.#segments.text) {
      this.#showMarks([]);
      return;
    }
    const all = !this.#typing && sentences.shares.length <= MARKED_WHOLE;
    const window = all ? wholeWindow(reading) : this.#sight.painted;
    const spread = this.view?.spread ?? false;
    const strongest = sentenceShare(sentences, spread, sentences.strongest);
    const full = this.tone.scale === "share" ? 1 : strongest;
    const places = placesOf(this.#sheet, this.#box, this.#segments, reading, window);
    const marks = places.map((place) => {
      const share = sentenceShare(sentences, spread, place.sentence);
      const { sentenceStarts: starts, sentenceEnds: ends } = reading.columns;
      const text = reading.text.slice(starts[place.sentence], ends[place.sentence]).trim();
      return { ...place, share, brightness: brightnessOf(share, full), text };
    });
    this.#margin.of = sentences.shares.length;
    // While somebody types, the marks out of sight stay where they were until the next pause.
    const first = marks[0]?.sentence ?? 0;
    const last = marks.at(-1)?.sentence ?? 0;
    const kept = this.#typing && sentences.shares.length <= MARKED_WHOLE ? this.#margin.marks : [];
    this.#showMarks([
      ...kept.filter(({ sentence }) => sentence < first),
      ...marks,
      ...kept.filter(({ sentence }) => sentence > last && sentence < sentences.shares.length),
    ]);
    // An edit moves the sentence that is marked, or takes it away.
    this.#markSentence(this.#margin.told);
  }

  #showMarks(marks: Mark[]): void {
    if (marks.length > 0 || this.#margin.marks.length > 0) this.#margin.marks = marks;
  }

  #markSentence(sentence: number | null): void {
    const columns = this.reading?.columns;
    const start = sentence === null ? undefined : columns?.sentenceStarts[sentence];
    const end = sentence === null ? undefined : columns?.sentenceEnds[sentence];
    const span = start === undefined || end === undefined ? null : { start, end };
    this.#painter?.markSentence(this.#segments, span);
  }

  /** The text was scrolled, or its lines break elsewhere. */
  #scheduleWindow(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#look());
  }

  #look(): void {
    const { reading } = this;
    if (reading === null || reading.text !== this.#segments.text) return;
    if (!this.#sight.left(this.#sheet, this.#segments, reading, this.#typing)) return;
    this.#sight.forget();
    this.#paint();
  }

  #pointed(event: PointerEvent): void {
    // A finger asks by tapping, which moves the caret.
    if (this.reading === null || event.pointerType === "touch" || event.buttons !== 0) return;
    const { clientX, clientY } = event;
    const token = tokenUnder(this.#box, this.#segments, this.reading, clientX, clientY);
    const start = token === null ? undefined : this.reading.columns.starts[token];
    this.tell("wordlight-point", start ?? null);
  }

  /** Within the box: the page itself stays where the person looks. */
  #bringIntoSight(token: number): void {
    const place = this.reading === null ? null : rangeOf(this.#segments, this.reading, token);
    if (place === null) return;
    const range = document.createRange();
    range.setStart(place.startContainer, place.startOffset);
    range.setEnd(place.endContainer, place.endOffset);
    const word = range.getBoundingClientRect();
    const sheet = this.#sheet.getBoundingClientRect();
    if (word.top >= sheet.top && word.bottom <= sheet.bottom) return;
    this.#sheet.scrollTop += (word.top + word.bottom - sheet.top - sheet.bottom) / 2;
  }

  #touched(): void {
    this.#asking = true;
    this.#margin.forget();
  }

  readonly #caretMoved = (): void => {
    if (!this.#asking && this.#hasCaret()) return;
    this.tell("wordlight-caret", this.#caret());
  };

  #hasCaret(): boolean {
    const node = getSelection()?.focusNode ?? null;
    return node !== null && this.#box.contains(node) && document.activeElement === this.#box;
  }

  /** Offset of the caret; null: it is elsewhere on the page. */
  #caret(): number | null {
    const selection = getSelection();
    if (!this.#hasCaret() || selection?.focusNode == null) return null;
    return offsetOf(this.#segments, selection.focusNode, selection.focusOffset);
  }
}

customElements.define("wordlight-box", TextBox);
