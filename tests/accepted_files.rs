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
        ("labels.txt", "0 bad\n1 good\n"),
        ("my_classes.txt", "0: bad\n1: good"),
        ("x.json", r#"{"labels": ["bad", "good"]}"#),
        ("config.json", r#"{"id2label": {"0": "bad", "1": "good"}}"#),
        ("x.json", r#"["bad", "good"]"#),
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

fn renamed(name: &str, file: NamedFile) -> NamedFile {
    NamedFile {
        name: name.into(),
        ..file
    }
}

fn plain(name: &str, content: &[u8]) -> NamedFile {
    NamedFile {
        name: name.into(),
        bytes: content.to_vec(),
    }
}

/// What a person's folder may hold: a model, its tokenizer, and much else.
fn project() -> Vec<NamedFile> {
    vec![
        plain("project/.DS_Store", b"\0\0\0\x01Bud1"),
        plain("project/README.md", b"# Reviews\n\nA model of mine."),
        plain("project/train.py", b"import keras\n"),
        plain("project/data/reviews.csv", b"text,label\nfine,1\n"),
        plain("project/plots/attention.png", b"\x89PNG\r\n\x1a\n\0\0"),
        renamed("project/out/model.keras", fixture("model.keras")),
        renamed("project/out/tokenizer.json", fixture("tokenizer.json")),
        plain("project/out/labels.txt", b"bad\ngood\n"),
    ]
}

fn zipped(files: &[NamedFile]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.add_directory("project/", options).expect("a folder");
    for file in files {
        zip.start_file(file.name.as_str(), options)
            .expect("an entry");
        zip.write_all(&file.bytes).expect("content");
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn folders_and_zips_are_read_and_what_is_passed_over_is_said() {
    let packed = zipped(&project());
    let in_a_zip = vec![plain("project.zip", &packed)];
    let mut with_shadow = project();
    with_shadow.push(plain("__MACOSX/project/._model.keras", b"\0\x05\x16\x07"));
    for (how, files) in [
        ("folder", project()),
        ("zip", in_a_zip),
        ("mac", with_shadow),
    ] {
        let classifier = load(files, LoadOptions::default());
        assert_eq!(classifier.labels(), ["bad", "good"], "{how}");
        let passed_over: Vec<&String> = classifier
            .warnings()
            .iter()
            .filter(|warning| warning.starts_with("Passed over"))
            .collect();
        assert_eq!(passed_over.len(), 4, "{how}: {passed_over:?}");
        for name in ["README.md", "train.py", "reviews.csv", "attention.png"] {
            assert!(
                passed_over.iter().any(|warning| warning.contains(name)),
                "{how}: {name}"
            );
        }
    }
}

#[test]
fn an_unpacked_archive_keeps_its_keras_version() {
    let whole = fixture("model.keras");
    let mut zip = zip::ZipArchive::new(Cursor::new(&whole.bytes)).expect("a zip");
    let mut files = vec![fixture("tokenizer.json")];
    for name in ["config.json", "metadata.json", "model.weights.h5"] {
        let mut bytes = Vec::new();
        let mut entry = zip.by_name(name).expect("an entry");
        entry.read_to_end(&mut bytes).expect("content");
        files.push(plain(&format!("model/{name}"), &bytes));
    }
    let classifier = load(files.clone(), LoadOptions::default());
    assert!(
        classifier
            .keras_version()
            .is_some_and(|version| version.starts_with('3'))
    );
    // Zipped again with the folder around it, as file managers do.
    let again = vec![plain("model.zip", &zipped(&files))];
    assert!(
        load(again, LoadOptions::default())
            .keras_version()
            .is_some()
    );
}

#[test]
fn what_was_pickled_with_the_tokenizer_is_used() {
    let saved = |name: &str| named_file(&fixtures().join("saved").join(name));
    // A length that the model leaves open, and the person does not say.
    let open = named_file(&fixtures().join("k3-own-length-mask-keras/model.keras"));
    let files = vec![open, saved("vocab-and-length.pkl")];
    let told = load(files.clone(), LoadOptions::default());
    assert_eq!(told.padding().maxlen, Some(9));
    let options = LoadOptions {
        maxlen: Some(5),
        ..LoadOptions::default()
    };
    assert_eq!(load(files, options).padding().maxlen, Some(5));
}

#[test]
fn classes_of_a_label_encoder_name_the_classes() {
    let encoder = named_file(&fixtures().join("saved/label-encoder-protocol-5.pkl"));
    let files = vec![fixture("model.keras"), fixture("tokenizer.json"), encoder];
    // Four names for two classes: the file is told.
    let error = Classifier::load(files, LoadOptions::default()).expect_err("four names");
    assert_eq!(error.code(), "invalid_labels");
    assert!(
        error.to_string().contains("label-encoder-protocol-5.pkl"),
        "{error}"
    );
}

#[test]
fn the_index_of_a_keras_dataset_is_known_by_its_words() {
    let mut words: serde_json::Map<String, serde_json::Value> = (2..=88_584)
        .map(|id| (format!("w{id}"), id.into()))
        .collect();
    words.insert("the".into(), 1.into());
    let index = serde_json::to_vec(&words).expect("JSON");
    let ids = |overrides: serde_json::Value| {
        let options: LoadOptions = serde_json::from_value(overrides).expect("options");
        let file = plain("imdb_word_index.json", &index);
        let saved = wordlight::read_saved(file, &options.tokenizer()).expect("an index");
        let tokenizer = saved.tokenizer.expect("a tokenizer");
        let words = tokenizer.words("the w2 zebra w50");
        let ids: Vec<Option<u32>> = words.iter().map(|word| word.id).collect();
        (tokenizer.start_id(), ids)
    };
    // keras.datasets.imdb.load_data(num_words=20): index_from=3, start_char=1, oov_char=2.
    assert_eq!(
        ids(serde_json::json!({"numWords": 20})),
        (Some(1), vec![Some(4), Some(5), Some(2), Some(2)])
    );
    // What the person says is all that counts.
    assert_eq!(
        ids(serde_json::json!({"indexFrom": 3, "oovId": 5})),
        (None, vec![Some(4), Some(5), Some(5), Some(53)])
    );
}

#[test]
fn models_in_several_files_are_found_in_a_zip_too() {
    for name in ["k2-layers-tfjs", "k3-sharded-json"] {
        let folder = fixtures().join(name);
        let mut files: Vec<NamedFile> = std::fs::read_dir(&folder)
            .expect("the fixture is there")
            .flatten()
            .map(|entry| named_file(&entry.path()))
            .filter(|file| file.name != "case.json")
            .map(|file| renamed(&format!("web/model/{}", file.name), file))
            .collect();
        // A file of the same name in another folder is another file.
        files.push(plain("web/old/group1-shard1of1.bin", b"old"));
        files.sort_by(|a, b| b.name.cmp(&a.name));
        let prediction = |files: Vec<NamedFile>| {
            let classifier = Classifier::load(files, LoadOptions::default())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            classifier
                .analyze("the film")
                .expect("an answer")
                .prediction
        };
        let packed = vec![plain("web.zip", &zipped(&files))];
        assert_eq!(prediction(packed), prediction(files), "{name}");
    }
}
