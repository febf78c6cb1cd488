//! `keras.preprocessing.text.Tokenizer`: `texts_to_sequences`, with each word's place in the raw text.

use std::collections::HashMap;

use super::padding::Side;
use super::python_lower::Place;
use super::segmentation::{Segmentation, WordSequence};
use super::tokenizer_json::TokenizerOverrides;
use crate::budget;
use crate::error::{Error, Result};

/// Keras's default `filters`: each of these characters becomes a split. The apostrophe is not among them.
pub const DEFAULT_FILTERS: &str = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

/// Each filtered character becomes a whole `split`, so a long one would make a text explode.
const LONGEST_SPLIT: usize = budget::SPLIT;

/// A fitted tokenizer.
#[derive(Debug, Clone)]
pub struct Tokenizer {
    /// What it is, for the description.
    kind: &'static str,
    segmentation: Segmentation,
    lookup: Lookup,
    /// Steps that the tokenizer itself pads and cuts to, at the end.
    output_sequence_length: Option<usize>,
    /// Whether the model itself holds it.
    is_in_model: bool,
}

/// Numbers of words, with a hash that costs less than the standard one, which guards against guessed keys: the keys
/// come from one file, and what a file could do to itself is to be slow.
pub type WordNumbers = HashMap<String, u32, foldhash::fast::RandomState>;

/// How words become numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookup {
    pub word_index: WordNumbers,
    /// Only numbers below it are fed, where set.
    pub num_words: Option<u32>,
    /// The number of unknown words, where there is one.
    pub oov_id: Option<u32>,
    /// Added to every number of the word index, as `keras.datasets.imdb` does (`index_from`).
    pub index_from: u32,
    /// A number in front of every text (`start_char` of `keras.datasets.imdb`).
    pub start_id: Option<u32>,
}

/// What a tokenizer is made of; the defaults are those of Keras.
#[derive(Debug, Clone)]
pub struct TokenizerParts {
    /// Number of each word.
    pub word_index: WordNumbers,
    /// Characters that separate words besides `split`.
    pub filters: String,
    /// What separates words.
    pub split: String,
    /// Whether texts are lower-cased.
    pub lower: bool,
    /// Whether characters are the words.
    pub char_level: bool,
    /// Keras's `num_words`; 0 is none, as in Python.
    pub num_words: Option<u32>,
    /// The word that stands for unknown ones.
    pub oov_token: Option<String>,
    /// Number of unknown words, where no word of the index stands for them.
    pub oov_id: Option<u32>,
    /// Added to every number.
    pub index_from: u32,
    /// In front of every text.
    pub start_id: Option<u32>,
}

impl Default for TokenizerParts {
    fn default() -> Self {
        Self {
            word_index: WordNumbers::default(),
            filters: DEFAULT_FILTERS.into(),
            split: " ".into(),
            lower: true,
            char_level: false,
            num_words: None,
            oov_token: None,
            oov_id: None,
            index_from: 0,
            start_id: None,
        }
    }
}

/// A word of a text (or a character, under `char_level`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// Where it begins in the raw text.
    pub start: Place,
    /// Where it ends.
    pub end: Place,
    /// Its number; `None`: the tokenizer drops it.
    pub id: Option<u32>,
    /// Whether the number is its own, not that of unknown words.
    pub known: bool,
}

impl Tokenizer {
    /// Puts a tokenizer together; `file` is for messages.
    pub fn new(parts: TokenizerParts, file: &str) -> Result<Self> {
        let invalid = |detail: &str| {
            Box::new(Error::InvalidTokenizer {
                file: file.into(),
                detail: detail.into(),
            })
        };
        if parts.word_index.is_empty() {
            return Err(invalid("it knows no words (was fit_on_texts called?)"));
        }
        if parts.split.chars().count() > LONGEST_SPLIT {
            return Err(invalid("“split” is far too long"));
        }
        if parts.split.is_empty() && !parts.char_level {
            return Err(invalid("“split” is empty"));
        }
        let oov_id = parts
            .oov_token
            .as_ref()
            .and_then(|token| parts.word_index.get(token))
            .copied();
        let oov_id = oov_id
            .map(|id| id.saturating_add(parts.index_from))
            .or(parts.oov_id);
        let sequence = WordSequence {
            filters: parts.filters.chars().collect(),
            split: parts.split.chars().collect(),
            lower: parts.lower,
            char_level: parts.char_level,
        };
        let lookup = Lookup {
            num_words: parts.num_words.filter(|&n| n > 0),
            oov_id,
            index_from: parts.index_from,
            start_id: parts.start_id,
            word_index: parts.word_index,
        };
        Ok(Self::assembled(
            "Keras Tokenizer",
            Segmentation::Tokenizer(sequence),
            lookup,
            None,
        ))
    }

    pub(super) fn assembled(
        kind: &'static str,
        segmentation: Segmentation,
        lookup: Lookup,
        output_sequence_length: Option<usize>,
    ) -> Self {
        Self {
            kind,
            segmentation,
            lookup,
            output_sequence_length,
            is_in_model: false,
        }
    }

    pub(super) fn in_model(mut self) -> Self {
        self.is_in_model = true;
        self
    }

    /// What the person says in place of a default, of a vocabulary whose layer is not known.
    pub(super) fn overridden(mut self, overrides: &TokenizerOverrides) -> Self {
        let parts = TokenizerParts::default();
        if let (Some(filters), Segmentation::Vectorization(_)) =
            (&overrides.filters, &self.segmentation)
            && !filters.is_empty()
        {
            self.segmentation = Segmentation::Tokenizer(WordSequence {
                filters: filters.chars().collect(),
                split: parts.split.chars().collect(),
                lower: parts.lower,
                char_level: false,
            });
        }
        self.segmentation.adjust(
            overrides.lower,
            overrides.filters.as_deref() == Some(""),
            overrides.char_level,
        );
        self.lookup.num_words = overrides.num_words.filter(|&n| n > 0);
        self.lookup.index_from = overrides.index_from.unwrap_or(0);
        self.lookup.start_id = overrides.start_id;
        self.lookup.oov_id = overrides.oov_id.or(self.lookup.oov_id);
        self
    }

    /// Steps that the tokenizer itself pads and cuts to, both at the end: `output_sequence_length` of a
    /// `TextVectorization` layer.
    pub fn output_sequence_length(&self) -> Option<usize> {
        self.output_sequence_length
    }

    /// Whether it is a `TextVectorization` layer inside the model, which pads and cuts at the end, whatever the
    /// person says.
    pub fn is_in_model(&self) -> bool {
        self.is_in_model
    }

    /// Where texts are padded and cut, unless the person says otherwise: at the end for the vocabulary of a
    /// `TextVectorization` layer, at the beginning for any other, as `pad_sequences` does.
    pub fn default_side(&self) -> Side {
        match self.segmentation {
            Segmentation::Vectorization(_) => Side::Post,
            Segmentation::Tokenizer(_) => Side::Pre,
        }
    }

    /// Whether it is Keras's `Tokenizer`, not a plain list of words.
    pub fn is_keras_tokenizer(&self) -> bool {
        self.kind == "Keras Tokenizer"
            && self.lookup.index_from == 0
            && self.lookup.start_id.is_none()
    }

    /// The words in the order of their numbers.
    pub fn vocabulary(&self) -> Vec<String> {
        let mut words: Vec<(&String, &u32)> = self.lookup.word_index.iter().collect();
        words.sort_by_key(|&(_, id)| id);
        words.into_iter().map(|(word, _)| word.clone()).collect()
    }

    /// The words that have a number of their own to be fed, in no order.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, u32)> {
        let words = self.lookup.word_index.iter();
        let fed = words.map(|(word, &id)| (word.as_str(), self.lookup.fed(id)));
        fed.filter_map(|(word, id)| Some((word, id?)))
            .filter(|&(_, id)| Some(id) != self.lookup.oov_id)
    }

    /// The largest number that can be fed.
    pub fn largest_id(&self) -> u32 {
        let largest = self
            .lookup
            .word_index
            .values()
            .map(|&id| id.saturating_add(self.lookup.index_from));
        let largest = largest
            .filter(|&id| self.lookup.num_words.is_none_or(|num_words| id < num_words))
            .max();
        largest
            .max(self.lookup.oov_id)
            .max(self.lookup.start_id)
            .unwrap_or(0)
    }

    /// A number in front of every text, which is no word.
    pub fn start_id(&self) -> Option<u32> {
        self.lookup.start_id
    }

    /// What the tokenizer does, in one line.
    pub fn describe(&self) -> String {
        let (unit, case) = self.segmentation.describe();
        let kept = match self.lookup.num_words {
            Some(num_words) => format!(", the first {} are fed", num_words.saturating_sub(1)),
            None => String::new(),
        };
        let unknown = match self.lookup.oov_id {
            Some(id) => format!("unknown ones become {id}"),
            None => "unknown ones are dropped".into(),
        };
        let shifted = match self.lookup.index_from {
            0 => String::new(),
            by => format!("; numbers are {by} higher than in the index"),
        };
        let start = match self.lookup.start_id {
            Some(id) => format!("; texts begin with {id}"),
            None => String::new(),
        };
        format!(
            "{}: {} {unit}{kept}; {unknown}; {case}{shifted}{start}",
            self.kind,
            self.lookup.word_index.len()
        )
    }

    /// The words of a text in order. `text[word.start.byte..word.end.byte]` is what was typed.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        self.segmentation.for_each_word(text, |key, start, end| {
            words.push(self.lookup.word(key, start, end));
        });
        words
    }

    /// Whether words on both sides of this byte of a text do not depend on each other.
    pub(super) fn breaks_at(&self, byte: u8) -> bool {
        self.segmentation.breaks_at(byte)
    }
}

impl Lookup {
    /// What a word's number in the index is fed as; `None`: it is not, being above `num_words`.
    fn fed(&self, id: u32) -> Option<u32> {
        let id = id.saturating_add(self.index_from);
        self.num_words
            .is_none_or(|num_words| id < num_words)
            .then_some(id)
    }

    /// Looks a word up: `texts_to_sequences_generator`.
    fn word(&self, key: &str, start: Place, end: Place) -> Word {
        let own = self.word_index.get(key).and_then(|&id| self.fed(id));
        Word {
            start,
            end,
            id: own.or(self.oov_id),
            known: own.is_some(),
        }
    }
}
