//! A whole model from its file or files.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value as Json;

use super::archive;
use super::build::{self, BuildOptions, LayerContext};
use super::config;
use super::hdf5::Hdf5File;
use super::version::KerasVersion;
use super::weight_store::WeightStore;
use super::weights::WeightFile;
use crate::error::{Error, Result};
use crate::model::Network;

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
    /// How layers of somebody's own classes were read.
    pub readings: Vec<build::Reading>,
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
            assemble(
                read,
                &archive.config,
                WeightStore::Hdf5(vec![weights]),
                custom_layers,
            )
        }
        ModelSource::Hdf5 { name, bytes } => {
            let file = Hdf5File::open(bytes, &name)?;
            let Some(config) = file.text_attribute("", "model_config")? else {
                let store = WeightStore::Hdf5(vec![file]);
                let weights_only = store.text_list_attribute("", "layer_names")?.is_some()
                    || super::object_paths::container(&store, "").is_some();
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
                WeightStore::Hdf5(vec![file]),
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
            assemble(
                read,
                &architecture,
                WeightStore::Hdf5(vec![file]),
                custom_layers,
            )
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
    store: WeightStore,
    custom_layers: &CustomLayers,
) -> Result<KerasModel> {
    let options = BuildOptions {
        custom_layers: Rc::new(custom_layers.clone()),
        ..BuildOptions::default()
    };
    let mut architecture = config::read(config)?;
    for layer in &mut architecture.layers {
        layer.attention_kind = options.attention_kind(&layer.class_name);
    }
    let implied = implied_version(config);
    let stated = read.keras_version.as_deref().or(implied);
    let version = KerasVersion::parse(stated.unwrap_or(read.oldest));
    let mut file = WeightFile::new(store);
    let mut weights = file.model(&architecture.layers)?;
    let network = build::network(&architecture, &mut weights, |layer| {
        Ok(LayerContext::new(layer, version, &options))
    })?;

    let mut warnings: Vec<String> = file
        .into_not_finite()
        .into_iter()
        .map(|weight| {
            format!("The weight {weight} holds numbers that are not finite (NaN or infinity).")
        })
        .collect();
    warnings.extend(options.warnings.take());
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
        readings: options.readings.take(),
        warnings,
    })
}
