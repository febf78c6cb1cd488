//! `keras.layers.Attention`: dot-product attention (Luong et al. 2015), without division by √features.
//!
//! scores = Q·Kᵀ·scale    Q: `[queries, features]`, K: `[keys, features]`, scale: a number, where `use_scale`
//! with `score_mode="concat"`: scores = c·Σ tanh(scale·(q + k))    c: a number

use ndarray::Array2;

use super::Kind;
use super::dense_attention::PairScore;
use super::matrix::scaled_scores;
use crate::kernels;

/// This kind.
pub const KIND: Kind = Kind {
    name: "dot_attention",
    title: "keras.layers.Attention",
    equation: "α = softmax(Q·Kᵀ), from each step to each",
    python: None,
};

/// Dot product, or a sum through tanh.
#[derive(Debug)]
pub struct DotScore {
    /// `scale`; 1 without.
    pub scale: f32,
    /// `concat_score_weight`, with `score_mode="concat"`.
    pub concat_score_weight: Option<f32>,
}

impl PairScore for DotScore {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn scores(&self, query: &Array2<f32>, key: &Array2<f32>) -> Array2<f32> {
        let Some(weight) = self.concat_score_weight else {
            return scaled_scores(query, key, self.scale);
        };
        Array2::from_shape_fn((query.nrows(), key.nrows()), |(t, other)| {
            let pairs = query.row(t).into_iter().zip(key.row(other));
            let sum: f32 = pairs
                .map(|(q, k)| kernels::tanh(self.scale * (q + k)))
                .sum();
            weight * sum
        })
    }
}
