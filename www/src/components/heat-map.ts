/**
 * Numbers as colours, or as bars: a window of the browser's own scrolling over cells that a canvas
 * paints where they are seen, so that a matrix of any size is one canvas. Arrow keys go from number to
 * number, which are read out.
 */
import { html, nothing, type PropertyValues } from "lit";
import { MAPS, type MapName } from "../highlight/levels";
import { type Cell, clampedZoom, layoutOf, moved, TALLEST } from "../inspect/heat-layout";
import { cellAt, inksOf, type Layout, type Picture, paint } from "../inspect/heat-paint";
import { type Matrix, type Statistics, statisticsOf } from "../inspect/numbers";
import { type Ramp, type RampName, ramp } from "../inspect/ramps";
import { strings } from "../strings";
import { onTheme } from "../theme";
import { Part } from "./part";

export class HeatMap extends Part {
  static override properties = {
    matrix: { attribute: false },
    label: { attribute: false },
    bars: { attribute: false },
    ramp: { attribute: false },
    map: { attribute: false },
    limit: { attribute: false },
    groups: { attribute: false },
    rowName: { attribute: false },
    columnName: { attribute: false },
    rowHeight: { attribute: false },
    marked: { attribute: false },
    cell: { state: true },
    zoom: { state: true },
  };
  declare matrix: Matrix;
  /** What the numbers are, for who does not see them. */
  declare label: string;
  declare bars: boolean;
  declare ramp: RampName;
  /** The colours of shares. */
  declare map: MapName;
  /** The number at the end of the colours; null: the one farthest from zero. */
  declare limit: number | null;
  declare groups: { name: string; columns: number }[];
  /** Names stand beside the rows; null: rows are counted. */
  declare rowName: ((row: number) => string) | null;
  declare columnName: (column: number) => string;
  /** Null: as high as there is room. */
  declare rowHeight: number | null;
  /** The row of the word that is asked. */
  declare marked: number | null;
  declare cell: Cell | null;
  declare zoom: number;
  #statistics: Statistics | null = null;
  #ramp: { key: string; ramp: Ramp } | null = null;
  #spoken = "";
  readonly #size = new ResizeObserver(() => this.#paint());
  #stopListening: (() => void) | null = null;

  constructor() {
    super();
    this.matrix = { rows: 0, columns: 0, values: new Float32Array() };
    this.label = "";
    this.bars = false;
    this.ramp = "signed";
    this.map = MAPS[0];
    this.limit = null;
    this.groups = [];
    this.rowName = null;
    this.columnName = String;
    this.rowHeight = null;
    this.marked = null;
    this.cell = null;
    this.zoom = 1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = onTheme(() => this.#paint());
    // A panel that is opened again is the same element.
    if (this.hasUpdated) this.#watchSize();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening?.();
    this.#size.disconnect();
  }

  get statistics(): Statistics {
    this.#statistics ??= statisticsOf(this.matrix.values);
    return this.#statistics;
  }

  get #window(): HTMLElement | null {
    return this.querySelector(".heat-window");
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("matrix")) return;
    this.#statistics = null;
    const { cell, matrix } = this;
    if (cell && (cell.row >= matrix.rows || cell.column >= matrix.columns)) this.cell = null;
  }

  protected override render() {
    const say = strings.inspect.heat;
    const canZoom = !this.bars && this.matrix.values.length > 1;
    return html`<div
        class="heat-window"
        role="application"
        aria-roledescription=${say.role}
        aria-label=${`${this.label}. ${say.summary(this.statistics)} ${say.help}`}
        tabindex="0"
        @scroll=${this.#scrolled}
        @keydown=${this.#moved}
        @blur=${() => this.tell<Cell | null>("wordlight-cell", null)}
      >
        <div class="heat-space">
          <canvas
            class="cells"
            aria-hidden="true"
            @pointermove=${this.#pointed}
            @pointerdown=${this.#pointed}
            @click=${() => this.#pick()}
            @wheel=${this.#wheeled}
            @pointerleave=${() => this.#choose(null)}
          ></canvas>
        </div>
      </div>
      <div class="heat-foot">
        <span class="heat-value number" aria-hidden="true">${this.#text(this.cell) || nothing}</span>
        ${
          canZoom
            ? html`<span class="heat-zoom" role="group" aria-label=${say.zoom}>
                <button type="button" aria-label=${say.out} @click=${() => this.#zoomTo(this.zoom / 2)}>−</button>
                <button type="button" aria-label=${say.in} @click=${() => this.#zoomTo(this.zoom * 2)}>+</button>
                <button type="button" @click=${() => this.#zoomTo(1)}>${say.fit}</button>
              </span>`
            : nothing
        }
      </div>
      <span class="visually-hidden" aria-live="polite">${this.#spoken}</span>`;
  }

  protected override firstUpdated(): void {
    this.#watchSize();
  }

  #watchSize(): void {
    if (this.#window !== null) this.#size.observe(this.#window);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#paint();
    if (changed.has("marked") && this.marked !== null) this.#show(this.marked);
  }

  /** Scrolls to where another picture of the same rows is. */
  alignTo(top: number): void {
    const window = this.#window;
    if (window !== null && Math.abs(window.scrollTop - top) > 1) window.scrollTop = top;
  }

  #text(cell: Cell | null): string {
    if (cell === null) return "";
    const { columns, values } = this.matrix;
    const value = values[cell.row * columns + cell.column] as number;
    const row = this.rowName?.(cell.row) ?? null;
    const at = columns === 1 ? null : this.columnName(cell.column);
    return strings.inspect.heat.cell(row, row === null ? cell.row : null, at, value);
  }

  /** Where everything is, once the space is as large as the cells are. */
  #layout(): Layout | null {
    const window = this.#window;
    const space = window?.querySelector<HTMLElement>(".heat-space");
    const { rows, columns } = this.matrix;
    if (!window || !space) return null;
    const layout = layoutOf(this.matrix, window.clientWidth, {
      hasNames: this.rowName !== null,
      hasGroups: this.groups.length > 0,
      bars: this.bars,
      zoom: this.zoom,
      rowHeight: this.rowHeight,
    });
    if (layout === null) return null;
    const { gutter, head, cellWidth, cellHeight } = layout;
    space.style.setProperty("inline-size", `${Math.floor(gutter + columns * cellWidth)}px`);
    space.style.setProperty("block-size", `${Math.ceil(head + rows * cellHeight)}px`);
    // A scroll bar below takes nothing from the rows.
    const frame = window.offsetHeight - window.clientHeight;
    window.style.setProperty("max-block-size", `${TALLEST + frame}px`);
    return { ...layout, scrollLeft: window.scrollLeft, scrollTop: window.scrollTop };
  }

  #paint(): void {
    const layout = this.#layout();
    const canvas = this.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (layout === null || !canvas || !context) return;
    const scale = Math.min(devicePixelRatio, 3);
    canvas.width = Math.round(layout.width * scale);
    canvas.height = Math.round(layout.height * scale);
    canvas.style.setProperty("inline-size", `${layout.width}px`);
    canvas.style.setProperty("block-size", `${layout.height}px`);
    const style = getComputedStyle(canvas);
    paint(context, layout, this.#picture(style.backgroundColor), inksOf(style), scale);
  }

  #picture(paper: string): Picture {
    const key = `${this.ramp} ${this.map} ${paper}`;
    if (this.#ramp?.key !== key) this.#ramp = { key, ramp: ramp(this.ramp, paper, this.map) };
    const { min, max } = this.statistics;
    const farthest = Math.max(Math.abs(min), Math.abs(max)) || 0;
    return {
      matrix: this.matrix,
      ramp: this.#ramp.ramp,
      rampName: this.ramp,
      limit: this.limit ?? farthest,
      bars: this.bars,
      rowName: this.rowName,
      valueText: strings.inspect.heat.short,
      groups: this.groups,
      marked: this.marked,
      cell: this.cell,
    };
  }

  #choose(cell: Cell | null): void {
    if (cell?.row === this.cell?.row && cell?.column === this.cell?.column) return;
    this.cell = cell;
    this.tell<Cell | null>("wordlight-cell", cell);
  }

  #pointed({ offsetX, offsetY }: PointerEvent): void {
    const layout = this.#layout();
    this.#choose(layout === null ? null : cellAt(layout, this.matrix, offsetX, offsetY));
  }

  #pick(): void {
    if (this.cell !== null) this.tell<Cell>("wordlight-picked", this.cell);
  }

  #scrolled(): void {
    this.#paint();
    this.tell<number>("wordlight-scrolled", this.#window?.scrollTop ?? 0);
  }

  /** Two fingers apart on a touchpad arrive as this, too. Without the key the page scrolls. */
  #wheeled(event: WheelEvent): void {
    if (!event.ctrlKey || this.bars) return;
    event.preventDefault();
    this.#zoomTo(this.zoom * Math.exp(-event.deltaY / 200));
  }

  /** The cell that was chosen stays where it is seen. */
  #zoomTo(zoom: number): void {
    this.zoom = clampedZoom(zoom, this.matrix);
    void this.updateComplete.then(() => this.#reveal());
  }

  #reveal(): void {
    const { cell } = this;
    const [window, layout] = [this.#window, this.#layout()];
    if (cell === null || window === null || layout === null) return;
    const { gutter, head, cellWidth, cellHeight } = layout;
    const within = (at: number, size: number, from: number, room: number) =>
      at < from ? at : at + size > from + room ? at + size - room : from;
    const [left, top] = [window.scrollLeft, window.scrollTop];
    window.scrollLeft = within(cell.column * cellWidth, cellWidth, left, layout.width - gutter);
    window.scrollTop = within(cell.row * cellHeight, cellHeight, top, layout.height - head);
  }

  /** Brings a row into the window, and leaves the page where it is. */
  #show(row: number): void {
    const [window, layout] = [this.#window, this.#layout()];
    if (window === null || layout === null) return;
    const { cellHeight, height, head } = layout;
    const top = row * cellHeight;
    if (top >= window.scrollTop && top + cellHeight <= window.scrollTop + height - head) return;
    window.scrollTop = top - (height - head - cellHeight) / 2;
  }

  #moved(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") this.#pick();
    const zoom = { "+": this.zoom * 2, "=": this.zoom * 2, "-": this.zoom / 2, "0": 1 }[event.key];
    if (zoom !== undefined && !this.bars) {
      event.preventDefault();
      this.#zoomTo(zoom);
      return;
    }
    const cell = moved(event.key, this.cell, this.matrix);
    if (cell === null) return;
    event.preventDefault();
    this.#choose(cell);
    this.#spoken = this.#text(this.cell);
    this.requestUpdate();
    this.#reveal();
  }
}

customElements.define("wordlight-heat-map", HeatMap);
