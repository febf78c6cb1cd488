//! A whole model from its file or files.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value as Json;

use super::archive;
use super::build::{self, LayerContext};
use super::config::{self, Architecture, LayerConfig, TensorAddress, batch_shape};
use super::hdf5::Hdf5File;
use super::version::KerasVersion;
use super::weights::WeightFile;
use crate::error::{Error, Result};
use crate::model::{Call, LayerEntry, Network, TensorRef};
use crate::tensor::Shape;

/// Where a model comes from; names are for messages.
#[derive(Debug)]
pub enum ModelSource {
    /// A `.keras` zip.
    Archive {
        /// File name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// An HDF5 file: a whole model.
    Hdf5 {
        /// File name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// `model.to_json()` and `model.save_weights()`.
    ArchitectureAndWeights {
        /// The architecture.
        architecture: Json,
        /// Name of the weights' file.
        weights_name: String,
        /// The weights' bytes, HDF5.
        weights: Vec<u8>,
    },
    /// `model.to_json()` and `model.save_weights("x.weights.json", max_shard_size=…)`.
    ArchitectureAndShards {
        /// The architecture.
        architecture: Json,
        /// Name of the index.
        index_name: String,
        /// `x.weights.json`: `weight_map` tells which file holds which group.
        index: Json,
        /// The HDF5 files of the index, by the names it gives them.
        shards: BTreeMap<String, Vec<u8>>,
    },
    /// A TensorFlow.js layers model.
    TfJs {
        /// File name of `model.json`.
        name: String,
        /// `model.json`: `modelTopology` and `weightsManifest`.
        manifest: Json,
        /// The files of the manifest, by the paths it gives them.
        shards: BTreeMap<String, Vec<u8>>,
    },
}

/// Class name in the file → kind of attention, as in `customLayers` of the contract.
pub type CustomLayers = BTreeMap<String, String>;

/// A model as it was read.
#[derive(Debug)]
pub struct KerasModel {
    /// The layers, wired.
    pub network: Network,
    /// `keras-v3`, `keras-h5` or `keras-json+weights`.
    pub format: &'static str,
    /// Version that wrote the file, as the file has it.
    pub keras_version: Option<String>,
    /// What the person should know, in sentences.
    pub warnings: Vec<String>,
}

/// Reads a model. Every weight is assigned, checked and accounted for.
///
/// `custom_layers`: class name in the file → kind of attention, where the person says it.
pub fn load(source: ModelSource, custom_layers: &CustomLayers) -> Result<KerasModel> {
    match source {
        ModelSource::Archive { name, bytes } => {
            let archive = archive::open(&bytes, &name)?;
            drop(bytes);
            let weights = Hdf5File::open(archive.weights, &name)?;
            // No zip is older than tf.keras 2.12, and Keras itself can do without metadata.json.
            let read = Reading {
                format: "keras-v3",
                keras_version: archive.keras_version,
                oldest: "2.12",
            };
            assemble(read, &archive.config, weights, custom_layers)
        }
        ModelSource::Hdf5 { name, bytes } => {
            let file = Hdf5File::open(bytes, &name)?;
            let Some(config) = file.text_attribute("", "model_config")? else {
                let weights_only = file.text_list_attribute("", "layer_names")?.is_some()
                    || super::object_paths::container(&file).is_some();
                return Err(match weights_only {
                    true => Error::MissingArchitecture { file: name },
                    false => Error::NotKeras {
                        file: name,
                        detail: "the HDF5 file has no “model_config”".into(),
                    },
                });
            };
            let config = serde_json::from_str(&config).map_err(|error| Error::InvalidConfig {
                detail: format!("model_config of “{name}”: {error}"),
            })?;
            let version = file.text_attribute("", "keras_version")?;
            assemble(
                Reading {
                    format: "keras-h5",
                    keras_version: version,
                    oldest: "1",
                },
                &config,
                file,
                custom_layers,
            )
        }
        ModelSource::ArchitectureAndWeights {
            architecture,
            weights_name,
            weights,
        } => {
            let file = Hdf5File::open(weights, &weights_name)?;
            let version = match architecture.get("keras_version").and_then(Json::as_str) {
                Some(version) => Some(version.to_owned()),
                None => file.text_attribute("", "keras_version")?,
            };
            let read = Reading {
                format: "keras-json+weights",
                keras_version: version,
                oldest: "1",
            };
            assemble(read, &architecture, file, custom_layers)
        }
        ModelSource::ArchitectureAndShards { index_name, .. } => Err(Error::UnsupportedFormat {
            file: index_name,
            kind: "an index of sharded weights",
            instead: "Save the whole model in one file: model.save(\"model.keras\").",
        }),
        ModelSource::TfJs { name, .. } => Err(Error::UnsupportedFormat {
            file: name,
            kind: "a TensorFlow.js model",
            instead: "Convert from the Keras model instead: model.save(\"model.keras\").",
        }),
    }
}

/// Keras 3's `to_json()` does not say its version, but only Keras 3 writes the class's module.
fn implied_version(architecture: &Json) -> Option<&'static str> {
    architecture
        .get("module")?
        .as_str()?
        .starts_with("keras.")
        .then_some("3")
}

/// How a model was found.
struct Reading {
    format: &'static str,
    /// As the file states it.
    keras_version: Option<String>,
    /// The oldest version that writes this format: assumed where the file states none.
    oldest: &'static str,
}

fn assemble(
    read: Reading,
    config: &Json,
    weights: Hdf5File,
    custom_layers: &CustomLayers,
) -> Result<KerasModel> {
    let mut architecture = config::read(config)?;
    for layer in &mut architecture.layers {
        if let Some(kind) = custom_layers.get(&layer.class_name) {
            layer.attention_kind = Some(kind.clone());
        }
    }
    let implied = implied_version(config);
    let stated = read.keras_version.as_deref().or(implied);
    let version = KerasVersion::parse(stated.unwrap_or(read.oldest));
    let mut weights = WeightFile::new(weights, &architecture.layers)?;
    let mut layers = Vec::with_capacity(architecture.layers.len());
    for (index, layer) in architecture.layers.iter().enumerate() {
        layers.push(layer_entry(layer, index, version, &mut weights)?);
    }
    let not_finite = weights.finish()?;
    let network = wire(&architecture, layers)?;

    let mut warnings: Vec<String> = not_finite
        .into_iter()
        .map(|weight| {
            format!("The weight {weight} holds numbers that are not finite (NaN or infinity).")
        })
        .collect();
    if let Some(layer) = architecture
        .layers
        .iter()
        .find(|layer| layer.computes_in_half())
    {
        warnings.push(format!(
            "Keras computes this model in half precision (layer “{}”); here it is float32, so numbers differ in \
             the third digit.",
            layer.name
        ));
    }
    if stated.is_none() {
        warnings.push(format!(
            "The files do not say which Keras wrote them; the rules of Keras {} are assumed.",
            read.oldest
        ));
    }
    Ok(KerasModel {
        network,
        format: read.format,
        keras_version: read.keras_version,
        warnings,
    })
}

fn layer_entry(
    config: &LayerConfig,
    index: usize,
    version: KerasVersion,
    weights: &mut WeightFile,
) -> Result<LayerEntry> {
    let entry = |layer, weights, output_shape| LayerEntry {
        name: config.name.clone(),
        class_name: config.class_name.clone(),
        layer,
        weights,
        listed: config.listed,
        output_shape,
    };
    if config.class_name == "InputLayer" {
        return Ok(entry(None, Vec::new(), input_shape(config)?));
    }
    for call in &config.calls {
        if let Some(keyword) = call.keyword_tensors.first() {
            return Err(Error::UnsupportedOption {
                layer: config.name.clone(),
                option: keyword.clone(),
                value: "another layer's output".into(),
            });
        }
    }
    let mut layer_weights = weights.layer(index, &config.name);
    let layer = build::layer(&mut LayerContext::new(config, version), &mut layer_weights)?;
    Ok(entry(Some(layer), layer_weights.finish()?, Shape::new()))
}

/// An input's shape without the batch axis. Only inputs of words, `[steps]`, can be fed.
fn input_shape(config: &LayerConfig) -> Result<Shape> {
    let axes = batch_shape(&config.config).and_then(Json::as_array);
    let shape: Shape = match axes {
        Some(axes) => axes
            .iter()
            .skip(1)
            .map(|axis| axis.as_u64().and_then(|n| usize::try_from(n).ok()))
            .collect(),
        None => vec![None],
    };
    match shape.len() {
        1 => Ok(shape),
        _ => {
            let shape = crate::tensor::display_shape(&shape);
            Err(Error::UnsupportedInput {
                found: format!("“{}” {shape}", config.name),
            })
        }
    }
}

/// Turns addresses by name into references, and the layers into a network.
fn wire(architecture: &Architecture, layers: Vec<LayerEntry>) -> Result<Network> {
    let mut first_call = Vec::with_capacity(layers.len());
    let mut total = 0;
    for layer in &architecture.layers {
        first_call.push(total);
        total += layer.calls.len();
    }
    // Of two layers with one name the first is meant, as a list would be searched.
    let mut by_name = HashMap::new();
    for (index, layer) in architecture.layers.iter().enumerate() {
        by_name.entry(layer.name.as_str()).or_insert(index);
    }
    let find = |address: &TensorAddress| -> Result<TensorRef> {
        let layer = by_name
            .get(address.layer.as_str())
            .copied()
            .ok_or_else(|| Error::InvalidGraph {
                detail: format!("there is no layer “{}”", address.layer),
            })?;
        if address.call >= architecture.layers[layer].calls.len() {
            let detail = format!(
                "layer “{}” has no call number {}",
                address.layer, address.call
            );
            return Err(Error::InvalidGraph { detail });
        }
        Ok(TensorRef {
            call: first_call[layer] + address.call,
            tensor: address.tensor,
        })
    };
    let mut calls = Vec::with_capacity(total);
    for (layer, config) in architecture.layers.iter().enumerate() {
        for call in &config.calls {
            let inputs = call.inputs.iter().map(&find).collect::<Result<_>>()?;
            calls.push(Call {
                layer,
                inputs,
                mask: call.mask.as_ref().map(&find).transpose()?,
            });
        }
    }
    let [input] = &architecture.inputs[..] else {
        let names = architecture
            .inputs
            .iter()
            .map(|input| format!("“{}”", input.layer));
        return Err(Error::UnsupportedInput {
            found: names.collect::<Vec<_>>().join(" and "),
        });
    };
    let outputs = architecture
        .outputs
        .iter()
        .map(find)
        .collect::<Result<_>>()?;
    Network::new(layers, calls, find(input)?.call, outputs)
}
