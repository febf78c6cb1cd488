//! Tokenizers as JSON: `Tokenizer.to_json()`.

use serde_json::{Map, Value as Json};

use super::tokenizer::{Tokenizer, TokenizerParts, WordNumbers};
use crate::error::{Error, Result};
use crate::json;

/// What the person says in place of the file.
#[derive(Debug, Clone, Default)]
pub struct TokenizerOverrides {
    /// Keras's `num_words`.
    pub num_words: Option<u32>,
    /// Keras's `oov_token`.
    pub oov_token: Option<String>,
    /// Keras's `lower`.
    pub lower: Option<bool>,
    /// Keras's `filters`.
    pub filters: Option<String>,
    /// Keras's `char_level`.
    pub char_level: Option<bool>,
    /// `index_from` of `keras.datasets.imdb`.
    pub index_from: Option<u32>,
    /// `start_char` of `keras.datasets.imdb`.
    pub start_id: Option<u32>,
    /// `oov_char` of `keras.datasets.imdb`.
    pub oov_id: Option<u32>,
}

impl TokenizerOverrides {
    pub(super) fn apply(&self, parts: &mut TokenizerParts) {
        parts.num_words = self.num_words.or(parts.num_words);
        parts.oov_token = self.oov_token.clone().or(parts.oov_token.take());
        parts.lower = self.lower.unwrap_or(parts.lower);
        if let Some(filters) = &self.filters {
            parts.filters.clone_from(filters);
        }
        parts.char_level = self.char_level.unwrap_or(parts.char_level);
        parts.index_from = self.index_from.unwrap_or(parts.index_from);
        parts.start_id = self.start_id.or(parts.start_id);
        parts.oov_id = self.oov_id.or(parts.oov_id);
    }
}

/// Whether JSON is what `Tokenizer.to_json()` writes.
pub fn is_tokenizer(json: &Json) -> bool {
    json.get("class_name").and_then(Json::as_str) == Some("Tokenizer")
        && json.get("config").is_some()
}

/// Whether JSON is a plain `word_index`: an object of whole numbers.
pub fn is_word_index(json: &Json) -> bool {
    json.as_object()
        .is_some_and(|words| !words.is_empty() && words.values().all(Json::is_u64))
}

/// Reads what `Tokenizer.to_json()` writes; `file` is for messages.
pub fn read_tokenizer(
    json: &Json,
    overrides: &TokenizerOverrides,
    file: &str,
) -> Result<Tokenizer> {
    let invalid = |detail: &str| {
        Box::new(Error::InvalidTokenizer {
            file: file.into(),
            detail: detail.into(),
        })
    };
    let config = json
        .get("config")
        .and_then(Json::as_object)
        .ok_or_else(|| invalid("it has no “config”"))?;
    let word_index = match config.get("word_index") {
        // Keras stores the dictionaries as JSON inside the JSON.
        Some(Json::String(inner)) => match json::word_numbers(inner) {
            Some(words) => words,
            None => match json::parse(inner.as_bytes()) {
                Ok(Json::Object(words)) => numbers(&words, file)?,
                _ => return Err(invalid("its “word_index” is not JSON")),
            },
        },
        Some(Json::Object(words)) => numbers(words, file)?,
        _ => return Err(invalid("it has no “word_index”")),
    };
    let text = |key: &str| config.get(key).and_then(Json::as_str).map(str::to_owned);
    let flag = |key: &str| config.get(key).and_then(Json::as_bool);
    let defaults = TokenizerParts::default();
    let mut parts = TokenizerParts {
        word_index,
        filters: match config.get("filters") {
            Some(Json::Null) => String::new(),
            _ => text("filters").unwrap_or(defaults.filters),
        },
        split: text("split").unwrap_or(defaults.split),
        lower: flag("lower").unwrap_or(defaults.lower),
        char_level: flag("char_level").unwrap_or(defaults.char_level),
        // Keras 1 called it nb_words.
        num_words: config
            .get("num_words")
            .or_else(|| config.get("nb_words"))
            .and_then(Json::as_f64)
            .map(json::whole),
        oov_token: text("oov_token"),
        ..TokenizerParts::default()
    };
    overrides.apply(&mut parts);
    Tokenizer::new(parts, file)
}

/// A dictionary's whole numbers.
pub(super) fn numbers(words: &Map<String, Json>, file: &str) -> Result<WordNumbers> {
    let number =
        |(word, id): (&String, &Json)| match id.as_u64().and_then(|id| u32::try_from(id).ok()) {
            Some(id) => Ok((word.clone(), id)),
            None => Err(Box::new(Error::InvalidTokenizer {
                file: file.into(),
                detail: format!(
                    "the number of “{}” is {id}, not a whole number",
                    word.escape_debug()
                ),
            })),
        };
    words.iter().map(number).collect()
}
