/** TensorFlow.js: its own layers, with the attention as the custom layer that a user would write. It gets ids. */
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { layers, loadLayersModel } from "@tensorflow/tfjs-layers";

/** α = exp(u·tanh(W·h + b)) / (Σ exp + 1e-7); keeps the weights of its last call. */
class AttentionWithContext extends layers.Layer {
  static className = "AttentionWithContext";
  /** The last call's attention weights, `[1, steps]`. */
  weightsOfLastCall = null;

  constructor(config = {}) {
    super(config);
    this.supportsMasking = true;
  }

  build(shape) {
    const dim = shape.at(-1);
    const zeros = { apply: (shape) => tf.zeros(shape) };
    this.W = this.addWeight("W", [dim, dim], "float32", zeros);
    this.b = this.addWeight("b", [dim], "float32", zeros);
    this.u = this.addWeight("u", [dim], "float32", zeros);
    this.built = true;
  }

  call(inputs, { mask: given } = {}) {
    return tf.tidy(() => {
      const states = [inputs].flat()[0];
      const mask = [given].flat()[0];
      const [texts, steps, dim] = states.shape;
      const projected = tf.matMul(tf.reshape(states, [texts * steps, dim]), this.W.read());
      const uT = tf.tanh(tf.add(projected, this.b.read()));
      const scores = tf.matMul(uT, tf.reshape(this.u.read(), [dim, 1]));
      let weights = tf.exp(tf.reshape(scores, [texts, steps]));
      if (mask) weights = tf.mul(weights, tf.cast(mask, "float32"));
      weights = tf.div(weights, tf.add(tf.sum(weights, 1, true), 1e-7));
      this.weightsOfLastCall?.dispose();
      this.weightsOfLastCall = tf.keep(weights);
      return tf.reshape(tf.matMul(tf.reshape(weights, [texts, 1, steps]), states), [texts, dim]);
    });
  }

  computeMask() {
    return null;
  }

  computeOutputShape([texts, , dim]) {
    return [texts, dim];
  }
}
tf.serialization.registerClass(AttentionWithContext);

/**
 * @param {import("../page/contender.mjs").ModelFiles} files
 * @param {{ assets: string, backend: "wasm" | "cpu" }} options
 * @returns {Promise<import("../page/contender.mjs").Engine>}
 */
export async function load(files, { assets, backend }) {
  if (backend === "wasm") {
    setWasmPaths(assets);
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  await tf.ready();
  const model = await loadLayersModel(files.url("model.json"));
  const attention = model.getLayer("attention");
  return {
    version: tf.version_core,
    analyze({ ids }) {
      const output = tf.tidy(() => model.predict(tf.tensor2d(ids, [1, ids.length], "int32")));
      const answer = {
        attention: attention.weightsOfLastCall.dataSync(),
        prediction: output.dataSync()[0],
      };
      output.dispose();
      return answer;
    },
  };
}
