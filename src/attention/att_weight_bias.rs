//! The tutorials' `attention` layer with `att_weight` and `att_bias` (since about 2019; the commonest of all).
//!
//! e_t = tanh(h_t·W + b_t)    W: `[features, 1]`, b: `[steps, 1]`, `[1]` or none
//! α = softmax(e)
//! output = Σ α_t·h_t    `[features]`
//!
//! Some copies leave the tanh out: the kind `att_weight_bias_linear`. The class asks for no mask, so Keras gives it
//! none: padding takes its share.

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{pushed_down, softmax};
use super::scoring::{ScoreBias, dots};
use super::weighting::{Weighed, Weighting};
use crate::kernels;

/// This kind.
pub const KIND: Kind = Kind {
    name: "att_weight_bias",
    title: "Attention with att_weight and att_bias (tutorials)",
    equation: "α = softmax(tanh(h_t·W + b_t))",
    python: Some(
        "s = np.tanh((h @ weights[0]).ravel() + (weights[-1].ravel() if len(weights) > 1 else 0))\n\
         e = np.exp(s - s.max())\n\
         a = e / e.sum()",
    ),
};

/// The same without tanh.
pub const LINEAR: Kind = Kind {
    name: "att_weight_bias_linear",
    title: "Attention with att_weight and att_bias, without tanh",
    equation: "α = softmax(h_t·W + b_t)",
    python: Some(
        "s = (h @ weights[0]).ravel() + (weights[-1].ravel() if len(weights) > 1 else 0)\n\
         e = np.exp(s - s.max())\n\
         a = e / e.sum()",
    ),
};

/// Attention by one vector with a bias, and a softmax.
#[derive(Debug)]
pub struct AttWeightBias {
    /// W, `[features]`
    pub kernel: Array1<f32>,
    /// b
    pub bias: ScoreBias,
    /// Whether scores go through tanh.
    pub tanh: bool,
}

impl Weighting for AttWeightBias {
    fn kind(&self) -> &'static str {
        match self.tanh {
            true => KIND.name,
            false => LINEAR.name,
        }
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.len())
    }

    fn steps(&self) -> Option<usize> {
        self.bias.steps()
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let mut scores = self.bias.add_to(dots(h, &self.kernel));
        if self.tanh {
            scores.mapv_inplace(kernels::tanh);
        }
        let weights = softmax(pushed_down(&scores, mask, 1e9).view());
        Weighed::per_step(weights, scores)
    }
}
