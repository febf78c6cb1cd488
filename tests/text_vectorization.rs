//! Tokenizers inside models: where Keras 3 and tf.keras put the vocabulary, and what the numbers are.

mod common;

use std::collections::BTreeMap;

use common::{fixtures, json, named_file};
use serde_json::{Map, Value as Json};
use wordlight::keras::archive;
use wordlight::text::Tokenizer;
use wordlight::{Classifier, LoadOptions, NamedFile};

/// The configuration of the layer in a model's architecture.
fn layer_config(architecture: &Json) -> Map<String, Json> {
    let layers = architecture["config"]["layers"].as_array().expect("layers");
    let layer = layers
        .iter()
        .find(|layer| layer["class_name"] == "TextVectorization")
        .expect("the layer");
    layer["config"].as_object().cloned().expect("a config")
}

fn ids(tokenizer: &Tokenizer, text: &str) -> Vec<u32> {
    let words = tokenizer.words(text);
    let mut ids: Vec<u32> = words.iter().filter_map(|word| word.id).collect();
    ids.resize(tokenizer.output_sequence_length().expect("a length"), 0);
    ids
}

#[test]
fn vocabularies_of_archives_are_in_the_configuration_or_in_the_assets() {
    let folder = fixtures().join("text_vectorization");
    let expected = json(&folder.join("expected.json"));
    let texts = common::strings(&expected["texts"]);
    for name in [
        "k3-adapted.keras",
        "k3-listed.keras",
        "k2-adapted.keras",
        "k2-listed.keras",
    ] {
        let file = named_file(&folder.join(name));
        let archive = archive::open(&file.bytes, name).expect("an archive");
        let config = layer_config(&archive.config);
        let tokenizer =
            Tokenizer::from_layer("TextVectorization", &config, &archive.assets, None, name)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(tokenizer.is_in_model());
        let found: Vec<Vec<u32>> = texts.iter().map(|text| ids(&tokenizer, text)).collect();
        assert_eq!(
            serde_json::json!(found),
            expected["files"][name]["ids"],
            "{name}"
        );
    }
}

#[test]
fn a_vocabulary_that_the_file_lacks_may_be_dropped() {
    let folder = fixtures().join("text_vectorization");
    let file = named_file(&folder.join("k3-adapted.keras"));
    let config = layer_config(&archive::open(&file.bytes, "x").expect("an archive").config);
    let read = |dropped: Option<&Tokenizer>| {
        Tokenizer::from_layer("TextVectorization", &config, &BTreeMap::new(), dropped, "x")
    };
    let code = read(None).map_err(|error| error.code());
    assert_eq!(code.err(), Some("missing_vocabulary"));

    let vocabulary = named_file(&folder.join("vocabulary.txt"));
    let saved = wordlight::read_saved(vocabulary, &Default::default()).expect("a vocabulary");
    let dropped = saved.tokenizer.expect("a tokenizer");
    let tokenizer = read(Some(&dropped)).expect("a tokenizer");
    let expected = json(&folder.join("expected.json"));
    let expected = &expected["files"]["k3-adapted.keras"]["ids"];
    for (text, expected) in common::strings(&json(&folder.join("expected.json"))["texts"])
        .iter()
        .zip(expected.as_array().into_iter().flatten())
    {
        assert_eq!(serde_json::json!(ids(&tokenizer, text)), *expected);
    }
}

fn load(files: &[&str]) -> wordlight::Result<Classifier> {
    let folder = fixtures().join("text_vectorization");
    let files = files.iter().map(|name| named_file(&folder.join(name)));
    Classifier::load(files.collect(), LoadOptions::default())
}

fn assert_predicts(classifier: &Classifier, name: &str) {
    let expected = json(&fixtures().join("text_vectorization/expected.json"));
    let predictions = expected["files"][name]["predictions"].as_array();
    let texts = common::strings(&expected["texts"]);
    assert_eq!(predictions.map(Vec::len), Some(texts.len()));
    for (text, expected) in texts.iter().zip(predictions.into_iter().flatten()) {
        let found = classifier.analyze(text).expect("an answer").prediction;
        let difference = common::largest_difference(&found, &common::numbers(expected));
        assert!(difference < 1e-5, "{name}: {text:?}: {difference}");
    }
}

#[test]
fn models_with_their_own_tokenizer_take_raw_text() {
    for name in [
        "k3-adapted.keras",
        "k3-listed.keras",
        "k2-adapted.keras",
        "k2-listed.keras",
    ] {
        let classifier = load(&[name]).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_predicts(&classifier, name);
    }
    // HDF5 loses the vocabulary.
    let code = load(&["k3-adapted.h5"]).map_err(|error| error.code());
    assert_eq!(code.err(), Some("missing_vocabulary"));
    let found = load(&["k3-adapted.h5", "vocabulary.txt"]).expect("a model");
    assert_predicts(&found, "k3-adapted.h5");
    // What the model has itself comes first, and that is said.
    let both = load(&["k3-listed.keras", "vocabulary.txt"]).expect("a model");
    assert_predicts(&both, "k3-listed.keras");
    assert!(
        both.warnings()
            .iter()
            .any(|warning| warning.contains("vocabulary.txt"))
    );
}

#[test]
fn an_unpacked_archive_keeps_its_vocabulary() {
    use std::io::Read;
    let whole = named_file(&fixtures().join("text_vectorization/k3-adapted.keras"));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&whole.bytes)).expect("a zip");
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).expect("an entry");
        let name = format!("model/{}", entry.name().expect("a name"));
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("content");
        files.push(NamedFile { name, bytes });
    }
    let classifier = Classifier::load(files, LoadOptions::default()).expect("a model");
    assert_predicts(&classifier, "k3-adapted.keras");
}
