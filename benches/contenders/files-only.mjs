/** Fetches a model's weights and answers nothing: what a page costs without any engine. */

/** @param {import("../page/contender.mjs").ModelFiles} files */
export async function load(files) {
  await files.bytes(files.model === "imdb" ? "model.keras" : "weights.bin");
  return { analyze: () => ({ prediction: Number.NaN, attention: [] }) };
}
