//! exp, tanh and sigmoid, four numbers at a time.
//!
//! `tanh(x) = x·P(x²)/Q(x²)` for |x| ≤ 8, where P and Q of degree 4 are fitted to the least largest error; beyond, it is
//! as at 8. Absolute and relative error below 4e-7, measured against f64. [`quick_sigmoid_lanes`] is half of it.
//!
//! [`sigmoid`] is made by exp, which costs twice as much, and is exact where it is near 1: what a gate keeps at each of
//! a thousand steps must not lose a little at each.
//!
//! `exp(x) = 2ⁿ·exp(r)` with `n = round(x / ln 2)` and `|r| ≤ ln(2)/2`, where seven terms of the
//! Taylor series leave a relative error below 1e-8, less than f32 can hold. Measured against f64:
//! relative error of exp below 2e-7, absolute error of [`sigmoid`] below 2e-7.

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

/// Where tanh is as good as 1.
const TANH_LIMIT: f32 = 8.0;

/// Numerator and denominator of tanh(x)/x, from the highest power of x² down.
const TANH_P: [f32; 5] = [
    1.506_176_3e-8,
    2.177_321_4e-5,
    3.564_154_3e-3,
    0.134_381_89,
    0.999_999_94,
];
const TANH_Q: [f32; 5] = [
    8.453_643_5e-7,
    3.399_176e-4,
    2.613_600_9e-2,
    0.467_715_1,
    1.0,
];

/// Both of them for (x/2), as powers of x²: exact, because only exponents change.
const HALF_P: [f32; 5] = of_half(TANH_P);
const HALF_Q: [f32; 5] = of_half(TANH_Q);

const fn of_half(polynomial: [f32; 5]) -> [f32; 5] {
    let [a, b, c, d, e] = polynomial;
    [a / 256.0, b / 64.0, c / 16.0, d / 4.0, e]
}

#[inline(always)]
fn polynomial([a, b, c, d, e]: [f32; 5], z: F32x4) -> F32x4 {
    let k = F32x4::splat;
    let sum = k(a).times_plus(z, k(b)).times_plus(z, k(c));
    sum.times_plus(z, k(d)).times_plus(z, k(e))
}

/// Numerator and denominator of `tanh(x)`.
#[inline(always)]
fn tanh_fraction(x: F32x4) -> (F32x4, F32x4) {
    let x = x.clamped(-TANH_LIMIT, TANH_LIMIT);
    let z = x.times(x);
    (x.times(polynomial(TANH_P, z)), polynomial(TANH_Q, z))
}

/// Numerator and denominator of `1 / (1 + exp(−x)) = (1 + tanh(x/2)) / 2`.
#[inline(always)]
fn sigmoid_fraction(x: F32x4) -> (F32x4, F32x4) {
    let x = x.clamped(-2.0 * TANH_LIMIT, 2.0 * TANH_LIMIT);
    let (z, half) = (x.times(x), F32x4::splat(0.5));
    let denominator = polynomial(HALF_Q, z);
    let quarter = x.times(F32x4::splat(0.25));
    let numerator = quarter.times_plus(polynomial(HALF_P, z), denominator.times(half));
    (numerator, denominator)
}

/// `tanh(x)`
#[inline(always)]
pub fn tanh_lanes(x: F32x4) -> F32x4 {
    let (numerator, denominator) = tanh_fraction(x);
    numerator.over(denominator)
}

/// `1 / (1 + exp(−x))`, for gates that nothing is kept through.
#[inline(always)]
pub fn quick_sigmoid_lanes(x: F32x4) -> F32x4 {
    let (numerator, denominator) = sigmoid_fraction(x);
    numerator.over(denominator)
}

/// `sigmoid(x) · tanh(y)`, as quick as it can be: with one division.
#[inline(always)]
pub fn gated_tanh_lanes(x: F32x4, y: F32x4) -> F32x4 {
    let ((a, b), (c, d)) = (sigmoid_fraction(x), tanh_fraction(y));
    a.times(c).over(b.times(d))
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
        quad.iter_mut()
            .zip(&*rest)
            .for_each(|(to, from)| *to = *from);
        f(F32x4::load(&quad)).store(&mut quad);
        rest.iter_mut().zip(quad).for_each(|(to, from)| *to = from);
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
        assert!(tanh_error < 4e-7, "{tanh_error}");
        assert!(sigmoid_error < 2e-7, "{sigmoid_error}");
    }

    #[test]
    fn extremes_saturate_or_overflow_and_nan_is_kept() {
        assert!((tanh(1e30) - 1.0).abs() < 4e-7);
        assert!((tanh(f32::NEG_INFINITY) + 1.0).abs() < 4e-7);
        assert!((tanh(1e-20) / 1e-20 - 1.0).abs() < 4e-7);
        assert_eq!(sigmoid(f32::INFINITY), 1.0);
        assert!(tanh(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan());
        let mut x = [88.7, 88.8, -104.0, f32::NAN, f32::INFINITY];
        exp_each(&mut x);
        assert!((x[0] / 88.7f32.exp() - 1.0).abs() < 1e-6);
        assert_eq!(x[1..3], [f32::INFINITY, 0.0]);
        assert!(x[3].is_nan() && x[4] == f32::INFINITY);
    }
}
