/** Wires the parts together. */
import { BUNDLED } from "./bundled";
import { App } from "./components/app";
import type { Engine } from "./engine/client";
import { speakFirst } from "./language";
import { Session } from "./session";
import { Store } from "./state";
import { recallTheme } from "./theme";

/** Shows the page, with the first bundled model. */
export async function show(engine: Engine): Promise<void> {
  recallTheme();
  const spoken = speakFirst();
  const store = new Store();
  const session = new Session(store, engine);
  const app = new App(store, session);
  // The script may be here before the document is.
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  }
  // Before anything is shown, so that nobody sees another language first.
  await spoken;
  document.body.prepend(app);
  const [first] = BUNDLED;
  if (first === undefined) return;
  void session.openBundled(first.id);
  await app.showExamplesOf(first.id);
}
