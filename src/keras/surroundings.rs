//! What the graph around a layer tells of its tensors: of a layer of somebody's own class the file has no code, but
//! the shapes that go in and come out rule out much of what it could be.
//!
//! Keras 3 writes the shape of every tensor into a functional model, and the input's shape into `build_config`. For
//! older files the shapes of common layers are worked out from their arguments, as far as that goes.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::config::{LayerConfig, TensorAddress, batch_shape};
use crate::budget;
use crate::tensor::Shape;

/// Shapes of the tensors around a layer, without the batch axis, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Surroundings {
    /// Shapes of the inputs of the first call.
    pub inputs: Vec<Option<Shape>>,
    /// Shapes of the outputs.
    pub outputs: Vec<Option<Shape>>,
    /// Number of axes of the first output, where its shape is known, or what follows tells it.
    pub output_axes: Option<usize>,
    /// How many of its outputs are used, counted up to the last that is.
    pub outputs_used: usize,
    /// Shapes that stand in the layer's entry: of the tensors it takes.
    stated: Vec<(String, usize, Shape)>,
    /// Input shapes of `build_config`.
    built: Vec<Shape>,
}

impl Surroundings {
    /// What a layer's own entry states.
    pub fn of(json: &Json) -> Self {
        let mut stated = Vec::new();
        collect_stated(
            json.get("inbound_nodes").unwrap_or(&Json::Null),
            &mut stated,
            0,
        );
        let built = json
            .get("build_config")
            .and_then(|build| build.get("input_shape"));
        let built = match built.and_then(Json::as_array) {
            Some(list) if list.iter().any(Json::is_array) => {
                list.iter().filter_map(without_batch).collect()
            }
            Some(_) => built.and_then(without_batch).into_iter().collect(),
            None => Vec::new(),
        };
        Self {
            stated,
            built,
            ..Self::default()
        }
    }
}

/// Outputs of one layer that are looked at: more than any layer has.
const MOST_OUTPUTS: usize = 64;

/// Finds what is known of the tensors of all layers. `outputs`: of the model.
pub fn find(layers: &mut [LayerConfig], outputs: &[TensorAddress]) {
    let mut shapes: HashMap<(String, usize), Shape> = HashMap::new();
    for layer in layers.iter() {
        for (name, tensor, shape) in &layer.surroundings.stated {
            shapes.insert((name.clone(), *tensor), shape.clone());
        }
    }
    // Outputs beyond any layer's are the graph's to complain about.
    let counted = |tensor: usize| tensor.checked_add(1).filter(|&count| count <= MOST_OUTPUTS);
    let mut used: HashMap<String, usize> = HashMap::new();
    let mut consumers: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, layer) in layers.iter().enumerate() {
        for input in layer.calls.iter().flat_map(|call| call.inputs()) {
            let used = used.entry(input.layer.clone()).or_default();
            *used = (*used).max(counted(input.tensor).unwrap_or(0));
            if input.tensor == 0 {
                consumers
                    .entry(input.layer.clone())
                    .or_default()
                    .push(index);
            }
        }
    }
    for output in outputs {
        let used = used.entry(output.layer.clone()).or_default();
        *used = (*used).max(counted(output.tensor).unwrap_or(0));
    }
    for layer in layers.iter_mut() {
        let of_call = layer.calls.first().map(|call| call.inputs());
        let built = &layer.surroundings.built;
        let inputs: Vec<Option<Shape>> = of_call
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(|(place, input)| {
                let known = shapes.get(&(input.layer.clone(), input.tensor)).cloned();
                known.or_else(|| built.get(place).cloned())
            })
            .collect();
        let first = shapes.get(&(layer.name.clone(), 0)).cloned();
        if let Some(shape) = first.or_else(|| output_shape(layer, &inputs)) {
            shapes.insert((layer.name.clone(), 0), shape);
        }
        layer.surroundings.inputs = inputs;
    }
    for index in 0..layers.len() {
        let Some(name) = layers.get(index).map(|layer| layer.name.clone()) else {
            continue;
        };
        let outputs_used = used.get(&name).copied().unwrap_or(0);
        let outputs: Vec<Option<Shape>> = (0..outputs_used)
            .map(|tensor| shapes.get(&(name.clone(), tensor)).cloned())
            .collect();
        let known = outputs
            .first()
            .and_then(|shape| shape.as_ref().map(Vec::len));
        let output_axes = known.or_else(|| axes_wanted(layers, &consumers, index, 0));
        if let Some(layer) = layers.get_mut(index) {
            layer.surroundings.outputs_used = outputs_used;
            layer.surroundings.outputs = outputs;
            layer.surroundings.output_axes = output_axes;
        }
    }
}

/// Layers that keep the shape of what they are given.
const KEEPS_SHAPE: [&str; 13] = [
    "Dropout",
    "SpatialDropout1D",
    "GaussianNoise",
    "GaussianDropout",
    "AlphaDropout",
    "Activation",
    "LeakyReLU",
    "ReLU",
    "PReLU",
    "BatchNormalization",
    "LayerNormalization",
    "Masking",
    "Softmax",
];

/// Layers that take a sequence, `[steps, features]`.
const TAKES_SEQUENCE: [&str; 21] = [
    "LSTM",
    "GRU",
    "SimpleRNN",
    "CuDNNLSTM",
    "CuDNNGRU",
    "RNN",
    "Bidirectional",
    "Conv1D",
    "SeparableConv1D",
    "MaxPooling1D",
    "MaxPool1D",
    "AveragePooling1D",
    "GlobalMaxPooling1D",
    "GlobalMaxPool1D",
    "GlobalAveragePooling1D",
    "GlobalAvgPool1D",
    "SpatialDropout1D",
    "TimeDistributed",
    "MultiHeadAttention",
    "SeqSelfAttention",
    "SeqWeightedAttention",
];

/// How many axes the layers that follow need.
fn axes_wanted(
    layers: &[LayerConfig],
    consumers: &HashMap<String, Vec<usize>>,
    index: usize,
    depth: usize,
) -> Option<usize> {
    const DEEPEST: usize = 5;
    const MOST_FOLLOWERS: usize = 4;
    let followers = consumers.get(&layers.get(index)?.name)?;
    followers.iter().take(MOST_FOLLOWERS).find_map(|&follower| {
        let class_name = layers.get(follower)?.class_name.as_str();
        if TAKES_SEQUENCE.contains(&class_name) {
            Some(2)
        } else if class_name == "RepeatVector" {
            Some(1)
        } else if depth < DEEPEST && (KEEPS_SHAPE.contains(&class_name) || class_name == "Dense") {
            axes_wanted(layers, consumers, follower, depth.saturating_add(1))
        } else {
            None
        }
    })
}

/// The shape of a layer's first output, from its arguments.
fn output_shape(layer: &LayerConfig, inputs: &[Option<Shape>]) -> Option<Shape> {
    if layer.class_name == "InputLayer" {
        return batch_shape(&layer.config).and_then(without_batch);
    }
    let input = inputs.first().cloned().flatten();
    of_class(
        &layer.class_name,
        &Json::Object(layer.config.clone()),
        input,
        inputs,
    )
}

fn of_class(
    class_name: &str,
    config: &Json,
    input: Option<Shape>,
    inputs: &[Option<Shape>],
) -> Option<Shape> {
    let count = |key: &str| {
        let count = config.get(key).and_then(Json::as_u64);
        count.and_then(|n| usize::try_from(n).ok())
    };
    let with_last = |input: Shape, last: Option<usize>| {
        let mut shape = input;
        *shape.last_mut()? = last;
        Some(shape)
    };
    match class_name {
        "Embedding" => {
            let mut shape = input.unwrap_or_else(|| vec![None]);
            shape.push(count("output_dim"));
            Some(shape)
        }
        "Dense" => with_last(input?, count("units").or_else(|| count("output_dim"))),
        "LSTM" | "GRU" | "SimpleRNN" | "CuDNNLSTM" | "CuDNNGRU" => {
            let units = count("units").or_else(|| count("output_dim"));
            let sequences = config.get("return_sequences").and_then(Json::as_bool);
            match sequences {
                Some(true) => {
                    let steps = input.and_then(|input| input.first().copied().flatten());
                    Some(vec![steps, units])
                }
                _ => Some(vec![units]),
            }
        }
        "Bidirectional" => {
            let inner = config.get("layer")?;
            let class_name = inner.get("class_name")?.as_str()?;
            let shape = of_class(class_name, inner.get("config")?, input, &[])?;
            match config.get("merge_mode").map(Json::as_str) {
                None | Some(Some("concat")) => {
                    let last = shape.last().copied().flatten();
                    with_last(shape, last.and_then(|units| units.checked_mul(2)))
                }
                Some(Some(_)) => Some(shape),
                Some(None) => None,
            }
        }
        "TimeDistributed" => {
            let inner = config.get("layer")?;
            match inner.get("class_name")?.as_str()? {
                "Dense" => of_class("Dense", inner.get("config")?, input, &[]),
                class_name if KEEPS_SHAPE.contains(&class_name) => input,
                _ => None,
            }
        }
        "Conv1D" | "SeparableConv1D" => Some(vec![None, count("filters")]),
        "MaxPooling1D" | "AveragePooling1D" => Some(vec![None, *input?.last()?]),
        "Concatenate" => {
            let axes = input.as_ref()?.len();
            // Counted with the batch axis; -1 is the last.
            let axis = config.get("axis").map_or(Some(-1), Json::as_i64)?;
            if axis != -1 && usize::try_from(axis) != Ok(axes) {
                return None;
            }
            let mut lasts = inputs.iter().map(|input| *input.as_ref()?.last()?);
            let last = lasts.try_fold(0usize, |sum, last| sum.checked_add(last?));
            with_last(input?, last)
        }
        class_name if KEEPS_SHAPE.contains(&class_name) => input,
        _ => None,
    }
}

/// Every `__keras_tensor__` in a list of nodes: layer, output and shape.
fn collect_stated(json: &Json, found: &mut Vec<(String, usize, Shape)>, depth: usize) {
    const DEEPEST: usize = 16;
    if depth > DEEPEST {
        return;
    }
    let below = depth.saturating_add(1);
    match json {
        Json::Array(items) => items
            .iter()
            .for_each(|item| collect_stated(item, found, below)),
        Json::Object(object) => {
            let config = object.get("config");
            let history = config.and_then(|config| config.get("keras_history")?.as_array());
            match (history.map(Vec::as_slice), config) {
                (Some([Json::String(layer), _, tensor, ..]), Some(config)) => {
                    let tensor = tensor.as_u64().and_then(|n| usize::try_from(n).ok());
                    let shape = config.get("shape").and_then(without_batch);
                    if let (Some(tensor), Some(shape)) = (tensor, shape) {
                        found.push((layer.clone(), tensor, shape));
                    }
                }
                _ => object
                    .values()
                    .for_each(|item| collect_stated(item, found, below)),
            }
        }
        _ => {}
    }
}

/// `[null, 5, 3]` → `[Some(5), Some(3)]`
fn without_batch(json: &Json) -> Option<Shape> {
    let axes = json.as_array().filter(|axes| axes.len() <= budget::AXES)?;
    let axes = axes.iter().skip(1);
    Some(
        axes.map(|axis| axis.as_u64().and_then(|n| usize::try_from(n).ok()))
            .collect(),
    )
}
