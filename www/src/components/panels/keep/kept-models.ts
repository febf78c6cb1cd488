/** One's own models on this device: kept where a person asks for it, listed, opened, removed. */
import { html, nothing } from "lit";
import { type KeptModel, keepModel, keptModels, removeModel, sizeOf } from "../../../keep/models";
import type { Session } from "../../../session";
import type { LoadedModel, State } from "../../../state";
import { strings } from "../../../strings";
import { Part } from "../../part";

export class KeptModels extends Part {
  static override properties = {
    state: { attribute: false },
    session: { attribute: false },
    models: { state: true },
    outcome: { state: true },
    busy: { state: true },
    refused: { state: true },
  };
  declare state: State | null;
  declare session: Session | null;
  /** Null: not read yet, or refused. */
  declare models: KeptModel[] | null;
  /** What came of the last press. Asked for when rendered: the language may change. */
  declare outcome: (() => string) | null;
  declare busy: boolean;
  /** Whether the browser let nobody look. */
  declare refused: boolean;
  #forgotten = 0;
  readonly #look = () => void this.#read();

  constructor() {
    super();
    this.state = null;
    this.session = null;
    this.models = null;
    this.outcome = null;
    this.busy = false;
    this.refused = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Another tab may have changed what is there.
    addEventListener("focus", this.#look);
    void this.#read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("focus", this.#look);
  }

  protected override render() {
    const { state, models } = this;
    if (state === null) return nothing;
    const say = strings.keptModels;
    const { model } = state.engine;
    const own = model !== null && model.bundled === null ? model : null;
    return html`<h3 id="kept-title">${say.title}</h3>
      <p class="remark">${say.what}</p>
      ${own === null ? nothing : this.#present(own)}
      ${
        models === null || models.length === 0
          ? html`<p class="remark">${this.refused ? say.unlisted : models === null ? nothing : say.none}</p>`
          : html`<ul class="kept" aria-labelledby="kept-title">
              ${models.map((kept) => this.#kept(kept))}
            </ul>`
      }
      <p class="remark" role="status" id="kept-outcome">${this.outcome?.() ?? nothing}</p>`;
  }

  #present(model: LoadedModel) {
    const { keep, isKept } = strings.keptModels;
    if (this.#idOf(model) !== null) return html`<p>${isKept(model.name)}</p>`;
    return html`<button type="button" id="keep-model" ?disabled=${this.busy} @click=${() => this.#keep(model)}>
      ${keep(model.name, sizeOf(model.source.files))}
    </button>`;
  }

  #kept({ id, name, files, keptAt }: KeptModel) {
    const say = strings.keptModels;
    const { model } = this.state?.engine ?? { model: null };
    const isShown = model !== null && this.#idOf(model) === id;
    return html`<li>
      <span class="title">${name}</span>
      <span class="size number">
        ${say.about(sizeOf(files), keptAt)} ${isShown ? html`<em class="badge">${say.shown}</em>` : nothing}
      </span>
      <span class="actions">
        ${
          isShown
            ? nothing
            : html`<button type="button" aria-label=${say.openNamed(name)} @click=${() => this.#open(id)}>
                ${say.open}
              </button>`
        }
        <button
          type="button"
          class="quiet"
          aria-label=${say.removeNamed(name)}
          @click=${() => this.#remove(id, name)}
        >
          ${say.remove}
        </button>
      </span>
    </li>`;
  }

  /** Under which number the model that is loaded is kept; null: it is not. */
  #idOf({ source }: LoadedModel): number | null {
    const keptAs = this.state?.keptAs ?? null;
    return keptAs !== null && keptAs.files === source.files ? keptAs.id : null;
  }

  protected override updated(): void {
    const { state } = this;
    if (state === null) return;
    if (state.forgotten !== this.#forgotten) {
      this.#forgotten = state.forgotten;
      void this.#read();
    }
  }

  async #read(): Promise<void> {
    this.models = await keptModels().catch(() => null);
    this.refused = this.models === null;
    const id = this.state?.keptAs?.id;
    // Another tab removed the one that is at work here, which goes on until one leaves.
    if (id !== undefined && this.models?.every((model) => model.id !== id)) {
      this.session?.keptAs(null);
    }
  }

  async #keep(model: LoadedModel): Promise<void> {
    this.busy = true;
    this.outcome = null;
    const { files } = model.source;
    try {
      const id = await keepModel(model);
      this.session?.keptAs({ id, files });
      await this.#read();
      // The button is gone: on to the model in the list.
      await this.updateComplete;
      this.querySelector<HTMLElement>(".kept button")?.focus({ preventScroll: true });
    } catch (error) {
      const { name } = error as Error;
      this.outcome = () => {
        const { full, refused, unreadable } = strings.keptModels;
        if (name === "QuotaExceededError") return full(sizeOf(files));
        return name === "NotReadableError" || name === "NotFoundError" ? unreadable : refused;
      };
    } finally {
      this.busy = false;
    }
  }

  async #open(id: number): Promise<void> {
    this.outcome = null;
    if ((await this.session?.loading.openKept(id)) !== "gone") return;
    this.outcome = () => strings.keptModels.gone;
    await this.#read();
  }

  async #remove(id: number, name: string): Promise<void> {
    try {
      await removeModel(id);
      if (this.state?.keptAs?.id === id) this.session?.keptAs(null);
      this.outcome = () => strings.keptModels.removed(name);
    } catch {
      this.outcome = () => strings.keptModels.refused;
    }
    await this.#read();
    await this.updateComplete;
    const next = this.querySelector<HTMLElement>(".kept button, #keep-model");
    next?.focus({ preventScroll: true });
  }
}

customElements.define("wordlight-kept-models", KeptModels);
