/** Wires the parts together. */
import { BUNDLED } from "./bundled";
import { App } from "./components/app";
import { Engine } from "./engine/client";
import { lightSheet } from "./highlight/sheet";
import { Session } from "./session";
import { Store } from "./state";

document.adoptedStyleSheets.push(lightSheet());

const store = new Store();
const session = new Session(store, new Engine());
const app = new App(store, session);
document.body.prepend(app);
const [first] = BUNDLED;
if (first !== undefined) {
  void session.openBundled(first.id);
  await app.showExamplesOf(first.id);
}
