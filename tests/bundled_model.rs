//! The model that comes with the page, through the same path as a user's own.

mod common;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use common::{fixtures, json, largest_difference, named_file, numbers};
use serde_json::Value as Json;
use wordlight::{Classifier, LoadOptions};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("www/models/imdb")
}

fn bundled() -> Classifier {
    let files = ["labels.json", "model.keras", "tokenizer.json"]
        .map(|name| named_file(&folder().join(name)));
    Classifier::load(files.into(), LoadOptions::default()).expect("the bundled model loads")
}

#[test]
fn examples_get_the_numbers_of_keras() {
    let classifier = bundled();
    let expected = json(&fixtures().join("bundled/imdb.json"));
    let texts = expected["texts"].as_array().cloned().unwrap_or_default();
    let examples = json(&folder().join("examples.json"));
    let shown: Vec<&Json> = examples
        .as_array()
        .into_iter()
        .flatten()
        .map(|example| &example["text"])
        .collect();
    assert_eq!(
        texts.iter().map(|text| &text["text"]).collect::<Vec<_>>(),
        shown,
        "recorded and shown texts"
    );
    for expected in &texts {
        let text = expected["text"].as_str().unwrap_or_default();
        let analysis = classifier.analyze(text).expect("an answer");
        let ids: Vec<f32> = classifier
            .input_ids(text)
            .iter()
            .map(|&id| id as f32)
            .collect();
        assert_eq!(ids, numbers(&expected["input_ids"]));
        let attention: Vec<f32> = analysis
            .tokens
            .iter()
            .filter_map(|token| token.attention)
            .collect();
        assert!(
            largest_difference(&attention, &numbers(&expected["attention_steps"])) < 1e-5,
            "{text}"
        );
        assert!(
            largest_difference(&analysis.prediction, &numbers(&expected["prediction"])) < 1e-5,
            "{text}"
        );
    }
}

#[test]
fn straight_and_curly_apostrophes_mean_the_same() {
    let classifier = bundled();
    let prediction = |text: &str| classifier.analyze(text).expect("an answer").prediction;
    assert_eq!(
        prediction("I don't think it's good"),
        prediction("I don’t think it’s good")
    );
}

/// Needs the data set beside the repository; prints the figure that the model card quotes.
#[test]
fn accuracy_on_2500_test_reviews_is_that_of_the_card() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/imdb/test.jsonl.gz");
    let Ok(file) = std::fs::File::open(&data) else {
        eprintln!("skipped: the IMDb data set is not beside this repository");
        return;
    };
    let classifier = bundled();
    let (mut right, mut all) = (0, 0);
    // Every tenth of the 25,000.
    for line in BufReader::new(flate2::read::GzDecoder::new(file))
        .lines()
        .step_by(10)
    {
        let row: Json = serde_json::from_str(&line.expect("text")).expect("JSON");
        let analysis = classifier
            .analyze(row["text"].as_str().unwrap_or_default())
            .expect("an answer");
        right += usize::from((analysis.prediction[0] > 0.5) == (row["label"] == 1));
        all += 1;
    }
    println!("{right} of {all} right: {:.4}", right as f64 / all as f64);
    assert_eq!(all, 2500);
    assert!(right as f64 / all as f64 > 0.90, "{right} of {all}");
}
