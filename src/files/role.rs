//! One file's role.

use serde_json::Value as Json;

use super::NamedFile;
use super::foreign::foreign;
use super::unpack::{ZIP_SIGNATURE, is_model};
use crate::error::{Error, Result};
use crate::keras::archive::Zip;
use crate::keras::config;
use crate::numpy::{is_npy, read_npy};
use crate::pickle::Pickle;
use crate::text::{Saved, TokenizerOverrides};

/// A file in the role that it plays.
pub(super) enum Role {
    Archive(Vec<u8>),
    Hdf5(Vec<u8>),
    Architecture(Json),
    /// `metadata.json` of an unpacked archive: the version of Keras.
    Metadata(String),
    /// A tokenizer, labels, or both.
    Saved(Saved),
}

const HDF5_SIGNATURE: &[u8] = b"\x89HDF\r\n\x1a\n";

pub(super) fn role(file: NamedFile, overrides: &TokenizerOverrides) -> Result<Role> {
    let NamedFile { name, bytes } = file;
    if bytes.starts_with(HDF5_SIGNATURE) {
        return Ok(Role::Hdf5(bytes));
    }
    if bytes.starts_with(ZIP_SIGNATURE) {
        return archive(name, bytes);
    }
    let unrecognised = |found: &str| {
        Box::new(Error::UnrecognisedFile {
            file: name.clone(),
            found: found.to_owned(),
        })
    };
    if bytes.is_empty() {
        return Err(unrecognised("it is empty"));
    }
    if is_npy(&bytes) {
        let data = read_npy(&bytes, &name)?;
        return Saved::read(&data, overrides, &name).map(Role::Saved);
    }
    if let Some(error) = foreign(&name, &bytes) {
        return Err(error);
    }
    if Pickle::is_pickle(&bytes) {
        let data = Pickle::read(&bytes, &name)?.to_json(&name)?;
        return Saved::read(&data, overrides, &name).map(Role::Saved);
    }
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(unrecognised(if looks_like_text(&bytes) {
            "it is text, but not in UTF-8: save it again with open(…, \"w\", encoding=\"utf-8\")"
        } else {
            "its first bytes are of no known kind"
        }));
    };
    // Windows programs put a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(unrecognised("it is empty"));
    }
    if text.trim_start().starts_with(['{', '[', '"'])
        && (text.trim_end().ends_with(['}', ']', '"']) || looks_like_json(&name, text))
    {
        return json(&name, text, overrides);
    }
    if text.contains('\0') {
        return Err(unrecognised("its first bytes are of no known kind"));
    }
    Saved::read_text(text, overrides, &name)?
        .map(Role::Saved)
        .ok_or_else(|| {
            unrecognised(
                "it is text, but neither JSON nor labels (labels.txt, one class name a line) nor a vocabulary \
                 (vocabulary.txt, one word a line)",
            )
        })
}

/// Text in an older encoding: UTF-16 with its mark, or no control characters.
fn looks_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..1 << 12).unwrap_or(bytes);
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || !head.iter().any(is_control)
}

/// A list of words may begin with a bracket or a quotation mark: “[PAD]”.
fn looks_like_json(name: &str, text: &str) -> bool {
    let first_line = text.trim_start().lines().next().unwrap_or_default();
    !name.to_lowercase().ends_with(".txt") || first_line.len() > 40
}

fn archive(name: String, bytes: Vec<u8>) -> Result<Role> {
    let zip = Zip::open(&bytes, &name)?;
    if zip.paths().any(|path| path.ends_with("/data.pkl")) {
        return Err(Box::new(Error::UnsupportedFormat {
            file: name,
            kind: "a PyTorch model",
            instead: "wordlight reads Keras models. In Keras: model.save(\"model.keras\").",
        }));
    }
    if !is_model(&zip) {
        return Err(Box::new(Error::NotKeras {
            file: name,
            detail: "it is a zip within a zip, and no .keras model".into(),
        }));
    }
    Ok(Role::Archive(bytes))
}

fn json(name: &str, text: &str, overrides: &TokenizerOverrides) -> Result<Role> {
    let parse = |text: &str| {
        crate::json::parse(text.as_bytes()).map_err(|error| {
            Box::new(Error::DamagedFile {
                file: name.to_owned(),
                detail: format!("it is no valid JSON: {error}"),
            })
        })
    };
    let mut json = parse(text)?;
    // json.dump(tokenizer.to_json(), file) writes JSON inside JSON.
    if let Json::String(inner) = &json {
        json = parse(inner)?;
    }
    if config::is_architecture(&json) {
        return Ok(Role::Architecture(json));
    }
    if let (Some(version), Some(_)) = (json.get("keras_version"), json.get("date_saved")) {
        let version = version.as_str().unwrap_or_default();
        return Ok(Role::Metadata(version.to_owned()));
    }
    if json.get("nbformat").is_some() && json.get("cells").is_some() {
        return Err(Box::new(Error::UnrecognisedFile {
            file: name.to_owned(),
            found: "it is a notebook; what it saves is needed, the model and the tokenizer".into(),
        }));
    }
    if json.pointer("/model/vocab").is_some() || json.get("tokenizer_class").is_some() {
        return Err(Box::new(Error::UnsupportedFormat {
            file: name.to_owned(),
            kind: "a tokenizer of Hugging Face",
            instead: "wordlight reads tokenizers of Keras: \
                      open(\"tokenizer.json\", \"w\").write(tokenizer.to_json()).",
        }));
    }
    Saved::read(&json, overrides, name).map(Role::Saved)
}
