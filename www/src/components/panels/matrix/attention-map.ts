/**
 * The matrix as a heat map with the words beside it. Only what is in sight is drawn. A grid with one
 * stop for the Tab key: arrows go from cell to cell, and the cell that is asked about is read out.
 */
import { html, nothing, type PropertyValues } from "lit";
import type { ThemeName } from "../../../highlight/levels";
import type { MatrixView } from "../../../matrix-view";
import type { Reading } from "../../../reading";
import { strings } from "../../../strings";
import type { Look } from "../../../view";
import { wordAt } from "../../../word-order";
import { Part } from "../../part";
import { fitted, type Pen, penFor } from "../canvas";
import { pictureOf } from "./picture";

/** CSS pixels. */
const LARGE_CELL = 24;
const LABELS = 92;
/** Cells smaller than this have no words beside them. */
const LABELLED = 11;
const TALLEST = 560;

interface Cell {
  row: number;
  column: number;
}

export class AttentionMap extends Part {
  static override properties = {
    reading: { attribute: false },
    view: { attribute: false },
    look: { attribute: false },
    theme: { attribute: false },
    size: { attribute: false },
    asked: { attribute: false },
    cell: { state: true },
    room: { state: true },
  };
  declare reading: Reading;
  declare view: MatrixView;
  declare look: Look;
  declare theme: ThemeName;
  declare size: "fit" | "large";
  /** The word that is asked about in any view. */
  declare asked: number | null;
  /** Where the pointer is, or the keyboard's cursor. */
  declare cell: Cell | null;
  /** CSS pixels across. */
  declare room: number;
  #frame = 0;
  #picture: HTMLCanvasElement | null = null;
  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.room = Math.floor(entry.contentRect.width);
  });

  constructor() {
    super();
    this.asked = null;
    this.cell = null;
    this.room = 0;
    this.size = "large";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const size = this.view.tokens.length;
    if (this.cell !== null && (this.cell.row >= size || this.cell.column >= size)) this.cell = null;
    if (changed.has("view") || changed.has("look") || changed.has("theme")) this.#picture = null;
  }

  protected override render() {
    const size = this.view.tokens.length;
    const { side, labels } = this.#measures();
    const whole = Math.max(labels + size * side, 1);
    const height = Math.min(whole + 1, TALLEST);
    const { cell } = this;
    return html`<p class="cell-told" aria-hidden="true" dir="auto">${cell === null ? strings.word.nothing : this.#told(cell, "cell")}</p>
      <div
        class="attention-map"
        role="grid"
        tabindex="0"
        aria-labelledby="matrix-title"
        aria-describedby="matrix-what"
        aria-rowcount=${size}
        aria-colcount=${size}
        aria-activedescendant=${cell === null ? nothing : "matrix-cell"}
        .style=${`height: ${height + (whole > this.room ? 16 : 0)}px`}
        @keydown=${this.#moved}
        @focus=${() => this.#focused()}
        @blur=${() => this.#left()}
        @pointermove=${this.#pointed}
        @pointerleave=${() => this.#left()}
        @click=${this.#clicked}
        @scroll=${() => this.#schedule()}
      >
        <div role="presentation" class="attention-map-size" .style=${`width: ${whole}px; height: ${whole}px`}>
          <canvas aria-hidden="true"></canvas>
        </div>
        ${
          cell === null
            ? html`<div role="row" class="visually-hidden"><span role="gridcell"></span></div>`
            : html`<div role="row" class="visually-hidden" aria-rowindex=${cell.row + 1}>
                <span role="gridcell" id="matrix-cell" aria-colindex=${cell.column + 1}>${this.#told(cell, "spoken")}</span>
              </div>`
        }
      </div>`;
  }

  #told({ row, column }: Cell, how: "cell" | "spoken"): string {
    const { tokens, values } = this.view;
    return strings.matrix[how](
      this.#word(row),
      this.#word(column),
      values[row * tokens.length + column] as number,
    );
  }

  #word(place: number): string {
    return wordAt(this.reading, this.view.tokens[place] as number);
  }

  /** Pixels of a cell, and of the words beside the cells. */
  #measures(): { side: number; labels: number } {
    const size = Math.max(this.view.tokens.length, 1);
    if (this.size === "large") return { side: LARGE_CELL, labels: LABELS };
    const narrow = Math.min(this.room, TALLEST);
    const side = Math.min((narrow - LABELS) / size, LARGE_CELL);
    if (side >= LABELLED) return { side, labels: LABELS };
    return { side: Math.max((narrow - 1) / size, 0.1), labels: 0 };
  }

  get #grid(): HTMLElement {
    return this.querySelector(".attention-map") as HTMLElement;
  }

  protected override firstUpdated(): void {
    this.#sizes.observe(this.#grid);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("asked") && this.asked !== null && !this.#grid.matches(":hover, :focus")) {
      const place = this.view.tokens.indexOf(this.asked);
      const cell = this.cell?.row === place ? this.cell : { row: place, column: place };
      if (place >= 0) this.#bringIntoSight(cell);
    }
    this.#schedule();
  }

  #schedule(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const canvas = this.querySelector("canvas");
    const grid = this.#grid;
    if (canvas === null) return;
    const pen = penFor(canvas, grid.clientWidth, grid.clientHeight);
    if (pen === null) return;
    const { context, ink } = pen;
    const { side, labels } = this.#measures();
    const size = this.view.tokens.length;
    this.#picture ??= pictureOf(pen, this.view, this.look, this.theme);
    const [left, top] = [labels - grid.scrollLeft, labels - grid.scrollTop];
    // Small cells are averaged by the browser, large ones keep their edges.
    context.imageSmoothingEnabled = side < 1;
    context.drawImage(this.#picture, left, top, size * side, size * side);
    const asked = this.asked === null ? -1 : this.view.tokens.indexOf(this.asked);
    context.strokeStyle = ink;
    if (asked >= 0) {
      context.lineWidth = 1.5;
      context.strokeRect(left, top + asked * side, size * side, Math.max(side, 2));
      context.globalAlpha = 0.5;
      context.strokeRect(left + asked * side, top, Math.max(side, 2), size * side);
      context.globalAlpha = 1;
    }
    if (this.cell !== null) {
      context.lineWidth = 2.5;
      context.strokeRect(
        left + this.cell.column * side,
        top + this.cell.row * side,
        Math.max(side, 3),
        Math.max(side, 3),
      );
    }
    if (labels > 0) this.#labels(pen, side, labels, asked);
  }

  #labels(pen: Pen, side: number, labels: number, asked: number): void {
    const { context, ink, paper } = pen;
    const grid = this.#grid;
    const [width, height] = [grid.clientWidth, grid.clientHeight];
    const size = this.view.tokens.length;
    context.fillStyle = paper;
    context.fillRect(0, 0, labels - 2, height);
    context.fillRect(0, 0, width, labels - 2);
    context.fillStyle = ink;
    context.textBaseline = "middle";
    const small = side < 14 ? pen.font.replace("12px", "10px") : pen.font;
    const fontOf = (place: number, current: number | undefined) =>
      place === asked || place === current ? `bold ${small}` : small;
    const first = (scrolled: number) => Math.max(0, Math.floor(scrolled / side));
    const last = (scrolled: number, extent: number) =>
      Math.min(size, Math.ceil((scrolled + extent - labels) / side));
    context.save();
    context.beginPath();
    context.rect(0, labels, width, height - labels);
    context.clip();
    context.textAlign = "right";
    for (let row = first(grid.scrollTop); row < last(grid.scrollTop, height); row++) {
      context.font = fontOf(row, this.cell?.row);
      const y = labels + (row + 0.5) * side - grid.scrollTop;
      context.fillText(fitted(pen, this.#word(row), labels - 12), labels - 6, y);
    }
    context.restore();
    context.save();
    context.beginPath();
    context.rect(labels, 0, width - labels, height);
    context.clip();
    context.textAlign = "left";
    for (let column = first(grid.scrollLeft); column < last(grid.scrollLeft, width); column++) {
      context.font = fontOf(column, this.cell?.column);
      context.save();
      context.translate(labels + (column + 0.5) * side - grid.scrollLeft, labels - 6);
      context.rotate(-Math.PI / 2);
      context.fillText(fitted(pen, this.#word(column), labels - 12), 0, 0);
      context.restore();
    }
    context.restore();
  }

  #cellAt({ clientX, clientY }: MouseEvent): Cell | null {
    const grid = this.#grid;
    const box = grid.getBoundingClientRect();
    const { side, labels } = this.#measures();
    const [x, y] = [clientX - box.left - labels, clientY - box.top - labels];
    if (x < 0 || y < 0) return null;
    const column = Math.floor((x + grid.scrollLeft) / side);
    const row = Math.floor((y + grid.scrollTop) / side);
    const size = this.view.tokens.length;
    return row < size && column < size ? { row, column } : null;
  }

  /** Marks a cell that stands elsewhere in words, and tells its value. */
  show(cell: Cell): void {
    this.cell = cell;
    this.#bringIntoSight(cell);
  }

  #ask(cell: Cell | null): void {
    const isSame = cell?.row === this.cell?.row && cell?.column === this.cell?.column;
    if (isSame) return;
    this.cell = cell;
    this.tell("wordlight-point-word", cell === null ? null : (this.view.tokens[cell.row] ?? null));
  }

  #pointed(event: PointerEvent): void {
    if (event.pointerType !== "touch") this.#ask(this.#cellAt(event));
  }

  #clicked(event: MouseEvent): void {
    const cell = this.#cellAt(event);
    this.#ask(cell);
    if (cell !== null) this.tell("wordlight-choose-word", this.view.tokens[cell.row]);
  }

  #focused(): void {
    if (this.cell !== null || this.#grid.matches(":hover")) return;
    const place = this.asked === null ? -1 : this.view.tokens.indexOf(this.asked);
    const strongest = Math.max(this.view.strongest, 0);
    const size = this.view.tokens.length;
    this.#ask(
      place >= 0
        ? { row: place, column: place }
        : { row: Math.floor(strongest / size), column: strongest % size },
    );
    if (this.cell !== null) this.#bringIntoSight(this.cell);
  }

  #left(): void {
    if (!this.#grid.matches(":focus-visible")) this.#ask(null);
  }

  #moved(event: KeyboardEvent): void {
    const last = this.view.tokens.length - 1;
    const { row, column } = this.cell ?? { row: 0, column: 0 };
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.tell("wordlight-choose-word", this.view.tokens[row]);
      return;
    }
    const next = {
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? last : row, column: last },
      PageDown: { row: row + 10, column },
      PageUp: { row: row - 10, column },
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const inside = (place: number) => Math.max(0, Math.min(place, last));
    const cell = { row: inside(next.row), column: inside(next.column) };
    this.#ask(cell);
    this.#bringIntoSight(cell);
  }

  #bringIntoSight({ row, column }: Cell): void {
    const grid = this.#grid;
    const { side, labels } = this.#measures();
    const into = (place: number, scrolled: number, extent: number) =>
      Math.max(Math.min(scrolled, place * side), (place + 1) * side + labels - extent);
    grid.scrollLeft = into(column, grid.scrollLeft, grid.clientWidth);
    grid.scrollTop = into(row, grid.scrollTop, grid.clientHeight);
  }
}

customElements.define("wordlight-attention-map", AttentionMap);
