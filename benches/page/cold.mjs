/**
 * A bare page that loads one contender and gives one answer. `window.cold` then holds the milliseconds since the
 * navigation began. The text is in the page's address: nobody has to fetch it.
 */
import { loadContender } from "./contender.mjs";

const query = new URLSearchParams(location.search);
const input = {
  text: query.get("text"),
  ids: Int32Array.from(JSON.parse(query.get("ids"))),
};
const { engine } = await loadContender(query);
const loaded = performance.now();
const { prediction } = await engine.analyze(input);
Object.assign(window, { cold: { loaded, answered: performance.now(), prediction } });
