//! The hierarchical model that comes with the page: sentences and words, against Keras's numbers.

mod common;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use common::{fixtures, json, largest_difference, named_file, numbers};
use serde_json::{Value as Json, json};
use wordlight::Classifier;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("www/models/imdb-stars")
}

fn bundled() -> Classifier {
    let files = ["labels.json", "model.keras", "tokenizer.json"]
        .map(|name| named_file(&folder().join(name)));
    let options = serde_json::from_value(json(&folder().join("options.json"))).expect("options");
    Classifier::load(files.into(), options).expect("the bundled model loads")
}

#[test]
fn texts_get_the_numbers_of_keras() {
    let classifier = bundled();
    let cases = json(&fixtures().join("bundled-stars/imdb-stars.json"));
    let texts = cases["texts"].as_array().expect("texts");
    assert!(texts.len() >= 8, "only {} texts", texts.len());
    for expected in texts {
        let text = expected["text"].as_str().unwrap_or_default();
        let about = &expected["about"];
        let analysis = classifier.analyze(text).expect("an answer");
        let near = |what: &str, found: &[f32], expected: &Json| {
            let difference = largest_difference(found, &numbers(expected));
            assert!(difference < 1e-5, "{about}: {what} differs by {difference}");
        };
        near("prediction", &analysis.prediction, &expected["prediction"]);
        near(
            "padding attention",
            &[analysis.padding_attention],
            &json!([expected["padding_attention"]]),
        );
        let steps = 60;
        // The file holds the rows in use only; the others are zero.
        let used = expected["word_attention_steps"]
            .as_array()
            .map_or(0, Vec::len);
        near(
            "word attention",
            &analysis.attention_steps[..used * steps],
            &expected["word_attention_steps"],
        );
        let sentences: Vec<Json> = analysis
            .sentences
            .iter()
            .flatten()
            .map(|sentence| json!([sentence.span.start.utf16, sentence.span.end.utf16]))
            .collect();
        let of_case = expected["sentences"].as_array().into_iter().flatten();
        let spans: Vec<Json> = of_case
            .clone()
            .map(|sentence| json!([sentence["start"], sentence["end"]]))
            .collect();
        assert_eq!(sentences, spans, "{about}");
        let attention: Vec<f32> = analysis
            .sentences
            .iter()
            .flatten()
            .map(|sentence| sentence.attention.unwrap_or(f32::NAN))
            .collect();
        let expected_attention: Json = of_case
            .map(|sentence| sentence["attention"].clone())
            .collect();
        near("sentence attention", &attention, &expected_attention);

        let tokens: Vec<Json> = analysis
            .tokens
            .iter()
            .map(|token| {
                let (start, end) = (token.word.start.utf16, token.word.end.utf16);
                json!([
                    start,
                    end,
                    token.word.id,
                    token.status.name(),
                    token.sentence,
                    token.step
                ])
            })
            .collect();
        let of_case = expected["tokens"].as_array().into_iter().flatten();
        let expected_tokens: Vec<Json> = of_case
            .map(|t| {
                json!([
                    t["start"],
                    t["end"],
                    t["id"],
                    t["status"],
                    t["sentence"],
                    t["step"]
                ])
            })
            .collect();
        assert_eq!(tokens, expected_tokens, "{about}");
    }
}

#[test]
fn examples_are_among_the_recorded_texts() {
    let cases = json(&fixtures().join("bundled-stars/imdb-stars.json"));
    let recorded: Vec<&Json> = cases["texts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|text| &text["text"])
        .collect();
    for example in json(&folder().join("examples.json"))
        .as_array()
        .expect("examples")
    {
        assert!(recorded.contains(&&example["text"]), "{}", example["text"]);
    }
}

/// Needs the data set beside the repository; prints a figure to hold against the model card's.
#[test]
fn accuracy_on_1000_test_reviews_is_near_that_of_the_card() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/imdb/test.jsonl.gz");
    let Ok(file) = std::fs::File::open(&data) else {
        eprintln!("skipped: the IMDb data set is not beside this repository");
        return;
    };
    let classifier = bundled();
    let (mut right, mut all) = (0u32, 0u32);
    // Every 25th of the 25,000.
    for line in BufReader::new(flate2::read::GzDecoder::new(file))
        .lines()
        .step_by(25)
    {
        let row: Json = serde_json::from_str(&line.expect("text")).expect("JSON");
        let text = row["text"]
            .as_str()
            .unwrap_or_default()
            .replace("<br />", "\n");
        let prediction = classifier.analyze(&text).expect("an answer").prediction;
        let best = (0..4).max_by(|&a, &b| prediction[a].total_cmp(&prediction[b]));
        right += u32::from(best.map(|best| best as u64) == row["stars"].as_u64());
        all += 1;
    }
    println!(
        "{right} of {all} right: {:.4}",
        f64::from(right) / f64::from(all)
    );
    assert_eq!(all, 1000);
    assert!(right > 640, "{right} of {all}");
}
