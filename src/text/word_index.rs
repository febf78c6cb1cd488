//! Plain vocabularies: words with their numbers (`word_index`), or words in the order of their numbers.

use serde_json::Map;

use super::tokenizer::{Tokenizer, TokenizerParts, WordNumbers};
use super::tokenizer_json::TokenizerOverrides;
use crate::budget;
use crate::error::{Error, Result};

/// How `keras.datasets.imdb.load_data` and `reuters.load_data` number words, by default.
const DATASET_INDEX_FROM: u32 = 3;
const DATASET_START: u32 = 1;
const DATASET_OOV: u32 = 2;
/// Words of `imdb.get_word_index()` and of `reuters.get_word_index()`.
const DATASET_WORDS: [usize; 2] = [88_584, 30_979];

/// Numbers 0, 1 and 2 of `keras.datasets.imdb`, as TensorFlow's tutorial adds them to the word index: texts that are
/// numbered so begin with the second.
const DATASET_START_TOKENS: [[&str; 3]; 2] =
    [["<PAD>", "<START>", "<UNK>"], ["<pad>", "<start>", "<unk>"]];

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

/// What stands for padding, beginnings and ends: in the first place, of a vocabulary that begins with number 0.
const FIRST_TOKENS: [&str; 17] = [
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
    "<UNUSED>",
    "</s>",
    "<EOS>",
    "<eos>",
];

/// Whether a word is one that vocabularies have, and languages have not.
pub(super) fn is_special(word: &str) -> bool {
    OOV_TOKENS.contains(&word) || FIRST_TOKENS.contains(&word)
}

/// A tokenizer from the number of each word; what else it does is Keras's default, or what the person says.
pub fn tokenizer_of_word_index(
    word_index: WordNumbers,
    overrides: &TokenizerOverrides,
    file: &str,
) -> Result<Tokenizer> {
    let is_dataset = DATASET_WORDS.contains(&word_index.len()) && word_index.get("the") == Some(&1);
    let start_token = DATASET_START_TOKENS
        .into_iter()
        .find(|[pad, start, unknown]| {
            [pad, start, unknown]
                .into_iter()
                .zip(0..)
                .all(|(token, id)| word_index.get(*token) == Some(&id))
        });
    let mut parts = inferred(word_index);
    let is_said = overrides
        .index_from
        .or(overrides.start_id)
        .or(overrides.oov_id);
    if is_dataset && is_said.is_none() {
        parts.index_from = DATASET_INDEX_FROM;
        parts.start_id = Some(DATASET_START);
        parts.oov_id = Some(DATASET_OOV);
    }
    if start_token.is_some() && is_said.is_none() {
        parts.start_id = Some(DATASET_START);
    }
    overrides.apply(&mut parts);
    Tokenizer::new(parts, file)
}

/// A tokenizer from words in the order of their numbers.
///
/// One that begins with `""` and `"[UNK]"` is what `TextVectorization.get_vocabulary()` gives, and is used as that layer
/// does by default. Any other is used as Keras's `Tokenizer` does: numbers begin with 0 where the first word stands
/// for padding or its like, and with 1 where it is a word (0 is padding then).
pub fn tokenizer_of_vocabulary(
    words: Vec<String>,
    overrides: &TokenizerOverrides,
    file: &str,
) -> Result<Tokenizer> {
    let invalid = |detail: String| {
        Box::new(Error::InvalidTokenizer {
            file: file.to_owned(),
            detail,
        })
    };
    if words.len() > budget::WORDS {
        return Err(invalid(format!("it has more than {} words", budget::WORDS)));
    }
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
        // “[UNK]” is StringLookup's. Behind any other token for unknown words 0 is left to the padding.
        Some(word) if word == "[UNK]" || FIRST_TOKENS.contains(&word.as_str()) => 0,
        _ => 1,
    };
    let mut word_index = WordNumbers::default();
    word_index.reserve(words.len());
    for (id, word) in (first_number..).zip(words) {
        // Python's dict(zip(words, range(n))) keeps the last number; loops that skip known words the first.
        word_index.entry(word).or_insert(id);
    }
    let mut parts = inferred(word_index);
    overrides.apply(&mut parts);
    Tokenizer::new(parts, file)
}

/// What a vocabulary shows of how it was made: which word stands for unknown ones, whether its words are
/// characters (the blank is one of them then), and whether capital letters were kept. All else is Keras's default.
fn inferred(word_index: WordNumbers) -> TokenizerParts {
    let oov_token = OOV_TOKENS
        .iter()
        .find(|token| word_index.contains_key(**token))
        .map(|token| (*token).to_owned());
    let words = || word_index.keys().filter(|word| !is_special(word));
    let char_level =
        word_index.contains_key(" ") && words().all(|word| word.chars().nth(1).is_none());
    let with_capitals = words()
        .filter(|word| word.chars().any(char::is_uppercase))
        .count();
    TokenizerParts {
        oov_token,
        char_level,
        // A few stray ones do not tell; under lower-casing there would be none.
        lower: with_capitals.saturating_mul(100) < word_index.len().max(1),
        word_index,
        ..TokenizerParts::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(tokenizer: &Tokenizer, text: &str) -> Vec<Option<u32>> {
        tokenizer.words(text).iter().map(|word| word.id).collect()
    }

    fn of_list(words: &[&str]) -> Tokenizer {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        tokenizer_of_vocabulary(words, &TokenizerOverrides::default(), "x").expect("a tokenizer")
    }

    fn of_numbers(words: &[(&str, u32)]) -> Tokenizer {
        let words = words.iter().map(|&(word, id)| (word.to_owned(), id));
        tokenizer_of_word_index(words.collect(), &TokenizerOverrides::default(), "x")
            .expect("a tokenizer")
    }

    #[test]
    fn lists_begin_with_0_where_their_first_word_is_padding() {
        assert_eq!(
            ids(&of_list(&["the", "film"]), "the film"),
            [Some(1), Some(2)]
        );
        assert_eq!(
            ids(&of_list(&["<pad>", "the"]), "the film"),
            [Some(1), None]
        );
        assert_eq!(
            ids(&of_list(&["[UNK]", "the"]), "the film"),
            [Some(1), Some(0)]
        );
        assert_eq!(
            ids(&of_list(&["<OOV>", "the"]), "the film"),
            [Some(2), Some(1)]
        );
        let vectorized = of_list(&["", "[UNK]", "its"]);
        assert_eq!(ids(&vectorized, "It's a film"), [Some(2), Some(1), Some(1)]);
    }

    #[test]
    fn vocabularies_show_how_they_were_made() {
        let tutorial = [
            ("<PAD>", 0),
            ("<START>", 1),
            ("<UNK>", 2),
            ("<UNUSED>", 3),
            ("the", 4),
        ];
        let tutorial = of_numbers(&tutorial);
        assert_eq!(tutorial.start_id(), Some(1));
        assert_eq!(ids(&tutorial, "The film"), [Some(4), Some(2)]);
        let characters = of_numbers(&[(" ", 1), ("a", 2), ("b", 3)]);
        assert_eq!(ids(&characters, "a B"), [Some(2), Some(1), Some(3)]);
        let cased = of_numbers(&[("The", 1), ("the", 2)]);
        assert_eq!(ids(&cased, "The the"), [Some(1), Some(2)]);
    }

    #[test]
    fn word_pieces_are_told() {
        let words = ["[PAD]", "play", "##ing"].map(String::from).to_vec();
        let error = tokenizer_of_vocabulary(words, &TokenizerOverrides::default(), "vocab.txt");
        assert_eq!(
            error.map(|_| ()).map_err(|error| error.code()),
            Err("invalid_tokenizer")
        );
    }
}
