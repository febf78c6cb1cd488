//! `keras.layers.AdditiveAttention`: additive attention (Bahdanau et al. 2015) without matrices.
//!
//! scores = Σ scale·tanh(q + k) over the features    scale: `[features]`, ones without `use_scale`

use ndarray::{Array1, Array2};

use super::Kind;
use super::dense_attention::PairScore;
use crate::kernels;

/// This kind.
pub const KIND: Kind = Kind {
    name: "additive_attention",
    title: "keras.layers.AdditiveAttention",
    equation: "α = softmax(Σ scale·tanh(q + k)), from each step to each",
    python: None,
};

/// A sum through tanh, weighted by feature.
#[derive(Debug)]
pub struct AdditiveScore {
    /// `scale`, `[features]`
    pub scale: Option<Array1<f32>>,
}

impl PairScore for AdditiveScore {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        self.scale.as_ref().map(Array1::len)
    }

    fn scores(&self, query: &Array2<f32>, key: &Array2<f32>) -> Array2<f32> {
        Array2::from_shape_fn((query.nrows(), key.nrows()), |(t, other)| {
            let pairs = query.row(t).into_iter().zip(key.row(other));
            let tanh = pairs.map(|(q, k)| kernels::tanh(q + k));
            match &self.scale {
                Some(scale) => tanh
                    .zip(scale)
                    .map(|(tanh, scale)| scale * tanh)
                    .sum::<f32>(),
                None => tanh.sum(),
            }
        })
    }
}
