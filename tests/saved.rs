//! Whatever people save beside a model is read as plain data: `fixtures/saved`, by the program that made it.

mod common;

use common::{fixtures, json, named_file};
use serde_json::{Map, Value as Json};
use wordlight::read_saved;
use wordlight::text::TokenizerOverrides;

#[test]
fn files_say_what_python_put_into_them() {
    let expected = json(&fixtures().join("saved/expected.json"));
    let texts = common::strings(&expected["texts"]);
    let files = expected["files"].as_object().cloned().unwrap_or_default();
    assert!(files.len() >= 60, "only {} files", files.len());
    let mut complaints = Vec::new();
    for (name, expected) in files {
        let found = found(&name, &texts);
        if found != expected {
            complaints.push(format!("{name}: {found}, not {expected}"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// What a file says, in the form of `expected.json`.
fn found(name: &str, texts: &[String]) -> Json {
    let file = named_file(&fixtures().join("saved").join(name));
    let saved = match read_saved(file, &TokenizerOverrides::default()) {
        Ok(saved) => saved,
        Err(error) => return serde_json::json!({ "error": error.code() }),
    };
    let mut found = Map::new();
    if let Some(tokenizer) = saved.tokenizer {
        let ids = |text: &String| -> Vec<u32> {
            let words = tokenizer.words(text);
            words.iter().filter_map(|word| word.id).collect()
        };
        let ids: Vec<Vec<u32>> = texts.iter().map(ids).collect();
        found.insert("ids".into(), serde_json::json!(ids));
    }
    if let Some(labels) = saved.labels {
        found.insert("labels".into(), serde_json::json!(labels));
    }
    if let Some(maxlen) = saved.maxlen {
        found.insert("maxlen".into(), maxlen.into());
    }
    if let Some(max_sentences) = saved.max_sentences {
        found.insert("max_sentences".into(), max_sentences.into());
    }
    Json::Object(found)
}

/// `json.dump(tokenizer.__dict__, file)`, and what stands beside a word index.
#[test]
fn dictionaries_around_a_word_index_say_the_rest() {
    let words = |content: &str, text: &str| {
        let file = wordlight::NamedFile {
            name: "preprocessing.json".into(),
            bytes: content.as_bytes().to_vec(),
        };
        let saved = read_saved(file, &TokenizerOverrides::default()).expect("a tokenizer");
        let tokenizer = saved.tokenizer.expect("a tokenizer");
        let ids = tokenizer.words(text).into_iter().map(|word| word.id);
        (ids.collect::<Vec<_>>(), saved.maxlen)
    };
    let attributes = r#"{"word_counts": {"a": 2}, "filters": "!", "lower": false, "split": "-", "num_words": 3,
        "oov_token": "?", "word_index": {"?": 1, "a": 2, "b": 3}}"#;
    assert_eq!(words(attributes, "a!b-A").0, [Some(2), Some(1), Some(1)]);
    let settings = r#"{"vocab": {"<OOV>": 1, "a": 2, "b": 3}, "num_words": 3, "maxLen": 40}"#;
    assert_eq!(words(settings, "A b"), (vec![Some(2), Some(1)], Some(40)));
}
