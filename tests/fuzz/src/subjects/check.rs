//! `wordlight-check.json`: Keras's own numbers, compared with ours.

use wordlight::check::check as compare;
use wordlight::{Classifier, LoadOptions};

use super::{Form, Subject, told};
use crate::common::{fixtures, json, named_file, strings};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "check",
    form: Form::File,
    check,
    seeds,
};

thread_local! {
    static MODEL: Classifier = model();
}

fn model() -> Classifier {
    let folder = fixtures().join("k3-awc-bilstm-sequential-keras");
    let case = json(&folder.join("case.json"));
    let files = strings(&case["files"]);
    let files = files.iter().map(|name| named_file(&folder.join(name)));
    let options: LoadOptions = serde_json::from_value(case["options"].clone()).unwrap_or_default();
    Classifier::load(files.collect(), options).expect("a fixture")
}

fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    MODEL.with(|model| {
        if let Some(report) = told(compare(model, &text)) {
            let numbers = report
                .texts
                .iter()
                .flat_map(|text| [text.attention, text.prediction]);
            assert!(
                numbers
                    .flatten()
                    .all(|number| number <= report.largest || number.is_nan())
            );
        }
    });
}

fn seeds(_: &[Case]) -> Vec<Vec<u8>> {
    [
        r#"{"wordlight_check": 1, "texts": [{"text": "The music was lovely", "input": [0, 0, 0, 2, 19, 4, 30],
            "prediction": [0.5], "attention": [0, 0, 0, 0.1, 0.2, 0.3, 0.4]}]}"#,
        r#"{"wordlight_check": 1, "texts": [{"text": "", "prediction": [null]}]}"#,
        r#"{"wordlight_check": 2, "texts": []}"#,
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
