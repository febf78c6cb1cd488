// The page's build. Everything it links to is relative (`base: "./"`), so
// `dist/` can be served from any folder of any static host.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";

const models = join(import.meta.dirname, "models");
const fetched = ["model.keras", "tokenizer.json", "labels.json", "options.json"];

/** What it takes to fetch each bundled model from a host that compresses. */
const modelBytes = Object.fromEntries(
  readdirSync(models).map((id) => {
    const files = fetched.map((name) => join(models, id, name)).filter(existsSync);
    const sizes = files.map((file) => gzipSync(readFileSync(file)).length);
    return [id, sizes.reduce((sum, size) => sum + size, 0)];
  }),
);

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  define: { MODEL_BYTES: JSON.stringify(modelBytes) },
  // Keras's archives are files to be linked to, as images are. JSON files of a
  // model are imported with `?url`, since a plain import would parse them.
  assetsInclude: ["**/*.keras", "**/*.h5"],
  worker: { format: "es" },
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    // Highlights, module workers and WebAssembly SIMD are newer than this.
    target: "es2022",
    // Models and the engine stay files of their own: `data:` addresses would
    // be decoded on every visit and kept from the browser's cache.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
    // The notices of the libraries the page carries, in `dist/license.md`.
    license: { fileName: "license.md" },
  },
  server: { host: "127.0.0.1", strictPort: true },
});
