/** Wires the parts together. */

import { modelName } from "./bundled";
import { App } from "./components/app";
import type { Engine } from "./engine/client";
import { FIRST, isThere } from "./fetching";
import { beginAttempt, endAttempt } from "./keep/attempt";
import { type Beginning, keptNumber } from "./keep/beginning";
import { type Hearing, Keeper } from "./keep/keeper";
import { languageOf, speakFirst } from "./language";
import { LinkOpener } from "./link-opener";
import { panelOf } from "./panels";
import { portionOf } from "./portion";
import { Session } from "./session";
import { Store } from "./state";
import { strings } from "./strings";
import { recallTheme } from "./theme";

/** Shows the page as it was left, or as a link has it; at first, with the first bundled model. */
export async function show(engine: Engine, beginning: Beginning): Promise<void> {
  recallTheme();
  const { link, opened, text } = beginning;
  const spoken = speakFirst(languageOf(link?.language ?? null));
  const store = new Store();
  const session = new Session(store, engine);
  const app = new App(store, session);
  // The script may be here before the document is.
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  }
  // Before anything is shown, so that nobody sees another language first.
  await spoken;
  const { look } = store.state;
  store.set({ look: { ...look, ...beginning.look }, panel: panelOf(beginning.panel) });
  document.body.prepend(app);
  await app.updateComplete;
  const opener = new LinkOpener(store, session);
  if (link !== null) opener.keepOwnText();
  if (text !== null) session.texts.replace(text);
  if (beginning.rest !== "") session.texts.wait(beginning.rest);

  const kept = keptNumber(opened);
  const bundled = opened !== null && isThere(opened) ? opened : FIRST;
  const loaded =
    kept === null ? session.loading.openBundled(bundled) : openKept(store, session, kept);
  if (kept === null) await app.showExamplesOf(bundled);
  // The example that the page begins with was not chosen by anybody: it is not kept.
  const isExample = app.examples.some((example) => example.text === store.state.text);
  // Of a link's text that is longer than the box holds, the rest waits: that is no change of anybody's.
  const seen = {
    text: text === null ? (isExample ? store.state.text : "") : portionOf(text).head,
    rest: link === null ? beginning.rest : store.state.rest,
    opened: kept === null ? bundled : (opened ?? ""),
  };
  const keeper = new Keeper(store, hearing(session, opener));
  keeper.start(seen, link !== null);
  if ((await loaded) === "failed") keeper.standsIn();
  if (link !== null) opener.tellOf(link);
}

/** A kept model that is gone or fails leaves the page with its own first one, and says so. */
async function openKept(
  store: Store,
  session: Session,
  id: number,
): Promise<"opened" | "gone" | "failed" | "broughtDown"> {
  if (beginAttempt(id) === "broughtDown") {
    await session.loading.openBundled(FIRST);
    const name = modelName({ name: FIRST, bundled: FIRST });
    if (store.state.notice === null) session.inform(strings.keptModels.broughtDown(name));
    return "broughtDown";
  }
  const outcome = await session.loading.openKept(id).finally(endAttempt);
  if (outcome === "opened") return outcome;
  const { notice } = store.state;
  await session.loading.openBundled(FIRST);
  if (outcome === "gone") session.inform(strings.keptModels.gone);
  // That another model is open now does not make it pointless.
  else if (store.state.notice === null) store.set({ notice });
  return outcome;
}

function hearing(session: Session, opener: LinkOpener): Hearing {
  let isTold = false;
  return {
    changed: () => opener.leave(),
    failed: (name, outcome) => {
      if (isTold) return;
      isTold = true;
      const { full, fullText, fullRest, refused } = strings.keep;
      const ofName = { text: fullText, rest: fullRest, look: full, panel: full, opened: full };
      session.inform(outcome === "refused" ? refused : ofName[name]);
    },
  };
}
