//! A directed graph of layers and its forward pass for one text.

use std::sync::Arc;

use super::order::topological_order;
use super::trace::{LayerTrace, Trace};
use crate::error::{Error, Result};
use crate::layers::{Layer, Mismatch};
use crate::tensor::{Shape, Tensor, Value};

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

/// A layer with what the model's description tells of it.
#[derive(Debug)]
pub struct LayerEntry {
    /// Name in the model.
    pub name: String,
    /// Class in the file.
    pub class_name: String,
    /// What it computes; `None` for an input.
    pub layer: Option<Box<dyn Layer>>,
    /// Its weights in stored order.
    pub weights: Vec<WeightInfo>,
    /// Whether Keras lists it among `model.layers` (raw operations and a Sequential's input are not).
    pub listed: bool,
    /// Shape of its (first) output at its first call.
    pub output_shape: Shape,
}

/// A weight's name and shape.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightInfo {
    /// Keras's name of it, e.g. `kernel`.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
}

/// A model that can be run.
#[derive(Debug)]
pub struct Network {
    layers: Vec<LayerEntry>,
    calls: Vec<Call>,
    /// Calls in an order in which they can be made.
    order: Vec<usize>,
    input: usize,
    outputs: Vec<TensorRef>,
    output_shapes: Vec<Shape>,
    /// Whether each call's steps run backwards in the text.
    time_reversed: Vec<bool>,
}

impl Network {
    /// Wires layers and checks that every tensor fits where it goes.
    ///
    /// `input` is the call that takes the text, with its shape (`[steps]`) in the layer's `output_shape`.
    pub fn new(
        mut layers: Vec<LayerEntry>,
        calls: Vec<Call>,
        input: usize,
        outputs: Vec<TensorRef>,
    ) -> Result<Self> {
        let needs: Vec<Vec<usize>> = calls
            .iter()
            .map(|call| {
                call.inputs
                    .iter()
                    .chain(&call.mask)
                    .map(|tensor| tensor.call)
                    .collect()
            })
            .collect();
        if needs
            .iter()
            .flatten()
            .chain(outputs.iter().map(|o| &o.call))
            .any(|&call| call >= calls.len())
        {
            return Err(Error::InvalidGraph {
                detail: "a tensor comes from nowhere".into(),
            });
        }
        let order = topological_order(&needs)?;
        let mut shapes: Vec<Vec<Shape>> = vec![Vec::new(); calls.len()];
        for &index in &order {
            let call = &calls[index];
            let inputs = call
                .inputs
                .iter()
                .map(|tensor| find(&shapes, *tensor))
                .collect::<Result<Vec<_>>>()?;
            let entry = &mut layers[call.layer];
            shapes[index] = match &entry.layer {
                Some(layer) => layer
                    .output_shapes(&inputs)
                    .map_err(|mismatch| named(mismatch, &entry.name))?,
                None => vec![entry.output_shape.clone()],
            };
            // The first call's; a shared layer may have others.
            if first_call_of(&calls, index) {
                entry.output_shape = shapes[index].first().cloned().unwrap_or_default();
            }
        }
        let output_shapes = outputs
            .iter()
            .map(|&output| find(&shapes, output))
            .collect::<Result<Vec<_>>>()?;
        let mut time_reversed = vec![false; calls.len()];
        for &index in &order {
            let before = calls[index]
                .inputs
                .first()
                .is_some_and(|input| time_reversed[input.call]);
            let turns = layers[calls[index].layer]
                .layer
                .as_ref()
                .is_some_and(|layer| layer.reverses_time());
            time_reversed[index] = before != turns;
        }
        Ok(Self {
            layers,
            calls,
            order,
            input,
            outputs,
            output_shapes,
            time_reversed,
        })
    }

    /// All layers in the order of the file.
    pub fn layers(&self) -> &[LayerEntry] {
        &self.layers
    }

    /// Number of time steps that the model takes; `None`: any.
    pub fn input_steps(&self) -> Option<usize> {
        self.layers[self.calls[self.input].layer]
            .output_shape
            .first()
            .copied()
            .flatten()
    }

    /// Whether a layer (at its last call) is given its steps in reversed time.
    pub fn is_time_reversed(&self, layer: usize) -> bool {
        let last_call = self
            .order
            .iter()
            .rev()
            .find(|&&call| self.calls[call].layer == layer);
        last_call.is_some_and(|&call| self.time_reversed[call])
    }

    /// The layer that an output comes from, in the order of the configuration.
    pub fn output_layer(&self, output: usize) -> &LayerEntry {
        &self.layers[self.calls[self.outputs[output].call].layer]
    }

    /// Shape of an output without the batch axis.
    pub fn output_shape(&self, output: usize) -> &Shape {
        &self.output_shapes[output]
    }

    /// Number of outputs.
    pub fn output_count(&self) -> usize {
        self.outputs.len()
    }

    /// Indices of all attention layers in the order they are run.
    pub fn attention_layers(&self) -> Vec<usize> {
        self.attention_among(|_| true)
    }

    /// Indices of the attention layers on the way to an output, the one nearest to it last.
    pub fn attention_layers_before(&self, output: usize) -> Vec<usize> {
        let mut on_the_way = vec![false; self.calls.len()];
        on_the_way[self.outputs[output].call] = true;
        for &index in self.order.iter().rev() {
            if !on_the_way[index] {
                continue;
            }
            let call = &self.calls[index];
            for tensor in call.inputs.iter().chain(&call.mask) {
                on_the_way[tensor.call] = true;
            }
        }
        self.attention_among(|call| on_the_way[call])
    }

    fn attention_among(&self, is_meant: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = Vec::new();
        for layer in self
            .order
            .iter()
            .filter(|&&call| is_meant(call))
            .map(|&call| self.calls[call].layer)
        {
            let kind = self.layers[layer]
                .layer
                .as_ref()
                .and_then(|layer| layer.attention_kind());
            if kind.is_some() {
                // A layer that is called again counts where it is called last.
                found.retain(|&other| other != layer);
                found.push(layer);
            }
        }
        found
    }

    /// The forward pass of one text: `ids`, `[steps]`.
    ///
    /// With `keep_all`, every layer's outputs and states are kept; otherwise only the attention's
    /// intermediates, and each tensor is let go after its last use.
    pub fn run(&self, ids: &[u32], keep_all: bool) -> Result<Trace> {
        let mut uses = vec![0usize; self.calls.len()];
        for call in &self.calls {
            call.inputs
                .iter()
                .chain(&call.mask)
                .for_each(|tensor| uses[tensor.call] += 1);
        }
        self.outputs
            .iter()
            .for_each(|output| uses[output.call] += 1);

        let mut values: Vec<Vec<Value>> = vec![Vec::new(); self.calls.len()];
        let mut layers = Vec::new();
        for &index in &self.order {
            let call = &self.calls[index];
            let entry = &self.layers[call.layer];
            let Some(layer) = &entry.layer else {
                values[index] = vec![ids_as_tensor(ids)];
                if keep_all {
                    let outputs = tensors(&values[index]);
                    layers.push(LayerTrace {
                        layer: call.layer,
                        outputs,
                        hidden_states: None,
                        attention: None,
                    });
                }
                continue;
            };
            let mut inputs = call
                .inputs
                .iter()
                .map(|tensor| find(&values, *tensor))
                .collect::<Result<Vec<_>>>()?;
            if let (Some(mask), Some(first)) = (call.mask, inputs.first_mut()) {
                first.mask = Some(
                    find(&values, mask)?
                        .tensor
                        .iter()
                        .map(|&x| x != 0.0)
                        .collect::<Arc<[bool]>>(),
                );
            }
            let outcome = layer
                .call(&inputs)
                .map_err(|mismatch| named(mismatch, &entry.name))?;
            if keep_all || outcome.attention.is_some() {
                layers.push(LayerTrace {
                    layer: call.layer,
                    outputs: if keep_all {
                        tensors(&outcome.outputs)
                    } else {
                        Vec::new()
                    },
                    hidden_states: outcome.hidden_states.filter(|_| keep_all),
                    attention: outcome.attention,
                });
            }
            values[index] = outcome.outputs;
            for tensor in call.inputs.iter().chain(&call.mask) {
                uses[tensor.call] -= 1;
                if uses[tensor.call] == 0 {
                    values[tensor.call] = Vec::new();
                }
            }
        }
        let outputs = self
            .outputs
            .iter()
            .map(|&o| Ok(find(&values, o)?.tensor))
            .collect::<Result<_>>()?;
        Ok(Trace { outputs, layers })
    }
}

fn tensors(values: &[Value]) -> Vec<Tensor> {
    values.iter().map(|value| value.tensor.clone()).collect()
}

/// Word numbers as the first layer takes them, `[steps]`.
fn ids_as_tensor(ids: &[u32]) -> Value {
    Value::new(
        ids.iter()
            .map(|&id| id as f32)
            .collect::<ndarray::Array1<f32>>(),
        None,
    )
}

fn find<T: Clone>(of_calls: &[Vec<T>], at: TensorRef) -> Result<T> {
    of_calls
        .get(at.call)
        .and_then(|tensors| tensors.get(at.tensor))
        .cloned()
        .ok_or_else(|| Error::InvalidGraph {
            detail: format!("tensor {} of a layer does not exist", at.tensor),
        })
}

/// A layer's complaint with the layer's name.
fn named(mismatch: Mismatch, layer: &str) -> Error {
    let layer = layer.to_owned();
    match mismatch {
        Mismatch::Shape { expected, found } => Error::ShapeMismatch {
            layer,
            expected,
            found,
        },
        Mismatch::TokenId { id, rows } => Error::TokenIdOutOfRange { id, layer, rows },
    }
}

/// Whether no earlier call in the file's order is of the same layer.
fn first_call_of(calls: &[Call], index: usize) -> bool {
    index == 0 || calls[index - 1].layer != calls[index].layer
}
