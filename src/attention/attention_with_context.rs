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
use super::scoring::dots;
use super::weighting::{Weighed, Weighting};
use crate::kernels;
use crate::layers::{Linear, LinearMemory, Memory};
use crate::tensor::Value;
use crate::unchanged::{changed_rows, moved};

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
    /// h·W + b, W: `[features, attention_dim]`, b: `[attention_dim]`, zeros unless the layer was made with `bias=True`.
    scored: Linear,
    /// u (the paper's u_w), `[attention_dim]`
    context_vector: Array1<f32>,
    /// The kind it is one of: also [`super::att_layer_richliao`], which computes the same.
    kind: Kind,
}

/// Steps that are scored in one go, where what is scored is not kept.
const STEPS_AT_ONCE: usize = 64;

/// What is kept between two calls.
#[derive(Default)]
struct ScoreMemory {
    shares: LinearMemory,
    /// u_t·u of the last run's steps.
    scores: Vec<f32>,
}

impl AttentionWithContext {
    /// kernel: W; bias: b; context_vector: u.
    pub fn new(
        kernel: &Array2<f32>,
        bias: Option<&Array1<f32>>,
        context_vector: Array1<f32>,
        kind: Kind,
    ) -> Self {
        Self {
            scored: Linear::new(kernel, bias),
            context_vector,
            kind,
        }
    }

    fn weights(&self, scores: Array1<f32>, mask: Option<&[bool]>) -> Weighed {
        Weighed::per_step(exp_over_sum(scores.view(), mask, EPSILON), scores)
    }
}

impl Weighting for AttentionWithContext {
    fn kind(&self) -> &'static str {
        self.kind.name
    }

    fn features(&self) -> Option<usize> {
        Some(self.scored.features())
    }

    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed {
        let mut u_t = Array2::zeros((h.nrows(), self.scored.units()));
        let standard = h.as_standard_layout();
        if let (Some(h), Some(u_t)) = (standard.as_slice(), u_t.as_slice_mut()) {
            self.scored.apply(h, u_t);
            kernels::tanh_each(u_t);
        }
        let scores = dots(&u_t, &self.context_vector);
        self.weights(scores, mask).of(u_t)
    }

    fn weigh_again(
        &self,
        input: &Value,
        mask: Option<&[bool]>,
        memory: &mut Memory,
    ) -> Option<Weighed> {
        let &[steps, _] = input.shape() else {
            return None;
        };
        let h = input.as_slice();
        let parts = input.parts.as_deref().unwrap_or_default();
        let memory: &mut ScoreMemory = memory.of();
        let shares = self.scored.update(&h, parts, &mut memory.shares);
        let shares = shares.then_some(&memory.shares);
        let blocks = match memory.scores.is_empty() {
            true => Vec::new(),
            false => Linear::unchanged(parts),
        };
        moved(&mut memory.scores, 1, &blocks, steps);
        let units = self.scored.units();
        let vector = self.context_vector.as_slice()?;
        let mut u_t = vec![0.0; STEPS_AT_ONCE.min(steps).saturating_mul(units)];
        for changed in changed_rows(&blocks, steps) {
            for from in changed.clone().step_by(STEPS_AT_ONCE) {
                let some = from..from.saturating_add(STEPS_AT_ONCE).min(changed.end);
                let u_t = u_t.get_mut(..some.len().saturating_mul(units))?;
                self.scored.rows(some.clone(), &h, shares, u_t)?;
                kernels::tanh_each(u_t);
                let scores = memory.scores.get_mut(some)?.iter_mut();
                for (score, u_t) in scores.zip(u_t.chunks_exact(units.max(1))) {
                    *score = kernels::dot(u_t, vector);
                }
            }
        }
        Some(self.weights(Array1::from(memory.scores.clone()), mask))
    }

    fn after_linear(&self, linear: &Linear) -> Option<Box<dyn Weighting>> {
        // One product in place of two, unless the linear map leads through a bottleneck.
        let (features, middle, units) = (linear.features(), linear.units(), self.scored.units());
        let one = features.saturating_mul(units);
        let two = middle.saturating_mul(features.saturating_add(units));
        if one > two {
            return None;
        }
        Some(Box::new(Self {
            scored: linear.then(&self.scored),
            context_vector: self.context_vector.clone(),
            kind: self.kind,
        }))
    }
}
