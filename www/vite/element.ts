// <wordlight-text> in dist/element/, and in the npm package as `wordlight/element`.
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { NOTICE } from "./notices";

const www = join(import.meta.dirname, "..");
const dist = join(www, "../dist");
const element = join(dist, "element");

export const ELEMENT_ENTRY = join(www, "src/element/element.ts");

export const elementPackage: Plugin = {
  name: "element-package",
  apply: "build",
  closeBundle() {
    cpSync(join(www, "src/element/wordlight-text.d.ts"), join(element, "wordlight-text.d.ts"));
    cpSync(join(www, "examples"), join(dist, "examples"), { recursive: true });
    if (existsSync(join(www, "pkg/package.json"))) intoPackage(join(www, "pkg/element"));
  },
};

/** The package has the engine's WebAssembly already. */
function intoPackage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(element, folder, { recursive: true });
  renameSync(join(folder, NOTICE), join(folder, "..", NOTICE));
  const [wasm] = readdirSync(join(folder, "assets")).filter((name) => name.endsWith(".wasm"));
  const script = join(folder, "wordlight-text.js");
  const source = readFileSync(script, "utf8");
  if (wasm === undefined || !source.includes(`assets/${wasm}`)) {
    throw new Error("the element does not name its WebAssembly");
  }
  rmSync(join(folder, "assets", wasm));
  writeFileSync(script, source.replaceAll(`assets/${wasm}`, "../wordlight_bg.wasm"));
}
