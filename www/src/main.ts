/** Begins what takes longest, the engine and the first model; the page is put together meanwhile. */
import { Engine } from "./engine/client";
import { compileEngine } from "./engine/compile";
import { FIRST, fetchModel, isThere } from "./fetching";
import { keptNumber, readBeginning } from "./keep/beginning";

const engine = new Engine(compileEngine());
const beginning = readBeginning();
const { opened } = beginning;
// Should it fail, the page asks again, and says so.
if (keptNumber(opened) === null) {
  fetchModel(opened !== null && isThere(opened) ? opened : FIRST).catch(() => undefined);
}
const { show } = await import("./page");
await show(engine, beginning);
