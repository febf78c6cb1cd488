//! How scores become weights: the few ways that all kinds of attention share.
//!
//! They differ in what Keras users' code differs in: whether the largest score is taken off first, whether a small
//! number is added to the divisor, and how a mask acts. All sums over steps are made in f64: over 100,000 words f32
//! would lose the fifth digit.

use ndarray::{Array1, Array2, ArrayView1, Axis};

use crate::kernels;
use crate::tensor::float32;

/// `keras.backend.epsilon()`
pub const EPSILON: f32 = 1e-7;

/// α_t = exp(s_t)·m_t / (Σ exp(s)·m + ε)
///
/// Takes no maximum off first: a score above 88 overflows in f32, as in Keras.
pub fn exp_over_sum(scores: ArrayView1<f32>, mask: Option<&[bool]>, epsilon: f32) -> Array1<f32> {
    over_sum(exps(scores, 0.0), mask, epsilon)
}

/// α_t = exp(s_t − max s)·m_t / (Σ exp(s − max s)·m + ε), the maximum over all steps, masked ones too.
pub fn exp_below_max_over_sum(
    scores: ArrayView1<f32>,
    mask: Option<&[bool]>,
    epsilon: f32,
) -> Array1<f32> {
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    over_sum(exps(scores, largest), mask, epsilon)
}

/// α = softmax(s)
pub fn softmax(scores: ArrayView1<f32>) -> Array1<f32> {
    exp_below_max_over_sum(scores, None, 0.0)
}

/// Softmax over the keys (the last axis), row by row.
pub fn softmax_rows(scores: &mut Array2<f32>) {
    for mut row in scores.rows_mut() {
        match row.as_slice_mut() {
            Some(row) => kernels::softmax(row),
            None => {
                let weights = softmax(row.view());
                row.assign(&weights);
            }
        }
    }
}

/// s_t − `by`·(1 − m_t): how a mask acts before a softmax. In f32, so that of the scores of masked steps only what
/// is left after rounding counts, as in Keras.
pub fn pushed_down(scores: &Array1<f32>, mask: Option<&[bool]>, by: f32) -> Array1<f32> {
    let mut scores = scores.clone();
    for (score, &real) in scores.iter_mut().zip(mask.unwrap_or_default()) {
        if !real {
            *score -= by;
        }
    }
    scores
}

/// One column of `scores` `[steps, features]` after another.
pub fn each_feature(
    scores: &Array2<f32>,
    weights_of: impl Fn(ArrayView1<f32>) -> Array1<f32>,
) -> Array2<f32> {
    let mut weights = Array2::zeros(scores.dim());
    for (scores, mut weights) in scores.columns().into_iter().zip(weights.columns_mut()) {
        weights.assign(&weights_of(scores));
    }
    weights
}

/// Σ_t α_t·h_t, `[features]`; `weights` may be `[steps, 1]` or `[steps, features]`.
pub fn weighted_sum(weights: &Array2<f32>, h: &Array2<f32>) -> Array1<f32> {
    let mut sums = vec![0.0f64; h.ncols()];
    for (weights, row) in weights.axis_iter(Axis(0)).zip(h.axis_iter(Axis(0))) {
        let one = weights.first().copied().filter(|_| weights.len() == 1);
        for (index, (sum, &x)) in sums.iter_mut().zip(row).enumerate() {
            let weight = one.or_else(|| weights.get(index).copied());
            *sum += f64::from(weight.unwrap_or(0.0)) * f64::from(x);
        }
    }
    sums.into_iter().map(float32).collect()
}

/// exp(s_t − `by`)
fn exps(scores: ArrayView1<f32>, by: f32) -> Array1<f32> {
    let mut exps: Vec<f32> = scores.iter().map(|score| score - by).collect();
    kernels::exp_each(&mut exps);
    Array1::from(exps)
}

fn over_sum(mut exps: Array1<f32>, mask: Option<&[bool]>, epsilon: f32) -> Array1<f32> {
    if let Some(mask) = mask {
        for (exp, &real) in exps.iter_mut().zip(mask) {
            *exp *= f32::from(u8::from(real));
        }
    }
    let sum = float32(exps.iter().map(|&exp| f64::from(exp)).sum()) + epsilon;
    exps.mapv_inplace(|exp| exp / sum);
    exps
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn masked_steps_get_nothing_and_all_masked_sums_to_zero() {
        let scores = array![1.0, 2.0, 3.0];
        let weights = exp_over_sum(scores.view(), Some(&[true, false, true]), EPSILON);
        assert_eq!(weights[1], 0.0);
        assert!((weights.sum() - 1.0).abs() < 1e-6);
        let none = exp_over_sum(scores.view(), Some(&[false; 3]), EPSILON);
        assert_eq!(none.sum(), 0.0);
    }

    #[test]
    fn everything_pushed_down_by_a_billion_is_uniform() {
        let pushed = pushed_down(&array![1.0, 2.0, 3.0, 4.0], Some(&[false; 4]), 1e9);
        assert_eq!(softmax(pushed.view()), array![0.25, 0.25, 0.25, 0.25]);
    }

    #[test]
    fn sums_are_of_weights_for_steps_or_for_features() {
        let h = array![[1.0, 10.0], [2.0, 20.0]];
        assert_eq!(weighted_sum(&array![[0.5], [0.25]], &h), array![1.0, 10.0]);
        let per_feature = array![[1.0, 0.0], [0.0, 0.5]];
        assert_eq!(weighted_sum(&per_feature, &h), array![1.0, 10.0]);
    }
}
