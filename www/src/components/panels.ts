/**
 * The row of tabs below the text, and the panel that is open. A second press closes it. Arrow keys go
 * from tab to tab without opening, because a panel may have to be fetched.
 */
import { html, nothing } from "lit";
import { PANELS, type Panel, type PanelId } from "../panels";
import type { Session } from "../session";
import type { State } from "../state";
import { strings } from "../strings";
import type { PanelElement } from "./panel-element";
import { Part } from "./part";

export class Panels extends Part {
  static override properties = {
    state: { attribute: false },
    session: { attribute: false },
    failed: { state: true },
    arrived: { state: true },
    stop: { state: true },
  };
  declare state: State | null;
  declare session: Session | null;
  /** The panel that could not be fetched. */
  declare failed: PanelId | null;
  /** How many panels are here: each is rendered once it has arrived. */
  declare arrived: number;
  /** The tab where the Tab key stops: the one last gone to or opened. */
  declare stop: PanelId | null;
  #opened: PanelId | null = null;
  readonly #elements = new Map<PanelId, PanelElement>();
  readonly #loading = new Set<PanelId>();

  constructor() {
    super();
    this.state = null;
    this.session = null;
    this.failed = null;
    this.arrived = 0;
    this.stop = null;
  }

  protected override willUpdate(): void {
    const opened = this.state?.panel ?? null;
    if (opened !== null && opened !== this.#opened) this.stop = opened;
    this.#opened = opened;
  }

  protected override render() {
    const { state } = this;
    if (state === null) return nothing;
    const panels = PANELS.filter((panel) => panel.applies(state));
    if (panels.length === 0) return nothing;
    const open = panels.find(({ id }) => id === state.panel) ?? null;
    const stop = panels.find(({ id }) => id === this.stop) ?? open ?? panels[0];
    return html`<div
        class="tabs"
        role="tablist"
        aria-label=${strings.panelRow.label}
        @keydown=${this.#moved}
      >
        ${panels.map((panel) => this.#tab(panel, panel === open, panel === stop))}
      </div>
      ${open === null ? nothing : this.#panel(open, state)}`;
  }

  #tab({ id }: Panel, isOpen: boolean, isStop: boolean) {
    return html`<button
      type="button"
      role="tab"
      id=${`tab-${id}`}
      data-panel=${id}
      aria-selected=${isOpen ? "true" : "false"}
      aria-controls=${isOpen ? `panel-${id}` : nothing}
      tabindex=${isStop ? 0 : -1}
      @click=${() => this.session?.showPanel(isOpen ? null : id)}
    >
      ${strings.panels[id]}
    </button>`;
  }

  #panel(panel: Panel, state: State) {
    const { id } = panel;
    const element = this.#elements.get(id) ?? null;
    if (element !== null && this.session !== null) {
      element.state = state;
      element.session = this.session;
    }
    const { failed, loading } = strings.panelRow;
    return html`<div role="tabpanel" class="panel" id=${`panel-${id}`} aria-labelledby=${`tab-${id}`} tabindex="0">
      ${element ?? html`<p class="remark" role="status">${this.failed === id ? failed : loading}</p>`}
    </div>`;
  }

  protected override updated(): void {
    const { state } = this;
    const open = PANELS.find((panel) => panel.id === state?.panel);
    if (open === undefined) this.failed = null;
    else if (state !== null && open.applies(state) && this.failed !== open.id)
      void this.#fetch(open);
  }

  async #fetch({ id, load }: Panel): Promise<void> {
    if (this.#elements.has(id) || this.#loading.has(id)) return;
    this.#loading.add(id);
    try {
      await load();
      this.#elements.set(id, document.createElement(`wordlight-panel-${id}`) as PanelElement);
      this.arrived++;
    } catch {
      this.failed = id;
    } finally {
      this.#loading.delete(id);
    }
  }

  #moved(event: KeyboardEvent): void {
    const tabs = [...this.querySelectorAll<HTMLElement>("[role=tab]")];
    const at = tabs.indexOf(document.activeElement as HTMLElement);
    const next = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const tab = tabs[next];
    this.stop = PANELS.find(({ id }) => id === tab?.dataset["panel"])?.id ?? null;
    tab?.focus();
  }
}

customElements.define("wordlight-panels", Panels);
