//! What happened in each layer on the way from ids to prediction.

use ndarray::Array2;

use crate::layers::AttentionTrace;
use crate::tensor::Tensor;

/// One run of a network.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The network's outputs, in the order of its configuration.
    pub outputs: Vec<Tensor>,
    /// The layers that were run, in the order they were run: all of them, or the attention layers only.
    pub layers: Vec<LayerTrace>,
}

/// One call of one layer.
#[derive(Debug, Clone)]
pub struct LayerTrace {
    /// Index into [`Network::layers`](super::Network::layers).
    pub layer: usize,
    /// The layer's output tensors; empty where only attention was asked for.
    pub outputs: Vec<Tensor>,
    /// A recurrent layer's state after each step, `[steps, units]`.
    pub hidden_states: Option<Array2<f32>>,
    /// An attention layer's intermediates.
    pub attention: Option<AttentionTrace>,
}

impl Trace {
    /// The last call of a layer.
    pub fn layer(&self, layer: usize) -> Option<&LayerTrace> {
        self.layers.iter().rev().find(|trace| trace.layer == layer)
    }
}
