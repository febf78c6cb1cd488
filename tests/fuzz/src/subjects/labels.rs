//! Names of classes, one a line or with their numbers.

use serde_json::Value as Json;
use wordlight::labels;

use super::{Form, Subject, told, within};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "labels",
    form: Form::File,
    check,
    seeds,
};

const EXPANSION: usize = 256;
const ROOM: usize = 1 << 16;

fn check(bytes: &[u8]) {
    within(ROOM + bytes.len() * EXPANSION, || {
        let text = String::from_utf8_lossy(bytes);
        let names = labels::from_text(&text);
        assert!(names.len() <= text.split(['\n', '\r']).count());
        for name in &names {
            assert!(!name.is_empty() && text.contains(name.as_str()), "{name:?}");
        }
        // Names that are not numbered are read again as they are.
        let numbered = |(at, name): (usize, &String)| name.starts_with(&at.to_string());
        if !names.iter().enumerate().any(numbered) {
            assert_eq!(labels::from_text(&names.join("\n")), names);
        }
        let count = names.len();
        let checked = told(labels::checked(Some(names), count, "x"));
        assert_eq!(checked.map(|names| names.len()), Some(count));
        if let Ok(Json::Object(pairs)) = serde_json::from_slice(bytes)
            && let Some(names) = labels::from_pairs(&pairs)
        {
            assert_eq!(names.len(), pairs.len());
            for (index, name) in names.iter().enumerate() {
                let is_of_name = pairs.get(name).is_some_and(|value| value == index);
                let mut values = pairs.iter();
                let is_of_index = values
                    .any(|(key, value)| key.parse() == Ok(index) && value.as_str() == Some(name));
                assert!(is_of_name || is_of_index, "{index}: {name:?}");
            }
        }
    });
}

fn seeds(_: &[Case]) -> Vec<Vec<u8>> {
    [
        "negative\npositive\n",
        "0 negative\n1 positive",
        "0: a\r\n1: b\r\n\r\n2: c",
        r#"{"negative": 0, "positive": 1}"#,
        r#"{"0": "negative", "1": "positive"}"#,
        "0\n1\n2",
        "好评\n差评",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
