//! `AttLayer` of richliao's textClassifier, first version (2016), which knows no mask.
//!
//! e_t = tanh(h_t·W)    W: `[features]`, or `[features, 1]` in ports
//! α_t = exp(e_t) / Σ exp(e)
//! output = Σ α_t·h_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::exp_over_sum;
use super::scoring::dots;
use super::weighting::{Weighed, Weighting};
use crate::kernels;

/// This kind.
pub const KIND: Kind = Kind {
    name: "att_layer_richliao_v1",
    title: "AttLayer (richliao, 2016)",
    equation: "α_t = exp(tanh(h_t·W)) / Σ exp",
    python: Some(
        "e = np.exp(np.tanh(h @ weights[0].ravel()))\n\
         a = e / e.sum()",
    ),
};

/// Attention by one vector, through tanh.
#[derive(Debug)]
pub struct AttLayerV1 {
    /// W, `[features]`
    pub kernel: Array1<f32>,
}

impl Weighting for AttLayerV1 {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.len())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let scores = dots(h, &self.kernel).mapv_into(kernels::tanh);
        Weighed::per_step(exp_over_sum(scores.view(), mask, 0.0), scores)
    }
}
