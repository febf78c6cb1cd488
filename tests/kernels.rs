//! The kernels against plain references, over random shapes: whatever the number of units, not only whole registers.
//! `tests/wasm/kernels.test.mjs` runs the same comparisons in WebAssembly, where they are made of SIMD.

#[path = "kernels/references.rs"]
mod references;

use wordlight::kernels;

#[test]
fn kernels_agree_with_their_references() {
    for seed in 0..300 {
        let (what, difference) = references::largest_difference(seed);
        assert!(difference < 5e-6, "{what} of seed {seed}: {difference}");
    }
}
