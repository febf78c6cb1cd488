/** One worker with an engine of its own. It is given the texts once, and then told which of them to analyse. */
import { loadContender } from "./contender.mjs";

/** @type {import("./contender.mjs").Input[]} */
let inputs = [];
const loading = loadContender(new URLSearchParams(self.location.search));

/** What a message asks for. */
async function answer(data) {
  const { engine } = await loading;
  if (data.inputs) {
    inputs = data.inputs;
    return { ready: true };
  }
  const predictions = await engine.analyzeMany(data.indices.map((index) => inputs[index]));
  return { indices: data.indices, predictions };
}

self.addEventListener("message", ({ data }) => {
  answer(data).then(
    (reply) => self.postMessage(reply),
    (error) => self.postMessage({ error: String(error) }),
  );
});
