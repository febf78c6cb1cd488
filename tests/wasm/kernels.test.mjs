/** The kernels as SIMD against their plain references: tests/kernels/references.rs, in WebAssembly. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const module = new URL("../../target/kernels.wasm", import.meta.url);
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
const { largest_difference: largestDifference, is_simd: isSimd } = instance.exports;

test("the module has the kernels made of SIMD", () => assert.equal(isSimd(), 1));

test("kernels agree with their references over random shapes", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const difference = largestDifference(seed);
    assert.ok(difference < 5e-6, `seed ${seed}: ${difference}`);
  }
});
