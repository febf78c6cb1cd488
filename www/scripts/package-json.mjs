// package-json.mjs FOLDER: finishes the npm package that wasm-bindgen left in
// FOLDER, with what Cargo.toml says of the crate.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--no-deps", "--format-version=1"], { encoding: "utf8" }),
);
const crate = metadata.packages.find((each) => each.name === "wordlight");

const manifest = {
  name: crate.name,
  version: crate.version,
  description: crate.description,
  license: crate.license,
  ...(crate.repository && { repository: { type: "git", url: crate.repository } }),
  keywords: ["keras", "attention", "lstm", "text", "visualization", "wasm"],
  type: "module",
  main: "./wordlight.js",
  module: "./wordlight.js",
  types: "./wordlight.d.ts",
  exports: {
    ".": { types: "./wordlight.d.ts", default: "./wordlight.js" },
    // Built by vite/element.ts.
    "./element": {
      types: "./element/wordlight-text.d.ts",
      default: "./element/wordlight-text.js",
    },
    "./wordlight_bg.wasm": "./wordlight_bg.wasm",
    "./package.json": "./package.json",
  },
  files: [
    "wordlight.js",
    "wordlight.d.ts",
    "wordlight_bg.wasm",
    "wordlight_bg.wasm.d.ts",
    "element",
    "snippets",
    "LICENSE*",
    // Built by vite/notices.ts.
    "NOTICE.md",
  ],
  sideEffects: ["./element/wordlight-text.js"],
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);

// `init(bytes)` is as good a call as `init({ module_or_path: bytes })`: the
// glue's warning that it is an old one would only worry who reads the console.
const glue = join(folder, "wordlight.js");
const source = readFileSync(glue, "utf8");
const quiet = source.replace(
  /^[ \t]*console\.warn\('using deprecated parameters for [^\n]*\n/gm,
  "",
);
writeFileSync(glue, quiet);
