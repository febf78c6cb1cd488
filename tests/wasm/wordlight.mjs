/** The npm package in Node, as its users import it: `init` is given the bytes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import init, { Model } from "../../www/pkg/wordlight.js";

const here = fileURLToPath(new URL(".", import.meta.url));
export const FIXTURES = join(here, "../fixtures");

const exports = await init({
  module_or_path: readFileSync(join(here, "../../www/pkg/wordlight_bg.wasm")),
});

export { Model };

/** WebAssembly's memory, as it is now. */
export const memory = () => exports.memory.buffer;

export const json = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

export const file = (folder, name) => ({
  name,
  bytes: new Uint8Array(readFileSync(join(folder, name))),
});

/** Folders in `parent` that hold a case.json. */
export const caseFolders = (parent) =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name))
    .filter((folder) => readdirSync(folder).includes("case.json"))
    .sort();

/**
 * The largest difference of two lists of numbers, relative to expected numbers above 1 (those in the middle of a model
 * may be of any size); infinite where their lengths differ. NaN is "NaN" in the cases, and null in JSON.
 */
export function largestDifference(found, expected) {
  const [a, b] = [[...found], expected.flat(9)];
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const isNaNumber = (value) => value === null || value === "NaN" || Number.isNaN(value);
  const difference = (value, wanted) => {
    if (isNaNumber(value) || isNaNumber(wanted))
      return isNaNumber(value) === isNaNumber(wanted) ? 0 : Number.POSITIVE_INFINITY;
    return Math.abs(value - wanted) / Math.max(1, Math.abs(wanted));
  };
  return a.reduce((largest, value, index) => Math.max(largest, difference(value, b[index])), 0);
}
