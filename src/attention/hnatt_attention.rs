//! `Attention` of minqi's hnatt: the context vector of Yang et al. 2016 alone; the tanh is in a `Dense` before it,
//! whose output it adds up. It takes a mask and does nothing with it.
//!
//! α_t = exp(u_t·c) / Σ exp(u·c)    c: `[features, 1]`, called `context`
//! output = Σ α_t·u_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::exp_over_sum;
use super::scoring::dots;
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "hnatt_attention",
    title: "Attention (hnatt)",
    equation: "α_t = exp(h_t·c) / Σ exp",
    python: Some(
        "e = np.exp(h @ weights[0].ravel())\n\
         a = e / e.sum()",
    ),
};

/// Attention by a context vector.
#[derive(Debug)]
pub struct HnattAttention {
    /// c, `[features]`
    pub context_vector: Array1<f32>,
}

impl Weighting for HnattAttention {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.context_vector.len())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let scores = dots(h, &self.context_vector);
        Weighed::per_step(exp_over_sum(scores.view(), mask, 0.0), scores)
    }
}
