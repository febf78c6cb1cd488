//! `AttentionLayer(context_vector_length)` of keras-han-for-docla (F. Hoogenboom): Yang et al. 2016 without bias,
//! by softmax; it knows no mask.
//!
//! u_t = tanh(h_t·W)    W: `[features, attention_dim]`
//! α = softmax(u_t·u)    u: `[attention_dim, 1]`
//! output = Σ α_t·h_t    `[features]`

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::softmax;
use super::scoring::{dots, tanh_linear};
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "han_docla_attention",
    title: "AttentionLayer (keras-han-for-docla)",
    equation: "α = softmax(u·tanh(h_t·W))",
    python: Some(
        "s = np.tanh(h @ weights[0]) @ weights[1].ravel()\n\
         e = np.exp(s - s.max())\n\
         a = e / e.sum()",
    ),
};

/// Attention with a learned context vector and no bias.
#[derive(Debug)]
pub struct HanDoclaAttention {
    /// W, `[features, attention_dim]`
    pub kernel: Array2<f32>,
    /// u, `[attention_dim]`
    pub context_vector: Array1<f32>,
}

impl Weighting for HanDoclaAttention {
    fn kind(&self) -> &'static str {
        KIND.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.nrows())
    }

    fn weigh(&self, h: &Array2<f32>, _mask: Option<&[bool]>) -> Weighed {
        let u_t = tanh_linear(h, &self.kernel, None);
        let scores = dots(&u_t, &self.context_vector);
        Weighed::per_step(softmax(scores.view()), scores).of(u_t)
    }
}
