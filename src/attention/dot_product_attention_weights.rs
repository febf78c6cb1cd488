//! `AttentionLayer` of synthesio's hierarchical-attention-networks: its output is the weights themselves, which the
//! model then multiplies with the steps and sums. It passes its mask on.
//!
//! α_t = exp(h_t·U_w)·m_t / (Σ exp(h·U_w)·m + 1e-7)    U_w: `[features]`
//! output = α    `[steps, 1]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{EPSILON, exp_over_sum};
use super::scoring::dots;
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "dot_product_attention_weights",
    title: "AttentionLayer that puts out the weights (synthesio)",
    equation: "α_t = exp(h_t·U_w) / (Σ exp + 1e-7)",
    python: Some(
        "e = np.exp(h @ weights[0].ravel()) * m\n\
         a = e / (e.sum() + 1e-7)",
    ),
};

/// Attention by one vector, whose output is the weights.
#[derive(Debug)]
pub struct DotProductAttentionWeights {
    /// U_w, `[features]`
    pub kernel: Array1<f32>,
}

impl Weighting for DotProductAttentionWeights {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.len())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let scores = dots(h, &self.kernel);
        Weighed::per_step(exp_over_sum(scores.view(), mask, EPSILON), scores)
    }
}
