//! Files that must be refused: each with its own code, none with a panic.

mod common;

use common::{fixtures, json, named_file};
use serde_json::Value as Json;
use wordlight::{Classifier, Error, LoadOptions, NamedFile};

fn good(name: &str) -> NamedFile {
    named_file(&fixtures().join(name))
}

fn load(files: Vec<NamedFile>) -> wordlight::Result<Classifier> {
    Classifier::load(files, LoadOptions::default())
}

fn code_of(result: wordlight::Result<Classifier>) -> String {
    match result {
        Ok(_) => "loaded".into(),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            error.code().into()
        }
    }
}

fn named(name: &str, bytes: &[u8]) -> NamedFile {
    NamedFile {
        name: name.into(),
        bytes: bytes.to_vec(),
    }
}

const KERAS: &str = "k3-awc-bilstm-sequential-keras/model.keras";
const H5: &str = "k3-post-padding-h5/model.h5";
const TOKENIZER: &str = "k3-awc-bilstm-sequential-keras/tokenizer.json";

#[test]
fn each_broken_model_has_its_error() {
    let expected = [
        ("config-not-a-model.keras", "invalid_config"),
        ("config-not-json.keras", "invalid_config"),
        ("extra-weight.h5", "extra_weight"),
        ("extra-weight.keras", "extra_weight"),
        ("hdf5-not-keras.h5", "not_keras"),
        ("missing-layer.h5", "weight_shape"),
        ("missing-weight-listed.h5", "missing_weight"),
        ("missing-weight-not-listed.h5", "missing_weight"),
        ("missing-weight.keras", "missing_weight"),
        ("no-config.keras", "not_keras"),
        ("no-weights.keras", "not_keras"),
        ("unknown-layer-capsule.keras", "unsupported_layer"),
        ("weights-not-hdf5.keras", "damaged_file"),
        ("weights-only-classic.h5", "missing_architecture"),
        ("weights-only.weights.h5", "missing_architecture"),
        ("wrong-shape-context-vector.h5", "weight_shape"),
        ("wrong-shape-dense-kernel.keras", "shape_mismatch"),
        ("wrong-shape-recurrent-kernel.h5", "weight_shape"),
        ("zip-not-keras.zip", "not_keras"),
    ];
    let listed = json(&fixtures().join("bad/cases.json"));
    let listed: Vec<&String> = listed
        .as_object()
        .into_iter()
        .flat_map(|cases| cases.keys())
        .collect();
    assert_eq!(
        listed,
        expected.iter().map(|(file, _)| *file).collect::<Vec<_>>(),
        "every bad file is tried"
    );
    for (file, code) in expected {
        assert_eq!(
            code_of(load(vec![good(&format!("bad/{file}")), good(TOKENIZER)])),
            code,
            "{file}"
        );
    }
}

#[test]
fn an_unsupported_layer_is_named_with_its_class_and_what_is_supported() {
    match load(vec![
        good("bad/unknown-layer-capsule.keras"),
        good(TOKENIZER),
    ]) {
        Err(error @ Error::UnsupportedLayer { .. }) => {
            assert!(error.to_string().contains("Capsule"), "{error}");
            assert!(
                error.hint().is_some_and(
                    |hint| hint.contains("LSTM") && hint.contains("AttentionWithContext")
                )
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn missing_and_doubled_pieces_are_told() {
    assert_eq!(code_of(load(vec![])), "no_files");
    assert_eq!(code_of(load(vec![good(KERAS)])), "missing_tokenizer");
    assert_eq!(code_of(load(vec![good(TOKENIZER)])), "missing_model");
    assert_eq!(
        code_of(load(vec![good(KERAS), good(KERAS), good(TOKENIZER)])),
        "duplicate_file"
    );
    assert_eq!(
        code_of(load(vec![good(KERAS), good(TOKENIZER), good(TOKENIZER)])),
        "duplicate_file"
    );
}

#[test]
fn files_of_no_use_are_refused_by_kind() {
    let with = |name: &str, bytes: &[u8]| {
        code_of(load(vec![named(name, bytes), good(KERAS), good(TOKENIZER)]))
    };
    assert_eq!(
        with("noise.bin", &[0xff, 0x00, 0x13, 0x37]),
        "unrecognised_file"
    );
    assert_eq!(with("empty.json", b""), "unrecognised_file");
    assert_eq!(with("story.txt", b"Once upon a time"), "unrecognised_file");
    assert_eq!(with("other.json", b"{\"a\": \"b\"}"), "unrecognised_file");
    assert_eq!(with("broken.json", b"{\"a\": "), "damaged_file");
    assert_eq!(
        with("deep.json", "[".repeat(100_000).as_bytes()),
        "damaged_file"
    );
    assert_eq!(
        with("saved_model.pb", b"\x08\x01\x12\x00"),
        "unsupported_format"
    );
    assert_eq!(
        with("model.tflite", b"\x1c\x00\x00\x00TFL3"),
        "unsupported_format"
    );
    assert_eq!(with("labels.txt", b"good\nbad\nugly\n"), "invalid_labels");
}

#[test]
fn tokenizers_that_do_not_fit_are_told() {
    let with = |tokenizer: &str| {
        code_of(load(vec![
            good(KERAS),
            named("tokenizer.json", tokenizer.as_bytes()),
        ]))
    };
    assert_eq!(
        with(r#"{"class_name": "Tokenizer", "config": {}}"#),
        "invalid_tokenizer"
    );
    assert_eq!(
        with(r#"{"class_name": "Tokenizer", "config": {"word_index": "{}"}}"#),
        "invalid_tokenizer"
    );
    assert_eq!(
        with(r#"{"class_name": "Tokenizer", "config": {"word_index": "{\"a\": -1}"}}"#),
        "invalid_tokenizer"
    );
    assert_eq!(
        with(r#"{"the": 1, "sea": 100000}"#),
        "token_id_out_of_range"
    );
    assert_eq!(
        with(r#"{"the": 1, "sea": 4294967295}"#),
        "token_id_out_of_range"
    );
}

#[test]
fn options_that_make_no_sense_are_told() {
    let with = |options: Json| {
        let options = serde_json::from_value(options).expect("options");
        code_of(Classifier::load(
            vec![good(H5), good("k3-post-padding-h5/tokenizer.json")],
            options,
        ))
    };
    assert_eq!(with(serde_json::json!({"maxlen": 0})), "invalid_option");
    assert_eq!(
        with(serde_json::json!({"maxlen": 4_294_967_295_u32})),
        "invalid_option"
    );
    assert_eq!(
        with(serde_json::json!({"attentionLayer": "nowhere"})),
        "invalid_option"
    );
    assert_eq!(
        with(serde_json::json!({"output": "nowhere"})),
        "invalid_option"
    );
    assert_eq!(
        with(serde_json::json!({"labels": ["only one"]})),
        "invalid_labels"
    );
    assert_eq!(
        with(serde_json::json!({"customLayers": {"AttentionWithContext": "magic"}})),
        "invalid_option"
    );
}

/// Every file cut anywhere, and every file with bytes turned over: refused or loaded, never a panic.
#[test]
fn truncated_and_corrupted_files_never_panic() {
    for model in [KERAS, H5] {
        let whole = good(model);
        let length = whole.bytes.len();
        for cut in (0..length).step_by(97).chain([length - 1]) {
            let result = load(vec![
                named(&whole.name, &whole.bytes[..cut]),
                good(TOKENIZER),
            ]);
            assert!(result.is_err(), "{model} cut at {cut} of {length} loads");
        }
        let mut random = 12345u32;
        for _ in 0..400 {
            let mut bytes = whole.bytes.clone();
            for _ in 0..8 {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = random as usize % length;
                bytes[at] ^= (random >> 24) as u8 | 1;
            }
            if let Ok(classifier) = load(vec![named(&whole.name, &bytes), good(TOKENIZER)]) {
                let _ = classifier.analyze("The film was not bad at all.");
            }
        }
    }
}
