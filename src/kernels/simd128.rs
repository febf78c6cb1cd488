//! Four numbers at a time in WebAssembly's 128-bit registers: the only place of SIMD and of `unsafe`.
//!
//! Same operations, in the same order, as [`super::portable`], so both give the same bits.
#![allow(
    unsafe_code,
    reason = "loads and stores of whole registers; everything else is safe"
)]

use core::arch::wasm32 as wasm;
use core::arch::wasm32::v128;

/// Four numbers.
#[derive(Clone, Copy)]
pub struct F32x4(v128);

impl F32x4 {
    /// The same number four times.
    #[inline(always)]
    pub fn splat(x: f32) -> Self {
        Self(wasm::f32x4_splat(x))
    }

    /// Four numbers in a row.
    #[inline(always)]
    pub fn load(from: &[f32; 4]) -> Self {
        // SAFETY: the reference is valid for 16 bytes, and a v128 load takes any alignment.
        Self(unsafe { wasm::v128_load(from.as_ptr().cast()) })
    }

    /// Writes the four numbers in a row.
    #[inline(always)]
    pub fn store(self, to: &mut [f32; 4]) {
        // SAFETY: the reference is valid for 16 bytes, and a v128 store takes any alignment.
        unsafe { wasm::v128_store(to.as_mut_ptr().cast(), self.0) }
    }

    #[inline(always)]
    pub fn plus(self, other: Self) -> Self {
        Self(wasm::f32x4_add(self.0, other.0))
    }

    #[inline(always)]
    pub fn minus(self, other: Self) -> Self {
        Self(wasm::f32x4_sub(self.0, other.0))
    }

    #[inline(always)]
    pub fn times(self, other: Self) -> Self {
        Self(wasm::f32x4_mul(self.0, other.0))
    }

    #[inline(always)]
    pub fn over(self, other: Self) -> Self {
        Self(wasm::f32x4_div(self.0, other.0))
    }

    /// Between two limits; NaN stays NaN.
    #[inline(always)]
    pub fn clamped(self, low: f32, high: f32) -> Self {
        let below = wasm::f32x4_pmin(self.0, wasm::f32x4_splat(high));
        Self(wasm::f32x4_pmax(below, wasm::f32x4_splat(low)))
    }

    /// To the nearest integer, ties to even.
    #[inline(always)]
    pub fn rounded(self) -> Self {
        Self(wasm::f32x4_nearest(self.0))
    }

    /// 2ⁿ of integers n from -126 to 127; of NaN something finite.
    #[inline(always)]
    pub fn power_of_two(self) -> Self {
        let n = wasm::i32x4_trunc_sat_f32x4(self.0);
        Self(wasm::i32x4_shl(
            wasm::i32x4_add(n, wasm::i32x4_splat(127)),
            23,
        ))
    }

    /// The sum of all four: of the even ones and of the odd ones first.
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let mut four = [0.0; 4];
        self.store(&mut four);
        (four[0] + four[2]) + (four[1] + four[3])
    }
}
