/** One worker with an engine of its own. It is given the texts once, and then told which of them to analyse. */
import { loadContender } from "./contender.mjs";

/** @type {import("./contender.mjs").Input[]} */
let inputs = [];
const loading = loadContender(new URLSearchParams(self.location.search));

self.addEventListener("message", async ({ data }) => {
  const { engine } = await loading;
  if (data.inputs) {
    inputs = data.inputs;
    self.postMessage({ ready: true });
    return;
  }
  const predictions = await engine.analyzeMany(data.indices.map((index) => inputs[index]));
  self.postMessage({ indices: data.indices, predictions });
});
