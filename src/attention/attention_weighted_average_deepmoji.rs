//! `AttentionWeightedAverage` of DeepMoji (Felbo et al. 2017), also in textgenrnn.
//!
//! s_t = h_t·W    W: `[features, 1]`
//! α_t = exp(s_t − max s)·m_t / (Σ exp(s − max s)·m + 1e-7), the maximum over all steps, masked ones too
//! output = Σ α_t·h_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{EPSILON, exp_below_max_over_sum};
use super::scoring::dots;
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "attention_weighted_average_deepmoji",
    title: "AttentionWeightedAverage (DeepMoji)",
    equation: "α_t = exp(h_t·W − max) / (Σ exp + 1e-7)",
    python: Some(
        "s = h @ weights[0].ravel()\n\
         e = np.exp(s - s.max()) * m\n\
         a = e / (e.sum() + 1e-7)",
    ),
};

/// Attention by one vector.
#[derive(Debug)]
pub struct AttentionWeightedAverage {
    /// W, `[features]`
    pub kernel: Array1<f32>,
}

impl Weighting for AttentionWeightedAverage {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.len())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let scores = dots(h, &self.kernel);
        let weights = exp_below_max_over_sum(scores.view(), mask, EPSILON);
        Weighed::per_step(weights, scores)
    }
}
