//! `SeqWeightedAttention` of CyberZHG's keras-self-attention.
//!
//! s_t = h_t·W + b − 10000·(1 − m_t)    W: `[features, 1]`, b: `[1]` or none
//! α_t = exp(s_t − max s) / (Σ exp(s − max s) + 1e-7)
//! output = Σ α_t·h_t    `[features]`
//!
//! Up to release 0.42 (2019) the mask was multiplied onto the exponentials instead: the kind
//! `seq_weighted_attention_042`. No file tells the release.

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{EPSILON, exp_below_max_over_sum, pushed_down};
use super::scoring::{ScoreBias, dots};
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "seq_weighted_attention",
    title: "SeqWeightedAttention (keras-self-attention)",
    equation: "α_t = exp(h_t·W + b − max) / (Σ exp + 1e-7), masked steps − 10000",
    python: Some(
        "s = (h @ weights[0]).ravel() + (weights[1] if len(weights) > 1 else 0) - 10000 * (1 - m)\n\
         e = np.exp(s - s.max())\n\
         a = e / (e.sum() + 1e-7)",
    ),
};

/// The same as it was up to release 0.42.
pub const OF_042: Kind = Kind {
    name: "seq_weighted_attention_042",
    title: "SeqWeightedAttention up to 0.42",
    equation: "α_t = exp(h_t·W + b − max)·m_t / (Σ exp·m + 1e-7)",
    python: None,
};

/// Attention by one vector with one bias.
#[derive(Debug)]
pub struct SeqWeightedAttention {
    /// W, `[features]`
    pub kernel: Array1<f32>,
    /// b, where the layer was made with `use_bias=True`.
    pub bias: ScoreBias,
    /// As up to release 0.42.
    pub is_042: bool,
}

impl Weighting for SeqWeightedAttention {
    fn kind(&self) -> &'static str {
        match self.is_042 {
            true => OF_042.name,
            false => KIND.name,
        }
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.len())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let scores = self.bias.add_to(dots(h, &self.kernel));
        let weights = match self.is_042 {
            true => exp_below_max_over_sum(scores.view(), mask, EPSILON),
            false => {
                let pushed = pushed_down(&scores, mask, 1e4);
                exp_below_max_over_sum(pushed.view(), None, EPSILON)
            }
        };
        Weighed::per_step(weights, scores)
    }
}
