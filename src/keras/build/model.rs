//! Models: the whole one, and those that are layers of another.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use super::{LayerContext, layer};
use crate::budget;
use crate::error::{Error, Result};
use crate::keras::config::{
    self, Architecture, LayerConfig, TensorAddress, batch_shape, is_model_class,
};
use crate::keras::weights::{LayerWeights, ModelWeights};
use crate::layers::{LayerEntry, WeightInfo};
use crate::model::{Call, Network, TensorRef};
use crate::tensor::Shape;

/// A model that is a layer of another, `Sequential` or `Functional`.
pub fn nested(context: &LayerContext, weights: &mut LayerWeights) -> Result<Network> {
    let as_model = json!({
        "class_name": context.class_name(),
        "config": context.arguments(),
    });
    let mut architecture = config::read(&as_model)?;
    for layer in &mut architecture.layers {
        layer.attention_kind = context.options.attention_kind(&layer.class_name);
    }
    weights.nested(&architecture.layers, |weights| {
        let network = network(&architecture, weights, |layer| context.of_layer(layer))?;
        let taken = network
            .layers()
            .iter()
            .flat_map(|entry| {
                entry.weights.iter().map(|weight| WeightInfo {
                    name: format!("{}/{}", entry.name, weight.name),
                    ..weight.clone()
                })
            })
            .collect();
        Ok((network, taken))
    })
}

/// A model from its architecture. `context`: what is known of each layer while it is built.
pub fn network(
    architecture: &Architecture,
    weights: &mut ModelWeights,
    context: impl Fn(&LayerConfig) -> Result<LayerContext>,
) -> Result<Network> {
    let mut layers = Vec::with_capacity(architecture.layers.len());
    for (index, config) in architecture.layers.iter().enumerate() {
        layers.push(layer_entry(config, context(config)?, index, weights)?);
    }
    wire(architecture, layers)
}

fn layer_entry(
    config: &LayerConfig,
    mut context: LayerContext,
    index: usize,
    weights: &mut ModelWeights,
) -> Result<LayerEntry> {
    let mut entry = LayerEntry {
        name: config.name.clone(),
        class_name: config.class_name.clone(),
        layer: None,
        attention: None,
        weights: Vec::new(),
        listed: config.listed,
        output_shape: Shape::new(),
    };
    if config.class_name == "InputLayer" {
        entry.output_shape = input_shape(config);
        if entry.output_shape.len() > budget::AXES {
            return Err(Box::new(Error::InvalidConfig {
                detail: format!("an input of {} axes", entry.output_shape.len()),
            }));
        }
        return Ok(entry);
    }
    let mut layer_weights = weights.layer(index, &context.display_name());
    let layer = layer(&mut context, &mut layer_weights)?;
    entry.weights = layer_weights.finish()?;
    if is_frozen(&config.config) {
        for weight in &mut entry.weights {
            weight.trainable = false;
        }
    }
    entry.attention = layer.attention_kind();
    entry.layer = Some(layer);
    Ok(entry)
}

/// Whether training would leave a layer, or the one that it wraps, as it is.
fn is_frozen(arguments: &Map<String, Json>) -> bool {
    let is_off = |arguments: &Json| arguments.get("trainable") == Some(&Json::Bool(false));
    let inner = arguments.get("layer").and_then(|layer| layer.get("config"));
    arguments.get("trainable") == Some(&Json::Bool(false)) || inner.is_some_and(is_off)
}

/// An input's shape without the batch axis.
fn input_shape(config: &LayerConfig) -> Shape {
    let axes = batch_shape(&config.config).and_then(Json::as_array);
    match axes {
        Some(axes) => axes
            .iter()
            .skip(1)
            .map(|axis| axis.as_u64().and_then(|n| usize::try_from(n).ok()))
            .collect(),
        None => vec![None],
    }
}

/// Turns addresses by name into references, and the layers into a network.
fn wire(architecture: &Architecture, layers: Vec<LayerEntry>) -> Result<Network> {
    let mut first_call = Vec::with_capacity(layers.len());
    let mut total = 0usize;
    for layer in &architecture.layers {
        first_call.push(total);
        total = total.saturating_add(layer.calls.len());
    }
    // Of two layers with one name the first is meant, as a list would be searched.
    let mut by_name = HashMap::new();
    for (index, layer) in architecture.layers.iter().enumerate() {
        by_name.entry(layer.name.as_str()).or_insert(index);
    }
    let calls = architecture.layers.iter().flat_map(|layer| &layer.calls);
    let inbound = calls.flat_map(|call| call.inputs().into_iter().chain(&call.mask));
    let inner = offsets_of(architecture, &by_name, inbound);
    let outer = offsets_of(architecture, &by_name, architecture.outputs.iter());
    let find = |address: &TensorAddress, offsets: &[usize]| -> Result<TensorRef> {
        let layer = by_name
            .get(address.layer.as_str())
            .copied()
            .ok_or_else(|| {
                Box::new(Error::InvalidGraph {
                    detail: format!("there is no layer “{}”", address.layer),
                })
            })?;
        let calls = architecture
            .layers
            .get(layer)
            .map_or(0, |layer| layer.calls.len());
        let call = offsets
            .get(layer)
            .and_then(|&offset| address.call.checked_sub(offset));
        let call = call.filter(|&call| call < calls);
        let first = first_call.get(layer);
        match call.and_then(|call| first?.checked_add(call)) {
            Some(call) => Ok(TensorRef {
                call,
                tensor: address.tensor,
            }),
            None => Err(Box::new(Error::InvalidGraph {
                detail: format!(
                    "layer “{}” has no call number {}",
                    address.layer, address.call
                ),
            })),
        }
    };
    let mut calls = Vec::with_capacity(total);
    for (layer, config) in architecture.layers.iter().enumerate() {
        for call in &config.calls {
            let inputs = call.inputs().into_iter();
            let mask = call.mask.as_ref().map(|mask| find(mask, &inner));
            calls.push(Call {
                layer,
                inputs: inputs
                    .map(|input| find(input, &inner))
                    .collect::<Result<_>>()?,
                mask: mask.transpose()?,
            });
        }
    }
    let inputs = architecture
        .inputs
        .iter()
        .map(|input| Ok(find(input, &outer)?.call))
        .collect::<Result<_>>()?;
    let outputs = architecture
        .outputs
        .iter()
        .map(|output| find(output, &outer))
        .collect::<Result<_>>()?;
    Network::new(layers, calls, inputs, outputs)
}

/// What each model's calls are counted from. A nested model that was built with an input of its own counts that as its
/// first call: Keras 2 then counts from 1 everywhere, Keras 3 in the list of outputs. Only a reference beyond the
/// last call gives it away. Layers of other kinds count from 0.
fn offsets_of<'a>(
    architecture: &'a Architecture,
    by_name: &HashMap<&str, usize>,
    addresses: impl Iterator<Item = &'a TensorAddress>,
) -> Vec<usize> {
    let mut offsets = vec![0; architecture.layers.len()];
    for address in addresses {
        let Some(&layer) = by_name.get(address.layer.as_str()) else {
            continue;
        };
        if let (Some(config), Some(offset)) =
            (architecture.layers.get(layer), offsets.get_mut(layer))
            && is_model_class(&config.class_name)
            && address.call == config.calls.len()
        {
            *offset = 1;
        }
    }
    offsets
}
