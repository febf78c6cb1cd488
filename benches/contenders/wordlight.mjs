/** This project's engine, as the page uses it: it gets the text, and its own tokenizing is in every time. */

const FILES = {
  R: ["model.json", "weights.bin", "tokenizer.json"],
  imdb: ["model.keras", "tokenizer.json"],
};

/**
 * @param {import("../page/contender.mjs").ModelFiles} files
 * @param {{ anew?: boolean }} options `anew`: a model that has met no word yet can be had again
 * @returns {Promise<import("../page/contender.mjs").Engine>}
 */
export async function load(files, { anew }) {
  const names = FILES[files.model] ?? FILES.R;
  const address = "/pkg/wordlight.js"; // not bundled: it is served as it is published
  const fetched = Promise.all(
    names.map(async (name) => ({ name, bytes: await files.bytes(name) })),
  );
  const { default: init, Model } = await import(address);
  const { memory } = await init();
  let model = Model.load(await fetched);
  const renew = async () => {
    model.free();
    model = Model.load(await fetched);
  };
  return {
    analyze({ text }) {
      const { attentionWeights, prediction } = model.analyzeColumns(text);
      return { attention: attentionWeights, prediction: prediction[0] };
    },
    analyzeMany: (inputs) => {
      const { predictions } = model.analyzeMany(inputs.map(({ text }) => text));
      const classes = predictions.length / inputs.length;
      return inputs.map((_, index) => predictions[index * classes]);
    },
    ...(anew && { renew }),
    memoryBytes: () => memory.buffer.byteLength,
  };
}
