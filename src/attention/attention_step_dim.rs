//! `Attention(step_dim)` of the Kaggle kernels, after C. Baziotis's `Attention`: a bias for each step ties the model
//! to one length (Raffel & Ellis 2015 with a bias).
//!
//! e_t = tanh(h_t·W + b_t)    W: `[features]`, b: `[steps]` or none
//! α_t = exp(e_t)·m_t / (Σ exp(e)·m + 1e-7)
//! output = Σ α_t·h_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{EPSILON, exp_over_sum};
use super::scoring::{ScoreBias, dots};
use super::weighting::{Weighed, Weighting};
use crate::kernels;

/// This kind.
pub const KIND: Kind = Kind {
    name: "attention_step_dim",
    title: "Attention(step_dim) (Kaggle, Baziotis)",
    equation: "α_t = exp(tanh(h_t·W + b_t)) / (Σ exp + 1e-7)",
    python: Some(
        "e = np.exp(np.tanh(h @ weights[0].ravel() + (weights[1].ravel() if len(weights) > 1 else 0))) * m\n\
         a = e / (e.sum() + 1e-7)",
    ),
};

/// Attention by one vector with a bias for each step.
#[derive(Debug)]
pub struct AttentionStepDim {
    /// W, `[features]`
    pub kernel: Array1<f32>,
    /// b, `[steps]`, where the layer was made with `bias=True`.
    pub bias: ScoreBias,
}

impl Weighting for AttentionStepDim {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.len())
    }

    fn steps(&self) -> Option<usize> {
        self.bias.steps()
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let scores = self.bias.add_to(dots(h, &self.kernel));
        let scores = scores.mapv_into(kernels::tanh);
        Weighed::per_step(exp_over_sum(scores.view(), mask, EPSILON), scores)
    }
}
