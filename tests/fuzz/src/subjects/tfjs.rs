//! TensorFlow.js layers models: `model.json` with its manifest, and the shards that it names.

use serde_json::Value as Json;
use wordlight::keras::ModelSource;

use super::config::runs;
use super::{Form, Subject};
use crate::bundle;
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "tfjs",
    form: Form::Bundle,
    check,
    seeds,
};

fn check(bytes: &[u8]) {
    let mut files = bundle::unpacked(bytes).into_iter();
    let Some(index) = files.next() else {
        return;
    };
    if let Ok(manifest) = serde_json::from_slice::<Json>(&index.bytes) {
        runs(ModelSource::TfJs {
            name: index.name,
            manifest,
            shards: files.map(|file| (file.name, file.bytes)).collect(),
        });
    }
}

fn seeds(corpus: &[Case]) -> Vec<Vec<u8>> {
    let of_case = |case: &Case| {
        let is_index = |bytes: &[u8]| {
            let json = serde_json::from_slice::<Json>(bytes).ok();
            json.is_some_and(|json| json.get("weightsManifest").is_some())
        };
        let index = case.files.iter().find(|file| is_index(&file.bytes))?;
        let shards = case.files.iter().filter(|file| file.name.ends_with(".bin"));
        let files: Vec<_> = std::iter::once(index).chain(shards).cloned().collect();
        Some(bundle::packed(&files))
    };
    corpus.iter().filter_map(of_case).collect()
}
