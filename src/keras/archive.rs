//! The `.keras` zip of Keras 3 and of tf.keras 2.12 and later: `config.json`, `metadata.json`, weights and assets.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use serde_json::Value as Json;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Error, Result};

/// What an entry may unpack to, in bytes: guards against zip bombs, far above any classifier.
const LARGEST_JSON: u64 = 64 << 20;
const LARGEST_WEIGHTS: u64 = 1 << 30;
/// Of vocabularies and their like, together.
const LARGEST_ASSETS: u64 = 64 << 20;

/// The parts of a `.keras` archive.
#[derive(Debug)]
pub struct Archive {
    /// `config.json`: the architecture.
    pub config: Json,
    /// `keras_version` of `metadata.json`.
    pub keras_version: Option<String>,
    /// `model.weights.h5`
    pub weights: Vec<u8>,
    /// What lies under `assets/`, by its whole path: vocabularies of layers that number words.
    pub assets: BTreeMap<String, Vec<u8>>,
}

/// Unpacks a `.keras` archive; `name` is for messages.
pub fn open(bytes: &[u8], name: &str) -> Result<Archive> {
    let mut zip = Zip::open(bytes, name)?;
    let not_keras = |detail: &str| Error::NotKeras {
        file: name.into(),
        detail: detail.into(),
    };
    let config = zip
        .entry("config.json", LARGEST_JSON)?
        .ok_or_else(|| not_keras("the zip has no config.json"))?;
    let config = serde_json::from_slice(&config).map_err(|error| Error::InvalidConfig {
        detail: format!("config.json of “{name}”: {error}"),
    })?;
    let keras_version = zip
        .entry("metadata.json", LARGEST_JSON)?
        .and_then(|metadata| serde_json::from_slice::<Json>(&metadata).ok())
        .and_then(|metadata| metadata.get("keras_version")?.as_str().map(str::to_owned));
    let Some(weights) = zip.entry("model.weights.h5", LARGEST_WEIGHTS)? else {
        if zip.paths().any(|path| path == "model.weights.npz") {
            return Err(Error::UnsupportedFormat {
                file: name.into(),
                kind: "a .keras file with its weights in NumPy's format",
                instead: "In Python: keras.models.load_model(\"model.keras\").save(\"model.h5\").",
            });
        }
        return Err(not_keras("the zip has no model.weights.h5"));
    };
    let paths: Vec<String> = zip
        .paths()
        .filter(|path| path.starts_with("assets/") && !path.ends_with('/'))
        .map(Cow::into_owned)
        .collect();
    let (mut assets, mut left) = (BTreeMap::new(), LARGEST_ASSETS);
    for path in paths {
        if let Some(content) = zip.entry(&path, left)? {
            left = left.saturating_sub(content.len() as u64);
            assets.insert(path, content);
        }
    }
    Ok(Archive {
        config,
        keras_version,
        weights,
        assets,
    })
}

/// A zip whose entries are unpacked one by one, each within a limit.
pub(crate) struct Zip<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    name: &'a str,
}

impl<'a> Zip<'a> {
    /// Reads the directory; `name` is for messages.
    pub(crate) fn open(bytes: &'a [u8], name: &'a str) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|error| damaged(name, &error))?;
        Ok(Self { archive, name })
    }

    /// The paths of all entries that have a readable one, folders with a `/` at the end.
    pub(crate) fn paths(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.archive.file_names().flatten()
    }

    /// The content of an entry; `None`: there is no such entry.
    pub(crate) fn entry(&mut self, path: &str, largest: u64) -> Result<Option<Vec<u8>>> {
        let mut entry = match self.archive.by_name(path) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(self.name, &error)),
        };
        let mut content = Vec::new();
        // The declared size may lie: what is read is bounded itself.
        entry
            .by_ref()
            .take(largest + 1)
            .read_to_end(&mut content)
            .map_err(|error| damaged(self.name, &error))?;
        if content.len() as u64 > largest {
            let detail = format!("{path} unpacks to more than {largest} bytes");
            return Err(damaged(self.name, &detail));
        }
        Ok(Some(content))
    }
}

fn damaged(name: &str, error: &dyn std::fmt::Display) -> Error {
    Error::DamagedFile {
        file: name.into(),
        detail: error.to_string(),
    }
}
