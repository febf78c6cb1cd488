//! Cases that lie outside the repository, beside it, where they are: skipped where they are not.

mod common;

use std::path::Path;

use common::{case_folders, json, largest_difference, load, numbers};
use serde_json::Value as Json;
use wordlight::LoadOptions;

#[test]
fn cases_agree_with_keras() {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases");
    let folders = case_folders(&parent);
    if folders.is_empty() {
        eprintln!("skipped: there are no shared cases beside this repository");
        return;
    }
    for folder in folders {
        let case = json(&folder.join("case.json"));
        let name = case["id"].as_str().unwrap_or_default().to_owned();
        let settings = &case["settings"];
        let options = options(settings);
        let classifier =
            load(&folder, &case, options).unwrap_or_else(|error| panic!("{name}: {error}"));
        compare(&classifier, &case, &name);
        compare_kinds(&classifier, &case, &name);
    }
}

/// What the case's settings say that no file does; the kinds of attention are left to be recognised.
fn options(settings: &Json) -> LoadOptions {
    let count = |key: &str| settings[key].as_u64().map(|count| count as u32);
    let side = |key: &str| serde_json::from_value(settings[key].clone()).ok();
    let text = |json: &Json| json.as_str().map(str::to_owned);
    LoadOptions {
        maxlen: count("maxlen"),
        padding: side("padding"),
        truncating: side("truncating"),
        oov_token: text(&settings["tokenizer"]["oov_token"]),
        attention_layer: text(&settings["attention_layer"]),
        max_sentences: count("max_sentences"),
        sentence_end: text(&settings["sentence_split"]["regex"]),
        sentence_padding: side("sentence_padding"),
        sentence_truncating: side("sentence_truncating"),
        ..LoadOptions::default()
    }
}

/// Every layer of somebody's own class must be read as the kind that the case names.
fn compare_kinds(classifier: &wordlight::Classifier, case: &Json, name: &str) {
    let kinds = &case["settings"]["custom_layers"];
    for reading in classifier.readings() {
        let kind = kinds[&reading.class_name].as_str();
        assert_eq!(kind, Some(reading.kind), "{name}: {reading:?}");
    }
}

fn compare(classifier: &wordlight::Classifier, case: &Json, name: &str) {
    let tolerance = case["tolerance"].as_f64().unwrap_or(1e-5) as f32;
    let texts = common::strings(&case["texts"]);
    for (text, expected) in texts
        .iter()
        .zip(case["expected"].as_array().into_iter().flatten())
    {
        let analysis = classifier
            .analyze(text)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let close = |what: &str, found: &[f32], expected: &Json| {
            let difference = largest_difference(found, &numbers(expected));
            assert!(
                difference <= tolerance,
                "{name}: {text:?}: {what} differs by {difference}"
            );
        };
        close("prediction", &analysis.prediction, &expected["prediction"]);
        close(
            "padding",
            &[analysis.padding_attention],
            &Json::from(vec![expected["padding_attention"].clone()]),
        );
        let found: Vec<Json> = analysis
            .tokens
            .iter()
            .map(|token| {
                let characters = |byte: usize| text[..byte].chars().count();
                serde_json::json!([
                    &text[token.word.start.byte..token.word.end.byte],
                    characters(token.word.start.byte),
                    characters(token.word.end.byte),
                    token.word.id,
                    token.step
                ])
            })
            .collect();
        let tokens = expected["tokens"].as_array().cloned().unwrap_or_default();
        let expected_tokens: Vec<Json> = tokens
            .iter()
            .map(|token| {
                serde_json::json!([
                    token["text"],
                    token["char_start"],
                    token["char_end"],
                    token["id"],
                    token["position"]
                ])
            })
            .collect();
        assert_eq!(found, expected_tokens, "{name}: {text:?}");
        for (found, expected) in analysis.tokens.iter().zip(&tokens) {
            match (found.attention, expected["attention"].as_f64()) {
                (Some(found), Some(expected)) => assert!(
                    (found - expected as f32).abs() <= tolerance,
                    "{name}: {text:?}"
                ),
                (found, expected) => {
                    assert_eq!(found.is_some(), expected.is_some(), "{name}: {text:?}")
                }
            }
        }
    }
}
