//! `wordlight-check.json`: differences are found, and where they arise is told.

mod common;

use common::{fixtures, json, load};
use serde_json::{Value as Json, json};
use wordlight::check::{Place, check, script};
use wordlight::{Classifier, LoadOptions};

/// A model and the file that Keras would write for it, from the case's own numbers.
fn checked(name: &str) -> (Classifier, Json) {
    let folder = fixtures().join(name);
    let case = json(&folder.join("case.json"));
    let options: LoadOptions = serde_json::from_value(case["options"].clone()).expect("options");
    let classifier = load(&folder, &case, options).expect("a model");
    let texts = case["texts"].as_array().into_iter().flatten();
    let texts: Vec<Json> = texts
        .map(|text| {
            json!({
                "text": text["text"],
                "input": text["input_ids"],
                "prediction": text["prediction"],
                "attention": text["attention_steps"],
            })
        })
        .collect();
    (classifier, json!({ "wordlight_check": 1, "texts": texts }))
}

#[test]
fn keras_agrees_and_differences_are_placed() {
    let (classifier, mut file) = checked("k3-awc-bilstm-sequential-keras");
    let report = check(&classifier, &file.to_string()).expect("a report");
    assert!(report.largest < 1e-5, "{}", report.largest);
    assert!(
        report
            .texts
            .iter()
            .all(|text| text.r#where.is_none() && text.same_tokens)
    );

    let number = |json: &Json| json.as_f64().expect("a number");
    let prediction = number(&file["texts"][0]["prediction"][0]);
    file["texts"][0]["prediction"][0] = json!(prediction + 0.01);
    file["texts"][1]["attention"][6] = json!(number(&file["texts"][1]["attention"][6]) + 0.01);
    let prediction = number(&file["texts"][2]["prediction"][0]);
    file["texts"][2]["prediction"][0] = json!(prediction + 0.01);
    file["texts"][2]["input"][6] = json!(number(&file["texts"][2]["input"][6]) + 1.0);
    let report = check(&classifier, &file.to_string()).expect("a report");
    let places: Vec<_> = report
        .texts
        .iter()
        .take(3)
        .map(|text| text.r#where)
        .collect();
    assert_eq!(
        places,
        [
            Some(Place::Prediction),
            Some(Place::Attention),
            Some(Place::Tokens)
        ]
    );
    assert!((report.largest - 0.01).abs() < 1e-4);
}

#[test]
fn other_files_are_refused() {
    let (classifier, _) = checked("k3-awc-bilstm-sequential-keras");
    for file in ["", "{}", r#"{"wordlight_check": 2, "texts": []}"#, "[1, 2]"] {
        let code = check(&classifier, file).map_err(|error| error.code());
        assert_eq!(code.err(), Some("invalid_check"), "{file}");
    }
}

/// The lines were run by hand in Keras 3.15 and 2.15; here: that they are about this model.
#[test]
fn the_script_is_made_for_the_model() {
    let (classifier, _) = checked("k3-awc-bilstm-sequential-keras");
    let script = script(&classifier);
    for line in [
        "import keras\n",
        "maxlen=7, padding=\"pre\", truncating=\"pre\"",
        "model.get_layer(\"attention\")",
        "\"wordlight_check\": 1",
    ] {
        assert!(script.contains(line), "{line:?} is missing in\n{script}");
    }
}

#[test]
#[ignore = "writes the scripts of all cases into the folder named by SCRIPTS, for a run in Keras by hand"]
fn write_scripts() {
    let folder = std::env::var("SCRIPTS").expect("SCRIPTS");
    for name in [
        "k3-awc-bilstm-sequential-keras",
        "k2-awc-bilstm-functional-h5",
    ] {
        let (classifier, _) = checked(name);
        std::fs::write(format!("{folder}/{name}.py"), script(&classifier)).expect("a file");
    }
}
