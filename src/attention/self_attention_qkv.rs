//! `Self_Attention(output_dim)` of Chinese tutorials: queries, keys and values from one weight.
//!
//! Q, K, V = x·W₀, x·W₁, x·W₂    W: `[3, features, output_dim]`
//! α = softmax(Q·Kᵀ/c)    output = α·V    `[steps, output_dim]`; no mask
//!
//! The constant c stands in the code alone: √64 in most copies, whatever the output_dim; √output_dim in others: the
//! kind `self_attention_qkv_dim`.

use ndarray::{Array2, Array3, Axis};

use super::Kind;
use super::matrix::{attend, numbers_held, outcome, scaled_scores};
use super::scoring::{linear, matrix_of};
use crate::layers::{Layer, Mismatch, Outcome, expect_sequence, known, single};
use crate::tensor::{Shape, Value};

/// This kind.
pub const KIND: Kind = Kind {
    name: "self_attention_qkv",
    title: "Self_Attention, scores divided by 8",
    equation: "α = softmax(Q·Kᵀ/√64), from each step to each",
    python: None,
};

/// The same with scores divided by √output_dim.
pub const OF_DIM: Kind = Kind {
    name: "self_attention_qkv_dim",
    title: "Self_Attention, scores divided by √output_dim",
    equation: "α = softmax(Q·Kᵀ/√output_dim), from each step to each",
    python: None,
};

/// Self-attention with one weight for queries, keys and values.
#[derive(Debug)]
pub struct SelfAttentionQkv {
    /// W, `[3, features, output_dim]`
    pub kernel: Array3<f32>,
    /// Whether scores are divided by √output_dim and not by √64.
    pub divides_by_dim: bool,
}

impl SelfAttentionQkv {
    fn kernel(&self, index: usize) -> Array2<f32> {
        self.kernel.index_axis(Axis(0), index).to_owned()
    }
}

impl Layer for SelfAttentionQkv {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let (_, features, output_dim) = self.kernel.dim();
        let steps = expect_sequence(single(inputs)?, features)?;
        Ok(vec![vec![steps, Some(output_dim)]])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let (_, features, output_dim) = self.kernel.dim();
        expect_sequence(&known(input.shape()), features)?;
        let x = matrix_of(input)?;
        let [q, k, v] = [0, 1, 2].map(|index| linear(&x, &self.kernel(index), None));
        let size = if self.divides_by_dim { output_dim } else { 64 };
        let scores = scaled_scores(&q, &k, 1.0 / (size as f32).sqrt());
        let (weights, output) = attend(scores, &v);
        let weights = weights.insert_axis(Axis(0));
        Ok(outcome(input, input, output, weights, None, None))
    }

    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        single(inputs).map_or(0, |input| numbers_held(1, input, input))
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(match self.divides_by_dim {
            true => OF_DIM.name,
            false => KIND.name,
        })
    }
}
