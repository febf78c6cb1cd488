/** ONNX Runtime Web, its WebAssembly execution provider, one thread. It gets ids. */
import * as ort from "onnxruntime-web/wasm";

/**
 * @param {import("../page/contender.mjs").ModelFiles} files
 * @param {{ assets: string }} options
 * @returns {Promise<import("../page/contender.mjs").Engine>}
 */
export async function load(files, { assets }) {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = {
    wasm: `${assets}ort-wasm-simd-threaded.wasm`,
    mjs: `${assets}ort-wasm-simd-threaded.mjs`,
  };
  const open = async (name) =>
    ort.InferenceSession.create(await files.bytes(name), {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "all",
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: "sequential",
    });
  const session = await open("model.onnx");
  let batchSession = null;
  return {
    version: ort.env.versions.web,
    async analyze({ ids }) {
      const feeds = { ids: new ort.Tensor("int32", ids, [1, ids.length]) };
      const { prediction, attention } = await session.run(feeds);
      return { attention: attention.data, prediction: prediction.data[0] };
    },
    async analyzeMany(inputs) {
      batchSession ??= await open("batch.onnx");
      const steps = Math.max(...inputs.map(({ ids }) => ids.length));
      const padded = new Int32Array(inputs.length * steps);
      for (const [text, { ids }] of inputs.entries()) padded.set(ids, text * steps);
      const feeds = { ids: new ort.Tensor("int32", padded, [inputs.length, steps]) };
      return [...(await batchSession.run(feeds)).prediction.data];
    },
  };
}
