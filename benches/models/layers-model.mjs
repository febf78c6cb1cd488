/**
 * A classifier as a TensorFlow.js layers model, as TensorFlow's own converter writes what Keras 2 saved:
 * model.json with the architecture and a manifest, and one shard of weights. TensorFlow.js and wordlight both read it.
 */

const layer = (className, config) => ({
  class_name: className,
  config: { trainable: true, dtype: "float32", ...config },
});

/** @param {import("./classifier.mjs").Classifier} classifier */
function architecture({ embeddings, directions, dense, name }) {
  const [inputDim, outputDim] = embeddings.shape;
  const units = directions[0].recurrentKernel.shape[0];
  const lstm = {
    units,
    return_sequences: true,
    activation: "tanh",
    recurrent_activation: "sigmoid",
    use_bias: true,
    unit_forget_bias: true,
    // Weights are loaded, so that nothing needs to be drawn first.
    kernel_initializer: { class_name: "Zeros", config: {} },
    recurrent_initializer: { class_name: "Zeros", config: {} },
    bias_initializer: { class_name: "Zeros", config: {} },
  };
  const zeros = {
    use_bias: true,
    kernel_initializer: { class_name: "Zeros", config: {} },
    bias_initializer: { class_name: "Zeros", config: {} },
  };
  const layers = [
    layer("InputLayer", { name: "ids", batch_input_shape: [null, null], dtype: "int32" }),
    layer("Embedding", {
      name: "embedding",
      batch_input_shape: [null, null],
      input_dim: inputDim,
      output_dim: outputDim,
      mask_zero: true,
      embeddings_initializer: { class_name: "Zeros", config: {} },
    }),
    directions.length === 2
      ? layer("Bidirectional", {
          name: "bidirectional",
          merge_mode: "concat",
          layer: layer("LSTM", { name: "lstm", ...lstm }),
        })
      : layer("LSTM", { name: "lstm", ...lstm }),
  ];
  if (dense) {
    const config = { name: "dense", units: dense.bias.shape[0], activation: dense.activation };
    layers.push(
      layer("TimeDistributed", {
        name: "time_distributed",
        layer: layer("Dense", { ...config, ...zeros }),
      }),
    );
  }
  layers.push(
    layer("AttentionWithContext", { name: "attention" }),
    layer("Dense", { name: "prediction", units: 1, activation: "sigmoid", ...zeros }),
  );
  return { class_name: "Sequential", config: { name: `model_${name}`, layers } };
}

/**
 * Every weight under the name that Keras 2 gives it.
 *
 * @param {import("./classifier.mjs").Classifier} classifier
 * @returns {[string, import("./classifier.mjs").Tensor][]}
 */
function namedWeights({ embeddings, directions, dense, attention, output }) {
  const prefixes =
    directions.length === 2
      ? ["bidirectional/forward_lstm/lstm_cell", "bidirectional/backward_lstm/lstm_cell"]
      : ["lstm/lstm_cell"];
  return [
    ["embedding/embeddings", embeddings],
    ...directions.flatMap(({ kernel, recurrentKernel, bias }, index) => [
      [`${prefixes[index]}/kernel`, kernel],
      [`${prefixes[index]}/recurrent_kernel`, recurrentKernel],
      [`${prefixes[index]}/bias`, bias],
    ]),
    ...(dense
      ? [
          ["time_distributed/kernel", dense.kernel],
          ["time_distributed/bias", dense.bias],
        ]
      : []),
    ["attention/W", attention.W],
    ["attention/b", attention.b],
    ["attention/u", attention.u],
    ["prediction/kernel", output.kernel],
    ["prediction/bias", output.bias],
  ];
}

/**
 * @param {import("./classifier.mjs").Classifier} classifier
 * @returns {{ json: string, weights: Uint8Array }} the contents of model.json and weights.bin
 */
export function layersModel(classifier) {
  const named = namedWeights(classifier);
  const manifest = {
    paths: ["weights.bin"],
    weights: named.map(([name, { shape }]) => ({ name, shape, dtype: "float32" })),
  };
  const model = {
    format: "layers-model",
    generatedBy: "keras v2.15.0",
    convertedBy: "wordlight benches",
    modelTopology: {
      keras_version: "2.15.0",
      backend: "tensorflow",
      model_config: architecture(classifier),
    },
    weightsManifest: [manifest],
  };
  const weights = Buffer.concat(
    named.map(([, { values }]) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  return { json: JSON.stringify(model), weights };
}
