//! A whole model from its file or files.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::archive;
use super::build::{self, BuildOptions, LayerContext};
use super::config;
use super::hdf5::Hdf5File;
use super::object_paths;
use super::tfjs::TfjsWeights;
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
    /// `keras-v3`, `keras-h5`, `keras-json+weights` or `tfjs-layers`.
    pub format: &'static str,
    /// Version that wrote the file, as the file has it.
    pub keras_version: Option<String>,
    /// The layer that turns words into numbers, where the model has one.
    pub vectorization: Option<Vectorization>,
    /// How layers of somebody's own classes were read.
    pub readings: Vec<build::Reading>,
    /// What the person should know, in sentences.
    pub warnings: Vec<String>,
}

/// A layer that turns words into numbers inside the model: a tokenizer is to be made of it.
#[derive(Debug)]
pub struct Vectorization {
    /// `TextVectorization` or `StringLookup`.
    pub class_name: String,
    /// Its arguments.
    pub config: Map<String, Json>,
    /// What lies under `assets/` in the model's archive: vocabularies.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// The model's file, for messages.
    pub file: String,
}

/// A model's parts, wherever they came from.
struct Parts {
    format: &'static str,
    /// The file, for messages.
    file: String,
    architecture: Json,
    store: WeightStore,
    /// As the file states it.
    keras_version: Option<String>,
    /// What computed for Keras, as the file states it.
    backend: Option<String>,
    /// The oldest version that writes this format: assumed where the file states none.
    oldest: &'static str,
    assets: BTreeMap<String, Vec<u8>>,
}

/// Reads a model. Every weight is assigned, checked and accounted for.
///
/// `custom_layers`: class name in the file → kind of attention, where the person says it.
pub fn load(source: ModelSource, custom_layers: &CustomLayers) -> Result<KerasModel> {
    assemble(parts(source)?, custom_layers)
}

fn parts(source: ModelSource) -> Result<Parts> {
    Ok(match source {
        ModelSource::Archive { name, bytes } => {
            let archive = archive::open(&bytes, &name)?;
            drop(bytes);
            let weights = Hdf5File::open(archive.weights, &name)?;
            Parts {
                format: "keras-v3",
                file: name,
                architecture: archive.config,
                store: WeightStore::Hdf5(vec![weights]),
                keras_version: archive.keras_version,
                backend: None,
                // No zip is older than tf.keras 2.12, and Keras itself can do without metadata.json.
                oldest: "2.12",
                assets: archive.assets,
            }
        }
        ModelSource::Hdf5 { name, bytes } => {
            let file = Hdf5File::open(bytes, &name)?;
            let architecture = architecture_of(&file, &name)?;
            Parts {
                format: "keras-h5",
                architecture,
                keras_version: file.text_attribute("", "keras_version")?,
                backend: file.text_attribute("", "backend")?,
                file: name,
                store: WeightStore::Hdf5(vec![file]),
                oldest: "1",
                assets: BTreeMap::new(),
            }
        }
        ModelSource::ArchitectureAndWeights {
            architecture,
            weights_name,
            weights,
        } => {
            let file = Hdf5File::open(weights, &weights_name)?;
            let version = match stated(&architecture, "keras_version") {
                Some(version) => Some(version),
                None => file.text_attribute("", "keras_version")?,
            };
            let backend = match stated(&architecture, "backend") {
                Some(backend) => Some(backend),
                None => file.text_attribute("", "backend")?,
            };
            Parts {
                format: "keras-json+weights",
                file: weights_name,
                architecture,
                store: WeightStore::Hdf5(vec![file]),
                keras_version: version,
                backend,
                oldest: "1",
                assets: BTreeMap::new(),
            }
        }
        ModelSource::ArchitectureAndShards {
            architecture,
            index_name,
            shards,
            ..
        } => {
            // The index tells which file holds which group; looking into each finds the same.
            let files = shards
                .into_iter()
                .map(|(name, bytes)| Hdf5File::open(bytes, &name))
                .collect::<Result<_>>()?;
            Parts {
                format: "keras-json+weights",
                file: index_name,
                keras_version: stated(&architecture, "keras_version"),
                backend: None,
                architecture,
                store: WeightStore::Hdf5(files),
                oldest: "3",
                assets: BTreeMap::new(),
            }
        }
        ModelSource::TfJs {
            name,
            mut manifest,
            shards,
        } => {
            let weights = manifest.get("weightsManifest").unwrap_or(&Json::Null);
            let weights = TfjsWeights::new(&name, weights, shards)?;
            let topology = manifest.get_mut("modelTopology");
            let mut topology = topology.map(Json::take).unwrap_or_default();
            let keras_version = stated(&topology, "keras_version");
            // Converted from Keras, the architecture is one level down.
            let architecture = match topology.get_mut("model_config") {
                Some(config) => config.take(),
                None => topology,
            };
            Parts {
                format: "tfjs-layers",
                file: name,
                architecture,
                store: WeightStore::Tfjs(weights),
                keras_version,
                backend: None,
                // What TF.js trains and saves itself follows tf.keras 2.
                oldest: "2.4",
                assets: BTreeMap::new(),
            }
        }
    })
}

/// `model_config` of a whole-model HDF5 file.
fn architecture_of(file: &Hdf5File, name: &str) -> Result<Json> {
    let Some(config) = file.text_attribute("", "model_config")? else {
        let weights_only = file.text_list_attribute("", "layer_names")?.is_some()
            || object_paths::CONTAINERS
                .iter()
                .any(|container| file.has_group(container));
        return Err(match weights_only {
            true => Box::new(Error::MissingArchitecture { file: name.into() }),
            false => Box::new(Error::NotKeras {
                file: name.into(),
                detail: "the HDF5 file has no “model_config”".into(),
            }),
        });
    };
    crate::json::parse(config.as_bytes()).map_err(|error| {
        Box::new(Error::InvalidConfig {
            detail: format!("model_config of “{name}”: {error}"),
        })
    })
}

fn stated(json: &Json, key: &str) -> Option<String> {
    json.get(key)?.as_str().map(str::to_owned)
}

/// Keras 3's `to_json()` does not say its version, but only Keras 3 writes the class's module.
fn implied_version(architecture: &Json) -> Option<&'static str> {
    architecture
        .get("module")?
        .as_str()?
        .starts_with("keras.")
        .then_some("3")
}

fn assemble(parts: Parts, custom_layers: &CustomLayers) -> Result<KerasModel> {
    let options = BuildOptions {
        custom_layers: Rc::new(custom_layers.clone()),
        ..BuildOptions::default()
    };
    let mut architecture = config::read(&parts.architecture)?;
    for layer in &mut architecture.layers {
        layer.attention_kind = options.attention_kind(&layer.class_name);
    }
    let implied = implied_version(&parts.architecture);
    let stated = parts.keras_version.as_deref().or(implied);
    let version =
        KerasVersion::parse(stated.unwrap_or(parts.oldest)).with_backend(parts.backend.as_deref());
    let mut file = WeightFile::new(parts.store);
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
            parts.oldest
        ));
    }
    let vectorization =
        find_vectorization(&parts.architecture).map(|(class_name, config)| Vectorization {
            class_name,
            config,
            assets: parts.assets,
            file: parts.file,
        });
    Ok(KerasModel {
        network,
        format: parts.format,
        keras_version: parts.keras_version,
        vectorization,
        readings: options.readings.take(),
        warnings,
    })
}

/// The first layer of a model, or of a model inside, that turns words into numbers.
fn find_vectorization(json: &Json) -> Option<(String, Map<String, Json>)> {
    match json {
        Json::Array(items) => items.iter().find_map(find_vectorization),
        Json::Object(object) => {
            let class_name = object.get("class_name").and_then(Json::as_str);
            match (class_name, object.get("config").and_then(Json::as_object)) {
                (Some(class_name @ ("TextVectorization" | "StringLookup")), Some(config)) => {
                    Some((class_name.to_owned(), config.clone()))
                }
                _ => object.values().find_map(find_vectorization),
            }
        }
        _ => None,
    }
}
