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
    let listed = json(&fixtures().join("bad/cases.json"));
    let mut complaints = Vec::new();
    let mut tried = 0;
    for (file, case) in listed.as_object().into_iter().flatten() {
        let mut options = LoadOptions::default();
        if case["code"] == "loaded" {
            // Their embedding has six rows.
            options.num_words = Some(6);
        }
        let files = vec![good(&format!("bad/{file}")), good(TOKENIZER)];
        let loaded = Classifier::load(files, options);
        if let Ok(classifier) = &loaded {
            let warnings = classifier.warnings().join(" ");
            assert!(warnings.contains("not finite"), "{file}: {warnings}");
        }
        let code = code_of(loaded);
        if code != case["code"] {
            complaints.push(format!("{file}: {code}, not {}", case["code"]));
        }
        tried += 1;
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(tried >= 30, "only {tried} bad files were tried");
}

#[test]
fn an_unsupported_layer_is_named_with_its_class_and_what_is_supported() {
    match load(vec![
        good("bad/unknown-layer-capsule.keras"),
        good(TOKENIZER),
    ]) {
        Err(error) if matches!(*error, Error::UnsupportedLayer { .. }) => {
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
        with(
            "deep.json",
            format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes()
        ),
        "damaged_file"
    );
    assert_eq!(with("photo.png", b"\x89PNG\r\n\x1a\n"), "unrecognised_file");
    assert_eq!(with("train.py", b"import keras"), "unrecognised_file");
    assert_eq!(
        with("a.ipynb", br#"{"cells": [], "nbformat": 4}"#),
        "unrecognised_file"
    );
    assert_eq!(
        with("reviews.csv", b"text,label\nfine,1\n"),
        "unrecognised_file"
    );
    assert_eq!(with("history.pkl", b"\x80\x04}."), "unrecognised_file");
    assert_eq!(
        with("matrix.npy", b"\x93NUMPY\x01\0\x02\0{}"),
        "unrecognised_file"
    );
    assert_eq!(with("labels.txt", b"good\nbad\nugly\n"), "invalid_labels");
}

#[test]
fn other_formats_are_refused_by_name_with_what_to_do_instead() {
    let glove = format!("the {}\nof {}\n", "0.1 ".repeat(50), "0.2 ".repeat(50));
    let word2vec = format!(
        "2 50\nthe {}\nof {}\n",
        "0.1 ".repeat(50),
        "0.2 ".repeat(50)
    );
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let keras_npz = zip(&[
        ("config.json", b"{}"),
        ("metadata.json", b"{}"),
        ("model.weights.npz", b""),
    ]);
    let torch = zip(&[("archive/data.pkl", b"\x80\x02N.")]);
    let saved_model = zip(&[
        ("m/saved_model.pb", b"\x08\x01"),
        ("m/variables/variables.index", b"x"),
    ]);
    let hugging_face = br#"{"version": "1.0", "model": {"type": "BPE", "vocab": {"a": 0}}}"#;
    let graph =
        br#"{"format": "graph-model", "modelTopology": {"node": []}, "weightsManifest": []}"#;
    let cases: [(&str, &[u8], &str); 26] = [
        ("saved_model.pb", b"\x08\x01\x12\x00", "SavedModel"),
        ("keras_metadata.pb", b"\x0a", "SavedModel"),
        (
            "variables/variables.data-00000-of-00001",
            b"x",
            "SavedModel",
        ),
        ("saved.zip", &saved_model, "SavedModel"),
        ("frozen.pb", b"\x0a", "graph"),
        (
            "checkpoint",
            b"model_checkpoint_path: \"m\"\n",
            "checkpoint",
        ),
        ("m.ckpt.index", b"x", "checkpoint"),
        ("m.ckpt.data-00000-of-00001", b"x", "checkpoint"),
        ("model.tflite", b"\x1c\x00\x00\x00TFL3", "Lite"),
        ("model.onnx", b"\x08\x07", "ONNX"),
        ("model.pt", &torch, "PyTorch"),
        (
            "model.pth",
            b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.",
            "PyTorch",
        ),
        ("model.safetensors", b"\x02\0\0\0\0\0\0\0{}", "safetensors"),
        ("glove.txt", glove.as_bytes(), "word vectors"),
        ("vectors.txt", word2vec.as_bytes(), "word vectors"),
        (
            "model.yaml",
            b"backend: tensorflow\nclass_name: Sequential\nconfig:\n  name: s\n",
            "YAML",
        ),
        ("model.keras", &keras_npz, "NumPy"),
        ("tokenizer.json", hugging_face, "Hugging Face"),
        (
            "tokenizer_config.json",
            br#"{"tokenizer_class": "BertTokenizer"}"#,
            "Hugging Face",
        ),
        ("model.json", graph, "graph model"),
        ("t.pkl.bz2", b"BZh91AY", "bzip2"),
        ("t.pkl.xz", b"\xfd7zXZ\0\0", "xz"),
        ("t.joblib", b"\x04\x22\x4d\x18", "lz4"),
        ("all.7z", b"7z\xbc\xaf\x27\x1c", "7z"),
        ("all.tar", &tar, "tar"),
        ("model.pbtxt", b"node {}", "graph"),
    ];
    for (name, bytes, kind) in cases {
        let error = load(vec![named(name, bytes), good(TOKENIZER)]).expect_err(name);
        assert_eq!(error.code(), "unsupported_format", "{name}: {error}");
        assert!(error.to_string().contains(kind), "{name}: {error}");
        assert!(error.hint().is_some_and(|hint| hint.len() > 20), "{name}");
    }
    // A folder of many files is one thing.
    let folder = [
        "saved_model.pb",
        "keras_metadata.pb",
        "variables/variables.index",
    ]
    .map(|name| named(&format!("m/{name}"), b"\x08"));
    let error = load([folder.to_vec(), vec![good(TOKENIZER)]].concat()).expect_err("a SavedModel");
    assert_eq!(error.code(), "unsupported_format", "{error}");
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).expect("an entry");
        std::io::Write::write_all(&mut zip, content).expect("content");
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn files_that_name_each_other_must_all_be_there() {
    let tfjs = br#"{"modelTopology": {}, "weightsManifest": [{"paths": ["a.bin", "b.bin"], "weights": []}]}"#;
    let tfjs_too = br#"{"modelTopology": {}, "weightsManifest": []}"#;
    let index =
        br#"{"metadata": {}, "weight_map": {"/layers/dense/vars": ["w_00000.weights.h5"]}}"#;
    let error = load(vec![named("model.json", tfjs), named("a.bin", b"")]).expect_err("b.bin");
    assert_eq!(error.code(), "missing_shards");
    assert!(
        error.to_string().contains("b.bin") && !error.to_string().contains("a.bin"),
        "{error}"
    );
    let code = |files: Vec<NamedFile>| code_of(load(files));
    assert_eq!(code(vec![named("w.weights.json", index)]), "missing_shards");
    let shard = named("w_00000.weights.h5", &good(H5).bytes);
    assert_eq!(
        code(vec![named("w.weights.json", index), shard]),
        "missing_architecture"
    );
    assert_eq!(
        code(vec![named("group1-shard1of1.bin", b"\x80\x02")]),
        "missing_architecture"
    );
    let twice = vec![
        named("model.json", tfjs),
        named("other/model.json", tfjs_too),
    ];
    assert_eq!(code(twice), "duplicate_file");
}

#[test]
fn two_tokenizers_of_any_kind_are_one_too_many() {
    let saved = |name: &str| good(&format!("saved/{name}"));
    for second in [
        "tokenizer.joblib",
        "word_index.npy",
        "vocab.txt",
        "everything.pkl",
    ] {
        let code = code_of(load(vec![good(KERAS), good(TOKENIZER), saved(second)]));
        assert_eq!(code, "duplicate_file", "{second}");
    }
}

/// Whatever is saved beside a model, cut anywhere and with bytes turned over: refused or read, never a panic.
#[test]
fn broken_pickles_and_arrays_never_panic() {
    let folder = fixtures().join("saved");
    let mut random = 4711u32;
    for entry in std::fs::read_dir(folder)
        .expect("the fixtures are there")
        .flatten()
    {
        let whole = named_file(&entry.path());
        let length = whole.bytes.len();
        let read = |bytes: &[u8]| {
            let _ = wordlight::read_saved(named(&whole.name, bytes), &Default::default());
        };
        for cut in (0..length).step_by(length / 40 + 1) {
            read(&whole.bytes[..cut]);
        }
        for _ in 0..60 {
            let mut bytes = whole.bytes.clone();
            for _ in 0..4 {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                bytes[(random >> 8) as usize % length] ^= (random >> 24) as u8 | 1;
            }
            read(&bytes);
        }
    }
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
