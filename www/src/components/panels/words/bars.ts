/**
 * One bar for each word, in the order of the text, as high as what the light shows. A canvas with the
 * role of a slider: arrows go along the text, and the word with its weight is read out.
 */
import { html, nothing, type PropertyValues } from "lit";
import { count, shortened } from "../../../format";
import { coloursAt } from "../../../highlight/colours";
import type { ThemeName } from "../../../highlight/levels";
import { brightness } from "../../../highlight/scale";
import { largestOf, type Reading } from "../../../reading";
import { strings } from "../../../strings";
import type { Look, View } from "../../../view";
import { wordAt } from "../../../word-order";
import { Part } from "../../part";
import { type Pen, penFor } from "../canvas";

const HEIGHT = 150;
const AXIS = 44;
const FOOT = 20;
const HEAD = 8;
/** CSS pixels of a bar with its gap: at least, where each word has its own, and at most. */
const NARROWEST = 5;
const WIDEST = 30;
const PAGE = 10;

export class WordBars extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    look: { attribute: false },
    theme: { attribute: false },
    asked: { attribute: false },
    whole: { state: true },
    room: { state: true },
  };
  declare reading: Reading;
  declare view: View;
  declare look: Look;
  declare theme: ThemeName;
  declare asked: number | null;
  /** The whole text at once, even where bars are thinner than one can see. */
  declare whole: boolean;
  /** CSS pixels across. */
  declare room: number;
  #frame = 0;
  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.room = Math.floor(entry.contentRect.width);
  });

  constructor() {
    super();
    this.asked = null;
    this.whole = false;
    this.room = 0;
  }

  protected override render() {
    const { bars, barsOf, wholeText, oneByOne, strongestOf } = strings.words;
    const size = this.view.values.length;
    const at = this.asked ?? this.view.strongest;
    const width = this.#barWidth();
    return html`<div class="bars-head">
        <p class="bars-word" aria-hidden="true" dir="auto">${this.asked === null ? barsOf(size) : this.#told(this.asked)}</p>
        ${
          this.#overflows()
            ? html`<button type="button" class="quiet" aria-pressed=${this.whole ? "true" : "false"} @click=${() => {
                this.whole = !this.whole;
              }}>${this.whole ? oneByOne : wholeText}</button>`
            : nothing
        }
      </div>
      <div
        class="bars"
        role="slider"
        tabindex="0"
        aria-label=${bars}
        aria-valuemin="1"
        aria-valuemax=${Math.max(size, 1)}
        aria-valuenow=${Math.max(at, 0) + 1}
        aria-valuetext=${at < 0 ? strings.word.nothing : this.#told(at)}
        @keydown=${this.#moved}
        @blur=${() => this.tell("wordlight-point-word", null)}
        @pointermove=${this.#pointed}
        @pointerleave=${() => this.tell("wordlight-point-word", null)}
        @click=${this.#clicked}
        @scroll=${() => this.#schedule()}
      >
        <div class="bars-size" .style=${`width: ${Math.max(AXIS + size * width, 1)}px; height: ${HEIGHT}px`}>
          <canvas aria-hidden="true"></canvas>
        </div>
      </div>
      ${this.whole && width < 1 ? html`<p class="remark">${strongestOf(Math.ceil(1 / width))}</p>` : nothing}`;
  }

  #told(token: number): string {
    const { values, kind } = this.view;
    const value = values[token] as number;
    const { legend, words, word } = strings;
    const shown = Number.isNaN(value)
      ? word.nothing
      : kind === "paper"
        ? legend.tickNumber(value)
        : word.percent(value);
    return words.bar(shortened(wordAt(this.reading, token)), shown, token + 1, values.length);
  }

  #overflows(): boolean {
    return this.view.values.length * NARROWEST > this.room - AXIS;
  }

  #barWidth(): number {
    const fitting = Math.max(this.room - AXIS, 1) / Math.max(this.view.values.length, 1);
    return Math.min(WIDEST, this.whole ? fitting : Math.max(fitting, NARROWEST));
  }

  get #scroller(): HTMLElement {
    return this.querySelector(".bars") as HTMLElement;
  }

  protected override firstUpdated(): void {
    this.#sizes.observe(this.#scroller);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("asked") && this.asked !== null && !this.#scroller.matches(":hover")) {
      const width = this.#barWidth();
      const left = this.asked * width;
      const { scrollLeft } = this.#scroller;
      if (left < scrollLeft || left + width > scrollLeft + this.room - AXIS) {
        this.#scroller.scrollLeft = left - (this.room - AXIS) / 2;
      }
    }
    this.#schedule();
  }

  #schedule(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const canvas = this.querySelector("canvas");
    const pen = canvas === null ? null : penFor(canvas, this.room, HEIGHT);
    if (pen === null) return;
    const { view } = this;
    const { context, ink } = pen;
    const width = this.#barWidth();
    const top = view.values[view.strongest] ?? 0;
    const ground = HEIGHT - FOOT;
    const depth = (value: number) => ground - (top > 0 ? value / top : 0) * (ground - HEAD);
    const { scrollLeft } = this.#scroller;
    const place = (token: number) => AXIS + token * width - scrollLeft;
    const first = Math.max(0, Math.floor(scrollLeft / width));
    const last = Math.min(view.values.length, Math.ceil((scrollLeft + this.room) / width));
    this.#lines(pen, top, depth);
    for (let token = first; token < last; ) {
      // Where bars are thinner than a pixel, the strongest of those in one is shown.
      const next = Math.max(token + 1, Math.min(last, Math.floor((token * width + 1) / width)));
      const shown =
        next === token + 1 ? token : token + largestOf(view.values.subarray(token, next));
      const value = view.values[shown] ?? Number.NaN;
      if (value > 0) {
        const from = place(token);
        const across = Math.max((next - token) * width - (width > 3 ? 1 : 0), 0.5);
        const light = brightness(this.look, view, shown);
        context.fillStyle = pen.forced
          ? ink
          : coloursAt(this.look.map, this.theme, light).background;
        context.fillRect(from, depth(value), across, ground - depth(value));
        // The lightest colours are hardly seen on the paper: an edge tells how high a bar is.
        context.fillStyle = ink;
        context.globalAlpha = 0.65;
        context.fillRect(from, depth(value), across, 1.5);
        context.globalAlpha = 1;
      }
      token = next;
    }
    this.#mark(pen, width, place, ground);
    this.#axis(pen, top, depth, first, last, width, place);
  }

  /** The word that is asked about: a frame around its place, a triangle below it. */
  #mark(
    { context, ink }: Pen,
    width: number,
    place: (token: number) => number,
    ground: number,
  ): void {
    if (this.asked === null) return;
    const middle = place(this.asked) + width / 2;
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    const across = Math.max(width, 4);
    context.strokeRect(middle - across / 2, HEAD / 2, across - 1, ground - HEAD / 2);
    context.fillStyle = ink;
    context.beginPath();
    context.moveTo(middle, ground + 2);
    context.lineTo(middle - 5, ground + 9);
    context.lineTo(middle + 5, ground + 9);
    context.fill();
  }

  #lines({ context, ink }: Pen, top: number, depth: (value: number) => number): void {
    context.strokeStyle = ink;
    context.globalAlpha = 0.15;
    context.lineWidth = 1;
    for (const part of [0, 0.5, 1]) {
      const y = Math.round(depth(part * top)) + 0.5;
      context.beginPath();
      context.moveTo(AXIS, y);
      context.lineTo(this.room, y);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #axis(
    { context, ink, paper }: Pen,
    top: number,
    depth: (value: number) => number,
    first: number,
    last: number,
    width: number,
    place: (token: number) => number,
  ): void {
    context.fillStyle = paper;
    context.fillRect(0, 0, AXIS - 2, HEIGHT);
    context.fillStyle = ink;
    context.textAlign = "end";
    context.textBaseline = "middle";
    const { tickNumber, tickShare } = strings.legend;
    const tick = this.view.kind === "paper" ? tickNumber : tickShare;
    for (const part of [0, 0.5, 1]) context.fillText(tick(part * top), AXIS - 6, depth(part * top));
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    const step =
      [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000].find(
        (words) => words * width >= 56,
      ) ?? 50_000;
    for (let number = step; number <= last; number += step) {
      const x = place(number - 1) + width / 2;
      const isFree = this.asked === null || Math.abs(number - 1 - this.asked) * width > 24;
      if (number > first && x > AXIS + 8 && isFree) context.fillText(count(number), x, HEIGHT - 6);
    }
  }

  #tokenAt(clientX: number): number | null {
    const { left } = this.#scroller.getBoundingClientRect();
    const width = this.#barWidth();
    const along = clientX - left - AXIS + this.#scroller.scrollLeft;
    const { values } = this.view;
    const token = Math.floor(along / width);
    if (along < 0 || token >= values.length) return null;
    if (width >= 1) return token;
    const before = Math.floor(Math.floor(along) / width);
    const largest = largestOf(values.subarray(before, Math.ceil((Math.floor(along) + 1) / width)));
    return largest < 0 ? token : before + largest;
  }

  #pointed({ clientX, pointerType }: PointerEvent): void {
    if (pointerType !== "touch") this.tell("wordlight-point-word", this.#tokenAt(clientX));
  }

  #clicked({ clientX }: MouseEvent): void {
    const token = this.#tokenAt(clientX);
    if (token !== null) this.tell("wordlight-choose-word", token);
  }

  #moved(event: KeyboardEvent): void {
    const size = this.view.values.length;
    const at = this.asked ?? -1;
    const next = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      PageUp: at + PAGE,
      PageDown: at - PAGE,
      Home: 0,
      End: size - 1,
    }[event.key];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (this.asked !== null) this.tell("wordlight-choose-word", this.asked);
    }
    if (next === undefined || size === 0) return;
    event.preventDefault();
    this.tell("wordlight-point-word", Math.max(0, Math.min(next, size - 1)));
  }
}

customElements.define("wordlight-word-bars", WordBars);
