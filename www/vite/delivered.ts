// Puts a build's own way of delivery in the place of the site's, and keeps the
// worker from taking the engine along: the page hands it over.
import { join } from "node:path";
import type { Plugin } from "vite";

/** `way`: a module of src/delivery/. */
export const delivered = (way: string): Plugin => ({
  name: "delivered",
  enforce: "pre",
  resolveId: (source) =>
    source.endsWith("/delivery/site")
      ? join(import.meta.dirname, `../src/delivery/${way}.ts`)
      : null,
});

export const engineFromPage: Plugin = {
  name: "engine-from-page",
  enforce: "pre",
  transform: (code, id) =>
    id.endsWith("/pkg/wordlight.js")
      ? code.replace("new URL('wordlight_bg.wasm', import.meta.url)", "undefined")
      : null,
};
