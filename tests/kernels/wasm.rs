//! The kernels alone as a WebAssembly module, without the engine: what `tests/wasm/kernels.test.mjs` runs.
#![allow(
    unsafe_code,
    dead_code,
    unused_imports,
    reason = "exports by name; not every kernel is compared"
)]

#[path = "../../src/kernels/mod.rs"]
mod kernels;
mod references;

/// The largest difference of any kernel from its reference, for a seed: see `references.rs`.
// SAFETY: the name is this module's own.
#[unsafe(no_mangle)]
pub extern "C" fn largest_difference(seed: u32) -> f32 {
    references::largest_difference(seed).1
}

/// Whether the module was made with `simd128`.
// SAFETY: the name is this module's own.
#[unsafe(no_mangle)]
pub extern "C" fn is_simd() -> bool {
    cfg!(target_feature = "simd128")
}
