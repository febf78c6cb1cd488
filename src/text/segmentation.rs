//! How a text falls into words before they are looked up: Keras's `text_to_word_sequence`, or the
//! standardisation and splitting of a `TextVectorization` layer.

use super::character_set::CharacterSet;
use super::part;
use super::python_lower::{Place, Placed, SIGMA, placed_characters};
use super::text_vectorization::Vectorization;

/// A way of splitting a text into words.
#[derive(Debug, Clone)]
pub(super) enum Segmentation {
    /// `keras.preprocessing.text.Tokenizer`
    Tokenizer(WordSequence),
    /// `keras.layers.TextVectorization`
    Vectorization(Vectorization),
}

/// `text_to_word_sequence`, or characters one by one (`char_level`).
#[derive(Debug, Clone)]
pub(super) struct WordSequence {
    /// Each of these characters becomes a whole `split`.
    pub filters: CharacterSet,
    /// What separates words; not empty, unless characters are the words.
    pub split: Vec<char>,
    /// Whether texts are lower-cased.
    pub lower: bool,
    /// Whether characters are the words.
    pub char_level: bool,
}

impl Segmentation {
    /// Hands every word of a text to `take`, in order, as it is looked up and with its place in the text; none is empty.
    pub(super) fn for_each_word(&self, text: &str, mut take: impl FnMut(&str, Place, Place)) {
        let mut key = String::new();
        let of_characters = |characters: &[Placed]| {
            if let [first, .., last] | [first @ last] = characters {
                key.clear();
                key.extend(characters.iter().map(|placed| placed.character));
                take(&key, first.start, last.end);
            }
        };
        match self {
            Self::Tokenizer(sequence) => match sequence.split[..] {
                [split] if sequence.is_simple(text) => {
                    sequence.for_each_simple_word(text, split, take);
                }
                _ => sequence.for_each_word(text, of_characters),
            },
            Self::Vectorization(vectorization) => vectorization.for_each_word(text, of_characters),
        }
    }

    /// Whether words on both sides of this character do not depend on each other, whatever they are. White space only:
    /// no rule of lower-casing looks beyond it.
    pub(super) fn breaks_at(&self, character: u8) -> bool {
        let is_space = matches!(character, b' ' | b'\n' | b'\t' | b'\r');
        is_space
            && match self {
                Self::Tokenizer(sequence) => {
                    let character = char::from(character);
                    let splits = sequence.split[..] == [character];
                    let is_one = sequence.split.len() == 1;
                    is_one
                        && !sequence.char_level
                        && (splits || sequence.filters.contains(character))
                }
                Self::Vectorization(vectorization) => vectorization.splits_at_spaces(),
            }
    }

    /// Changes what the person says; `None` and `false` leave things as they are.
    pub(super) fn adjust(
        &mut self,
        lower: Option<bool>,
        keep_punctuation: bool,
        char_level: Option<bool>,
    ) {
        match self {
            Self::Tokenizer(sequence) => {
                sequence.lower = lower.unwrap_or(sequence.lower);
                sequence.char_level = char_level.unwrap_or(sequence.char_level);
            }
            Self::Vectorization(vectorization) => {
                vectorization.adjust(lower, keep_punctuation, char_level);
            }
        }
    }

    /// What the words are, and what becomes of capital letters.
    pub(super) fn describe(&self) -> (&'static str, &'static str) {
        match self {
            Self::Tokenizer(sequence) => (
                if sequence.char_level {
                    "characters"
                } else {
                    "words"
                },
                if sequence.lower {
                    "lower-cased"
                } else {
                    "case kept"
                },
            ),
            Self::Vectorization(vectorization) => vectorization.describe(),
        }
    }
}

impl WordSequence {
    /// Whether each character can be looked at by itself.
    fn is_simple(&self, text: &str) -> bool {
        let has_context = self.lower && text.contains(SIGMA);
        !self.char_level && !has_context
    }

    /// What nearly all texts and tokenizers come to, in one go: words between single characters, where lower-casing a
    /// character depends on nothing around it.
    fn for_each_simple_word(
        &self,
        text: &str,
        split: char,
        mut take: impl FnMut(&str, Place, Place),
    ) {
        let mut key = String::new();
        let (mut start, mut end) = (Place::default(), Place::default());
        let mut place = Place::default();
        let mut add = |character: char, from: Place, to: Place, separates: bool| {
            if separates {
                if !key.is_empty() {
                    take(&key, start, end);
                    key.clear();
                }
                return;
            }
            if key.is_empty() {
                start = from;
            }
            end = to;
            key.push(character);
        };
        let separates = |character: char| character == split || self.filters.contains(character);
        for raw in text.chars() {
            let from = place;
            place = from.past(raw);
            if raw.is_ascii() {
                let character = match self.lower {
                    true => raw.to_ascii_lowercase(),
                    false => raw,
                };
                let separates = character == split || self.filters.contains_ascii(character as u8);
                add(character, from, place, separates);
            } else if self.lower {
                for character in raw.to_lowercase() {
                    add(character, from, place, separates(character));
                }
            } else {
                add(raw, from, place, separates(raw));
            }
        }
        add(split, place, place, true);
    }

    fn for_each_word(&self, text: &str, take: impl FnMut(&[Placed])) {
        let characters = placed_characters(text, self.lower);
        if self.char_level {
            characters.chunks(1).for_each(take);
        } else if let [split] = self.split[..] {
            let separates = |placed: &Placed| {
                placed.character == split || self.filters.contains(placed.character)
            };
            characters
                .split(separates)
                .filter(|word| !word.is_empty())
                .for_each(take);
        } else {
            self.between_long_splits(&characters, take);
        }
    }

    /// As Keras does it for a `split` of several characters: each filtered character is replaced by the
    /// whole split, then the text is cut wherever the split stands.
    fn between_long_splits(&self, characters: &[Placed], mut take: impl FnMut(&[Placed])) {
        let mut translated = Vec::with_capacity(characters.len());
        for placed in characters {
            if self.filters.contains(placed.character) {
                translated.extend(self.split.iter().map(|&character| Placed {
                    character,
                    ..*placed
                }));
            } else {
                translated.push(*placed);
            }
        }
        let splits_at = |at: usize| {
            let here = part(&translated, at..translated.len());
            here.len() >= self.split.len()
                && here
                    .iter()
                    .zip(&self.split)
                    .all(|(placed, split)| placed.character == *split)
        };
        let (mut word_start, mut at) = (0usize, 0usize);
        while at < translated.len() {
            if splits_at(at) {
                if word_start < at {
                    take(part(&translated, word_start..at));
                }
                at = at.saturating_add(self.split.len());
                word_start = at;
            } else {
                at = at.saturating_add(1);
            }
        }
        if word_start < translated.len() {
            take(part(&translated, word_start..translated.len()));
        }
    }
}
