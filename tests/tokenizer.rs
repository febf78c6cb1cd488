//! Words, spans and numbers against Keras's own tokenizer, on texts chosen to be awkward.

mod common;

use common::{fixtures, json};
use serde_json::Value as Json;
use wordlight::text::{Padding, Side, Tokenizer, TokenizerOverrides, pad_sequence, read_tokenizer};

#[test]
fn words_and_numbers_are_those_of_keras() {
    let folder = fixtures().join("tokenizer");
    let texts = common::strings(&json(&folder.join("texts.json")));
    assert!(texts.len() >= 200, "only {} texts", texts.len());
    let mut configurations = 0;
    let mut complaints = Vec::new();
    for entry in std::fs::read_dir(&folder)
        .expect("the fixtures are there")
        .flatten()
    {
        let file = entry.file_name().to_string_lossy().into_owned();
        let Some(name) = file.strip_suffix(".expected.json") else {
            continue;
        };
        configurations += 1;
        let expected = json(&entry.path());
        let tokenizer = json(&folder.join(format!("{name}.tokenizer.json")));
        let tokenizer = read_tokenizer(&tokenizer, &TokenizerOverrides::default(), name)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = expected["expected"].as_array().cloned().unwrap_or_default();
        assert_eq!(expected.len(), texts.len(), "{name}");
        for (text, expected) in texts
            .iter()
            .zip(&expected)
            .filter(|(_, expected)| !expected.is_null())
        {
            let words = tokenizer.words(text);
            let found: Vec<Json> = words
                .iter()
                .map(|word| serde_json::json!([word.start.utf16, word.end.utf16, word.id]))
                .collect();
            let ids: Vec<u32> = words.iter().filter_map(|word| word.id).collect();
            if Json::from(found.clone()) != expected["tokens"] {
                complaints.push(format!(
                    "{name}: {text:?}: {found:?}, not {}",
                    expected["tokens"]
                ));
            }
            if Json::from(ids) != expected["ids"] {
                complaints.push(format!(
                    "{name}: {text:?}: the ids are not {}",
                    expected["ids"]
                ));
            }
            assert_spans_hold(text, &words);
        }
    }
    assert!(configurations >= 8, "only {configurations} configurations");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Byte and UTF-16 spans must mean the same characters, whatever the text.
fn assert_spans_hold(text: &str, words: &[wordlight::text::Word]) {
    let units: Vec<u16> = text.encode_utf16().collect();
    for word in words {
        let by_bytes = &text[word.start.byte..word.end.byte];
        let by_units =
            String::from_utf16(&units[word.start.utf16..word.end.utf16]).expect("whole characters");
        assert_eq!(by_bytes, by_units, "{text:?}");
        assert!(!by_bytes.is_empty(), "{text:?}");
    }
}

#[test]
fn sequences_are_padded_and_cut_as_in_keras() {
    let cases = json(&fixtures().join("tokenizer/pad_sequences.json"));
    let cases = cases.as_array().cloned().unwrap_or_default();
    assert!(cases.len() >= 20, "only {} cases", cases.len());
    for case in cases {
        let side = |key: &str| {
            if case[key] == "pre" {
                Side::Pre
            } else {
                Side::Post
            }
        };
        let sequence: Vec<u32> = serde_json::from_value(case["sequence"].clone()).expect("numbers");
        let how = Padding {
            maxlen: case["maxlen"].as_u64().map(|maxlen| maxlen as usize),
            padding: side("padding"),
            truncating: side("truncating"),
        };
        let padded = pad_sequence(&sequence, how);
        assert_eq!(Json::from(padded.ids.clone()), case["expected"], "{case}");
        for (index, id) in sequence.iter().enumerate() {
            assert!(
                padded
                    .step(index)
                    .is_none_or(|step| padded.ids[step] == *id),
                "{case}"
            );
        }
        let kept = (0..sequence.len())
            .filter(|&index| padded.step(index).is_some())
            .count();
        assert_eq!(
            kept,
            sequence.len().min(how.maxlen.unwrap_or(sequence.len())),
            "{case}"
        );
    }
}

/// `tests/fixtures/random_texts.py`: random Unicode under Keras's `Tokenizer` and `TextVectorization`.
#[test]
fn random_unicode_gets_the_numbers_of_keras() {
    let packed = std::fs::File::open(fixtures().join("tokenizer/random.json.gz")).expect("there");
    let cases: Json = serde_json::from_reader(flate2::read::GzDecoder::new(packed)).expect("JSON");
    let texts = common::strings(&cases["texts"]);
    assert!(texts.len() >= 2_000, "only {} texts", texts.len());
    let rows = cases["tokenizers"].as_array().cloned().unwrap_or_default();
    assert!(rows.len() >= 11, "only {} tokenizers", rows.len());
    let mut complaints = Vec::new();
    for row in rows {
        let name = row["name"].as_str().unwrap_or_default();
        let tokenizer = match row["text_vectorization"].as_object() {
            Some(config) => {
                let vocabulary = common::strings(&row["vocabulary"]);
                Tokenizer::from_text_vectorization(config, vocabulary, name)
            }
            None => read_tokenizer(&row["tokenizer"], &TokenizerOverrides::default(), name),
        };
        let tokenizer = tokenizer.unwrap_or_else(|error| panic!("{name}: {error}"));
        for (text, expected) in texts
            .iter()
            .zip(row["ids"].as_array().into_iter().flatten())
        {
            let words = tokenizer.words(text);
            let ids: Vec<u32> = words.iter().filter_map(|word| word.id).collect();
            if serde_json::json!(ids) != *expected {
                complaints.push(format!("{name}: {text:?}: {ids:?}, not {expected}"));
            }
            assert_spans_hold(text, &words);
        }
    }
    assert!(
        complaints.is_empty(),
        "{} texts: {}",
        complaints.len(),
        complaints[..complaints.len().min(20)].join("\n")
    );
}

#[test]
fn text_vectorization_deletes_punctuation_and_keeps_the_places() {
    let tokenizer = |config: Json, vocabulary: &[&str]| {
        let vocabulary = vocabulary.iter().map(|&word| word.to_owned()).collect();
        let config = config.as_object().cloned().unwrap_or_default();
        Tokenizer::from_text_vectorization(&config, vocabulary, "model.keras")
    };
    let plain = tokenizer(
        serde_json::json!({"output_sequence_length": 10}),
        &["1010", "dont", "École"],
    )
    .expect("a tokenizer");
    assert_eq!(plain.output_sequence_length(), Some(10));
    let text = "😀 (10/10)! Don't école École & x";
    let found: Vec<(&str, Option<u32>)> = plain
        .words(text)
        .iter()
        .map(|word| (&text[word.start.byte..word.end.byte], word.id))
        .collect();
    let expected = [
        ("😀", Some(1)),
        ("10/10", Some(2)),
        ("Don't", Some(3)),
        ("école", Some(1)),
        ("École", Some(4)),
        ("x", Some(1)),
    ];
    assert_eq!(found, expected);

    let code = |config: Json, vocabulary: &[&str]| {
        tokenizer(config, vocabulary).map_err(|error| error.code())
    };
    let refused = |config: Json| code(config, &["a"]).err();
    for config in [
        serde_json::json!({"standardize": {"class_name": "function", "config": "own", "registered_name": "own"}}),
        serde_json::json!({"split": {"class_name": "function", "config": "own"}}),
        serde_json::json!({"ngrams": 2}),
        serde_json::json!({"output_mode": "tf_idf"}),
        serde_json::json!({"output_sequence_length": -1}),
    ] {
        assert_eq!(
            refused(config.clone()),
            Some("unsupported_option"),
            "{config}"
        );
    }
    for vocabulary in [&["a", "a"][..], &["a", ""], &["", "[UNK]"], &[]] {
        let found = code(serde_json::json!({}), vocabulary).err();
        assert_eq!(found, Some("invalid_tokenizer"), "{vocabulary:?}");
    }
}

#[test]
fn string_lookup_numbers_words_as_its_options_say() {
    let ids = |config: Json| {
        let config = config.as_object().cloned().unwrap_or_default();
        let vocabulary = ["x", "y"].map(String::from).to_vec();
        let tokenizer = Tokenizer::from_string_lookup(&config, vocabulary, "model.keras");
        tokenizer
            .map(|tokenizer| {
                let words = tokenizer.words("x y  q X");
                words.iter().map(|word| word.id).collect::<Vec<_>>()
            })
            .map_err(|error| error.code())
    };
    // Keras 3.15: StringLookup(vocabulary=["x", "y"], …)(["x", "y", "q", "X"])
    let none = serde_json::json!({"mask_token": null});
    assert_eq!(ids(none), Ok(vec![Some(1), Some(2), Some(0), Some(0)]));
    let masked = serde_json::json!({"mask_token": "", "num_oov_indices": 1});
    assert_eq!(ids(masked), Ok(vec![Some(2), Some(3), Some(1), Some(1)]));
    let without = serde_json::json!({"num_oov_indices": 0});
    assert_eq!(ids(without), Ok(vec![Some(0), Some(1), None, None]));
    for config in [
        serde_json::json!({"num_oov_indices": 2}),
        serde_json::json!({"invert": true}),
        serde_json::json!({"output_mode": "multi_hot"}),
    ] {
        assert_eq!(ids(config), Err("unsupported_option"));
    }
}
