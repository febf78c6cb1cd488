//! What each dropped file is, told by its bytes and not by its name, and which role it plays.

use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::keras::{ModelSource, SAVED_MODEL_INSTEAD, config};
use crate::labels;
use crate::pickle::Pickle;
use crate::text::{
    Tokenizer, TokenizerOverrides, is_tokenizer, is_word_index, read_tokenizer,
    read_tokenizer_pickle, read_word_index,
};

/// A file as it was dropped.
#[derive(Debug, Clone)]
pub struct NamedFile {
    /// Its name, for messages and for the few kinds that bytes do not tell.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// All dropped files, each in its role.
#[derive(Debug)]
pub(crate) struct Dropped {
    pub model: ModelSource,
    pub tokenizer: Tokenizer,
    /// Names of the classes and the file they come from.
    pub labels: Option<(Vec<String>, String)>,
}

/// A file in the role that it plays.
enum Role {
    Archive(Vec<u8>),
    Hdf5(Vec<u8>),
    Architecture(Json),
    Tokenizer(Json),
    WordIndex(Json),
    TokenizerPickle(Vec<u8>),
    Labels(Vec<String>),
}

const HDF5_SIGNATURE: &[u8] = b"\x89HDF\r\n\x1a\n";
const ZIP_SIGNATURE: &[u8] = b"PK\x03\x04";

/// Sorts files into roles and reads the small ones; any order, any names.
pub(crate) fn sort(files: Vec<NamedFile>, overrides: &TokenizerOverrides) -> Result<Dropped> {
    if files.is_empty() {
        return Err(Error::NoFiles);
    }
    let mut archive = None;
    let mut hdf5 = None;
    let mut architecture = None;
    let mut tokenizer = None;
    let mut class_labels = None;
    for file in files {
        let name = file.name.clone();
        match role(file)? {
            Role::Archive(bytes) => put(&mut archive, "model", name, bytes)?,
            Role::Hdf5(bytes) => put(&mut hdf5, "model or weights file", name, bytes)?,
            Role::Architecture(json) => put(&mut architecture, "model architecture", name, json)?,
            Role::Labels(labels) => put(&mut class_labels, "labels file", name, labels)?,
            Role::Tokenizer(json) => {
                let read = read_tokenizer(&json, overrides, &name)?;
                put(&mut tokenizer, "tokenizer", name, read)?;
            }
            Role::TokenizerPickle(bytes) => {
                let read = read_tokenizer_pickle(&bytes, overrides, &name)?;
                put(&mut tokenizer, "tokenizer", name, read)?;
            }
            Role::WordIndex(json) => {
                let read = read_word_index(&json, overrides, &name)?;
                put(&mut tokenizer, "tokenizer", name, read)?;
            }
        }
    }
    let model = match (archive, hdf5, architecture) {
        (Some((name, bytes)), None, None) => ModelSource::Archive { name, bytes },
        (None, Some((name, bytes)), None) => ModelSource::Hdf5 { name, bytes },
        (None, Some((weights_name, weights)), Some((_, architecture))) => {
            ModelSource::ArchitectureAndWeights {
                architecture,
                weights_name,
                weights,
            }
        }
        (None, None, Some((file, _))) => return Err(Error::MissingWeights { file }),
        (None, None, None) => return Err(Error::MissingModel),
        (Some((first, _)), Some((second, _)), _) => {
            return Err(Error::DuplicateFile {
                role: "model",
                first,
                second,
            });
        }
        (Some((first, _)), None, Some((second, _))) => {
            return Err(Error::DuplicateFile {
                role: "model",
                first,
                second,
            });
        }
    };
    let (_, tokenizer) = tokenizer.ok_or(Error::MissingTokenizer)?;
    Ok(Dropped {
        model,
        tokenizer,
        labels: class_labels.map(|(name, labels)| (labels, name)),
    })
}

fn put<T>(
    slot: &mut Option<(String, T)>,
    role: &'static str,
    name: String,
    value: T,
) -> Result<()> {
    match slot.take() {
        Some((first, _)) => Err(Error::DuplicateFile {
            role,
            first,
            second: name,
        }),
        None => {
            *slot = Some((name, value));
            Ok(())
        }
    }
}

fn role(file: NamedFile) -> Result<Role> {
    let NamedFile { name, bytes } = file;
    if bytes.starts_with(HDF5_SIGNATURE) {
        return Ok(Role::Hdf5(bytes));
    }
    if bytes.starts_with(ZIP_SIGNATURE) {
        return Ok(Role::Archive(bytes));
    }
    if Pickle::is_pickle(&bytes) {
        return Ok(Role::TokenizerPickle(bytes));
    }
    if let Some((kind, instead)) = foreign_format(&name, &bytes) {
        return Err(Error::UnsupportedFormat {
            file: name,
            kind,
            instead,
        });
    }
    let Ok(text) = std::str::from_utf8(&bytes) else {
        let found = if bytes.is_empty() {
            "it is empty"
        } else {
            "its first bytes are of no known kind"
        };
        return Err(Error::UnrecognisedFile {
            file: name,
            found: found.into(),
        });
    };
    // Windows programs put a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Error::UnrecognisedFile {
            file: name,
            found: "it is empty".into(),
        });
    }
    if text.trim_start().starts_with(['{', '[', '"']) {
        return json_role(name, text);
    }
    let is_named_labels = ["label", "class"]
        .iter()
        .any(|word| name.to_lowercase().contains(word));
    if is_named_labels && !text.contains('\0') {
        return Ok(Role::Labels(labels::from_text(text)));
    }
    Err(Error::UnrecognisedFile {
        file: name,
        found: "it is text, but neither JSON nor a labels.txt with one class name a line".into(),
    })
}

fn json_role(name: String, text: &str) -> Result<Role> {
    let parse = |text: &str| {
        serde_json::from_str::<Json>(text).map_err(|error| Error::DamagedFile {
            file: name.clone(),
            detail: format!("it is no valid JSON: {error}"),
        })
    };
    let mut json = parse(text)?;
    // json.dump(tokenizer.to_json(), file) writes JSON inside JSON.
    if let Json::String(inner) = &json {
        json = parse(inner)?;
    }
    if is_tokenizer(&json) {
        return Ok(Role::Tokenizer(json));
    }
    if config::is_architecture(&json) {
        return Ok(Role::Architecture(json));
    }
    if let Some(labels) = labels::from_json(&json) {
        return Ok(Role::Labels(labels));
    }
    if is_word_index(&json) {
        return Ok(Role::WordIndex(json));
    }
    Err(Error::UnrecognisedFile {
        file: name,
        found: "it is JSON, but no tokenizer, word index, model architecture or list of labels"
            .into(),
    })
}

/// Kinds that are known by name but cannot be read, each with what to do instead.
fn foreign_format(name: &str, bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let name = name.to_lowercase();
    const KERAS_MODEL: &str = "Convert from the Keras model instead: model.save(\"model.keras\").";
    if name.ends_with("saved_model.pb")
        || name.ends_with("keras_metadata.pb")
        || name.ends_with(".pb")
    {
        Some((
            "part of a TensorFlow SavedModel or graph",
            SAVED_MODEL_INSTEAD,
        ))
    } else if bytes.get(4..8) == Some(b"TFL3") || name.ends_with(".tflite") {
        Some(("a TensorFlow Lite model", KERAS_MODEL))
    } else if name.ends_with(".onnx") {
        Some(("an ONNX model", KERAS_MODEL))
    } else if name.contains(".data-0000") || name.ends_with(".index") || name.ends_with(".ckpt") {
        Some((
            "a TensorFlow checkpoint",
            "Load the weights in Keras and save the whole model: model.save(\"model.keras\").",
        ))
    } else {
        None
    }
}
