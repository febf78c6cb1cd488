//! What a run leaves behind in each layer on the way from ids to prediction.

use std::sync::Arc;

use ndarray::{Array1, Array2, Array3, Axis};

use crate::steps::Step;
use crate::tensor::{Tensor, Value, float32};

/// One run of a network.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The network's outputs, in the order of its configuration.
    pub outputs: Vec<Tensor>,
    /// The layers that were run, in the order they were run: all of them, or those that hold attention only.
    pub layers: Vec<LayerTrace>,
}

/// One call of one layer.
#[derive(Debug, Clone)]
pub struct LayerTrace {
    /// Index into the network's layers.
    pub layer: usize,
    /// Index into the network's calls.
    pub call: usize,
    /// What the layer put out; empty where only attention was asked for.
    pub outputs: Vec<Value>,
    /// A recurrent layer's state after each step, `[steps, units]`.
    pub hidden_states: Option<Array2<f32>>,
    /// An attention layer's weights and what led to them.
    pub attention: Option<AttentionTrace>,
    /// Runs of the model or layer inside: one of a nested model, one per step of a `TimeDistributed`.
    pub inner: Vec<Trace>,
}

impl Trace {
    /// The last call of a layer.
    pub fn layer(&self, layer: usize) -> Option<&LayerTrace> {
        self.layers.iter().rev().find(|trace| trace.layer == layer)
    }
}

/// The attention of one call, with the intermediates that its kind has.
#[derive(Debug, Clone)]
pub struct AttentionTrace {
    /// α, as the layer computes it.
    pub weights: AttentionWeights,
    /// What each step that is attended to is about; `None` where the layer was given no steps of a text.
    pub steps: Option<Arc<[Step]>>,
    /// What goes through tanh before it is scored, `[steps, attention_dim]`: u_t of Yang et al. 2016.
    pub u_t: Option<Array2<f32>>,
    /// Scores before the exponential, `[steps]`.
    pub scores: Option<Array1<f32>>,
    /// The weighted sum, `[features]`.
    pub context_vector: Option<Array1<f32>>,
}

/// α in the form that the layer has it.
#[derive(Debug, Clone)]
pub enum AttentionWeights {
    /// One weight per step, `[steps]`.
    PerStep(Array1<f32>),
    /// One weight per step and feature, `[steps, features]`.
    PerFeature(Array2<f32>),
    /// One weight per head, query step and key step, `[heads, queries, keys]`.
    Matrix {
        /// The weights.
        weights: Array3<f32>,
        /// What each query step is about.
        queries: Option<Arc<[Step]>>,
    },
}

impl AttentionTrace {
    /// The attention of a layer that says nothing else. `input`: what is attended to, its steps on the first axis.
    pub fn of(weights: AttentionWeights, input: &Value) -> Self {
        Self {
            weights,
            steps: input.steps.of(0).cloned(),
            u_t: None,
            scores: None,
            context_vector: None,
        }
    }
}

impl AttentionWeights {
    /// Number of steps that are attended to.
    pub fn len(&self) -> usize {
        match self {
            Self::PerStep(weights) => weights.len(),
            Self::PerFeature(weights) => weights.nrows(),
            Self::Matrix { weights, .. } => weights.len_of(Axis(2)),
        }
    }

    /// Whether there are no steps.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One weight per step: the mean over the features, or over the heads and the real query steps.
    ///
    /// `is_real`: whether a query step is one of a word; all count where none is real.
    pub fn per_step(&self, is_real: impl Fn(usize) -> bool) -> Array1<f32> {
        match self {
            Self::PerStep(weights) => weights.clone(),
            Self::PerFeature(weights) => weights
                .mean_axis(Axis(1))
                .unwrap_or_else(|| Array1::zeros(weights.nrows())),
            Self::Matrix { weights, .. } => {
                let (heads, queries, keys) = weights.dim();
                let mut rows: Vec<usize> = (0..queries).filter(|&query| is_real(query)).collect();
                if rows.is_empty() {
                    rows = (0..queries).collect();
                }
                // Summed in f64: many rows would lose the fifth digit.
                let mut sums = vec![0.0f64; keys];
                for head in weights.outer_iter() {
                    for &row in &rows {
                        for (sum, &weight) in sums.iter_mut().zip(head.row(row)) {
                            *sum += f64::from(weight);
                        }
                    }
                }
                let count = heads.saturating_mul(rows.len()).max(1) as f64;
                sums.into_iter().map(|sum| float32(sum / count)).collect()
            }
        }
    }
}
