/** Bytes to load: as they are, with gzip -9, with brotli -11. Models and tokenizers are not counted. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { ASSETS, BENCHES, bundle } from "../driver/contenders.mjs";
import { table } from "../driver/table.mjs";

/** What a page that runs a saved model imports at least. */
const IMPORTS = {
  onnxruntime: `export { InferenceSession, Tensor, env } from "onnxruntime-web/wasm"`,
  tensorflow: `import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
    export { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
    export { ready, setBackend, tensor2d, tidy } from "@tensorflow/tfjs-core";
    export { layers, loadLayersModel } from "@tensorflow/tfjs-layers"`,
};
/** Files of the page that are data: models, their cards and words, the licence that one may read. */
const DATA = /\.(keras|json|md)$/;

/** Brotli takes its time over 12 MB: sizes are kept by the contents' hash. */
class Compressor {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    this.known = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  }

  /** @param {Buffer} bytes @returns {{ raw: number, gzip: number, brotli: number }} */
  sizes(bytes) {
    const hash = createHash("sha256").update(bytes).digest("hex");
    this.known[hash] ??= {
      raw: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }).length,
    };
    writeFileSync(this.path, JSON.stringify(this.known));
    return this.known[hash];
  }
}

/** @param {import("../bench.mjs").Run} run */
export async function sizes(run) {
  const compressor = new Compressor(join(run.work, "sizes.json"));
  const minified = async (entry) => {
    const { outputFiles } = await bundle(entry, { write: false });
    return Buffer.from(outputFiles[0].contents);
  };
  const imports = (name) => minified({ stdin: { contents: IMPORTS[name], resolveDir: BENCHES } });
  const assets = (name) =>
    ASSETS[name].map((path) => [basename(path), readFileSync(join(BENCHES, "node_modules", path))]);
  const pkg = join(run.root, "www/pkg");
  const dist = join(run.root, "dist");

  const sets = {
    "wordlight, the engine": [
      ["wordlight.js", await minified({ entryPoints: [join(pkg, "wordlight.js")] })],
      ...readdirSync(pkg)
        .filter((name) => name.endsWith(".wasm"))
        .map((name) => [name, readFileSync(join(pkg, name))]),
    ],
    "wordlight, the whole page": readdirSync(dist, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !DATA.test(entry.name))
      .map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name))]),
    "ONNX Runtime Web": [["js", await imports("onnxruntime")], ...assets("onnxruntime")],
    "TensorFlow.js, layers and wasm": [
      ["js", await imports("tensorflow")],
      ...assets("tensorflow"),
    ],
  };
  const rows = Object.entries(sets).map(([title, contents]) => {
    const files = contents.map(([name, bytes]) => ({ name, ...compressor.sizes(bytes) }));
    const total = (kind) => files.reduce((sum, file) => sum + file[kind], 0);
    return { title, files, raw: total("raw"), gzip: total("gzip"), brotli: total("brotli") };
  });
  const kilobytes = (bytes) => Math.round(bytes / 1000).toLocaleString("en");
  return {
    rows,
    table: table(
      ["to load, kB (1,000 bytes)", "raw", "gzip -9", "brotli -11"],
      rows.map(({ title, raw, gzip, brotli }) => [title, ...[raw, gzip, brotli].map(kilobytes)]),
    ),
  };
}
