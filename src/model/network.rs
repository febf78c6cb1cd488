//! A directed graph of layers and its forward pass for one text. A network is a layer itself: models nest.

use std::collections::HashSet;

use super::attention_path::{AttentionPath, attention_paths};
use super::forward::Keep;
use super::fused::Fused;
use super::idiom::{self, Idiom};
use super::order::topological_order;
use super::shapes::{find, shapes, too_large_as_built};
use super::work::{calls_inside, multiplications};
use crate::budget;
use crate::error::{Error, Result};
use crate::layers::{Activation, Layer, LayerEntry, LayerTrace, Memory, Mismatch, Outcome, Trace};
use crate::tensor::{Shape, Value};

/// Tensor `tensor` of what call `call` puts out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TensorRef {
    /// Index into the network's calls.
    pub call: usize,
    /// Index into the call's outputs.
    pub tensor: usize,
}

/// One use of a layer; a shared layer has several.
#[derive(Debug, Clone)]
pub struct Call {
    /// Index into the network's layers.
    pub layer: usize,
    /// The tensors it takes.
    pub inputs: Vec<TensorRef>,
    /// A tensor that is given as `mask=`, in place of the mask that travels with the input.
    pub mask: Option<TensorRef>,
}

/// A model that can be run.
#[derive(Debug)]
pub struct Network {
    pub(super) layers: Vec<LayerEntry>,
    pub(super) calls: Vec<Call>,
    /// Calls in an order in which they can be made.
    pub(super) order: Vec<usize>,
    /// The calls of the inputs, in the order of the configuration.
    pub(super) inputs: Vec<usize>,
    pub(super) outputs: Vec<TensorRef>,
    output_shapes: Vec<Shape>,
    pub(super) idioms: Vec<Idiom>,
    /// Pairs of calls that one call stands for, where nobody asks what is between them.
    pub(super) fused: Fused,
    /// Of each call, the calls that take its outputs, each once.
    consumers: Vec<Vec<usize>>,
    /// Calls of layers that one run comes to, with those of the models inside.
    calls_inside: usize,
}

impl Network {
    /// Wires layers and checks that every tensor fits where it goes.
    ///
    /// `inputs` are the calls of the inputs, with their shapes in the layers' `output_shape`.
    pub fn new(
        mut layers: Vec<LayerEntry>,
        calls: Vec<Call>,
        inputs: Vec<usize>,
        outputs: Vec<TensorRef>,
    ) -> Result<Self> {
        let needs: Vec<Vec<usize>> = calls
            .iter()
            .map(|call| call.tensors().map(|tensor| tensor.call).collect())
            .collect();
        let named = needs
            .iter()
            .flatten()
            .chain(outputs.iter().map(|output| &output.call));
        if named.chain(&inputs).any(|&call| call >= calls.len()) {
            return Err(Box::new(Error::InvalidGraph {
                detail: "a tensor comes from nowhere".into(),
            }));
        }
        if calls.iter().any(|call| call.layer >= layers.len()) {
            return Err(Box::new(Error::InvalidGraph {
                detail: "a call is of no layer".into(),
            }));
        }
        let order = topological_order(&needs)?;
        let calls_inside = calls_inside(&layers, &calls);
        if calls_inside > budget::CALLS {
            return Err(Box::new(Error::InvalidGraph {
                detail: format!(
                    "with the models inside models it calls layers more than {} times",
                    budget::CALLS
                ),
            }));
        }
        let shapes = shapes(&layers, &calls, &order, &[]).map_err(too_large_as_built)?;
        let work = multiplications(&layers, &calls, &shapes);
        if work > budget::MULTIPLICATIONS {
            return Err(Box::new(Error::InvalidConfig {
                detail: format!(
                    "one text would take {work} multiplications, of at most {}",
                    budget::MULTIPLICATIONS
                ),
            }));
        }
        let mut before = None;
        for (call, shapes) in calls.iter().zip(&shapes) {
            // The first call's; a shared layer may have others.
            if before != Some(call.layer)
                && let Some(entry) = layers.get_mut(call.layer)
            {
                entry.output_shape = shapes.first().cloned().unwrap_or_default();
            }
            before = Some(call.layer);
        }
        let output_shapes = outputs
            .iter()
            .map(|&output| Ok(find(&shapes, output)?))
            .collect::<Result<Vec<_>>>()?;
        let consumers = consumers(&calls);
        let mut network = Self {
            layers,
            calls,
            order,
            inputs,
            outputs,
            output_shapes,
            idioms: Vec::new(),
            fused: Fused::default(),
            consumers,
            calls_inside,
        };
        network.idioms = idiom::find(&network);
        for idiom in &network.idioms {
            let layer = network.calls.get(idiom.call).map(|call| call.layer);
            if let Some(entry) = layer.and_then(|layer| network.layers.get_mut(layer)) {
                entry.attention = Some(idiom::KIND);
            }
        }
        network.fused = Fused::find(&network);
        Ok(network)
    }

    /// All layers in the order of the file.
    pub fn layers(&self) -> &[LayerEntry] {
        &self.layers
    }

    /// All calls, layer by layer in the order of the file.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// Number of inputs.
    pub fn input_count(&self) -> usize {
        self.inputs.len()
    }

    /// The layer that a call is of; [`NO_LAYER`] for a number that no call has.
    pub(super) fn layer_of(&self, call: usize) -> &LayerEntry {
        let call = self.calls.get(call);
        let entry = call.and_then(|call| self.layers.get(call.layer));
        entry.unwrap_or(&NO_LAYER)
    }

    /// The layer of an input, in the order of the configuration; one without a name for an input that is not there.
    pub fn input_layer(&self, input: usize) -> &LayerEntry {
        let call = self.inputs.get(input);
        call.map_or(&NO_LAYER, |&call| self.layer_of(call))
    }

    /// Shape of an input without the batch axis.
    pub fn input_shape(&self, input: usize) -> &Shape {
        &self.input_layer(input).output_shape
    }

    /// Whether an input goes into an embedding, here or in a model inside: it holds word numbers.
    pub fn takes_words(&self, input: usize) -> bool {
        let mut open: Vec<usize> = self.inputs.get(input).copied().into_iter().collect();
        let mut seen = HashSet::new();
        while let Some(from) = open.pop() {
            for &index in self.consumers(from) {
                let (Some(call), Some(layer)) =
                    (self.calls.get(index), self.layer_of(index).layer.as_deref())
                else {
                    continue;
                };
                let inputs = call.inputs.iter().enumerate();
                let mut positions = inputs.filter(|(_, input)| input.call == from);
                if positions.any(|(position, _)| layer.takes_words(position)) {
                    return true;
                }
                if layer.only_reshapes() && seen.insert(index) {
                    open.push(index);
                }
            }
        }
        false
    }

    /// The calls that take an output of a call, each once.
    pub(super) fn consumers(&self, call: usize) -> &[usize] {
        self.consumers.get(call).map_or(&[], Vec::as_slice)
    }

    /// The layer that an output comes from, in the order of the configuration; one without a name for an output that is
    /// not there.
    pub fn output_layer(&self, output: usize) -> &LayerEntry {
        let output = self.outputs.get(output);
        output.map_or(&NO_LAYER, |output| self.layer_of(output.call))
    }

    /// Shape of an output without the batch axis.
    pub fn output_shape(&self, output: usize) -> &Shape {
        let shape = self.output_shapes.get(output);
        shape.unwrap_or(&NO_LAYER.output_shape)
    }

    /// Number of outputs.
    pub fn output_count(&self) -> usize {
        self.outputs.len()
    }

    /// All attention layers in the order they are run, those in models inside among them.
    pub fn attention_paths(&self) -> Vec<AttentionPath> {
        let order = self.order.iter().filter_map(|&call| self.calls.get(call));
        attention_paths(&self.layers, order.map(|call| call.layer))
    }

    /// The attention layers on the way to an output, the one nearest to it last.
    pub fn attention_paths_before(&self, output: usize) -> Vec<AttentionPath> {
        let output = self.outputs.get(output).map(|output| output.call);
        let mut on_the_way: HashSet<usize> = output.into_iter().collect();
        for index in self.order.iter().rev() {
            if let Some(call) = self
                .calls
                .get(*index)
                .filter(|_| on_the_way.contains(index))
            {
                on_the_way.extend(call.tensors().map(|tensor| tensor.call));
            }
        }
        let order = self.order.iter().filter(|call| on_the_way.contains(call));
        let calls = order.filter_map(|&call| self.calls.get(call));
        attention_paths(&self.layers, calls.map(|call| call.layer))
    }

    /// Names of layers that show the same attention as layer `layer` in another shape, as `RepeatVector` does.
    pub fn aliases(&self, layer: usize) -> impl Iterator<Item = &str> {
        self.idioms
            .iter()
            .filter(move |idiom| {
                let call = self.calls.get(idiom.call);
                call.is_some_and(|call| call.layer == layer)
            })
            .flat_map(|idiom| &idiom.aliases)
            .filter_map(|&alias| self.layers.get(alias))
            .map(|entry| entry.name.as_str())
    }
}

impl Layer for Network {
    fn output_shapes(&self, inputs: &[Shape]) -> std::result::Result<Vec<Shape>, Mismatch> {
        if inputs.len() != self.inputs.len() {
            return Err(Mismatch::new(
                format!("{} inputs", self.inputs.len()),
                format!("{} inputs", inputs.len()),
            ));
        }
        let given: Vec<(usize, Shape)> = self
            .inputs
            .iter()
            .copied()
            .zip(inputs.iter().cloned())
            .collect();
        let shapes = shapes(&self.layers, &self.calls, &self.order, &given)?;
        self.outputs
            .iter()
            .map(|&output| find(&shapes, output))
            .collect()
    }

    fn call(&self, inputs: &[Value]) -> std::result::Result<Outcome, Mismatch> {
        self.call_traced(inputs, false)
    }

    fn call_traced(
        &self,
        inputs: &[Value],
        keep_all: bool,
    ) -> std::result::Result<Outcome, Mismatch> {
        let keep = if keep_all { Keep::All } else { Keep::Attention };
        self.forward(inputs, keep)
            .map(|(outputs, layers)| inside(outputs, layers))
    }

    fn call_again(
        &self,
        inputs: &[Value],
        memory: &mut Memory,
    ) -> std::result::Result<Outcome, Mismatch> {
        self.forward_again(inputs, memory)
            .map(|(outputs, layers)| inside(outputs, layers))
    }

    /// Each layer inside is asked when it is called.
    fn numbers_held(&self, _: &[Shape]) -> usize {
        0
    }

    fn calls_inside(&self) -> usize {
        self.calls_inside
    }

    fn final_activation(&self) -> Option<Activation> {
        let first = self.outputs.first()?;
        let layer = self.layer_of(first.call).layer.as_ref();
        layer?.final_activation()
    }

    fn takes_words(&self, input: usize) -> bool {
        input < self.inputs.len() && Network::takes_words(self, input)
    }

    fn inner_layers(&self) -> &[LayerEntry] {
        &self.layers
    }

    fn inner_inputs(&self, call: usize) -> Vec<usize> {
        let inputs = self.calls.get(call).map(|call| &call.inputs[..]);
        inputs
            .unwrap_or_default()
            .iter()
            .map(|input| input.call)
            .collect()
    }
}

impl Call {
    /// Every tensor that the call needs.
    pub(super) fn tensors(&self) -> impl Iterator<Item = TensorRef> + '_ {
        self.inputs.iter().chain(&self.mask).copied()
    }
}

/// What stands for a layer that is not there.
pub(super) static NO_LAYER: LayerEntry = LayerEntry {
    name: String::new(),
    class_name: String::new(),
    layer: None,
    attention: None,
    weights: Vec::new(),
    listed: false,
    output_shape: Vec::new(),
};

/// Of each call, the calls that take its outputs, each once.
fn consumers(calls: &[Call]) -> Vec<Vec<usize>> {
    let mut consumers: Vec<Vec<usize>> = vec![Vec::new(); calls.len()];
    for (index, call) in calls.iter().enumerate() {
        for input in &call.inputs {
            if let Some(of_input) = consumers.get_mut(input.call)
                && of_input.last() != Some(&index)
            {
                of_input.push(index);
            }
        }
    }
    consumers
}

/// The outcome of a model as a layer.
fn inside(outputs: Vec<Value>, layers: Vec<LayerTrace>) -> Outcome {
    let trace = Trace {
        outputs: Vec::new(),
        layers,
    };
    Outcome {
        outputs,
        inner: vec![trace],
        ..Outcome::default()
    }
}
