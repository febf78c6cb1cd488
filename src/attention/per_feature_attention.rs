//! `Attention_layer` of Chinese tutorials: `AttentionWithContext` without the context vector, so that every feature
//! has weights of its own.
//!
//! e = tanh(h·W + b)    W: `[features, features]`, b: `[features]` or none; e: `[steps, features]`
//! α = exp(e)·m / (Σ_t exp(e)·m + 1e-7), for each feature by itself
//! output = Σ_t α_t ⊙ h_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{EPSILON, each_feature, exp_over_sum};
use super::scoring::tanh_linear;
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "per_feature_attention",
    title: "Attention_layer (per feature)",
    equation: "α = exp(tanh(h_t·W + b)) / (Σ exp + 1e-7), for each feature",
    python: Some(
        "e = np.exp(np.tanh(h @ weights[0] + (weights[1] if len(weights) > 1 else 0))) * np.reshape(m, (-1, 1))\n\
         a = (e / (e.sum(0) + 1e-7)).mean(1)",
    ),
};

/// Attention of each feature by itself.
#[derive(Debug)]
pub struct PerFeatureAttention {
    /// W, `[features, features]`
    pub kernel: Array2<f32>,
    /// b, `[features]`, where the layer was made with `bias=True`.
    pub bias: Option<Array1<f32>>,
}

impl Weighting for PerFeatureAttention {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.nrows())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let scores = tanh_linear(h, &self.kernel, self.bias.as_ref());
        let weights = each_feature(&scores, |scores| exp_over_sum(scores, mask, EPSILON));
        Weighed::per_feature(weights)
    }
}
