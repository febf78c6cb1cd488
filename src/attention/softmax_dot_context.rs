//! The plainest of all: a softmax of each step's product with one vector, in many hands and under many names.
//!
//! s_t = h_t·c − 10⁹·(1 − m_t)    c: `[features]` or `[features, 1]`
//! α = softmax(s)
//! output = Σ α_t·h_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{pushed_down, softmax};
use super::scoring::dots;
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "softmax_dot_context",
    title: "Softmax of the product with a context vector",
    equation: "α = softmax(h_t·c), masked steps − 1e9",
    python: Some(
        "s = h @ weights[0].ravel() - 1e9 * (1 - m)\n\
         e = np.exp(s - s.max())\n\
         a = e / e.sum()",
    ),
};

/// Attention by a context vector.
#[derive(Debug)]
pub struct SoftmaxDotContext {
    /// c, `[features]`
    pub context_vector: Array1<f32>,
}

impl Weighting for SoftmaxDotContext {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.context_vector.len())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let scores = dots(h, &self.context_vector);
        let weights = softmax(pushed_down(&scores, mask, 1e9).view());
        Weighed::per_step(weights, scores)
    }
}
