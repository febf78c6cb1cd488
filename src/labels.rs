//! Names of the classes: `labels.json`, `labels.txt`, or plain numbers where no one says.

use serde_json::Value as Json;

use crate::budget;
use crate::error::{Error, Result};

/// Names and numbers 0, 1, 2, … in either direction. `None`: the pairs are something else.
pub fn from_pairs(pairs: &serde_json::Map<String, Json>) -> Option<Vec<String>> {
    let mut names = vec![None; pairs.len()];
    for (key, value) in pairs {
        let (index, name) = match value {
            Json::Number(number) => (number.as_u64()?, key),
            Json::String(name) => (key.parse().ok()?, name),
            _ => return None,
        };
        *names.get_mut(usize::try_from(index).ok()?)? = Some(name.clone());
    }
    if names.is_empty() {
        None
    } else {
        names.into_iter().collect()
    }
}

/// Labels in plain text, one a line; blank lines are no labels. Lines may be numbered in order (`0 negative`). Of more
/// lines than there can be classes, one too many is read.
pub fn from_text(text: &str) -> Vec<String> {
    // Python reads any of \n, \r\n and \r as a line's end.
    let lines: Vec<&str> = text
        .split(['\n', '\r'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(budget::CLASSES.saturating_add(1))
        .collect();
    let unnumbered = |(index, line): (usize, &&str)| {
        let rest = line.strip_prefix(&index.to_string())?;
        let is_between =
            |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '.' | ')' | '=' | '-');
        let name = rest.trim_start_matches(is_between);
        (name.len() < rest.len() && !name.is_empty()).then(|| name.to_owned())
    };
    let numbered: Option<Vec<String>> = lines.iter().enumerate().map(unnumbered).collect();
    // One line tells of no numbering.
    numbered
        .filter(|names| names.len() > 1)
        .unwrap_or_else(|| lines.into_iter().map(str::to_owned).collect())
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
        Some(labels) => Err(Box::new(Error::InvalidLabels {
            file: file.to_owned(),
            detail: format!("there are {} names for {classes} classes", labels.len()),
        })),
        // A single number that is no probability is a value, not a class.
        None if classes == 1 => Ok(vec!["value".into()]),
        None => Ok((0..classes).map(|class| format!("class {class}")).collect()),
    }
}
