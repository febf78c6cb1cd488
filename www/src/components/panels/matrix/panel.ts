/** Self-attention as a matrix: which word attends to which, for each head. */
import { html, nothing } from "lit";
import { modelName } from "../../../bundled";
import { type MatrixView, rememberedMatrix } from "../../../matrix-view";
import type { Reading } from "../../../reading";
import { shownOf } from "../../../shown";
import { strings } from "../../../strings";
import { shownTheme } from "../../../theme";
import { LARGEST_MATRIX } from "../../../view";
import { wordAt } from "../../../word-order";
import { PanelElement } from "../../panel-element";
import { choice } from "../../segments";
import "./attention-map";
import type { AttentionMap } from "./attention-map";
import { fitsPicture, type ShownMatrix, savePicture, saveTable } from "./save";

/** So many pairs are told in words. */
const PAIRS = 5;

export class MatrixPanel extends PanelElement {
  static override properties = {
    ...PanelElement.properties,
    size: { state: true },
    saved: { state: true },
  };
  declare size: "fit" | "large";
  /** The name of the file that was saved last. */
  declare saved: string;
  readonly #matrixOf = rememberedMatrix();
  #pairs: { view: MatrixView; cells: number[] } | null = null;

  constructor() {
    super();
    // On a narrow screen a matrix of large cells is mostly out of sight.
    this.size = matchMedia("(width < 36rem)").matches ? "fit" : "large";
    this.saved = "";
  }

  protected override render() {
    const { moved, look } = this.state;
    const say = strings.matrix;
    if (moved === null) return html`<p class="remark">${say.none}</p>`;
    if (moved.reached > LARGEST_MATRIX)
      return html`<p class="remark">${say.tooLong(LARGEST_MATRIX)}</p>`;
    const view = this.#matrixOf(moved, look);
    if (view === null) return html`<p class="remark" role="status">${say.none}</p>`;
    if (view.tokens.length === 0) return html`<p class="remark">${say.few}</p>`;
    return this.#matrix(moved, view);
  }

  #matrix(moved: Reading, view: MatrixView) {
    const { state, session } = this;
    const { look } = state;
    const { word, chosen } = shownOf(state);
    const say = strings.matrix;
    const startOf = (token: number | null) =>
      token === null ? null : (moved.columns.starts[token] ?? null);
    const heads = ["", ...Array.from({ length: view.heads }, (_, head) => String(head))];
    const names = Object.fromEntries(
      heads.map((head) => [
        head,
        head === "" ? strings.legend.meanOfHeads(view.heads) : strings.legend.headOf(Number(head)),
      ]),
    );
    const full = view.values[view.strongest] ?? 0;
    const { model } = state.engine;
    const shown: ShownMatrix = {
      reading: moved,
      view,
      look,
      model: model === null ? "" : modelName(model),
    };
    return html`<h3 id="matrix-title">${say.title}</h3>
      <p class="remark" id="matrix-what">${say.what} ${say.full[look.scale](full)}
        ${look.curve === "root" ? strings.legend.rootNote : nothing}</p>
      <div class="looks">
        ${
          view.heads > 1
            ? choice(
                "matrix-head",
                strings.legend.head,
                heads,
                names,
                look.head === null || look.head >= view.heads ? "" : String(look.head),
                (head) => session.setLook({ head: head === "" ? null : Number(head) }),
              )
            : nothing
        }
        ${choice(
          "matrix-size",
          say.size,
          ["large", "fit"] as const,
          { large: say.large, fit: say.fit },
          this.size,
          (size) => {
            this.size = size;
          },
        )}
      </div>
      <wordlight-attention-map
        .reading=${moved}
        .view=${view}
        .look=${look}
        .theme=${shownTheme()}
        .size=${this.size}
        .asked=${word}
        @wordlight-point-word=${({ detail }: CustomEvent<number | null>) => session.pointAt(startOf(detail))}
        @wordlight-choose-word=${({ detail }: CustomEvent<number | null>) =>
          session.choose(detail === chosen ? null : startOf(detail))}
      ></wordlight-attention-map>
      <div class="looks">
        ${
          fitsPicture(view)
            ? this.#saving("save-matrix-svg", say.savePicture, () => savePicture(shown))
            : nothing
        }
        ${this.#saving("save-matrix-csv", say.saveTable, () => saveTable(shown))}
      </div>
      <p class="outcome" role="status">${this.saved === "" ? nothing : say.saved(this.saved)}</p>
      <h3>${say.strongest}</h3>
      <ol class="pairs">
        ${this.#strongest(view).map((cell) => {
          const size = view.tokens.length;
          const [row, column] = [Math.floor(cell / size), cell % size];
          const from = view.tokens[row] as number;
          const to = view.tokens[column] as number;
          return html`<li>
            <button
              type="button"
              class="quiet"
              @click=${() => {
                session.choose(startOf(from));
                this.querySelector<AttentionMap>("wordlight-attention-map")?.show({ row, column });
              }}
            >
              ${say.cell(wordAt(moved, from), wordAt(moved, to), view.values[cell] as number)}
            </button>
          </li>`;
        })}
      </ol>`;
  }

  #saving(id: string, label: string, savedAs: () => string) {
    return html`<button
      type="button"
      class="quiet"
      id=${id}
      @click=${() => {
        this.saved = savedAs();
      }}
    >
      ${label}
    </button>`;
  }

  /** The largest cells, largest first: also what the picture says to whoever cannot see it. */
  #strongest(view: MatrixView): number[] {
    if (this.#pairs?.view !== view) {
      const cells: number[] = [];
      view.values.forEach((value, cell) => {
        const least = cells.at(-1);
        if (
          Number.isNaN(value) ||
          (cells.length === PAIRS && value <= (view.values[least as number] as number))
        )
          return;
        cells.push(cell);
        cells.sort((a, b) => (view.values[b] as number) - (view.values[a] as number));
        cells.length = Math.min(cells.length, PAIRS);
      });
      this.#pairs = { view, cells };
    }
    return this.#pairs.cells;
  }
}

customElements.define("wordlight-panel-matrix", MatrixPanel);
