//! `keras.layers.TextVectorization` and `keras.layers.StringLookup`: tokenizers that live inside a model.
//!
//! Standardisation lower-cases ASCII letters only and deletes punctuation without leaving a blank (`10/10`
//! becomes `1010`); words are then what stands between ASCII white space. Numbers: 0 is padding (the mask token
//! ""), 1 unknown words, then the vocabulary in order.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::python_lower::{Place, Placed};
use super::segmentation::Segmentation;
use super::tokenizer::{Lookup, Tokenizer, WordNumbers};
use crate::budget;
use crate::error::{Error, Result};

/// What `strip_punctuation` deletes: ASCII punctuation, the apostrophe included.
fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation()
}

/// What `tf.strings.split` splits at.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r')
}

/// `standardize` and `split` of the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Vectorization {
    lower: bool,
    strip_punctuation: bool,
    split: Split,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Split {
    Whitespace,
    Character,
    /// The whole text is one word.
    None,
}

impl Vectorization {
    pub(super) fn for_each_word(&self, text: &str, take: impl FnMut(&[Placed])) {
        let characters = self.standardized(text);
        match self.split {
            Split::Whitespace => characters
                .split(|placed| is_space(placed.character))
                .filter(|word| !word.is_empty())
                .for_each(take),
            Split::Character => characters.chunks(1).for_each(take),
            // An empty text is the mask token, which is padding.
            Split::None => [&characters[..]]
                .into_iter()
                .filter(|word| !word.is_empty())
                .for_each(take),
        }
    }

    pub(super) fn adjust(
        &mut self,
        lower: Option<bool>,
        keep_punctuation: bool,
        char_level: Option<bool>,
    ) {
        self.lower = lower.unwrap_or(self.lower);
        self.strip_punctuation &= !keep_punctuation;
        match char_level {
            Some(true) => self.split = Split::Character,
            Some(false) => self.split = Split::Whitespace,
            None => {}
        }
    }

    pub(super) fn splits_at_spaces(&self) -> bool {
        self.split == Split::Whitespace
    }

    pub(super) fn describe(&self) -> (&'static str, &'static str) {
        let unit = match self.split {
            Split::Whitespace => "words",
            Split::Character => "characters",
            Split::None => "whole texts",
        };
        let case = match (self.lower, self.strip_punctuation) {
            (true, true) => "lower-cased, punctuation deleted",
            (true, false) => "lower-cased",
            (false, true) => "case kept, punctuation deleted",
            (false, false) => "texts left as they are",
        };
        (unit, case)
    }

    fn standardized(&self, text: &str) -> Vec<Placed> {
        let mut place = Place::default();
        let mut characters = Vec::with_capacity(text.len());
        for raw in text.chars() {
            let start = place;
            place = start.past(raw);
            if self.strip_punctuation && is_punctuation(raw) {
                continue;
            }
            let character = if self.lower {
                raw.to_ascii_lowercase()
            } else {
                raw
            };
            characters.push(Placed {
                character,
                start,
                end: place,
            });
        }
        characters
    }
}

impl Tokenizer {
    /// A tokenizer that does what a `TextVectorization` layer does.
    ///
    /// `config` is the layer's own, `vocabulary` its words in order, with or without `""` and `"[UNK]"` in front;
    /// `file` is for messages.
    ///
    /// # Errors
    /// `unsupported_option` for what cannot be computed (a `standardize` of one's own, n-grams, counts),
    /// `invalid_tokenizer` for a vocabulary that Keras would not take.
    pub fn from_text_vectorization(
        config: &Map<String, Json>,
        vocabulary: Vec<String>,
        file: &str,
    ) -> Result<Self> {
        let option = |name: &str, fallback: &'static str| match config.get(name) {
            None => Ok(fallback.to_owned()),
            Some(Json::Null) => Ok(String::new()),
            Some(Json::String(value)) => Ok(value.clone()),
            Some(other) => Err(unsupported(config, name, other)),
        };
        let refused =
            |name: &str| unsupported(config, name, config.get(name).unwrap_or(&Json::Null));
        let (lower, strip_punctuation) =
            match option("standardize", "lower_and_strip_punctuation")?.as_str() {
                "lower_and_strip_punctuation" => (true, true),
                "lower" => (true, false),
                "strip_punctuation" => (false, true),
                "" => (false, false),
                _ => return Err(refused("standardize")),
            };
        let split = match option("split", "whitespace")?.as_str() {
            "whitespace" => Split::Whitespace,
            "character" => Split::Character,
            "" => Split::None,
            _ => return Err(refused("split")),
        };
        if config.get("ngrams").is_some_and(|ngrams| !ngrams.is_null()) {
            return Err(refused("ngrams"));
        }
        if option("output_mode", "int")? != "int" {
            return Err(refused("output_mode"));
        }
        let vectorization = Vectorization {
            lower,
            strip_punctuation,
            split,
        };
        let length = match config.get("output_sequence_length") {
            None | Some(Json::Null) => None,
            Some(length) => Some(
                length
                    .as_u64()
                    .and_then(|length| usize::try_from(length).ok())
                    .ok_or_else(|| refused("output_sequence_length"))?,
            ),
        };
        let special = Special {
            mask_token: Some(String::new()),
            oov_token: "[UNK]".into(),
            oov_count: 1,
        };
        Ok(Self::assembled(
            "TextVectorization",
            Segmentation::Vectorization(vectorization),
            special.lookup(vocabulary, file)?,
            length,
        ))
    }

    /// A tokenizer that does what a `StringLookup` layer does to words; the text is split at white space, as
    /// `str.split()` would, and otherwise left as it is.
    ///
    /// # Errors
    /// As of [`Self::from_text_vectorization`].
    pub fn from_string_lookup(
        config: &Map<String, Json>,
        vocabulary: Vec<String>,
        file: &str,
    ) -> Result<Self> {
        let refused =
            |name: &str| unsupported(config, name, config.get(name).unwrap_or(&Json::Null));
        let text = |name: &str| config.get(name).and_then(Json::as_str).map(str::to_owned);
        if config.get("invert").and_then(Json::as_bool) == Some(true) {
            return Err(refused("invert"));
        }
        if text("output_mode").is_some_and(|mode| mode != "int") {
            return Err(refused("output_mode"));
        }
        let special = Special {
            mask_token: text("mask_token"),
            oov_token: text("oov_token").unwrap_or_else(|| "[UNK]".into()),
            oov_count: match config.get("num_oov_indices").map(Json::as_u64) {
                None => 1,
                Some(Some(0)) => 0,
                Some(Some(1)) => 1,
                // More than one is chosen among by a hash of the word.
                Some(_) => return Err(refused("num_oov_indices")),
            },
        };
        Ok(Self::assembled(
            "StringLookup",
            Segmentation::Vectorization(Vectorization {
                lower: false,
                strip_punctuation: false,
                split: Split::Whitespace,
            }),
            special.lookup(vocabulary, file)?,
            None,
        ))
    }

    /// The tokenizer of a layer in a model's file (`TextVectorization` or `StringLookup`, by `class_name`): its
    /// vocabulary is in its configuration, in the archive's assets, or in a file that was dropped as well.
    ///
    /// # Errors
    /// `missing_vocabulary` where it is nowhere; else as of [`Self::from_text_vectorization`].
    pub fn from_layer(
        class_name: &str,
        config: &Map<String, Json>,
        assets: &BTreeMap<String, Vec<u8>>,
        dropped: Option<&Tokenizer>,
        file: &str,
    ) -> Result<Self> {
        let layer = name(config);
        let vocabulary = listed(config.get("vocabulary"))
            .or_else(|| asset(assets, &layer))
            .or_else(|| dropped.map(Tokenizer::vocabulary))
            .ok_or_else(|| {
                Box::new(Error::MissingVocabulary {
                    layer,
                    file: file.to_owned(),
                })
            })?;
        if class_name == "StringLookup" {
            Self::from_string_lookup(config, vocabulary, file)
        } else {
            Self::from_text_vectorization(config, vocabulary, file).map(Self::in_model)
        }
    }
}

/// A `TextVectorization` layer that was saved by itself: `{"config": layer.get_config(), "weights":
/// layer.get_weights()}` (the vocabulary is in either, or beside them), or its configuration alone.
pub(super) fn saved_layer(data: &Json) -> Option<(&Map<String, Json>, Vec<String>)> {
    let is_config = |json: &&Json| {
        ["standardize", "split", "output_mode"]
            .iter()
            .all(|key| json.get(key).is_some())
    };
    let config = data
        .get("config")
        .filter(is_config)
        .or(Some(data).filter(is_config))?;
    let of_weights = || {
        let arrays = data.get("weights")?.as_array()?;
        arrays.iter().find_map(|array| listed(Some(array)))
    };
    let vocabulary = listed(config.get("vocabulary"))
        .or_else(|| {
            ["vocabulary", "vocab"]
                .iter()
                .find_map(|key| listed(data.get(key)))
        })
        .or_else(of_weights)?;
    Some((config.as_object()?, vocabulary))
}

/// The tokens that stand before the vocabulary.
struct Special {
    mask_token: Option<String>,
    oov_token: String,
    oov_count: u32,
}

impl Special {
    /// `IndexLookup.set_vocabulary`: the special tokens may stand at the front of the vocabulary or not at all.
    fn lookup(&self, mut vocabulary: Vec<String>, file: &str) -> Result<Lookup> {
        let invalid = |detail: String| {
            Box::new(Error::InvalidTokenizer {
                file: file.to_owned(),
                detail,
            })
        };
        let tokens = (self.mask_token.iter()).chain(std::iter::repeat_n(
            &self.oov_token,
            self.oov_count as usize,
        ));
        // One of each at most.
        let special = u32::from(self.mask_token.is_some()).saturating_add(self.oov_count);
        let count = special as usize;
        if vocabulary.len() >= count && tokens.zip(&vocabulary).all(|(token, word)| token == word) {
            vocabulary.drain(..count);
        }
        if vocabulary.len() > budget::WORDS {
            return Err(invalid(format!("it has more than {} words", budget::WORDS)));
        }
        let mut word_index = WordNumbers::default();
        word_index.reserve(vocabulary.len());
        for (id, word) in (special..).zip(vocabulary) {
            if self.mask_token.as_ref() == Some(&word) {
                return Err(invalid(format!(
                    "the mask token “{word}” is a word of the vocabulary"
                )));
            }
            if let Some(first) = word_index.insert(word, id) {
                return Err(invalid(format!(
                    "numbers {first} and {id} of the vocabulary are one word"
                )));
            }
        }
        if word_index.is_empty() {
            return Err(invalid(
                "its vocabulary is empty (was adapt called?)".into(),
            ));
        }
        Ok(Lookup {
            oov_id: special.checked_sub(1).filter(|_| self.oov_count > 0),
            word_index,
            ..Lookup::default()
        })
    }
}

fn name(config: &Map<String, Json>) -> String {
    let name = config.get("name").and_then(Json::as_str);
    name.unwrap_or("text_vectorization").to_owned()
}

fn unsupported(config: &Map<String, Json>, option: &str, value: &Json) -> Box<Error> {
    // A function of one's own is an object with a name.
    let function = value
        .get("config")
        .and_then(|config| config.as_str().or_else(|| config.get("name")?.as_str()));
    Box::new(Error::UnsupportedOption {
        layer: name(config),
        option: option.to_owned(),
        value: match function {
            Some(function) => format!("the function “{function}”"),
            None => value.to_string(),
        },
    })
}

/// The vocabulary in a configuration, where it is a list with words in it.
fn listed(vocabulary: Option<&Json>) -> Option<Vec<String>> {
    // tf.keras wraps lists of some origins.
    let wrapped = |json: &Json| json.get("config")?.get("value").cloned();
    let vocabulary = vocabulary?;
    let unwrapped = wrapped(vocabulary);
    let words = unwrapped.as_ref().unwrap_or(vocabulary).as_array()?;
    let words: Option<Vec<String>> = words
        .iter()
        .map(|word| word.as_str().map(str::to_owned))
        .collect();
    words.filter(|words| !words.is_empty())
}

/// `vocabulary.txt` among the assets of an archive: the one in a folder of the layer's name, or the first.
fn asset(assets: &BTreeMap<String, Vec<u8>>, layer: &str) -> Option<Vec<String>> {
    let mut files = assets
        .iter()
        .filter(|(path, _)| path.ends_with("/vocabulary.txt"));
    let of_layer = files
        .clone()
        .find(|(path, _)| path.split('/').any(|folder| folder == layer));
    let (_, bytes) = of_layer.or_else(|| files.next())?;
    Some(lines(std::str::from_utf8(bytes).ok()?))
}

/// Python's `read().splitlines()`, without the empty lines at the end: how Keras reads its own vocabularies. Of more
/// lines than a vocabulary may have, one too many is read.
pub(super) fn lines(text: &str) -> Vec<String> {
    let ends = |character: char| {
        matches!(
            character,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'
                ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let text = text.replace("\r\n", "\n");
    let lines = text.split(ends).take(budget::WORDS + 1);
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}
