//! Masked steps at random places, and texts padded and cut to all lengths, against Keras's numbers.

mod common;

use common::{fixtures, json, largest_difference, load, numbers};
use wordlight::steps::StepAxes;
use wordlight::tensor::Value;
use wordlight::{Classifier, LoadOptions};

fn model(case: &str, change: impl FnOnce(&mut LoadOptions)) -> wordlight::Result<Classifier> {
    let folder = fixtures().join(case);
    let case = json(&folder.join("case.json"));
    let mut options: LoadOptions =
        serde_json::from_value(case["options"].clone()).expect("options");
    change(&mut options);
    load(&folder, &case, options)
}

#[test]
fn masks_at_random_places_are_heeded() {
    let cases = json(&fixtures().join("masks_and_lengths.json"));
    let cases = cases["masks"].as_array().expect("cases");
    assert!(cases.len() >= 16, "only {} masks", cases.len());
    for case in cases {
        let name = case["case"].as_str().unwrap_or_default();
        let classifier = model(name, |_| {}).expect("a model");
        let ids = ndarray::Array1::from(numbers(&case["ids"]));
        let steps = StepAxes::input(&[ids.len()], 1);
        let trace = classifier
            .network()
            .run(&[Value::new(ids).stepped(steps)], false)
            .expect("a run");
        let found: Vec<f32> = trace.outputs[0].iter().copied().collect();
        let difference = largest_difference(&found, &numbers(&case["prediction"]));
        assert!(difference < 1e-5, "{name} {}: {difference}", case["ids"]);
    }
}

#[test]
fn texts_of_all_lengths_agree() {
    let cases = json(&fixtures().join("masks_and_lengths.json"));
    let own_length = cases["own_length"].as_str().unwrap_or_default();
    let lengths = cases["lengths"].as_array().expect("cases");
    assert!(lengths.len() >= 40, "only {} lengths", lengths.len());
    for case in lengths {
        let side = |key: &str| serde_json::from_value(case[key].clone()).ok();
        let maxlen = case["maxlen"].as_u64().map(|maxlen| maxlen as u32);
        let classifier = model(own_length, |options| {
            options.maxlen = maxlen;
            options.padding = side("padding");
            options.truncating = side("truncating");
        });
        let classifier = classifier.expect("a model");
        let text = case["text"].as_str().unwrap_or_default();
        let ids: Vec<f32> = classifier
            .input_ids(text)
            .iter()
            .map(|&id| id as f32)
            .collect();
        assert_eq!(ids, numbers(&case["ids"]), "{case}");
        let found = classifier.analyze(text).expect("an analysis").prediction;
        let difference = largest_difference(&found, &numbers(&case["prediction"]));
        assert!(difference < 1e-5, "{case}: {difference}");
    }
}

#[test]
fn no_steps_at_all_are_refused() {
    let refused = model("k3-own-length-mask-keras", |options: &mut LoadOptions| {
        options.maxlen = Some(0);
    });
    assert_eq!(
        refused.map_err(|error| error.code()).err(),
        Some("invalid_option")
    );
}
