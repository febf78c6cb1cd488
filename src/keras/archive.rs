//! The `.keras` zip of Keras 3 and of tf.keras 2.12 and later: `config.json`, `metadata.json` and weights.

use std::io::{Cursor, Read};

use serde_json::Value as Json;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Error, Result};

/// What an entry may unpack to, in bytes: guards against zip bombs, far above any classifier.
const LARGEST_JSON: u64 = 64 << 20;
const LARGEST_WEIGHTS: u64 = 1 << 30;

/// The parts of a `.keras` archive.
#[derive(Debug)]
pub struct Archive {
    /// `config.json`: the architecture.
    pub config: Json,
    /// `keras_version` of `metadata.json`.
    pub keras_version: Option<String>,
    /// `model.weights.h5`
    pub weights: Vec<u8>,
}

/// Unpacks a `.keras` archive; `name` is for messages.
pub fn open(bytes: &[u8], name: &str) -> Result<Archive> {
    let damaged = |error: &dyn std::fmt::Display| Error::DamagedFile {
        file: name.into(),
        detail: error.to_string(),
    };
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if let Some(kind) = foreign_kind(&zip) {
        return Err(kind.into_error(name));
    }
    let mut entry = |path: &str, largest: u64| -> Result<Option<Vec<u8>>> {
        let mut entry = match zip.by_name(path) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        let mut content = Vec::new();
        // The declared size may lie: what is read is bounded itself.
        entry
            .by_ref()
            .take(largest + 1)
            .read_to_end(&mut content)
            .map_err(|error| damaged(&error))?;
        if content.len() as u64 > largest {
            return Err(damaged(&format!(
                "{path} unpacks to more than {largest} bytes"
            )));
        }
        Ok(Some(content))
    };

    let not_keras = |detail: &str| Error::NotKeras {
        file: name.into(),
        detail: detail.into(),
    };
    let config = entry("config.json", LARGEST_JSON)?
        .ok_or_else(|| not_keras("the zip has no config.json"))?;
    let config = serde_json::from_slice(&config).map_err(|error| Error::InvalidConfig {
        detail: format!("config.json of “{name}”: {error}"),
    })?;
    let keras_version = entry("metadata.json", LARGEST_JSON)?
        .and_then(|metadata| serde_json::from_slice::<Json>(&metadata).ok())
        .and_then(|metadata| metadata.get("keras_version")?.as_str().map(str::to_owned));
    let weights = entry("model.weights.h5", LARGEST_WEIGHTS)?
        .ok_or_else(|| not_keras("the zip has no model.weights.h5"))?;
    Ok(Archive {
        config,
        keras_version,
        weights,
    })
}

/// A zip that is another framework's model.
enum Foreign {
    PyTorch,
    SavedModel,
}

impl Foreign {
    fn into_error(self, name: &str) -> Error {
        let (kind, instead) = match self {
            Self::PyTorch => (
                "a PyTorch model",
                "wordlight reads Keras models. In Keras: model.save(\"model.keras\").",
            ),
            Self::SavedModel => ("a zipped TensorFlow SavedModel", super::SAVED_MODEL_INSTEAD),
        };
        Error::UnsupportedFormat {
            file: name.into(),
            kind,
            instead,
        }
    }
}

fn foreign_kind<R: Read + std::io::Seek>(zip: &ZipArchive<R>) -> Option<Foreign> {
    let has = |end: &str| zip.file_names().flatten().any(|path| path.ends_with(end));
    if has("/data.pkl") {
        Some(Foreign::PyTorch)
    } else if has("saved_model.pb") {
        Some(Foreign::SavedModel)
    } else {
        None
    }
}
