//! Models in several files that name each other: TensorFlow.js and sharded Keras weights.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value as Json;

use super::unpack::Item;
use super::{base_name, folder};
use crate::error::{Error, Result};

/// An index, and the files that it names, by the paths it gives them.
#[derive(Debug)]
pub(super) struct Parts {
    pub index: Json,
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Takes a TensorFlow.js layers model out of the files: `model.json` and the shards of its `weightsManifest`.
pub(super) fn take_tfjs(items: &mut Vec<Item>) -> Result<Option<(String, Parts)>> {
    let Some((name, index)) = take_index(items, "weightsManifest", "model")? else {
        return Ok(None);
    };
    if index.get("format").and_then(Json::as_str) == Some("graph-model")
        || index.pointer("/modelTopology/node").is_some()
    {
        return Err(Box::new(Error::UnsupportedFormat {
            file: name,
            kind: "a TensorFlow.js graph model",
            instead: "A graph has no layers any more. Convert the Keras model instead: \
                      tfjs.converters.save_keras_model(model, \"folder\"), or model.save(\"model.keras\").",
        }));
    }
    if index.get("modelTopology").is_none_or(Json::is_null) {
        return Err(Box::new(Error::MissingArchitecture { file: name }));
    }
    let groups = index.get("weightsManifest").and_then(Json::as_array);
    let paths = groups
        .into_iter()
        .flatten()
        .filter_map(|group| group.get("paths")?.as_array())
        .flatten()
        .filter_map(Json::as_str);
    let files = take_named(items, &name, paths)?;
    Ok(Some((name, Parts { index, files })))
}

/// Takes sharded Keras weights out of the files: `x.weights.json` and the files of its `weight_map`.
pub(super) fn take_shards(items: &mut Vec<Item>) -> Result<Option<(String, Parts)>> {
    let Some((name, index)) = take_index(items, "weight_map", "weights file")? else {
        return Ok(None);
    };
    let named = index.get("weight_map").and_then(Json::as_object);
    // A group lies in one file, or in several.
    let paths = named.into_iter().flatten().flat_map(|(_, files)| {
        let list = files.as_array().map(Vec::as_slice);
        list.unwrap_or(std::slice::from_ref(files))
            .iter()
            .filter_map(Json::as_str)
    });
    let files = take_named(items, &name, paths)?;
    Ok(Some((name, Parts { index, files })))
}

/// Takes the one JSON object out of the files that has a certain key.
fn take_index(
    items: &mut Vec<Item>,
    key: &str,
    role: &'static str,
) -> Result<Option<(String, Json)>> {
    let mut found: Option<(usize, Json)> = None;
    for (at, item) in items.iter().enumerate() {
        // Windows programs put a byte order mark in front.
        let bytes = &item.file.bytes[..];
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if !bytes.trim_ascii_start().starts_with(b"{") || !contains(bytes, key.as_bytes()) {
            continue;
        }
        // What is no JSON is told later, as any file.
        let Ok(json) = crate::json::parse(bytes) else {
            continue;
        };
        if json.get(key).is_none() {
            continue;
        }
        if let Some(first) = found.and_then(|(first, _)| items.get(first)) {
            return Err(Box::new(Error::DuplicateFile {
                role,
                first: first.file.name.clone(),
                second: item.file.name.clone(),
            }));
        }
        found = Some((at, json));
    }
    Ok(found.map(|(at, json)| (items.remove(at).file.name, json)))
}

/// How many of the files that are missing are told.
const NAMED: usize = 3;

/// Takes the files with these paths, compared by their last part; one in the index's own folder comes first.
fn take_named<'a>(
    items: &mut Vec<Item>,
    index_name: &str,
    paths: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        let name = item.file.base_name().to_owned();
        by_name.entry(name).or_default().push(at);
    }
    let is_beside = |at: &usize| {
        let item = items.get(*at);
        item.is_some_and(|item| folder(&item.file.name) == folder(index_name))
    };
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut missing = Vec::new();
    let mut asked = HashSet::new();
    for path in paths {
        if !asked.insert(path) {
            continue;
        }
        let same_name = by_name.get_mut(base_name(path));
        let found = same_name.and_then(|alike| {
            let place = alike.iter().position(is_beside).unwrap_or(0);
            (place < alike.len()).then(|| alike.remove(place))
        });
        match found {
            Some(at) => {
                places.insert(path.to_owned(), at);
            }
            None if missing.len() < NAMED => missing.push(path.to_owned()),
            None => {}
        }
    }
    if missing.is_empty() {
        let mut taken: Vec<Option<Item>> = std::mem::take(items).into_iter().map(Some).collect();
        let files = places.into_iter().filter_map(|(path, at)| {
            let item = taken.get_mut(at)?.take()?;
            Some((path, item.file.bytes))
        });
        let files = files.collect();
        items.extend(taken.into_iter().flatten());
        return Ok(files);
    }
    Err(Box::new(Error::MissingShards {
        file: index_name.to_owned(),
        missing: missing.join(", "),
    }))
}

/// Looks for the first letter alone at first: few have it, in a file of a megabyte.
fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let first = wanted.first();
    let mut firsts = bytes
        .iter()
        .enumerate()
        .filter(|&(_, byte)| Some(byte) == first);
    firsts.any(|(at, _)| bytes.get(at..).is_some_and(|rest| rest.starts_with(wanted)))
}
