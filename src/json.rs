//! JSON as plain data. All files go through this one parser, so that it is compiled once, for one kind of input and of
//! result; numbers in other text are read by it too, as the standard library's parser has 10 kB of tables.

use std::collections::HashMap;
use std::hash::BuildHasher;

use serde_json::Value as Json;

use crate::budget;

/// A number without its fraction, as near as it comes: 0 for what is below or no number.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float ends at the integer's bounds"
)]
pub(crate) fn whole(number: f64) -> u32 {
    number as u32
}

/// Reads a document.
///
/// # Errors
/// What is wrong with it, by line and column.
pub(crate) fn parse(bytes: &[u8]) -> Result<Json, serde_json::Error> {
    if values(bytes) > budget::JSON_VALUES {
        let detail = format!("it holds more than {} values", budget::JSON_VALUES);
        return Err(serde::de::Error::custom(detail));
    }
    serde_json::from_slice(bytes)
}

/// How many values a document has, counted by what stands between them: a list of two bytes becomes a value of 32.
fn values(bytes: &[u8]) -> usize {
    // Fewer bytes than that cannot hold so many.
    if bytes.len() <= budget::JSON_VALUES {
        return 0;
    }
    let (mut values, mut rest) = (1usize, bytes);
    while let Some(at) = rest
        .iter()
        .position(|byte| matches!(byte, b'"' | b',' | b'[' | b'{'))
    {
        let is_text = rest.get(at) == Some(&b'"');
        rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
        if is_text {
            rest = behind_text(rest);
        } else {
            values = values.saturating_add(1);
        }
    }
    values
}

/// What follows the quotation mark that ends a text.
fn behind_text(mut rest: &[u8]) -> &[u8] {
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
        let is_end = rest.get(at) == Some(&b'"');
        // A character behind a backslash has no meaning of its own.
        let next = at.saturating_add(if is_end { 1 } else { 2 });
        rest = rest.get(next..).unwrap_or_default();
        if is_end {
            break;
        }
    }
    rest
}

/// An object of words with their numbers, the one large kind: without a tree of values in between, which takes as long
/// as all the rest of a tokenizer. `None`: it is something else.
pub(crate) fn word_numbers<S: BuildHasher + Default>(
    text: &str,
) -> Option<HashMap<String, u32, S>> {
    if values(text.as_bytes()) > budget::JSON_VALUES {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// A number as Python writes it, which is as JSON does but for `inf` and `nan`.
pub(crate) fn number(text: &str) -> Option<f64> {
    match text {
        "inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        "nan" => Some(f64::NAN),
        _ => parse(text.as_bytes()).ok()?.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_of_texts() {
        let filled = |json: &str| format!("{json}{}", " ".repeat(budget::JSON_VALUES));
        for (json, count) in [
            (r#"{"a,b[{\"": 1, "c\\": [2, 3], "d": "[[[,,,"}"#, 6),
            ("[[],[]]", 5),
            (r#""without end"#, 1),
        ] {
            assert_eq!(values(filled(json).as_bytes()), count, "{json}");
        }
        assert!(parse(format!("[{}0]", "0,".repeat(budget::JSON_VALUES)).as_bytes()).is_err());
    }

    #[test]
    fn numbers_are_read_as_python_writes_them() {
        for (text, expected) in [
            ("0.1", 0.1),
            ("-2", -2.0),
            ("1e-05", 1e-5),
            ("1e+16", 1e16),
            ("inf", f64::INFINITY),
        ] {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        assert!(number("nan").is_some_and(f64::is_nan));
        assert!(number("word").is_none() && number("").is_none());
    }
}
