//! Tokenizers inside models: where Keras 3 and tf.keras put the vocabulary, and what the numbers are.

mod common;

use std::collections::BTreeMap;

use common::{fixtures, json, named_file};
use serde_json::{Map, Value as Json};
use wordlight::keras::archive;
use wordlight::text::Tokenizer;

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
