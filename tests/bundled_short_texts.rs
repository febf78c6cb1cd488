//! The bundled models of short texts, words under self-attention and Chinese characters, against Keras's numbers.

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;

use common::{fixtures, json, largest_difference, named_file, numbers};
use serde_json::Value as Json;
use wordlight::{Classifier, LoadOptions};

const MODELS: [&str; 2] = ["goemotions", "zh-reviews"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn bundled(model: &str) -> Classifier {
    let folder = root().join("www/models").join(model);
    let files =
        ["labels.json", "model.keras", "tokenizer.json"].map(|name| named_file(&folder.join(name)));
    Classifier::load(files.into(), LoadOptions::default()).expect("the bundled model loads")
}

fn expected(model: &str) -> Json {
    json(&fixtures().join("bundled").join(format!("{model}.json")))
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn texts_get_the_numbers_of_keras() {
    for model in MODELS {
        let classifier = bundled(model);
        let expected = expected(model);
        let texts = list(&expected["texts"]);
        assert!(texts.len() >= 10, "{model}: only {} texts", texts.len());
        for expected in texts {
            let text = expected["text"].as_str().expect("a text");
            let analysis = classifier.analyze(text).expect("an answer");
            let near = |what: &str, found: &[f32], expected: &Json| {
                let difference = largest_difference(found, &numbers(expected));
                assert!(
                    difference < 1e-5,
                    "{model}, {text}: {what} differs by {difference}"
                );
            };
            let tokens = analysis.tokens.iter();
            let ids: Vec<f32> = tokens
                .clone()
                .map(|token| token.word.id.map_or(f32::NAN, |id| id as f32))
                .collect();
            assert_eq!(ids, numbers(&expected["input_ids"]), "{model}, {text}: ids");
            let attention: Vec<f32> = tokens.filter_map(|token| token.attention).collect();
            near("prediction", &analysis.prediction, &expected["prediction"]);
            near("attention", &attention, &expected["attention_steps"]);
            if let Some(of_keras) = expected.get("matrix").filter(|_| !ids.is_empty()) {
                let matrix = analysis.matrix.expect("self-attention's matrix");
                let values: Vec<f32> = matrix.heads.iter().flatten().copied().collect();
                assert_eq!(of_keras["shape"][0], matrix.heads.len(), "{model}: heads");
                near("matrix", &values, &of_keras["values"]);
            }
        }
    }
}

#[test]
fn they_are_read_without_being_told_anything() {
    for (model, layer) in MODELS.into_iter().zip(["self_attention", "attlayer"]) {
        let classifier = bundled(model);
        assert_eq!(classifier.attention_layer(), layer);
        assert_eq!(classifier.warnings(), [""; 0], "{model}");
        assert_eq!(classifier.has_matrix(), model == "goemotions");
    }
}

#[test]
fn examples_are_among_the_recorded_texts() {
    for model in MODELS {
        let expected = expected(model);
        let recorded: Vec<&Json> = list(&expected["texts"])
            .iter()
            .map(|t| &t["text"])
            .collect();
        let examples = json(&root().join("www/models").join(model).join("examples.json"));
        assert!(list(&examples).len() >= 5, "{model}");
        for example in list(&examples) {
            assert!(recorded.contains(&&example["text"]), "{}", example["text"]);
        }
    }
}

/// Needs the data sets beside the repository; prints figures to hold against the model cards'.
#[test]
fn test_rows_get_the_predictions_of_keras() {
    for (model, floor) in MODELS.into_iter().zip([0.60, 0.90]) {
        let folder = root().join("../shared/data").join(model.replace('-', "_"));
        let Ok(file) = std::fs::File::open(folder.join("test.jsonl.gz")) else {
            eprintln!("skipped: the data set of {model} is not beside this repository");
            continue;
        };
        let classifier = bundled(model);
        let expected = &expected(model)["test_rows"];
        let every = expected["every"].as_u64().expect("a step") as usize;
        let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines();
        let rows: Vec<Json> = lines
            .step_by(every)
            .map(|line| serde_json::from_str(&line.expect("text")).expect("JSON"))
            .collect();
        let predictions = list(&expected["predictions"]);
        assert_eq!(predictions.len(), rows.len(), "{model}");
        let (mut right, mut largest) = (0u32, 0.0f32);
        for (row, of_keras) in rows.iter().zip(predictions) {
            let text = row["text"].as_str().unwrap_or_default();
            let prediction = classifier.analyze(text).expect("an answer").prediction;
            largest = largest.max(largest_difference(&prediction, &numbers(of_keras)));
            let best =
                (0..prediction.len()).max_by(|&a, &b| prediction[a].total_cmp(&prediction[b]));
            right += u32::from(best.map(|best| best as u64) == row["label"].as_u64());
        }
        let share = f64::from(right) / rows.len() as f64;
        println!(
            "{model}: {right} of {} right: {share:.4}; largest difference {largest:.1e}",
            rows.len()
        );
        assert!(largest < 1e-5, "{model}: {largest}");
        assert_eq!(expected["right"], right, "{model}");
        assert!(share > floor, "{model}: {share}");
    }
}

#[test]
fn straight_and_curly_apostrophes_mean_the_same() {
    let classifier = bundled("goemotions");
    let prediction = |text: &str| classifier.analyze(text).expect("an answer").prediction;
    assert_eq!(
        prediction("I don't think it's good"),
        prediction("I don’t think it’s good")
    );
}

#[test]
fn every_kind_of_blank_is_a_blank() {
    let classifier = bundled("zh-reviews");
    let prediction = |text: &str| classifier.analyze(text).expect("an answer").prediction;
    assert_eq!(prediction("很好 不错"), prediction("很好\n不错"));
    assert_eq!(prediction("很好 不错"), prediction("很好　不错"));
}
