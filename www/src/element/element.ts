/**
 * <wordlight-text>: a text lit by a model's attention, on any page.
 *
 * Attributes: `model`, `tokenizer`, `labels-file` (addresses; without a model, that of film reviews),
 * `labels` (names, with commas between), `maxlen`, `padding`, `truncating`, `scale` (strongest, share,
 * uniform), `editable`, `plain` (no line with the prediction). What scripts see: wordlight-text.d.ts.
 */
import { classesOf, probabilityText, winnerOf } from "../classes";
import { WordlightError } from "../engine/error";
import { latestOnly } from "../engine/latest";
import type { LoadOptions } from "../engine/protocol";
import { Painter, rangeOf } from "../highlight/painter";
import { makePlainTextEditable } from "../highlight/plain-text";
import { SCALES } from "../highlight/scale";
import { readSegments, type Segments } from "../highlight/segments";
import { wholeWindow } from "../highlight/window";
import { LONGEST_PORTION, portionOf } from "../portion";
import { type Reading, readingOf } from "../reading";
import { initialState } from "../state";
import { element as english } from "../strings/en/element";
import { element as chinese } from "../strings/zh/element";
import { type View, viewOf } from "../view";
import { wordOf } from "../word";
import { FILMS, forget, sharedModel, type Wanted } from "./models";
import { styleSheet } from "./sheet";
import type { WordlightProblem, WordlightReading, WordlightTextElement } from "./wordlight-text";

/** So far beyond the window an element gets its model: a page with many texts fetches as one reads. */
const NEAR = "600px";
const SPOKEN_WORDS = 3;

interface Question {
  text: string;
  wanted: Wanted;
}

export class WordlightText extends HTMLElement implements WordlightTextElement {
  static readonly observedAttributes = [
    "model",
    "tokenizer",
    "labels-file",
    "labels",
    "maxlen",
    "padding",
    "truncating",
    "scale",
    "editable",
    "plain",
  ];

  readonly #box = document.createElement("div");
  readonly #prediction = document.createElement("p");
  readonly #problem = document.createElement("p");
  readonly #spoken = document.createElement("p");
  readonly #painter = Painter.supported ? new Painter() : null;
  readonly #near = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: NEAR });
  readonly #content = new MutationObserver(() => this.#takeContent());
  #segments: Segments = { text: "", segments: [] };
  #reading: Reading | null = null;
  #view: View | null = null;
  #isNear = false;
  #waits = false;
  /** Since a script set the text, or the element's content was taken. */
  #hasText = false;
  /** Characters of the text that it was given and does not show. */
  #left = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [styleSheet()];
    this.#box.className = "lit";
    this.#prediction.className = "prediction";
    this.#problem.className = "problem";
    this.#spoken.className = "spoken";
    this.#spoken.id = "spoken";
    for (const [part, node] of [
      ["text", this.#box],
      ["prediction", this.#prediction],
      ["problem", this.#problem],
    ] as const) {
      node.setAttribute("part", part);
    }
    this.#problem.setAttribute("role", "status");
    this.#box.setAttribute("aria-describedby", this.#spoken.id);
    this.#box.dir = "auto";
    this.#box.addEventListener("input", () => this.#textChanged());
    this.#box.addEventListener("pointermove", ({ clientX, clientY }) =>
      this.#pointed(clientX, clientY),
    );
    root.append(this.#box, this.#prediction, this.#problem, this.#spoken);
  }

  connectedCallback(): void {
    this.#near.observe(this);
    this.#content.observe(this, { childList: true, characterData: true, subtree: true });
    this.#upgradeText();
    // An element that is only moved keeps what was written in it.
    if (!this.#hasText) this.#takeContent();
    this.#dress();
  }

  disconnectedCallback(): void {
    this.#near.disconnect();
    this.#painter?.clear();
    this.#isNear = false;
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    this.#dress();
    if (name === "scale") this.#paint();
    else if (name === "plain") this.#tellPrediction();
    else if (name !== "editable") this.#readSoon();
  }

  get text(): string {
    return this.#segments.text;
  }

  set text(text: string) {
    this.#hasText = true;
    const { head, rest } = portionOf(text);
    this.#box.textContent = head;
    this.#left = rest.length;
    this.#textChanged();
  }

  get #say(): typeof english {
    const language = this.closest<HTMLElement>("[lang]")?.lang ?? "";
    return language.startsWith("zh") ? chinese : english;
  }

  /** A text that was set before this script was here hides the accessor. */
  #upgradeText(): void {
    if (!Object.hasOwn(this, "text")) return;
    const { text } = this;
    Reflect.deleteProperty(this, "text");
    this.text = text;
  }

  #takeContent(): void {
    this.text = (this.textContent ?? "").trim().replace(/\s+/g, " ");
  }

  #dress(): void {
    const box = this.#box;
    if (this.hasAttribute("editable")) {
      makePlainTextEditable(box);
      box.spellcheck = false;
      box.setAttribute("role", "textbox");
      box.setAttribute("aria-multiline", "true");
      box.setAttribute("aria-label", this.#say.label);
    } else {
      for (const name of ["contenteditable", "role", "aria-multiline", "aria-label"]) {
        box.removeAttribute(name);
      }
    }
  }

  #seen(entries: IntersectionObserverEntry[]): void {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    this.#near.disconnect();
    this.#isNear = true;
    this.#readSoon();
  }

  #textChanged(): void {
    this.#segments = readSegments(this.#box);
    this.#paint();
    this.#readSoon();
  }

  /** Several attributes are often set at once. */
  #readSoon(): void {
    if (this.#waits || !this.#isNear) return;
    this.#waits = true;
    queueMicrotask(() => {
      this.#waits = false;
      void this.#read();
    });
  }

  /** Only the newest text counts. */
  readonly #latest = latestOnly(async ({ text, wanted }: Question, counts) => {
    const model = sharedModel(wanted);
    try {
      const { engine, description } = await model;
      return readingOf(text, await engine.analyzeEach(text, counts), description);
    } catch (error) {
      if (error instanceof WordlightError && error.code === "no_model") forget(wanted, model);
      throw error;
    }
  });

  async #read(): Promise<void> {
    const { text } = this;
    if (this.#reading === null) this.#prediction.textContent = this.#say.loading;
    try {
      const reading = await this.#latest({ text, wanted: this.#wanted() });
      if (reading === null || text !== this.text) return;
      this.#reading = reading;
      this.#problem.textContent = [
        this.#painter === null ? this.#say.unsupported : "",
        this.#left > 0 ? this.#say.left(LONGEST_PORTION, this.#left) : "",
      ]
        .join(" ")
        .trim();
      this.#paint();
      this.#tellPrediction();
      this.dispatchEvent(
        new CustomEvent("wordlight-reading", {
          detail: detailOf(reading),
          bubbles: true,
          composed: true,
        }),
      );
    } catch (error) {
      this.#failed(error);
    }
  }

  #wanted(): Wanted {
    const of = (name: string) => this.getAttribute(name) || undefined;
    const addresses = [of("model"), of("tokenizer"), of("labels-file")].filter(
      (address) => address !== undefined,
    );
    const isSide = (side?: string) => side === "pre" || side === "post";
    const [maxlen, padding, truncating] = [of("maxlen"), of("padding"), of("truncating")];
    const options: LoadOptions = {
      ...(maxlen !== undefined && { maxlen: Number(maxlen) }),
      ...(isSide(padding) && { padding: padding as "pre" | "post" }),
      ...(isSide(truncating) && { truncating: truncating as "pre" | "post" }),
      ...(this.hasAttribute("labels") && {
        labels: (of("labels") ?? "").split(",").map((label) => label.trim()),
      }),
    };
    const own = addresses.map((address) => new URL(address, document.baseURI).href);
    return { files: own.length > 0 ? own : FILMS, options };
  }

  #paint(): void {
    const reading = this.#reading;
    if (reading === null || reading.text !== this.text) {
      this.#painter?.clear();
      this.#view = null;
      return;
    }
    const scale = SCALES.find((one) => one === this.getAttribute("scale")) ?? "strongest";
    const view = viewOf(reading, { ...initialState.look, scale }, null);
    this.#view = view;
    const tone = { scale, curve: initialState.look.curve };
    this.#painter?.paint(this.#segments, reading, view, tone, wholeWindow(reading));
    const strongest = [...view.values.keys()]
      .filter((word) => !Number.isNaN(view.values[word]))
      .sort((one, other) => (view.values[other] as number) - (view.values[one] as number))
      .slice(0, SPOKEN_WORDS)
      .map((word): [string, number] => [textOf(reading, word), this.#shareOf(word) ?? 0]);
    this.#spoken.textContent = strongest.length > 0 ? this.#say.strongest(strongest) : "";
  }

  #shareOf(word: number): number | null {
    if (this.#reading === null || this.#view === null) return null;
    return wordOf(this.#reading, this.#view, word)?.attention?.share ?? null;
  }

  #tellPrediction(): void {
    if (this.#reading === null) return;
    const { prediction, labels } = this.#reading.columns;
    const winner = winnerOf(classesOf(prediction, labels));
    this.#prediction.textContent = this.hasAttribute("plain")
      ? ""
      : this.#say.prediction(winner.label, probabilityText(winner.probability));
  }

  /** The browser's own tip, so that nothing of ours lies over somebody's page. */
  #pointed(x: number, y: number): void {
    const reading = this.#reading;
    if (reading === null || reading.text !== this.text) return;
    const word = [...reading.columns.starts.keys()].find((token) => {
      const words = rangeOf(this.#segments, reading, token);
      if (words === null) return false;
      const range = document.createRange();
      range.setStart(words.startContainer, words.startOffset);
      range.setEnd(words.endContainer, words.endOffset);
      return [...range.getClientRects()].some(
        ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom,
      );
    });
    this.#box.title = word === undefined ? "" : this.#tipOf(reading, word);
  }

  #tipOf(reading: Reading, word: number): string {
    const share = this.#shareOf(word);
    const text = textOf(reading, word);
    return share === null ? this.#say.unseen(text) : this.#say.word(text, share);
  }

  #failed(thrown: unknown): void {
    const error = WordlightError.wire(thrown, "engine_stopped");
    const say = this.#say;
    const problem: WordlightProblem =
      error.code === "not_fetched"
        ? { ...error, message: say.notFetched(error.message), hint: say.notFetchedHint }
        : error.code === "engine_stopped"
          ? { ...error, message: say.engineStopped }
          : error.code === "engine_unavailable"
            ? { ...error, message: say.engineUnavailable }
            : error;
    this.#reading = null;
    this.#paint();
    this.#prediction.textContent = "";
    this.#spoken.textContent = "";
    this.#problem.textContent = [problem.message, problem.hint].filter(Boolean).join(" ");
    this.dispatchEvent(
      new CustomEvent("wordlight-error", { detail: problem, bubbles: true, composed: true }),
    );
  }
}

const textOf = ({ text, columns }: Reading, word: number): string =>
  text.slice(columns.starts[word], columns.ends[word]);

function detailOf(reading: Reading): WordlightReading {
  const { columns } = reading;
  const words = [...columns.starts].map((start, word) => {
    const attention = columns.attentionWeights[word] ?? Number.NaN;
    return {
      text: textOf(reading, word),
      start,
      end: columns.ends[word] as number,
      attention: Number.isNaN(attention) ? null : attention,
    };
  });
  const { prediction, labels } = columns;
  return { text: reading.text, words, prediction: [...prediction], labels: [...labels] };
}

// A page may have the script twice.
if (customElements.get("wordlight-text") === undefined) {
  customElements.define("wordlight-text", WordlightText);
}
