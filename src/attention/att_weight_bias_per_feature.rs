//! A copy of the tutorials' `attention` layer with a square `att_weight`: every feature has weights of its own.
//!
//! e = tanh(h·W + b)    W: `[features, features]`, b: `[features]`; e: `[steps, features]`
//! α = softmax of e over the steps, for each feature by itself
//! output = Σ_t α_t ⊙ h_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{each_feature, softmax};
use super::scoring::tanh_linear;
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "att_weight_bias_per_feature",
    title: "Attention per feature, by softmax",
    equation: "α = softmax over the steps of tanh(h_t·W + b), for each feature",
    python: Some(
        "s = np.tanh(h @ weights[0] + (weights[1] if len(weights) > 1 else 0))\n\
         e = np.exp(s - s.max(0))\n\
         a = (e / e.sum(0)).mean(1)",
    ),
};

/// Attention of each feature by itself, by softmax.
#[derive(Debug)]
pub struct AttWeightBiasPerFeature {
    /// W, `[features, features]`
    pub kernel: Array2<f32>,
    /// b, `[features]`
    pub bias: Option<Array1<f32>>,
}

impl Weighting for AttWeightBiasPerFeature {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.nrows())
    }

    fn weigh(&self, h: &Array2<f32>, _mask: Option<&[bool]>) -> Weighed {
        let scores = tanh_linear(h, &self.kernel, self.bias.as_ref());
        Weighed::per_feature(each_feature(&scores, softmax))
    }
}
