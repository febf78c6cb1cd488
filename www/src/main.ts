/** Begins what takes longest, the engine and the first model; the page is put together meanwhile. */
import { Engine } from "./engine/client";
import { compileEngine } from "./engine/compile";
import { FIRST, fetchModel } from "./fetching";

const engine = new Engine(compileEngine());
// Should it fail, the page asks again, and says so.
fetchModel(FIRST).catch(() => undefined);
const { show } = await import("./page");
await show(engine);
