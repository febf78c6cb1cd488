//! `AttentionWithContext`: the word attention of Hierarchical Attention Networks
//! (Yang et al. 2016, equations 5 to 7) as C. Baziotis wrote it for Keras.
//!
//! u_t = tanh(h_t·W + b)    W: `[features, attention_dim]`, b: `[attention_dim]` or none
//! e_t = exp(u_t·u) · m_t    u: `[attention_dim]`, m: the mask
//! α_t = e_t / (Σ e + 1e-7)
//! output = Σ α_t·h_t    `[features]`
//!
//! Unlike a softmax it takes no maximum off first, so `u_t·u` above 88 overflows in f32, as in Keras;
//! and the `1e-7` lets the weights sum to slightly less than 1, to 0 where everything is masked.

use ndarray::{Array1, Array2};

use super::Kind;
use super::normalise::{EPSILON, exp_over_sum};
use super::scoring::{dots, tanh_linear};
use super::weighting::{Weighed, Weighting};

/// This kind.
pub const KIND: Kind = Kind {
    name: "attention_with_context",
    title: "AttentionWithContext (Yang et al. 2016)",
    equation: "α_t = exp(u·tanh(h_t·W + b)) / (Σ exp + 1e-7)",
    python: Some(
        "b = weights[1] if len(weights) == 3 else 0\n\
         e = np.exp(np.tanh(h @ weights[0] + b) @ weights[-1].ravel()) * m\n\
         a = e / (e.sum() + 1e-7)",
    ),
};

/// Attention with a learned context vector.
#[derive(Debug)]
pub struct AttentionWithContext {
    /// W, `[features, attention_dim]`
    pub kernel: Array2<f32>,
    /// b, `[attention_dim]`, where the layer was made with `bias=True`.
    pub bias: Option<Array1<f32>>,
    /// u (the paper's u_w), `[attention_dim]`
    pub context_vector: Array1<f32>,
    /// The kind it is one of: also [`super::att_layer_richliao`], which computes the same.
    pub kind: Kind,
}

impl Weighting for AttentionWithContext {
    fn kind(&self) -> &'static str {
        self.kind.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.kernel.nrows())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let u_t = tanh_linear(h, &self.kernel, self.bias.as_ref());
        let scores = dots(&u_t, &self.context_vector);
        Weighed::per_step(exp_over_sum(scores.view(), mask, EPSILON), scores).of(u_t)
    }
}
