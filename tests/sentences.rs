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
