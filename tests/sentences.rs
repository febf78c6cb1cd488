//! Sentences of the default rule against the program that cut the bundled model's training texts.

mod common;

use common::{fixtures, json};
use wordlight::text::SentenceRule;

#[test]
fn default_sentences_are_those_of_the_training_texts() {
    let cases = json(&fixtures().join("sentences/random.json"));
    let cases = cases.as_array().cloned().unwrap_or_default();
    assert!(cases.len() >= 500, "only {} texts", cases.len());
    for case in cases {
        let text = case[0].as_str().expect("a text");
        let found: Vec<[usize; 2]> = SentenceRule::Default
            .sentences(text)
            .iter()
            .map(|sentence| [sentence.start.utf16, sentence.end.utf16])
            .collect();
        assert_eq!(serde_json::json!(found), case[1], "{text:?}");
    }
}

/// Texts chosen to be awkward, with their sentences in code points.
#[test]
fn awkward_texts_have_the_sentences_that_are_written_beside_them() {
    let cases = json(&fixtures().join("sentences/sentences.json"));
    let cases = cases.as_array().cloned().unwrap_or_default();
    assert!(cases.len() >= 20, "only {} texts", cases.len());
    for case in cases {
        let text = case["text"].as_str().expect("a text");
        let (mut sentences, mut spans) = (Vec::new(), Vec::new());
        for sentence in SentenceRule::Default.sentences(text) {
            let characters = |byte: usize| text[..byte].chars().count();
            spans.push([
                characters(sentence.start.byte),
                characters(sentence.end.byte),
            ]);
            sentences.push(&text[sentence.start.byte..sentence.end.byte]);
        }
        assert_eq!(
            serde_json::json!(sentences),
            case["sentences"],
            "{}",
            case["about"]
        );
        assert_eq!(serde_json::json!(spans), case["spans"], "{}", case["about"]);
    }
}

/// Regular expressions as people write them in Python, on random texts: `tests/fixtures/split_patterns.py`.
#[test]
fn patterns_cut_as_in_python() {
    let cases = json(&fixtures().join("sentences/patterns.json"));
    let texts = common::strings(&cases["texts"]);
    let patterns = cases["patterns"].as_array().cloned().unwrap_or_default();
    assert!(patterns.len() >= 40 && texts.len() >= 50);
    let mut complaints = Vec::new();
    for case in patterns {
        let pattern = case[0].as_str().expect("a pattern");
        let rule = match SentenceRule::pattern(pattern) {
            Ok(rule) => rule,
            Err(error) => {
                complaints.push(format!("{pattern}: {error}"));
                continue;
            }
        };
        for (text, expected) in texts.iter().zip(case[1].as_array().into_iter().flatten()) {
            let found: Vec<[usize; 2]> = rule
                .sentences(text)
                .iter()
                .map(|sentence| [sentence.start.utf16, sentence.end.utf16])
                .collect();
            if serde_json::json!(found) != *expected {
                complaints.push(format!("{pattern}: {text:?}: {found:?}, not {expected}"));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
