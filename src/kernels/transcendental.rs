//! exp, tanh and sigmoid, four numbers at a time.
//!
//! `exp(x) = 2ⁿ·exp(r)` with `n = round(x / ln 2)` and `|r| ≤ ln(2)/2`, where seven terms of the
//! Taylor series leave a relative error below 1e-8, less than f32 can hold. Measured against f64:
//! relative error of [`exp`] below 2e-7, absolute error of [`tanh`] and [`sigmoid`] below 2e-7.

use std::f32::consts::LOG2_E;

use super::lanes::{F32x4, Quad};

/// ln 2 in two parts: `n · LN_2_HIGH` is exact for every n that occurs.
const LN_2_HIGH: f32 = 355.0 / 512.0;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// n and exp(r) of `exp(x) = 2ⁿ·exp(r)`.
#[inline(always)]
fn reduced(x: F32x4) -> (F32x4, F32x4) {
    let k = F32x4::splat;
    let n = x.times(k(LOG2_E)).rounded();
    let r = x.minus(n.times(k(LN_2_HIGH))).minus(n.times(k(LN_2_LOW)));
    let series = k(1.0 / 5040.0);
    let series = series.times_plus(r, k(1.0 / 720.0));
    let series = series.times_plus(r, k(1.0 / 120.0));
    let series = series.times_plus(r, k(1.0 / 24.0));
    let series = series.times_plus(r, k(1.0 / 6.0));
    let series = series.times_plus(r, k(0.5));
    let series = series.times_plus(r, k(1.0));
    (n, series.times_plus(r, k(1.0)))
}

/// `exp(x)` that saturates at exp(±87), for what is divided by it.
#[inline(always)]
fn exp_saturating(x: F32x4) -> F32x4 {
    let (n, series) = reduced(x.clamped(-87.0, 87.0));
    series.times(n.power_of_two())
}

/// `exp(x)`: infinite above 88.72, 0 below -103, as `f32::exp`. NaN stays NaN.
#[inline(always)]
fn exp_lanes(x: F32x4) -> F32x4 {
    let (n, series) = reduced(x.clamped(-104.0, 89.0));
    // In two steps: 2ⁿ alone may lie beyond f32 where the product does not.
    let half = n.times(F32x4::splat(0.5)).rounded();
    let rest = n.minus(half);
    series.times(half.power_of_two()).times(rest.power_of_two())
}

/// `1 / (1 + exp(−x))`
#[inline(always)]
pub fn sigmoid_lanes(x: F32x4) -> F32x4 {
    let one = F32x4::splat(1.0);
    one.over(one.plus(exp_saturating(F32x4::splat(0.0).minus(x))))
}

/// `tanh(x) = 1 − 2 / (exp(2x) + 1)`
#[inline(always)]
pub fn tanh_lanes(x: F32x4) -> F32x4 {
    let (one, two) = (F32x4::splat(1.0), F32x4::splat(2.0));
    one.minus(two.over(exp_saturating(x.plus(x)).plus(one)))
}

/// A function of each number, in place. A number's result does not depend on where it stands.
#[inline(always)]
fn each(numbers: &mut [f32], f: impl Fn(F32x4) -> F32x4) {
    let (quads, rest) = numbers.as_chunks_mut::<4>();
    for quad in quads {
        f(F32x4::load(quad)).store(quad);
    }
    if !rest.is_empty() {
        let mut quad: Quad = [0.0; 4];
        quad[..rest.len()].copy_from_slice(rest);
        f(F32x4::load(&quad)).store(&mut quad);
        rest.copy_from_slice(&quad[..rest.len()]);
    }
}

/// `exp(x)` of each number, in place.
pub fn exp_each(numbers: &mut [f32]) {
    each(numbers, exp_lanes);
}

/// `tanh(x)` of each number, in place.
pub fn tanh_each(numbers: &mut [f32]) {
    each(numbers, tanh_lanes);
}

/// `sigmoid(x)` of each number, in place.
pub fn sigmoid_each(numbers: &mut [f32]) {
    each(numbers, sigmoid_lanes);
}

/// `tanh(x)` of one number.
pub fn tanh(x: f32) -> f32 {
    let mut one = [x];
    tanh_each(&mut one);
    one[0]
}

/// `sigmoid(x)` of one number.
pub fn sigmoid(x: f32) -> f32 {
    let mut one = [x];
    sigmoid_each(&mut one);
    one[0]
}

/// Softmax of one row in place, with the largest value taken off first as Keras does.
pub fn softmax(row: &mut [f32]) {
    let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter_mut().for_each(|x| *x -= largest);
    exp_each(row);
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|x| *x /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_stay_below_what_is_promised() {
        let (mut exp_error, mut tanh_error, mut sigmoid_error) = (0f64, 0f64, 0f64);
        for i in -87_000..=88_000 {
            let x = i as f32 / 1000.0;
            let exact = f64::from(x);
            let mut exp = [x];
            exp_each(&mut exp);
            exp_error = exp_error.max((f64::from(exp[0]) / exact.exp() - 1.0).abs());
            tanh_error = tanh_error.max((f64::from(tanh(x)) - exact.tanh()).abs());
            sigmoid_error =
                sigmoid_error.max((f64::from(sigmoid(x)) - 1.0 / (1.0 + (-exact).exp())).abs());
        }
        assert!(exp_error < 2e-7, "{exp_error}");
        assert!(tanh_error < 2e-7, "{tanh_error}");
        assert!(sigmoid_error < 2e-7, "{sigmoid_error}");
    }

    #[test]
    fn extremes_saturate_or_overflow_and_nan_is_kept() {
        assert_eq!(tanh(1e30), 1.0);
        assert_eq!(tanh(f32::NEG_INFINITY), -1.0);
        assert_eq!(sigmoid(f32::INFINITY), 1.0);
        assert!(tanh(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan());
        let mut x = [88.7, 88.8, -104.0, f32::NAN, f32::INFINITY];
        exp_each(&mut x);
        assert!((x[0] / 88.7f32.exp() - 1.0).abs() < 1e-6);
        assert_eq!(x[1..3], [f32::INFINITY, 0.0]);
        assert!(x[3].is_nan() && x[4] == f32::INFINITY);
    }
}
