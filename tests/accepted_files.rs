//! Files that are as Keras writes them but for a detail, and must be read all the same.

mod common;

use std::io::{Cursor, Read, Write};

use common::{fixtures, named_file};
use wordlight::{Classifier, LoadOptions, NamedFile};

const FOLDER: &str = "k3-awc-bilstm-sequential-keras";

fn fixture(name: &str) -> NamedFile {
    named_file(&fixtures().join(FOLDER).join(name))
}

fn load(files: Vec<NamedFile>, options: LoadOptions) -> Classifier {
    Classifier::load(files, options).unwrap_or_else(|error| panic!("{}: {error}", error.code()))
}

fn labels_of(name: &str, content: &str) -> Vec<String> {
    let labels = NamedFile {
        name: name.into(),
        bytes: content.as_bytes().to_vec(),
    };
    let files = vec![fixture("model.keras"), fixture("tokenizer.json"), labels];
    load(files, LoadOptions::default()).labels().to_vec()
}

#[test]
fn labels_come_in_many_forms() {
    for (name, content) in [
        ("labels.json", r#"["bad", "good"]"#),
        ("labels.json", "\u{feff}[\n  \"bad\",\n  \"good\"\n]\n"),
        ("classes.json", r#"{"classes": ["bad", "good"]}"#),
        ("class_indices.json", r#"{"good": 1, "bad": 0}"#),
        ("labels.json", r#"{"0": "bad", "1": "good"}"#),
        ("labels.txt", "\u{feff}bad\r\n\r\ngood\r\n"),
    ] {
        assert_eq!(
            labels_of(name, content),
            ["bad", "good"],
            "{name}: {content:?}"
        );
    }
}

#[test]
fn a_keras_file_without_metadata_follows_the_rules_of_keras_3() {
    let original = fixture("model.keras");
    let mut zip = zip::ZipArchive::new(Cursor::new(&original.bytes)).expect("a zip");
    let mut without = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        if name == "metadata.json" {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("content");
        without
            .start_file(name, zip::write::SimpleFileOptions::default())
            .expect("an entry");
        without.write_all(&content).expect("content");
    }
    let bytes = without.finish().expect("a zip").into_inner();
    let load_model = |bytes: Vec<u8>| {
        let model = NamedFile {
            name: "model.keras".into(),
            bytes,
        };
        let options = LoadOptions {
            maxlen: Some(7),
            ..LoadOptions::default()
        };
        load(vec![model, fixture("tokenizer.json")], options)
    };
    let (stated, unstated) = (load_model(original.bytes), load_model(bytes));
    assert_eq!(unstated.keras_version(), None);
    // Short enough for padding, which is where the versions differ.
    let prediction = |classifier: &Classifier| {
        classifier
            .analyze("the film")
            .expect("an answer")
            .prediction
    };
    assert_eq!(prediction(&stated), prediction(&unstated));
}

/// What `model.to_json()` and `model.save_weights("model.weights.h5")` write is what lies in the zip.
#[test]
fn architecture_and_weights_may_come_apart() {
    let whole = fixture("model.keras");
    let mut zip = zip::ZipArchive::new(Cursor::new(&whole.bytes)).expect("a zip");
    let mut part = |name: &str| {
        let mut bytes = Vec::new();
        let mut entry = zip.by_name(name).expect("an entry");
        entry.read_to_end(&mut bytes).expect("content");
        NamedFile {
            name: name.into(),
            bytes,
        }
    };
    let options = || LoadOptions {
        maxlen: Some(7),
        ..LoadOptions::default()
    };
    let parts = vec![
        part("model.weights.h5"),
        fixture("tokenizer.json"),
        part("config.json"),
    ];
    let apart = load(parts, options());
    let together = load(
        vec![fixture("model.keras"), fixture("tokenizer.json")],
        options(),
    );
    assert_eq!(apart.format(), "keras-json+weights");
    // Short enough for padding: the Keras version, which to_json does not state, must be understood.
    let prediction = |classifier: &Classifier| {
        classifier
            .analyze("the film")
            .expect("an answer")
            .prediction
    };
    assert_eq!(prediction(&apart), prediction(&together));
}

#[test]
fn the_start_number_of_imdb_ids_takes_a_step_and_is_no_padding() {
    let index = NamedFile {
        name: "word_index.json".into(),
        bytes: br#"{"the": 1, "film": 2}"#.to_vec(),
    };
    let options = LoadOptions {
        maxlen: Some(7),
        index_from: Some(3),
        start_id: Some(1),
        oov_id: Some(2),
        ..LoadOptions::default()
    };
    let classifier = load(vec![fixture("model.keras"), index], options);
    assert_eq!(
        classifier.input_ids("the zebra film"),
        [0, 0, 0, 1, 4, 2, 5]
    );
    let analysis = classifier.analyze("the zebra film").expect("an answer");
    assert_eq!(analysis.tokens[0].step, Some(4));
    assert_eq!(analysis.tokens[1].status.name(), "unknown");
    // The mask keeps attention off the padding; the start's share is its own.
    assert!(analysis.padding_attention.abs() < 1e-6);
    let on_words: f32 = analysis
        .tokens
        .iter()
        .filter_map(|token| token.attention)
        .sum();
    assert!(on_words < 0.999, "{on_words}");
}
