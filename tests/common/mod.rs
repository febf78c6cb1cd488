//! What the tests share: reading cases, and comparing with Keras's numbers.
#![allow(
    dead_code,
    reason = "each test binary uses its own part of this module"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use wordlight::{Classifier, LoadOptions, NamedFile};

/// Folder of the committed fixtures; `tests/fuzz` is a package below it.
pub fn fixtures() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = package
        .ancestors()
        .map(|folder| folder.join("tests/fixtures"));
    folders
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| panic!("no tests/fixtures above {}", package.display()))
}

/// A JSON file.
pub fn json(path: &Path) -> Json {
    let text = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file as it would be dropped.
pub fn named_file(path: &Path) -> NamedFile {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
        .to_owned();
    NamedFile {
        name,
        bytes: fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    }
}

/// Folders in `parent` that hold a `case.json`, sorted.
pub fn case_folders(parent: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("case.json").exists())
        .collect();
    folders.sort();
    folders
}

/// Loads the files of a case.
pub fn load(folder: &Path, case: &Json, options: LoadOptions) -> wordlight::Result<Classifier> {
    let files = strings(&case["files"])
        .iter()
        .map(|name| named_file(&folder.join(name)))
        .collect();
    Classifier::load(files, options)
}

/// A JSON array of strings.
pub fn strings(json: &Json) -> Vec<String> {
    json.as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect()
}

/// A JSON array of numbers of any depth, flat. Keras's NaN is written as the string "NaN"; nothing at all (null) is NaN too.
pub fn numbers(json: &Json) -> Vec<f32> {
    match json {
        Json::Array(list) => list.iter().flat_map(numbers).collect(),
        Json::Number(number) => vec![number.as_f64().unwrap_or(f64::NAN) as f32],
        Json::Null => vec![f32::NAN],
        Json::String(text) if text == "NaN" => vec![f32::NAN],
        other => panic!("not a number: {other}"),
    }
}

/// The largest difference between two lists; infinite where their lengths differ or one alone is NaN.
pub fn largest_difference(found: &[f32], expected: &[f32]) -> f32 {
    if found.len() != expected.len() {
        return f32::INFINITY;
    }
    let difference = |(a, b): (&f32, &f32)| match (a.is_nan(), b.is_nan()) {
        (true, true) => 0.0,
        (false, false) => (a - b).abs(),
        _ => f32::INFINITY,
    };
    found
        .iter()
        .zip(expected)
        .map(difference)
        .fold(0.0, f32::max)
}

/// As [`largest_difference`], relative to expected numbers above 1: of layers in the middle of a model, whose numbers
/// may be of any size.
pub fn largest_relative_difference(found: &[f32], expected: &[f32]) -> f32 {
    if found.len() != expected.len() {
        return f32::INFINITY;
    }
    let scaled = |&(a, b): &(f32, f32)| largest_difference(&[a], &[b]) / b.abs().max(1.0);
    let pairs = found.iter().copied().zip(expected.iter().copied());
    // NaN in both is no difference; its magnitude says nothing.
    pairs
        .map(|pair| {
            if pair.1.is_nan() {
                largest_difference(&[pair.0], &[pair.1])
            } else {
                scaled(&pair)
            }
        })
        .fold(0.0, f32::max)
}
