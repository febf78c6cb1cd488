//! A copy of the tutorials' `attention` layer on turned input: each feature's weights come from all steps of that
//! feature, which ties the model to one length.
//!
//! e = tanh(hᵀ·W + b)    W: `[steps, steps]`, b: `[steps]`; e: `[features, steps]`
//! α = softmax of e over the steps, for each feature by itself
//! output = Σ_t α_t ⊙ h_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{each_feature, softmax};
use super::scoring::tanh_linear;
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "time_mix_attention",
    title: "Attention over turned input (steps × steps)",
    equation: "α = softmax over the steps of tanh(hᵀ·W + b), for each feature",
    python: None,
};

/// Attention of each feature from all its steps.
#[derive(Debug)]
pub struct TimeMixAttention {
    /// W, `[steps, steps]`
    pub kernel: Array2<f32>,
    /// b, `[steps]`
    pub bias: Option<Array1<f32>>,
}

impl Weighting for TimeMixAttention {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        None
    }

    fn steps(&self) -> Option<usize> {
        Some(self.kernel.nrows())
    }

    fn weigh(&self, h: &Array2<f32>, _mask: Option<&[bool]>) -> Weighed {
        let turned = h.t().as_standard_layout().into_owned();
        let scores = tanh_linear(&turned, &self.kernel, self.bias.as_ref());
        Weighed::per_feature(each_feature(&scores.t().to_owned(), softmax))
    }
}
