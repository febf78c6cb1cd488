//! Plain vocabularies: words with their numbers (`word_index`), or words in the order of their numbers.

use std::collections::HashMap;

use serde_json::Map;

use super::tokenizer::{Tokenizer, TokenizerParts};
use super::tokenizer_json::TokenizerOverrides;
use crate::error::{Error, Result};

/// How `keras.datasets.imdb.load_data` and `reuters.load_data` number words, by default.
const DATASET_INDEX_FROM: u32 = 3;
const DATASET_START: u32 = 1;
const DATASET_OOV: u32 = 2;
/// Words of `imdb.get_word_index()` and of `reuters.get_word_index()`.
const DATASET_WORDS: [usize; 2] = [88_584, 30_979];

/// Words that stand for unknown ones, as people call them; no text has them.
const OOV_TOKENS: [&str; 14] = [
    "<OOV>",
    "<oov>",
    "[UNK]",
    "[unk]",
    "<UNK>",
    "<unk>",
    "[OOV]",
    "[oov]",
    "<unknown>",
    "<UNKNOWN>",
    "__UNK__",
    "__unk__",
    "_UNK_",
    "UNK",
];

/// What stands in the first place of a vocabulary that begins with number 0.
const FIRST_TOKENS: [&str; 14] = [
    "",
    "<pad>",
    "<PAD>",
    "[PAD]",
    "[pad]",
    "PAD",
    "<PADDING>",
    "<padding>",
    "__PAD__",
    "_PAD_",
    "<s>",
    "<START>",
    "<start>",
    "padding",
];

/// Whether a word is one that vocabularies have, and languages have not.
pub(super) fn is_special(word: &str) -> bool {
    OOV_TOKENS.contains(&word) || FIRST_TOKENS.contains(&word)
}

/// A tokenizer from the number of each word; what else it does is Keras's default, or what the person says.
pub fn tokenizer_of_word_index(
    word_index: HashMap<String, u32>,
    overrides: &TokenizerOverrides,
    file: &str,
) -> Result<Tokenizer> {
    let is_dataset = DATASET_WORDS.contains(&word_index.len()) && word_index.get("the") == Some(&1);
    let mut parts = TokenizerParts {
        oov_token: oov_token(|token| word_index.contains_key(token)),
        word_index,
        ..TokenizerParts::default()
    };
    let is_said = overrides
        .index_from
        .or(overrides.start_id)
        .or(overrides.oov_id);
    if is_dataset && is_said.is_none() {
        parts.index_from = DATASET_INDEX_FROM;
        parts.start_id = Some(DATASET_START);
        parts.oov_id = Some(DATASET_OOV);
    }
    overrides.apply(&mut parts);
    Tokenizer::new(parts, file)
}

/// A tokenizer from words in the order of their numbers.
///
/// One that begins with "" and "[UNK]" is what `TextVectorization.get_vocabulary()` gives, and is used as that layer
/// does by default. Any other is used as Keras's `Tokenizer` does: numbers begin with 0 where the first word stands
/// for padding or its like, and with 1 where it is a word (0 is padding then).
pub fn tokenizer_of_vocabulary(
    words: Vec<String>,
    overrides: &TokenizerOverrides,
    file: &str,
) -> Result<Tokenizer> {
    let invalid = |detail: String| Error::InvalidTokenizer {
        file: file.to_owned(),
        detail,
    };
    if words.iter().filter(|word| word.starts_with("##")).count() > words.len() / 100 {
        return Err(invalid(
            "it is a vocabulary of word pieces (BERT's), and wordlight does not cut words into pieces".into(),
        ));
    }
    if matches!(&words[..], [mask, oov, ..] if mask.is_empty() && oov == "[UNK]") {
        let tokenizer = Tokenizer::from_text_vectorization(&Map::new(), words, file)?;
        return Ok(tokenizer.overridden(overrides));
    }
    let first_number = match words.first() {
        Some(word) if is_special(word) => 0,
        _ => 1,
    };
    let mut word_index = HashMap::with_capacity(words.len());
    for (id, word) in (first_number..).zip(words) {
        // Python's dict(zip(words, range(n))) keeps the last number; loops that skip known words the first.
        word_index.entry(word).or_insert(id);
    }
    let mut parts = TokenizerParts {
        oov_token: oov_token(|token| word_index.contains_key(token)),
        word_index,
        ..TokenizerParts::default()
    };
    overrides.apply(&mut parts);
    Tokenizer::new(parts, file)
}

fn oov_token(is_there: impl Fn(&str) -> bool) -> Option<String> {
    let token = OOV_TOKENS.iter().find(|token| is_there(token));
    token.map(|token| (*token).to_owned())
}
