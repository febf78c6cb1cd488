// The page's build. Everything it links to is relative (`base: "./"`), so
// `dist/` can be served from any folder of any static host.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  defineConfig,
  type HtmlTagDescriptor,
  mergeConfig,
  type Plugin,
  type UserConfig,
} from "vite";
import { lightRules } from "./src/highlight/sheet";
import { TABLE } from "./src/highlight/table";
import { delivered, engineFromPage } from "./vite/delivered";
import { ELEMENT_ENTRY, elementPackage } from "./vite/element";
import { NOTICE, notices } from "./vite/notices";
import { offline } from "./vite/offline";
import { oneFile } from "./vite/one-file";
import { workerSource } from "./vite/worker-source";

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

/** The colours of the light are worked out here, not on every visit. */
const light: Plugin = {
  name: "light",
  enforce: "pre",
  load: (id) =>
    id.endsWith("/src/highlight/table.ts") ? `export const TABLE = ${JSON.stringify(TABLE)}` : null,
  transform: (code, id) => (id.endsWith("/www/style.css") ? code + lightRules() : null),
};

/** What the first view needs is asked for with the document, not one after the other. */
const early: Plugin = {
  name: "early",
  transformIndexHtml: {
    order: "post",
    handler: (html, { bundle }) => {
      const files = Object.values(bundle ?? {});
      const engine = files.filter(({ fileName }) => fileName.endsWith(".wasm"));
      const chunks = files.filter((file) => file.type === "chunk");
      const first = chunks.filter(({ facadeModuleId }) =>
        /\/src\/page\.ts$|\/models\/imdb\/examples\.json/.test(facadeModuleId ?? ""),
      );
      // What the page shares with the panels is in files of its own, which a set grows by as it is gone through.
      const needed = new Set(first.map(({ fileName }) => fileName));
      for (const name of needed) {
        const imports = chunks.find(({ fileName }) => fileName === name)?.imports ?? [];
        for (const one of imports) needed.add(one);
      }
      const link = (fileName: string, attrs: Record<string, string>): HtmlTagDescriptor => ({
        tag: "link",
        attrs: { ...attrs, crossorigin: true, href: `./${fileName}` },
        injectTo: "head",
      });
      return [
        ...engine.map(({ fileName }) =>
          link(fileName, { rel: "preload", as: "fetch", type: "application/wasm" }),
        ),
        ...[...needed]
          .filter((fileName) => !html.includes(fileName))
          .map((fileName) => link(fileName, { rel: "modulepreload" })),
      ];
    },
  },
};

const site: UserConfig = {
  plugins: [light, notices, early, offline],
  build: { outDir: "../dist", emptyOutDir: true },
};

/** `vite build --mode one-file`, after the site: dist/wordlight.html (vite/one-file.ts). */
const inOneFile: UserConfig = {
  plugins: [light, notices, delivered("one-file"), oneFile()],
  publicDir: false,
  build: {
    outDir: "../dist",
    emptyOutDir: false,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
};

/** `vite build --mode element`, after the site: dist/element/ and dist/examples/ (vite/element.ts). */
const asElement: UserConfig = {
  plugins: [light, notices, delivered("element"), elementPackage],
  publicDir: false,
  build: {
    outDir: "../dist/element",
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: {
      input: ELEMENT_ENTRY,
      preserveEntrySignatures: "strict",
      output: { codeSplitting: false, entryFileNames: "wordlight-text.js" },
    },
  },
};

const modes: Record<string, UserConfig> = { "one-file": inOneFile, element: asElement };

const shared: UserConfig = {
  root: import.meta.dirname,
  base: "./",
  plugins: [workerSource],
  // No module: Chromium starts none that a page from a file has written itself.
  worker: { format: "iife", plugins: () => [engineFromPage] },
  define: { MODEL_BYTES: JSON.stringify(modelBytes) },
  // Keras's archives are files to be linked to, as images are. JSON files of a
  // model are imported with `?url`, since a plain import would parse them.
  assetsInclude: ["**/*.keras", "**/*.h5"],
  build: {
    // Highlights, module workers and WebAssembly SIMD are newer than this.
    target: "es2022",
    // Of browsers since May 2024: `light-dark()` stays as it is written.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // Models and the engine stay files of their own: `data:` addresses would
    // be decoded on every visit and kept from the browser's cache.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        codeSplitting: {
          // With what they import: what the page begins with, and the first view. Apart from main.ts,
          // which waits for the view: a file that it waits for cannot import it.
          groups: [
            {
              name: "begin",
              test: /\/src\/(engine\/client|engine\/compile|fetching|keep\/beginning)\.ts$|preload-helper/,
              priority: 2,
            },
            { name: "view", test: /\/src\/page\.ts$/, priority: 1 },
          ],
        },
      },
    },
    license: { fileName: NOTICE },
  },
  server: { host: "127.0.0.1", strictPort: true },
};

export default defineConfig(({ mode }) => mergeConfig(shared, modes[mode] ?? site));
