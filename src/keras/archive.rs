//! The `.keras` zip of Keras 3 and of tf.keras 2.12 and later: `config.json`, `metadata.json`, weights and assets.

use std::collections::{BTreeMap, HashMap};

use crc::{CRC_32_ISO_HDLC, Crc, Table};
use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive, ZipVerification,
};
use serde_json::Value as Json;

use crate::budget;
use crate::error::{Error, Result};
use crate::inflate::{Wrapping, inflate};

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
    let zip = Zip::open(bytes, name)?;
    let not_keras = |detail: &str| {
        Box::new(Error::NotKeras {
            file: name.into(),
            detail: detail.into(),
        })
    };
    let config = zip
        .entry("config.json", budget::UNPACKED_JSON)?
        .ok_or_else(|| not_keras("the zip has no config.json"))?;
    let config = crate::json::parse(&config).map_err(|error| {
        Box::new(Error::InvalidConfig {
            detail: format!("config.json of “{name}”: {error}"),
        })
    })?;
    let keras_version = zip
        .entry("metadata.json", budget::UNPACKED_JSON)?
        .and_then(|metadata| crate::json::parse(&metadata).ok())
        .and_then(|metadata| metadata.get("keras_version")?.as_str().map(str::to_owned));
    let Some(weights) = zip.entry("model.weights.h5", budget::UNPACKED)? else {
        if zip.paths().any(|path| path == "model.weights.npz") {
            return Err(Box::new(Error::UnsupportedFormat {
                file: name.into(),
                kind: "a .keras file with its weights in NumPy's format",
                instead: "In Python: keras.models.load_model(\"model.keras\").save(\"model.h5\").",
            }));
        }
        return Err(not_keras("the zip has no model.weights.h5"));
    };
    let paths: Vec<String> = zip
        .paths()
        .filter(|path| path.starts_with("assets/") && !path.ends_with('/'))
        .map(str::to_owned)
        .collect();
    let (mut assets, mut left) = (BTreeMap::new(), budget::UNPACKED_JSON);
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
    archive: ZipSliceArchive<&'a [u8]>,
    /// In the order of the directory.
    entries: Vec<Entry>,
    /// Where in `entries` a path stands last, as Python's `zipfile` has it.
    by_path: HashMap<String, usize>,
    name: &'a str,
}

/// An entry of the directory.
struct Entry {
    path: String,
    method: CompressionMethod,
    is_encrypted: bool,
    /// Bytes that it unpacks to, as the directory says.
    declared: u64,
    place: ZipArchiveEntryWayfinder,
}

impl<'a> Zip<'a> {
    /// Reads the directory; `name` is for messages.
    pub(crate) fn open(bytes: &'a [u8], name: &'a str) -> Result<Self> {
        let archive = ZipArchive::from_slice(bytes).map_err(|error| damaged(name, &error))?;
        let (mut entries, mut by_path) = (Vec::new(), HashMap::new());
        for record in archive.entries() {
            let record = record.map_err(|error| damaged(name, &error))?;
            if entries.len() == budget::ZIP_ENTRIES {
                let detail = format!("it holds more than {} files", budget::ZIP_ENTRIES);
                return Err(damaged(name, &detail));
            }
            let path = String::from_utf8_lossy(record.file_path().as_ref()).into_owned();
            by_path.insert(path.clone(), entries.len());
            entries.push(Entry {
                path,
                method: record.compression_method(),
                is_encrypted: record.flags().is_encrypted(),
                declared: record.uncompressed_size_hint(),
                place: record.wayfinder(),
            });
        }
        if archive.entries_hint() != entries.len() as u64 {
            return Err(damaged(name, &"its directory is cut off"));
        }
        Ok(Self {
            archive,
            entries,
            by_path,
            name,
        })
    }

    /// The paths of all entries, folders with a `/` at the end.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        let is_last = |(at, entry): &(usize, &Entry)| self.by_path.get(&entry.path) == Some(at);
        let last = self.entries.iter().enumerate().filter(is_last);
        last.map(|(_, entry)| entry.path.as_str())
    }

    /// The content of an entry; `None`: there is no such entry.
    pub(crate) fn entry(&self, path: &str, largest: u64) -> Result<Option<Vec<u8>>> {
        let Some(entry) = self.by_path.get(path).and_then(|&at| self.entries.get(at)) else {
            return Ok(None);
        };
        if entry.is_encrypted {
            return Err(damaged(self.name, &format!("{path} is encrypted")));
        }
        let packed = self.archive.get_entry(entry.place);
        let packed = packed.map_err(|error| damaged(self.name, &error))?;
        let stored = packed.data();
        let too_large = || {
            let detail = format!("{path} unpacks to more than {largest} bytes");
            damaged(self.name, &detail)
        };
        let content = match entry.method {
            CompressionMethod::STORE if stored.len() as u64 > largest => return Err(too_large()),
            CompressionMethod::STORE => stored.to_vec(),
            CompressionMethod::DEFLATE => {
                let inflated = inflate(stored, Wrapping::Bare, Some(entry.declared), largest)
                    .ok_or_else(|| damaged(self.name, &format!("{path} cannot be unpacked")))?;
                inflated.content
            }
            _ => {
                let detail = format!("{path} is compressed in a way that is not known");
                return Err(damaged(self.name, &detail));
            }
        };
        if content.len() as u64 > largest {
            return Err(too_large());
        }
        let found = ZipVerification {
            crc: checksum(&content),
            uncompressed_size: content.len() as u64,
        };
        let declared = packed.claim_verifier();
        declared
            .valid(found)
            .map_err(|error| damaged(self.name, &error))?;
        Ok(Some(content))
    }
}

/// The checksum of zip and gzip, sixteen bytes at a time. rawzip's own has its table of 16 kB in the module; this one is
/// made when it is needed.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    Crc::<u32, Table<16>>::new(&CRC_32_ISO_HDLC).checksum(bytes)
}

fn damaged(name: &str, error: &dyn std::fmt::Display) -> Box<Error> {
    Box::new(Error::DamagedFile {
        file: name.into(),
        detail: error.to_string(),
    })
}
