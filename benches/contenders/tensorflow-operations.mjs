/**
 * TensorFlow.js without its layers: the same network in core operations, written for speed. The words' projections
 * are one product before the loop, a gate's activations are joined where they are the same. No mask: texts only.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

/** Every weight by its name in model.json. */
async function namedTensors(files) {
  const [{ weightsManifest }, bytes] = await Promise.all([
    files.json("model.json"),
    files.bytes("weights.bin"),
  ]);
  const tensors = {};
  let offset = 0;
  for (const { name, shape } of weightsManifest[0].weights) {
    const length = shape.reduce((a, b) => a * b, 1);
    tensors[name] = tf.tensor(new Float32Array(bytes.buffer, offset, length), shape);
    offset += 4 * length;
  }
  return tensors;
}

/** The states of one direction, `[steps, units]`, in the order of the text. */
function lstm(words, kernel, recurrentKernel, bias, backward) {
  const [units] = recurrentKernel.shape;
  const [steps] = words.shape;
  const inputs = tf.unstack(
    tf.reshape(tf.add(tf.matMul(words, kernel), bias), [steps, 1, 4 * units]),
  );
  let [h, c] = [tf.zeros([1, units]), tf.zeros([1, units])];
  const states = Array(steps);
  for (let turn = 0; turn < steps; turn++) {
    const step = backward ? steps - 1 - turn : turn;
    const z = tf.add(inputs[step], tf.matMul(h, recurrentKernel));
    const gates = tf.sigmoid(tf.slice(z, [0, 0], [1, 2 * units]));
    const [i, f] = tf.split(gates, 2, 1);
    const candidate = tf.tanh(tf.slice(z, [0, 2 * units], [1, units]));
    const o = tf.sigmoid(tf.slice(z, [0, 3 * units], [1, units]));
    c = tf.add(tf.mul(f, c), tf.mul(i, candidate));
    h = tf.mul(o, tf.tanh(c));
    states[step] = h;
  }
  return tf.concat(states, 0);
}

/**
 * @param {import("../page/contender.mjs").ModelFiles} files
 * @param {{ backend: "cpu" }} options
 * @returns {Promise<import("../page/contender.mjs").Engine>}
 */
export async function load(files, { backend }) {
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  await tf.ready();
  const w = await namedTensors(files);
  const prefixes = Object.keys(w)
    .filter((name) => name.endsWith("/lstm_cell/kernel"))
    .map((name) => name.slice(0, -"/kernel".length));
  const activation = (await files.json("model.json")).modelTopology.model_config.config.layers.find(
    ({ class_name }) => class_name === "TimeDistributed",
  )?.config.layer.config.activation;
  const context = tf.reshape(w["attention/u"], [-1, 1]);

  const forward = (ids) => {
    const words = tf.gather(w["embedding/embeddings"], tf.tensor1d(ids, "int32"));
    let states = tf.concat(
      prefixes.map((prefix, index) =>
        lstm(
          words,
          w[`${prefix}/kernel`],
          w[`${prefix}/recurrent_kernel`],
          w[`${prefix}/bias`],
          index === 1,
        ),
      ),
      1,
    );
    if (activation) {
      states = tf.add(tf.matMul(states, w["time_distributed/kernel"]), w["time_distributed/bias"]);
      if (activation === "tanh") states = tf.tanh(states);
    }
    const uT = tf.tanh(tf.add(tf.matMul(states, w["attention/W"]), w["attention/b"]));
    const exponentials = tf.exp(tf.reshape(tf.matMul(uT, context), [1, -1]));
    const attention = tf.div(exponentials, tf.add(tf.sum(exponentials), 1e-7));
    const logit = tf.add(
      tf.matMul(tf.matMul(attention, states), w["prediction/kernel"]),
      w["prediction/bias"],
    );
    return [tf.sigmoid(logit), attention];
  };

  return {
    version: tf.version_core,
    analyze({ ids }) {
      const [prediction, attention] = tf.tidy(() => forward(ids));
      const answer = { attention: attention.dataSync(), prediction: prediction.dataSync()[0] };
      prediction.dispose();
      attention.dispose();
      return answer;
    },
  };
}
