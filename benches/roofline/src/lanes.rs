//! Loads, stores and fused products of four lanes.

use core::arch::wasm32::*;

pub use core::arch::wasm32::v128;

/// The same number in all lanes.
#[inline(always)]
pub fn all(x: f32) -> v128 {
    f32x4_splat(x)
}

/// a·b + c: rounded once with `relaxed-simd` where the machine can, else twice.
#[inline(always)]
pub fn product_sum(a: v128, b: v128, c: v128) -> v128 {
    #[cfg(target_feature = "relaxed-simd")]
    return f32x4_relaxed_madd(a, b, c);
    #[cfg(not(target_feature = "relaxed-simd"))]
    f32x4_add(f32x4_mul(a, b), c)
}

/// Four numbers at `from[at..]`.
///
/// # Safety
/// They have to lie in memory.
#[inline(always)]
pub unsafe fn load(from: *const f32, at: usize) -> v128 {
    // SAFETY: the caller's promise.
    unsafe { v128_load(from.add(at).cast()) }
}

/// One number at `from[at]`, in all lanes.
///
/// # Safety
/// It has to lie in memory.
#[inline(always)]
pub unsafe fn load_all(from: *const f32, at: usize) -> v128 {
    // SAFETY: the caller's promise.
    unsafe { v128_load32_splat(from.add(at).cast()) }
}

/// Writes four numbers at `to[at..]`.
///
/// # Safety
/// They have to lie in memory.
#[inline(always)]
pub unsafe fn store(to: *mut f32, at: usize, lanes: v128) {
    // SAFETY: the caller's promise.
    unsafe { v128_store(to.add(at).cast(), lanes) }
}

/// The sum of all lanes.
#[inline(always)]
pub fn sum(lanes: v128) -> f32 {
    (f32x4_extract_lane::<0>(lanes) + f32x4_extract_lane::<2>(lanes))
        + (f32x4_extract_lane::<1>(lanes) + f32x4_extract_lane::<3>(lanes))
}
