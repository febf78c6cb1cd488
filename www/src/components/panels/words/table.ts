/**
 * The words as a table. Only the rows in sight are in the document, so that 10,000 words are as
 * quick as ten. One stop for the Tab key; arrows go from word to word.
 */
import { html, nothing, type PropertyValues } from "lit";
import { count, exact, percent, times } from "../../../format";
import { coloursAt } from "../../../highlight/colours";
import type { ThemeName } from "../../../highlight/levels";
import { brightness } from "../../../highlight/scale";
import type { Reading } from "../../../reading";
import { language, strings } from "../../../strings";
import type { Look, View } from "../../../view";
import { wordOf } from "../../../word";
import {
  COLUMNS,
  type Column,
  type Order,
  ordered,
  tableOf,
  type WordTable,
} from "../../../word-order";
import { Part } from "../../part";
import { sentenceOf } from "../../word";

/** Rows above and below those in sight. */
const SPARE_ROWS = 8;
const PAGE = 10;
/** Pixels, until a row has been measured. */
const ROW_HEIGHT = 34;
/** Largest first is what one asks for first, except of these. */
const ASCENDING_FIRST: readonly Column[] = ["place", "word", "rank", "id", "step", "status"];

export class WordRows extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    light: { attribute: false },
    look: { attribute: false },
    theme: { attribute: false },
    asked: { attribute: false },
    chosen: { attribute: false },
    follows: { attribute: false },
    order: { state: true },
    top: { state: true },
    stop: { state: true },
  };
  declare reading: Reading;
  /** What all words get. */
  declare view: View;
  /** What the light shows, which may be what one word attends to. */
  declare light: View;
  declare look: Look;
  declare theme: ThemeName;
  declare asked: number | null;
  declare chosen: number | null;
  /** Whether a word that is asked elsewhere is brought into sight here. */
  declare follows: boolean;
  declare order: Order;
  /** The first row in sight. */
  declare top: number;
  /** The place of the row that the Tab key goes to. */
  declare stop: number;
  #table: WordTable | null = null;
  #rows: Uint32Array = new Uint32Array();
  #rowHeight = ROW_HEIGHT;
  #visible = 16;
  #focusing = false;

  constructor() {
    super();
    this.order = { column: "place", descending: false };
    this.top = 0;
    this.stop = 0;
    this.asked = null;
    this.chosen = null;
    this.follows = true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isNew = changed.has("reading") || changed.has("view");
    if (isNew) this.#table = tableOf(this.reading, this.view);
    if ((isNew || changed.has("order")) && this.#table !== null) {
      this.#rows = ordered(this.#table, this.order, language);
      this.stop = Math.min(this.stop, Math.max(this.#rows.length - 1, 0));
    }
  }

  protected override render() {
    const { shown, title, of, hint } = strings.words;
    const columns = COLUMNS.filter((column) => this.#hasColumn(column));
    const first = Math.max(0, Math.min(this.top - SPARE_ROWS, this.#rows.length - 1));
    const last = Math.min(this.#rows.length, this.top + this.#visible + SPARE_ROWS);
    const visible = Array.from(this.#rows.subarray(first, last));
    return html`<h3 id="words-title">${title}</h3>
      <p class="remark" id="words-hint">${of(this.#rows.length)} ${hint}</p>
      <div class="word-rows" tabindex="-1" @scroll=${this.#scrolled} @keydown=${this.#moved}
        @pointerleave=${() => this.tell("wordlight-point-word", null)}>
        <table
          aria-labelledby="words-title"
          aria-describedby="words-hint"
          aria-rowcount=${this.#rows.length + 1}
        >
          <thead>
            <tr aria-rowindex="1">${columns.map((column) => this.#head(column))}</tr>
          </thead>
          <tbody>
            ${spacer(first * this.#rowHeight, columns.length)}
            ${visible.map((token, index) => this.#row(token, first + index, columns))}
            ${spacer((this.#rows.length - last) * this.#rowHeight, columns.length)}
          </tbody>
        </table>
      </div>
      <p class="visually-hidden" role="status">${shown(strings.words.columns[this.order.column], this.order.descending)}</p>`;
  }

  #hasColumn(column: Column): boolean {
    return column !== "sentence" || this.reading.sentences?.weighted === true;
  }

  #head(column: Column) {
    const { order } = this;
    const isSorted = order.column === column;
    const sorted = !isSorted ? nothing : order.descending ? "descending" : "ascending";
    return html`<th scope="col" aria-sort=${sorted} class=${`of-${column}`}>
      <button type="button" data-column=${column} @click=${() => this.#sortBy(column)}>
        ${strings.words.columns[column]}<span aria-hidden="true">${isSorted ? (order.descending ? "↓" : "↑") : ""}</span>
      </button>
    </th>`;
  }

  #row(token: number, place: number, columns: Column[]) {
    const isChosen = token === this.chosen;
    return html`<tr
      aria-rowindex=${place + 2}
      class=${`row ${token === this.asked ? "asked" : ""} ${isChosen ? "chosen" : ""}`}
      @pointerenter=${({ pointerType }: PointerEvent) => {
        if (pointerType !== "touch") this.tell("wordlight-point-word", token);
      }}
      @click=${() => this.#choose(token)}
    >
      ${columns.map((column) =>
        column === "word"
          ? this.#word(token, place, isChosen)
          : html`<td class=${column === "status" ? "status" : "number"}>${this.#text(token, column)}</td>`,
      )}
    </tr>`;
  }

  #word(token: number, place: number, isChosen: boolean) {
    const word = wordOf(this.reading, this.view, token);
    if (word === null) return nothing;
    const { map } = this.look;
    const light = brightness(this.look, this.light, token);
    const { background, text } = coloursAt(map, this.theme, light);
    return html`<th scope="row">
      <button
        type="button"
        dir="auto"
        lang=""
        class=${word.status === "leftOut" ? "left-out" : ""}
        data-place=${place}
        tabindex=${place === this.stop ? 0 : -1}
        aria-pressed=${isChosen ? "true" : "false"}
        aria-label=${sentenceOf(word, this.reading)}
        .style=${`background-color: ${background}; color: ${text}`}
        @focus=${() => this.#focused(token, place)}
        @blur=${() => this.tell("wordlight-point-word", null)}
      >${word.text}</button>
    </th>`;
  }

  #text(token: number, column: Exclude<Column, "word">): string {
    const value = this.#table?.columns[column][token] ?? Number.NaN;
    if (column === "status") {
      return strings.words.statuses[wordOf(this.reading, this.view, token)?.status ?? "known"];
    }
    if (Number.isNaN(value)) return strings.word.nothing;
    switch (column) {
      case "place":
        return count(value + 1);
      case "weight":
        return exact(value);
      case "share":
      case "sentence":
        return percent(value);
      case "times":
        return times(value);
      case "id":
      case "step":
        return String(value);
      default:
        return count(value);
    }
  }

  #sortBy(column: Column): void {
    const isSorted = this.order.column === column;
    const descending = isSorted ? !this.order.descending : !ASCENDING_FIRST.includes(column);
    this.order = { column, descending };
    this.stop = 0;
    this.#scroller.scrollTop = 0;
  }

  #choose(token: number): void {
    this.tell("wordlight-choose-word", token === this.chosen ? null : token);
  }

  #focused(token: number, place: number): void {
    this.stop = place;
    this.tell("wordlight-point-word", token);
  }

  get #scroller(): HTMLElement {
    return this.querySelector(".word-rows") as HTMLElement;
  }

  #scrolled(): void {
    const top = Math.floor(this.#scroller.scrollTop / this.#rowHeight);
    if (Math.abs(top - this.top) < SPARE_ROWS / 2 && top !== 0) return;
    // A row that leaves the document would take the focus with it.
    const { activeElement } = document;
    const place = Number(activeElement?.getAttribute("data-place") ?? Number.NaN);
    const isLeaving = place < top - SPARE_ROWS || place >= top + this.#visible + SPARE_ROWS;
    if (isLeaving && this.contains(activeElement)) this.#scroller.focus({ preventScroll: true });
    this.top = top;
  }

  #moved(event: KeyboardEvent): void {
    const step = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: PAGE,
      PageUp: -PAGE,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    }[event.key];
    if (step === undefined || (event.target as Element).closest("thead")) return;
    event.preventDefault();
    this.stop = Math.max(0, Math.min(this.stop + step, this.#rows.length - 1));
    this.#focusing = true;
    this.#bringIntoSight(this.stop);
  }

  /** Of the place of a row. The head of the table stands over the first rows in sight. */
  #bringIntoSight(place: number): void {
    const scroller = this.#scroller;
    const head = this.querySelector("thead")?.getBoundingClientRect().height ?? 0;
    const above = place * this.#rowHeight;
    const below = above + this.#rowHeight + head - scroller.clientHeight;
    if (scroller.scrollTop > above) scroller.scrollTop = above;
    else if (scroller.scrollTop < below) scroller.scrollTop = below;
    this.top = Math.floor(scroller.scrollTop / this.#rowHeight);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const row = this.querySelector<HTMLElement>("tbody .row");
    if (row !== null) this.#rowHeight = row.getBoundingClientRect().height || ROW_HEIGHT;
    const visible = Math.ceil(this.#scroller.clientHeight / this.#rowHeight);
    if (visible > this.#visible) {
      this.#visible = visible;
      this.requestUpdate();
    }
    if (this.#focusing) {
      this.#focusing = false;
      this.querySelector<HTMLElement>(`[data-place="${this.stop}"]`)?.focus({
        preventScroll: true,
      });
    } else if (
      changed.has("asked") &&
      this.follows &&
      this.asked !== null &&
      !this.contains(document.activeElement)
    ) {
      const place = this.#rows.indexOf(this.asked);
      if (place >= 0) {
        this.stop = place;
        this.#bringIntoSight(place);
      }
    }
  }
}

/** Stands for the rows that are not in the document. */
const spacer = (height: number, columns: number) =>
  height <= 0
    ? nothing
    : html`<tr role="presentation" class="spacer" aria-hidden="true"><td colspan=${columns} .style=${`height: ${height}px`}></td></tr>`;

customElements.define("wordlight-word-table", WordRows);
