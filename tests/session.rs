//! What is kept between two keystrokes never changes an answer: random edits, each compared with a fresh run.
//!
//! `EDITS=1000 SEED=1 cargo test --release --test session` makes more of them than `make test` does, and others.

mod common;
#[path = "session/editor.rs"]
mod editor;
#[path = "mutations/random.rs"]
#[allow(dead_code, reason = "damaged files need more of it")]
mod random;

use std::path::{Path, PathBuf};

use common::{case_folders, fixtures, json, largest_difference, load, named_file};
use editor::Editor;
use random::Random;
use wordlight::analysis::Analysis;
use wordlight::classifier::Session;
use wordlight::{Classifier, LoadOptions};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// How far an answer is from that of a fresh run.
fn difference(kept: &Analysis, fresh: &Analysis) -> f32 {
    let attention = |analysis: &Analysis| -> Vec<f32> {
        let tokens = analysis.tokens.iter();
        tokens
            .map(|token| token.attention.unwrap_or(f32::NAN))
            .collect()
    };
    let sentences = |analysis: &Analysis| -> Vec<f32> {
        let sentences = analysis.sentences.iter().flatten();
        sentences
            .flat_map(|sentence| [sentence.attention, sentence.word_padding_attention])
            .map(|weight| weight.unwrap_or(f32::NAN))
            .collect()
    };
    // What a model puts out may be of any size.
    let largest = fresh.prediction.iter().fold(1.0f32, |a, b| a.max(b.abs()));
    let differences = [
        largest_difference(&kept.prediction, &fresh.prediction) / largest,
        largest_difference(&attention(kept), &attention(fresh)),
        largest_difference(&sentences(kept), &sentences(fresh)),
        largest_difference(&kept.attention_steps, &fresh.attention_steps),
        (kept.padding_attention - fresh.padding_attention).abs(),
    ];
    differences.into_iter().fold(0.0, f32::max)
}

/// Makes edits one after the other in one session; how many numbers were compared.
fn type_into(name: &str, classifier: &Classifier, text: String, edits: usize) -> usize {
    let vocabulary = classifier.tokenizer().vocabulary();
    let seed = name
        .bytes()
        .fold(7, |seed: u64, byte| seed.wrapping_mul(31) + u64::from(byte));
    let random = Random::new(seed ^ (number("SEED").unwrap_or(0) << 32));
    let mut editor = Editor::new(text, &vocabulary, random);
    let mut session = Session::default();
    let mut compared = 0;
    let mut what = "opens";
    for edit in 0..edits {
        let text = editor.text();
        let fresh = classifier.analyze_words(text);
        let kept = classifier.analyze_again(text, &mut session);
        match (kept, fresh) {
            (Ok(kept), Ok(fresh)) => {
                let words = |analysis: &Analysis| -> Vec<_> {
                    let tokens = analysis.tokens.iter();
                    tokens
                        .map(|token| (token.word, token.status, token.step, token.sentence))
                        .collect()
                };
                assert_eq!(
                    words(&kept),
                    words(&fresh),
                    "{name}, edit {edit} ({what}): {text:?}"
                );
                let difference = difference(&kept, &fresh);
                assert!(
                    difference <= 1e-6,
                    "{name}, edit {edit} ({what}): {difference} in {text:?}"
                );
                compared += fresh.tokens.len() + fresh.attention_steps.len();
            }
            (Err(kept), Err(fresh)) => assert_eq!(kept.code(), fresh.code()),
            (kept, fresh) => {
                panic!("{name}, edit {edit} ({what}): {kept:?}, alone {fresh:?}, {text:?}")
            }
        }
        what = editor.step();
    }
    compared
}

#[test]
fn every_fixture_answers_as_a_fresh_run_does() {
    let edits = number("EDITS").map_or(25, |edits| edits as usize);
    let (mut models, mut compared) = (0, 0);
    for folder in case_folders(&fixtures()) {
        let case = json(&folder.join("case.json"));
        let options: LoadOptions =
            serde_json::from_value(case["options"].clone()).unwrap_or_default();
        let Ok(classifier) = load(&folder, &case, options) else {
            continue; // a case of an error
        };
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = case["texts"][0]["text"].as_str().unwrap_or_default();
        compared += type_into(&name, &classifier, text.to_owned(), edits);
        models += 1;
    }
    println!("{models} models, {edits} edits each, {compared} words and steps compared");
    assert!(models > 300, "{models}");
}

#[test]
fn bundled_models_answer_as_a_fresh_run_does() {
    let times = number("EDITS").map_or(1, |edits| edits as usize / 25);
    let models = [
        ("imdb", 400),
        ("imdb-stars", 60),
        ("goemotions", 60),
        ("zh-reviews", 60),
    ];
    for (name, edits) in models {
        let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("www/models")
            .join(name);
        let files = ["model.keras", "tokenizer.json", "labels.json"];
        let files = files.map(|name| named_file(&folder.join(name))).to_vec();
        let options = folder.join("options.json");
        let options = match options.exists() {
            true => serde_json::from_value(json(&options)).expect("options"),
            false => LoadOptions::default(),
        };
        let classifier = Classifier::load(files, options).expect("it loads");
        let examples = json(&folder.join("examples.json"));
        let text = examples[0]["text"].as_str().unwrap_or_default().to_owned();
        type_into(name, &classifier, text, edits * times);
    }
}
