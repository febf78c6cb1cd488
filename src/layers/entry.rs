//! A layer with what the model's description tells of it.

use super::Layer;
use crate::tensor::{Shape, Tensor};

/// A layer in its place in a model.
#[derive(Debug)]
pub struct LayerEntry {
    /// Name in the model.
    pub name: String,
    /// Class in the file.
    pub class_name: String,
    /// What it computes; `None` for an input.
    pub layer: Option<Box<dyn Layer>>,
    /// The kind of attention it computes, where it does: the layer's own, or one found in the graph.
    pub attention: Option<&'static str>,
    /// Its weights in stored order.
    pub weights: Vec<WeightInfo>,
    /// Whether Keras lists it among `model.layers` (raw operations and a Sequential's input are not).
    pub listed: bool,
    /// Shape of its (first) output at its first call.
    pub output_shape: Shape,
}

/// A weight as Keras has it, whatever form its layer computes with.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightInfo {
    /// Keras's name of it, e.g. `kernel`.
    pub name: String,
    /// Its numbers: an embedding's are those that the layer looks up, not a copy.
    pub values: Tensor,
    /// Whether training would change it.
    pub trainable: bool,
}

impl LayerEntry {
    /// The layers inside: of a nested model, of a `TimeDistributed`, else none.
    pub fn inner(&self) -> &[LayerEntry] {
        self.layer
            .as_ref()
            .map(|layer| layer.inner_layers())
            .unwrap_or_default()
    }
}
