//! JSON as plain data. All files go through this one parser, so that it is compiled once, for one kind of input and of
//! result; numbers in other text are read by it too, as the standard library's parser has 10 kB of tables.
// Strangers' files come by here: nothing may panic.
#![warn(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable
)]

use std::collections::HashMap;
use std::hash::BuildHasher;

use serde_json::Value as Json;

/// Reads a document.
///
/// # Errors
/// What is wrong with it, by line and column.
pub(crate) fn parse(bytes: &[u8]) -> Result<Json, serde_json::Error> {
    serde_json::from_slice(bytes)
}

/// An object of words with their numbers, the one large kind: without a tree of values in between, which takes as long
/// as all the rest of a tokenizer. `None`: it is something else.
pub(crate) fn word_numbers<S: BuildHasher + Default>(
    text: &str,
) -> Option<HashMap<String, u32, S>> {
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
