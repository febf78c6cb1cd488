//! Names of the classes: `labels.json`, `labels.txt`, or plain numbers where no one says.

use serde_json::Value as Json;

use crate::error::{Error, Result};

/// Labels in JSON: an array of names, or `{"classes": [...]}`. `None`: the JSON is something else.
pub fn from_json(json: &Json) -> Option<Vec<String>> {
    let list = json
        .as_array()
        .or_else(|| json.get("classes")?.as_array())?;
    let name = |label: &Json| match label {
        Json::String(name) => Some(name.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    if list.is_empty() {
        None
    } else {
        list.iter().map(name).collect()
    }
}

/// Labels in plain text, one a line; blank lines are no labels.
pub fn from_text(text: &str) -> Vec<String> {
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// How many classes an output of `units` numbers tells apart: a single sigmoid tells two.
pub fn class_count(units: usize, is_probability: bool) -> usize {
    if units == 1 && is_probability {
        2
    } else {
        units
    }
}

/// The given labels, checked against the number of classes, or “class 0”, “class 1”, …
pub fn checked(given: Option<Vec<String>>, classes: usize, file: &str) -> Result<Vec<String>> {
    match given {
        Some(labels) if labels.len() == classes => Ok(labels),
        Some(labels) => Err(Error::InvalidLabels {
            file: file.to_owned(),
            detail: format!("there are {} names for {classes} classes", labels.len()),
        }),
        // A single number that is no probability is a value, not a class.
        None if classes == 1 => Ok(vec!["value".into()]),
        None => Ok((0..classes).map(|class| format!("class {class}")).collect()),
    }
}
