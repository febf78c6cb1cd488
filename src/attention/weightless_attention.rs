//! Attention without weights: each feature's own values say what it attends to.
//!
//! α = softmax of tanh(h) over the steps, for each feature by itself    `[steps, features]`
//! output = Σ_t α_t ⊙ h_t    `[features]`

use ndarray::Array2;

use super::Kind;
use super::normalise::{each_feature, softmax};
use super::weighting::{Weighed, Weighting};
use crate::kernels;

/// This kind.
pub const KIND: Kind = Kind {
    name: "weightless_attention",
    title: "Attention without weights",
    equation: "α = softmax over the steps of tanh(h_t), for each feature",
    python: Some(
        "s = np.tanh(h)\n\
         e = np.exp(s - s.max(0))\n\
         a = (e / e.sum(0)).mean(1)",
    ),
};

/// Attention without weights.
#[derive(Debug)]
pub struct WeightlessAttention;

impl Weighting for WeightlessAttention {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        None
    }

    fn weigh(&self, h: &Array2<f32>, _mask: Option<&[bool]>) -> Weighed {
        Weighed::per_feature(each_feature(&h.mapv(kernels::tanh), softmax))
    }
}
