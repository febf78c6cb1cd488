//! A directed graph of layers and its forward pass for one text. A network is a layer itself: models nest.

use super::attention_path::{AttentionPath, attention_paths};
use super::forward::Keep;
use super::fused::Fused;
use super::idiom::{self, Idiom};
use super::order::topological_order;
use super::work::{calls_inside, multiplications};
use crate::budget;
use crate::error::{Error, Result};
use crate::layers::{
    Activation, Complaint, Layer, LayerEntry, LayerTrace, MOST_NUMBERS, Memory, Mismatch, Outcome,
    Trace, count,
};
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
        for (index, call) in calls.iter().enumerate() {
            // The first call's; a shared layer may have others.
            if index == 0 || calls[index - 1].layer != call.layer {
                layers[call.layer].output_shape =
                    shapes[index].first().cloned().unwrap_or_default();
            }
        }
        let output_shapes = outputs
            .iter()
            .map(|&output| Ok(find(&shapes, output)?))
            .collect::<Result<Vec<_>>>()?;
        let mut consumers = vec![Vec::new(); calls.len()];
        for (index, call) in calls.iter().enumerate() {
            for input in &call.inputs {
                let of_input: &mut Vec<usize> = &mut consumers[input.call];
                if of_input.last() != Some(&index) {
                    of_input.push(index);
                }
            }
        }
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
            let layer = network.calls[idiom.call].layer;
            network.layers[layer].attention = Some(idiom::KIND);
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

    /// The layer of an input, in the order of the configuration.
    pub fn input_layer(&self, input: usize) -> &LayerEntry {
        &self.layers[self.calls[self.inputs[input]].layer]
    }

    /// Shape of an input without the batch axis.
    pub fn input_shape(&self, input: usize) -> &Shape {
        &self.input_layer(input).output_shape
    }

    /// Whether an input goes into an embedding, here or in a model inside: it holds word numbers.
    pub fn takes_words(&self, input: usize) -> bool {
        let mut open = vec![self.inputs[input]];
        let mut seen = vec![false; self.calls.len()];
        while let Some(from) = open.pop() {
            for &index in &self.consumers[from] {
                let call = &self.calls[index];
                let Some(layer) = self.layers[call.layer].layer.as_deref() else {
                    continue;
                };
                let mut positions = (0..call.inputs.len()).filter(|&i| call.inputs[i].call == from);
                if positions.any(|position| layer.takes_words(position)) {
                    return true;
                }
                if layer.only_reshapes() && !seen[index] {
                    seen[index] = true;
                    open.push(index);
                }
            }
        }
        false
    }

    /// The calls that take an output of a call, each once.
    pub(super) fn consumers(&self, call: usize) -> &[usize] {
        &self.consumers[call]
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

    /// All attention layers in the order they are run, those in models inside among them.
    pub fn attention_paths(&self) -> Vec<AttentionPath> {
        let order = self.order.iter().map(|&call| self.calls[call].layer);
        attention_paths(&self.layers, order)
    }

    /// The attention layers on the way to an output, the one nearest to it last.
    pub fn attention_paths_before(&self, output: usize) -> Vec<AttentionPath> {
        let mut on_the_way = vec![false; self.calls.len()];
        on_the_way[self.outputs[output].call] = true;
        for &index in self.order.iter().rev() {
            if on_the_way[index] {
                self.calls[index]
                    .tensors()
                    .for_each(|tensor| on_the_way[tensor.call] = true);
            }
        }
        let order = self.order.iter().filter(|&&call| on_the_way[call]);
        attention_paths(&self.layers, order.map(|&call| self.calls[call].layer))
    }

    /// Names of layers that show the same attention as layer `layer` in another shape, as `RepeatVector` does.
    pub fn aliases(&self, layer: usize) -> impl Iterator<Item = &str> {
        self.idioms
            .iter()
            .filter(move |idiom| self.calls[idiom.call].layer == layer)
            .flat_map(|idiom| &idiom.aliases)
            .map(|&alias| self.layers[alias].name.as_str())
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
        let layer = &self.layers[self.calls[first.call].layer].layer;
        layer.as_ref()?.final_activation()
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

/// Shapes of every call's outputs. `given` are shapes of inputs that differ from the layers' own.
fn shapes(
    layers: &[LayerEntry],
    calls: &[Call],
    order: &[usize],
    given: &[(usize, Shape)],
) -> std::result::Result<Vec<Vec<Shape>>, Mismatch> {
    let mut shapes: Vec<Vec<Shape>> = vec![Vec::new(); calls.len()];
    for &index in order {
        let call = &calls[index];
        let entry = &layers[call.layer];
        shapes[index] = match &entry.layer {
            Some(layer) => {
                let inputs = call
                    .inputs
                    .iter()
                    .map(|&tensor| find(&shapes, tensor))
                    .collect::<std::result::Result<Vec<_>, _>>();
                inputs
                    .and_then(|inputs| layer.output_shapes(&inputs))
                    .map_err(|mismatch| mismatch.inside(&entry.name))?
            }
            None => {
                let shape = given.iter().find(|(input, _)| *input == index);
                vec![shape.map_or_else(|| entry.output_shape.clone(), |(_, shape)| shape.clone())]
            }
        };
        for shape in &shapes[index] {
            let is_long = shape.iter().flatten().any(|&axis| axis > budget::AXIS);
            if count(shape) > MOST_NUMBERS || is_long || shape.len() > budget::AXES {
                let numbers = count(shape);
                return Err(Mismatch::of(Complaint::TooLarge { numbers }).inside(&entry.name));
            }
        }
    }
    Ok(shapes)
}

/// What is too large before there is a text is so by its configuration.
fn too_large_as_built(mismatch: Mismatch) -> Box<Error> {
    match *Box::<Error>::from(mismatch) {
        Error::TextTooLong { detail } => Box::new(Error::InvalidConfig { detail }),
        other => Box::new(other),
    }
}

pub(super) fn find<T: Clone>(
    of_calls: &[Vec<T>],
    at: TensorRef,
) -> std::result::Result<T, Mismatch> {
    of_calls
        .get(at.call)
        .and_then(|tensors| tensors.get(at.tensor))
        .cloned()
        .ok_or_else(|| no_tensor(at.tensor))
}

pub(super) fn no_tensor(index: usize) -> Mismatch {
    Mismatch::new(
        format!("tensor {index} of a layer"),
        "none of that number".into(),
    )
}

impl From<Mismatch> for Box<Error> {
    fn from(mismatch: Mismatch) -> Self {
        let (mut layer, mut complaint) = (String::new(), mismatch.into_complaint());
        while let Complaint::Inside {
            layer: outer,
            mismatch: inner,
        } = complaint
        {
            let separator = if layer.is_empty() { "" } else { "/" };
            layer = format!("{layer}{separator}{outer}");
            complaint = inner.into_complaint();
        }
        match complaint {
            Complaint::Shape { expected, found } => Box::new(Error::ShapeMismatch {
                layer,
                expected,
                found,
            }),
            Complaint::TooLarge { numbers } => Box::new(Error::TextTooLong {
                detail: format!(
                    "layer “{layer}” would need {} numbers at once, of at most {MOST_NUMBERS}",
                    match numbers {
                        usize::MAX => "countless".to_owned(),
                        numbers => numbers.to_string(),
                    }
                ),
            }),
            Complaint::TokenId { id, rows } => {
                Box::new(Error::TokenIdOutOfRange { id, layer, rows })
            }
            Complaint::Inside { .. } => Box::new(Error::InvalidGraph {
                detail: format!("layer “{layer}” could not be run"),
            }),
        }
    }
}
