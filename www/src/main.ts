/** Wires the parts together. */
import { examples } from "./bundled";
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
void session.openBundled();

const texts = await examples();
app.examples = texts;
await app.updateComplete;
const [first] = texts;
// Whoever was faster than the example keeps what they wrote.
if (first !== undefined && store.state.text === "") app.textBox.replaceText(first.text);
