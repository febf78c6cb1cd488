//! The files that are damaged: all fixtures, as Keras wrote them.

use wordlight::{LoadOptions, NamedFile};

use crate::common::{case_folders, fixtures, json, named_file, strings};

/// Larger files would take the time of many small ones.
const LARGEST: usize = 400_000;

/// A set of files that belong together.
pub struct Case {
    pub name: String,
    pub files: Vec<NamedFile>,
    pub options: LoadOptions,
}

pub fn corpus() -> Vec<Case> {
    let folders = case_folders(&fixtures()).into_iter();
    let cases = folders.map(|folder| {
        let case = json(&folder.join("case.json"));
        let name = folder.file_name().unwrap_or_default();
        let files = strings(&case["files"]);
        Case {
            name: name.to_string_lossy().into_owned(),
            files: files
                .iter()
                .map(|name| named_file(&folder.join(name)))
                .collect(),
            options: serde_json::from_value(case["options"].clone()).unwrap_or_default(),
        }
    });
    cases
        .filter(|case| {
            case.files
                .iter()
                .map(|file| file.bytes.len())
                .sum::<usize>()
                < LARGEST
        })
        .collect()
}
