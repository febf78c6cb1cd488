//! tanh, sigmoid and exp.
//!
//! tanh is x·P(x²)/Q(x²), fitted by us to |x| ≤ 8 for the least absolute error, 4.3e-7 in f32. Numerator and
//! denominator are handed out apart: a product of two activations then costs one division.

use core::arch::wasm32::*;

use crate::lanes::{all, load, product_sum, store};

/// Beyond it tanh is ±1 in f32 but for 2e-7.
const LIMIT: f32 = 8.0;
const P: [f32; 4] = [0.999_999_36, 0.129_136_4, 2.938_826_8e-3, 1.131_021_4e-5];
const Q: [f32; 4] = [0.462_467_4, 2.376_382_3e-2, 2.370_283_4e-4, 2.423_838_5e-7];

/// tanh(x) as numerator and denominator.
#[inline(always)]
pub fn tanh_fraction(x: v128) -> (v128, v128) {
    let x = f32x4_pmax(f32x4_pmin(x, all(LIMIT)), all(-LIMIT));
    let z = f32x4_mul(x, x);
    let p = product_sum(all(P[3]), z, all(P[2]));
    let p = product_sum(p, z, all(P[1]));
    let p = product_sum(p, z, all(P[0]));
    let q = product_sum(all(Q[3]), z, all(Q[2]));
    let q = product_sum(q, z, all(Q[1]));
    let q = product_sum(q, z, all(Q[0]));
    (f32x4_mul(x, p), product_sum(q, z, all(1.0)))
}

/// sigmoid(x) = (1 + tanh(x/2)) / 2 as numerator and denominator.
#[inline(always)]
pub fn sigmoid_fraction(x: v128) -> (v128, v128) {
    let (p, q) = tanh_fraction(f32x4_mul(x, all(0.5)));
    (f32x4_add(p, q), f32x4_add(q, q))
}

#[inline(always)]
fn tanh(x: v128) -> v128 {
    let (p, q) = tanh_fraction(x);
    f32x4_div(p, q)
}

#[inline(always)]
fn sigmoid(x: v128) -> v128 {
    let (p, q) = sigmoid_fraction(x);
    f32x4_div(p, q)
}

/// exp(x) = 2ⁿ·exp(r), r = x − n·ln 2, by Taylor's series to r⁶: relative error below 3e-7.
#[inline(always)]
fn exp(x: v128) -> v128 {
    let x = f32x4_pmax(f32x4_pmin(x, all(88.0)), all(-87.0));
    let n = f32x4_nearest(f32x4_mul(x, all(core::f32::consts::LOG2_E)));
    let r = product_sum(n, all(-core::f32::consts::LN_2), x);
    let mut series = all(1.0 / 720.0);
    for factor in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        series = product_sum(series, r, all(factor));
    }
    let exponent = i32x4_add(i32x4_trunc_sat_f32x4(n), i32x4_splat(127));
    f32x4_mul(series, i32x4_shl(exponent, 23))
}

/// `to[i] = f(from[i])`; `length` is a multiple of 8.
#[inline(always)]
unsafe fn each(
    times: u32,
    from: *const f32,
    to: *mut f32,
    length: usize,
    f: impl Fn(v128) -> v128,
) {
    for _ in 0..times {
        let from = core::hint::black_box(from);
        for at in (0..length).step_by(8) {
            // SAFETY: the page lays out `length` numbers at both.
            unsafe {
                let (a, b) = (f(load(from, at)), f(load(from, at + 4)));
                store(to, at, a);
                store(to, at + 4, b);
            }
        }
    }
}

/// tanh of `length` numbers.
#[unsafe(no_mangle)]
unsafe extern "C" fn tanh_each(times: u32, from: *const f32, to: *mut f32, length: usize) {
    // SAFETY: as promised to `each`.
    unsafe { each(times, from, to, length, tanh) }
}

/// sigmoid of `length` numbers.
#[unsafe(no_mangle)]
unsafe extern "C" fn sigmoid_each(times: u32, from: *const f32, to: *mut f32, length: usize) {
    // SAFETY: as promised to `each`.
    unsafe { each(times, from, to, length, sigmoid) }
}

/// exp of `length` numbers.
#[unsafe(no_mangle)]
unsafe extern "C" fn exp_each(times: u32, from: *const f32, to: *mut f32, length: usize) {
    // SAFETY: as promised to `each`.
    unsafe { each(times, from, to, length, exp) }
}
