//! What kinds of self-attention have in common: a matrix of weights from each query step to each key step.
//! output = α·V    α: `[queries, keys]`, V: `[keys, features]`, output: `[queries, features]`

use std::sync::Arc;

use ndarray::{Array2, Array3, Axis};

use super::normalise::softmax_rows;
use crate::layers::{AttentionTrace, AttentionWeights, Mismatch, Outcome};
use crate::steps::Step;
use crate::tensor::{Mask, Shape, Value};

/// Which keys each query may attend to, `[queries, keys]`.
pub type Allowed = Array2<bool>;

/// Takes `by` off the scores that are not allowed, in f32 as Keras does: of a score pushed down by 10⁹ nothing is left.
pub fn push_down(scores: &mut Array2<f32>, by: f32, is_allowed: impl Fn(usize, usize) -> bool) {
    for ((query, key), score) in scores.indexed_iter_mut() {
        if !is_allowed(query, key) {
            *score -= by;
        }
    }
}

/// How many numbers the weights of all heads hold, for queries and keys of shape `[steps, features]`.
pub fn numbers_held(heads: usize, queries: &Shape, keys: &Shape) -> usize {
    let steps = |shape: &Shape| shape.first().copied().flatten().unwrap_or(0);
    heads
        .saturating_mul(steps(queries))
        .saturating_mul(steps(keys))
}

/// α = softmax(Q·Kᵀ·scale) over the keys. Q: `[queries, size]`, K: `[keys, size]`
pub fn scaled_scores(query: &Array2<f32>, key: &Array2<f32>, scale: f32) -> Array2<f32> {
    query.dot(&key.t()) * scale
}

/// The weights from scores, and what comes of the values.
pub fn attend(mut scores: Array2<f32>, values: &Array2<f32>) -> (Array2<f32>, Array2<f32>) {
    softmax_rows(&mut scores);
    let output = scores.dot(values);
    (scores, output)
}

/// A matrix for each head as one array `[heads, queries, keys]`.
pub fn stacked(heads: &[Array2<f32>]) -> Result<Array3<f32>, Mismatch> {
    let views: Vec<_> = heads.iter().map(|head| head.view()).collect();
    ndarray::stack(Axis(0), &views).map_err(|_| {
        Mismatch::new(
            "heads of one shape".into(),
            format!("{} heads", heads.len()),
        )
    })
}

/// What a self-attention layer leaves behind. `keys`: what is attended to, steps on its first axis;
/// `weights`: `[heads, queries, keys]`; `mask`: of the output's steps, which are the query's.
pub fn outcome(
    query: &Value,
    keys: &Value,
    output: Array2<f32>,
    weights: Array3<f32>,
    mask: Option<Mask>,
    returned: Option<Value>,
) -> Outcome {
    let queries: Option<Arc<[Step]>> = query.steps.of(0).cloned();
    let value = Value::new(output)
        .masked(mask)
        .stepped(query.steps.forgetting(1));
    let attention = AttentionTrace::of(AttentionWeights::Matrix { weights, queries }, keys);
    Outcome {
        outputs: std::iter::once(value).chain(returned).collect(),
        attention: Some(attention),
        ..Outcome::default()
    }
}

/// Weights `[queries, keys]` as an output of the layer.
pub fn returned_matrix(query: &Value, keys: &Value, weights: Array2<f32>) -> Value {
    let steps = query.steps.forgetting(1).and(1, keys.steps.of(0).cloned());
    Value::new(weights).stepped(steps)
}

/// The mask of the first axis of a value, as a test; everything is real where there is none.
pub fn is_real<'m>(mask: &'m Option<std::borrow::Cow<'_, [bool]>>) -> impl Fn(usize) -> bool + 'm {
    move |step| {
        mask.as_deref()
            .is_none_or(|mask| mask.get(step).copied().unwrap_or(true))
    }
}
