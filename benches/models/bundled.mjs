/** Reads the model that the page comes with (www/models/imdb) for the other runtimes. */
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { File } from "jsfive";

/**
 * @param {string} path the .keras file: an archive of config.json and model.weights.h5
 * @returns {import("./classifier.mjs").Classifier}
 */
export function bundledClassifier(path) {
  const archive = unzipSync(readFileSync(path));
  const file = new File(Uint8Array.from(archive["model.weights.h5"]).buffer, "model.weights.h5");
  /** @returns {import("./classifier.mjs").Tensor} */
  const tensor = (layer, index) => {
    const found = file.get(`layers/${layer}/vars/${index}`);
    if (!found) throw new Error(`${path}: no weights layers/${layer}/vars/${index}`);
    return { shape: [...found.shape], values: Float32Array.from(found.value) };
  };
  const direction = (name) => ({
    kernel: tensor(`bidirectional/${name}/cell`, 0),
    recurrentKernel: tensor(`bidirectional/${name}/cell`, 1),
    bias: tensor(`bidirectional/${name}/cell`, 2),
  });
  const layers = JSON.parse(new TextDecoder().decode(archive["config.json"])).config.layers;
  const { activation } = layers.find(({ class_name }) => class_name === "TimeDistributed").config
    .layer.config;
  return {
    name: "imdb",
    embeddings: tensor("embedding", 0),
    directions: [direction("forward_layer"), direction("backward_layer")],
    dense: {
      kernel: tensor("time_distributed/layer", 0),
      bias: tensor("time_distributed/layer", 1),
      activation,
    },
    attention: {
      W: tensor("attention_with_context", 0),
      b: tensor("attention_with_context", 1),
      u: tensor("attention_with_context", 2),
    },
    output: { kernel: tensor("dense", 0), bias: tensor("dense", 1) },
  };
}
