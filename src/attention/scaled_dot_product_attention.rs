//! `ScaledDotProductAttention` of CyberZHG's keras-self-attention (Vaswani et al. 2017, equation 1), without weights.
//!
//! e = Q·Kᵀ/√size    Q: `[queries, size]`, K, V: `[keys, size]`; one input is all three
//! e less 10000 where the key is masked, and with `history_only` where it comes after the query
//! α = softmax(e)    output = α·V    `[queries, size]`; the query's mask passes

use ndarray::Axis;

use super::Kind;
use super::matrix::{
    attend, is_real, numbers_held, outcome, push_down, returned_matrix, scaled_scores,
};
use super::scoring::matrix_of;
use crate::layers::{Layer, Mismatch, Outcome, known, mask_of};
use crate::tensor::{Shape, Value};

/// This kind.
pub const KIND: Kind = Kind {
    name: "scaled_dot_product_attention",
    title: "ScaledDotProductAttention (keras-self-attention)",
    equation: "α = softmax(x·xᵀ/√features), from each step to each",
    python: None,
};

/// Attention of a sequence with itself.
#[derive(Debug)]
pub struct ScaledDotProductAttention {
    /// Only the step itself and those before it.
    pub history_only: bool,
    /// Whether the weights are put out as well, `[queries, keys]`.
    pub return_attention: bool,
    /// Whether the class is given the mask.
    pub uses_mask: bool,
}

/// Query, key and value of one input or three.
fn query_key_value<T>(inputs: &[T]) -> Result<[&T; 3], Mismatch> {
    match inputs {
        [x] => Ok([x, x, x]),
        [query, key, value] => Ok([query, key, value]),
        _ => Err(Mismatch::new(
            "one tensor, or query, key and value".into(),
            format!("{} tensors", inputs.len()),
        )),
    }
}

impl Layer for ScaledDotProductAttention {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let [query, key, value] = query_key_value(inputs)?;
        let ([queries, _], [keys, _], [_, features]) = (&query[..], &key[..], &value[..]) else {
            return Err(Mismatch::shape("(None, steps, features)", query));
        };
        let output = vec![*queries, *features];
        Ok(match self.return_attention {
            true => vec![output, vec![*queries, *keys]],
            false => vec![output],
        })
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let [query, key, value] = query_key_value(inputs)?;
        let (q, k, v) = (matrix_of(query)?, matrix_of(key)?, matrix_of(value)?);
        if q.ncols() != k.ncols() || k.nrows() != v.nrows() {
            return Err(Mismatch::shape(
                "keys like the queries",
                &known(key.shape()),
            ));
        }
        let scale = 1.0 / (q.ncols() as f32).sqrt();
        let mut scores = scaled_scores(&q, &k, scale);
        if self.history_only {
            push_down(&mut scores, 1e4, |query, key| key <= query);
        }
        let mask = match self.uses_mask {
            true => mask_of(key)?,
            false => None,
        };
        let is_real = is_real(&mask);
        push_down(&mut scores, 1e4, |_, key| is_real(key));
        let (weights, output) = attend(scores, &v);
        let returned = self
            .return_attention
            .then(|| returned_matrix(query, key, weights.clone()));
        let passed = query.mask.clone().filter(|_| self.uses_mask);
        let weights = weights.insert_axis(Axis(0));
        Ok(outcome(query, key, output, weights, passed, returned))
    }

    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        query_key_value(inputs).map_or(0, |[query, key, _]| numbers_held(1, query, key))
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(KIND.name)
    }
}
