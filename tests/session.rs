//! What is kept between two keystrokes never changes an answer: random edits, each compared with a fresh run.

mod common;

use std::path::{Path, PathBuf};

use common::{case_folders, fixtures, json, largest_difference, load, named_file};
use wordlight::analysis::Analysis;
use wordlight::classifier::Session;
use wordlight::{Classifier, LoadOptions};

/// Pseudo-random numbers, the same at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// The text after one edit such as a person makes: mostly of a word or a letter, now and then of much.
fn edited(text: &str, vocabulary: &[String], random: &mut Random) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let place = random.below(words.len() + 1);
    let marks = [".", "! ", "?\n", "…", "ß", "日本", "Σ", "zxqj", "😀", ""];
    let word = |random: &mut Random| match random.below(8) {
        0 => marks[random.below(marks.len())].to_owned(),
        _ => vocabulary[random.below(vocabulary.len())].clone(),
    };
    match random.below(12) {
        0..4 => words.insert(place, word(random)),
        4 => words.push(word(random)),
        5 => words.insert(0, word(random)),
        6 if place < words.len() => drop(words.remove(place)),
        7 if place < words.len() => words[place] = word(random),
        8 => return format!("{text}{}", ["a", "e", " ", ".", "s"][random.below(5)]),
        9 => {
            return text
                .chars()
                .take(text.chars().count().saturating_sub(1))
                .collect();
        }
        10 if random.below(4) == 0 => words.clear(),
        11 => words.extend((0..random.below(40)).map(|_| word(random))),
        _ => return text.to_owned(),
    }
    words.join(" ")
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

/// Makes edits one after the other in one session.
fn type_into(name: &str, classifier: &Classifier, mut text: String, edits: usize, tolerance: f32) {
    let vocabulary = classifier.tokenizer().vocabulary();
    let mut random = Random(
        name.bytes()
            .fold(7, |seed, byte| seed.wrapping_mul(31) + u64::from(byte)),
    );
    let mut session = Session::default();
    for edit in 0..edits {
        let fresh = classifier.analyze_words(&text);
        let kept = classifier.analyze_again(&text, &mut session);
        match (kept, fresh) {
            (Ok(kept), Ok(fresh)) => {
                let words = |analysis: &Analysis| -> Vec<_> {
                    let tokens = analysis.tokens.iter();
                    tokens
                        .map(|token| (token.word, token.status, token.step, token.sentence))
                        .collect()
                };
                assert_eq!(words(&kept), words(&fresh), "{name}, edit {edit}: {text:?}");
                let difference = difference(&kept, &fresh);
                assert!(
                    difference <= tolerance,
                    "{name}, edit {edit}: {difference} in {text:?}"
                );
            }
            (Err(kept), Err(fresh)) => assert_eq!(kept.code(), fresh.code()),
            (kept, fresh) => panic!("{name}, edit {edit}: {kept:?}, alone {fresh:?}, {text:?}"),
        }
        text = edited(&text, &vocabulary, &mut random);
    }
}

#[test]
fn every_fixture_answers_as_a_fresh_run_does() {
    let mut models = 0;
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
        type_into(&name, &classifier, text.to_owned(), 25, 1e-6);
        models += 1;
    }
    assert!(models > 300, "{models}");
}

#[test]
fn bundled_models_answer_as_a_fresh_run_does() {
    for (name, edits) in [("imdb", 400), ("imdb-stars", 60)] {
        let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("www/models")
            .join(name);
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/models/imdb/tokenizer.json");
        let mut files = vec![named_file(&folder.join("model.keras")), named_file(&shared)];
        files.push(named_file(&folder.join("labels.json")));
        let options = folder.join("options.json");
        let options = match options.exists() {
            true => serde_json::from_value(json(&options)).expect("options"),
            false => LoadOptions::default(),
        };
        let classifier = Classifier::load(files, options).expect("it loads");
        let examples = json(&folder.join("examples.json"));
        let text = examples[0]["text"].as_str().unwrap_or_default().to_owned();
        type_into(name, &classifier, text, edits, 1e-6);
    }
}
