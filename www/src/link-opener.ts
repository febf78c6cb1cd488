/** Opens links of this page: with the page itself, or later in the same tab. */
import { isThere } from "./fetching";
import { readKept } from "./keep/storage";
import { languageOf } from "./language";
import { type Link, OWN_MODEL, readLink } from "./link";
import { panelOf } from "./panels";
import type { Session } from "./session";
import { initialState, type Store } from "./state";
import { strings } from "./strings";
import { noted } from "./texts";

export class LinkOpener {
  readonly #store: Store;
  readonly #session: Session;

  constructor(store: Store, session: Session) {
    this.#store = store;
    this.#session = session;
    addEventListener("hashchange", () => {
      const link = readLink(location.hash);
      if (link !== null) void this.#open(link);
    });
  }

  /** The link's text takes the place of the person's own, which can be had back. */
  keepOwnText(): void {
    const text = readKept("text");
    if (text === null) return;
    const { texts } = this.#store.state;
    const rest = readKept("rest") ?? "";
    this.#store.set({ texts: noted(texts, text, null, new Date(), rest) });
  }

  /** The screen is no longer what the link says: a reload is to show what was made of it. */
  leave(): void {
    if (readLink(location.hash) === null) return;
    try {
      history.replaceState(history.state, "", location.pathname + location.search);
    } catch {
      // As a file on the disk, in some browsers: then a reload follows the link once more.
    }
  }

  async #open(link: Link): Promise<void> {
    const { look } = initialState;
    const language = languageOf(link.language);
    this.#store.set({ panel: panelOf(link.panel) });
    this.#session.setLook({ ...look, ...link.look });
    if (language !== null) await this.#session.speakFor(language);
    if (link.text !== null) this.#session.texts.replace(link.text);
    if (link.model !== null && isThere(link.model))
      await this.#session.loading.openBundled(link.model);
    this.tellOf(link);
  }

  /** What of it could not be followed; nothing where all could. */
  tellOf({ model, panel, language, isNewer, unknown }: Link): void {
    const say = strings.link;
    const names = [
      ...unknown,
      ...(panel !== null && panelOf(panel) === null ? ["panel"] : []),
      ...(language !== null && languageOf(language) === null ? ["lang"] : []),
    ];
    const sentences = [
      ...(isNewer ? [say.newer] : []),
      ...(model === OWN_MODEL ? [say.ownModel] : []),
      ...(model !== null && model !== OWN_MODEL && !isThere(model) ? [say.noModel(model)] : []),
      ...(names.length > 0 ? [say.unknown(names)] : []),
    ];
    const [first, ...rest] = sentences;
    if (first !== undefined) this.#session.inform(first, rest.join(" ") || null);
  }
}
