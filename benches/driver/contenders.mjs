/** Who is measured, and how each is built for the browser. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const BENCHES = fileURLToPath(new URL("..", import.meta.url));
const MODULES = join(BENCHES, "node_modules");

/**
 * @typedef {{ title: string, module: string, options?: object }} Contender
 * @type {Record<string, Contender>}
 */
export const CONTENDERS = {
  wordlight: { title: "wordlight", module: "wordlight" },
  "wordlight-anew": {
    title: "wordlight, every word met for the first time",
    module: "wordlight",
    options: { anew: true },
  },
  "onnxruntime-web": { title: "ONNX Runtime Web, wasm, 1 thread", module: "onnxruntime" },
  "tfjs-wasm": {
    title: "TensorFlow.js wasm, its layers",
    module: "tensorflow",
    options: { backend: "wasm" },
  },
  "tfjs-cpu": {
    title: "TensorFlow.js cpu, its layers",
    module: "tensorflow",
    options: { backend: "cpu" },
  },
  "tfjs-cpu-operations": {
    title: "TensorFlow.js cpu, hand-written operations",
    module: "tensorflow-operations",
    options: { backend: "cpu" },
  },
};

/** Who starts cold: also a page without any engine. @type {Record<string, Contender>} */
export const COLD_CONTENDERS = {
  ...CONTENDERS,
  "files-only": { title: "nothing but the model's weights", module: "files-only" },
};

/** What the bundles fetch at run time. */
export const ASSETS = {
  onnxruntime: [
    "onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
    "onnxruntime-web/dist/ort-wasm-simd-threaded.mjs",
  ],
  tensorflow: ["@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm"],
};

/** Bundles a module for the browser, small and without what only Node has. */
export const bundle = (entry, options) =>
  build({
    ...entry,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    nodePaths: [MODULES],
    conditions: ["onnxruntime-web-use-extern-wasm"],
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["/pkg/*", "fs", "path", "os", "util", "crypto", "worker_threads", "perf_hooks"],
    logLevel: "error",
    ...options,
  });

/** Builds every contender into `folder`. */
export async function buildContenders(folder) {
  mkdirSync(folder, { recursive: true });
  const modules = new Set(Object.values(COLD_CONTENDERS).map(({ module }) => module));
  await bundle(
    { entryPoints: [...modules].map((name) => join(BENCHES, "contenders", `${name}.mjs`)) },
    { outdir: folder, outExtension: { ".js": ".js" } },
  );
  for (const asset of Object.values(ASSETS).flat()) {
    copyFileSync(join(MODULES, asset), join(folder, asset.split("/").at(-1)));
  }
}

/** The path of a contender's page. */
export function benchPath(name, model, page = "bench") {
  const { module, options = {} } = COLD_CONTENDERS[name];
  const query = new URLSearchParams({
    contender: module,
    model,
    options: JSON.stringify(options),
  });
  return `/page/${page}.html?${query}`;
}
