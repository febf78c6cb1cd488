//! What people save beside a model, as plain data: a tokenizer, a vocabulary, names of classes, or a dictionary
//! around some of them (`{"tokenizer": …, "max_len": 100, "label_encoder": …}`).

use serde_json::{Map, Value as Json};

use super::text_lists::{Hint, class_names, is_vocabulary, named_by_number, normalised, scalars};
use super::text_vectorization::saved_layer;
use super::tokenizer::Tokenizer;
use super::tokenizer_json::{
    TokenizerOverrides, is_tokenizer, is_word_index, numbers, read_tokenizer,
};
use super::vocabulary_text::{self, Lines};
use super::word_index::{tokenizer_of_vocabulary, tokenizer_of_word_index};
use crate::budget;
use crate::error::{Error, Result};
use crate::labels;
use crate::pickle::Pickle;

/// How deep in lists and dictionaries something is looked for.
const DEEPEST: usize = 4;

/// What a file holds; at least one of tokenizer, labels and lengths.
#[derive(Debug, Default)]
pub struct Saved {
    /// A tokenizer.
    pub tokenizer: Option<Box<Tokenizer>>,
    /// Names of the classes.
    pub labels: Option<Vec<String>>,
    /// Steps that texts were padded to.
    pub maxlen: Option<u32>,
    /// Sentences that texts were padded to.
    pub max_sentences: Option<u32>,
}

impl Saved {
    /// Reads plain data; `file` is for messages, and its name says what a list of words is.
    ///
    /// # Errors
    /// `unrecognised_file` where it is something else, `invalid_tokenizer` where a tokenizer cannot be used.
    pub fn read(data: &Json, overrides: &TokenizerOverrides, file: &str) -> Result<Self> {
        let mut reading = Reading {
            saved: Self::default(),
            overrides: overrides.clone(),
            file,
        };
        reading.look_at(data, Hint::of_file(file), 0)?;
        if reading.saved.is_empty() {
            return Err(Box::new(Error::UnrecognisedFile {
                file: file.to_owned(),
                found: "its data are no tokenizer, vocabulary, model architecture or labels".into(),
            }));
        }
        Ok(reading.saved)
    }

    /// Reads a pickle as plain data; nothing in it is run.
    ///
    /// # Errors
    /// `unsafe_pickle` where it would run something, `damaged_file`, or as of [`Self::read`].
    pub fn read_pickle(bytes: &[u8], overrides: &TokenizerOverrides, file: &str) -> Result<Self> {
        Self::read(&Pickle::read(bytes, file)?.to_json(file)?, overrides, file)
    }

    /// Reads plain text: labels, where the file's name says so, or a vocabulary; `None`: it is something else.
    ///
    /// # Errors
    /// `invalid_tokenizer` where a vocabulary cannot be used.
    pub fn read_text(
        text: &str,
        overrides: &TokenizerOverrides,
        file: &str,
    ) -> Result<Option<Self>> {
        let hint = Hint::of_file(file);
        if hint == Hint::Labels {
            return Ok(Some(Self {
                labels: Some(labels::from_text(text)),
                ..Self::default()
            }));
        }
        if text.lines().nth(budget::WORDS).is_some() {
            return Err(Box::new(Error::InvalidTokenizer {
                file: file.to_owned(),
                detail: format!("it has more than {} words", budget::WORDS),
            }));
        }
        let tokenizer = match vocabulary_text::read(text) {
            Some(Lines::Words(words)) if is_vocabulary(&words, hint) => {
                tokenizer_of_vocabulary(words, overrides, file)?
            }
            Some(Lines::Numbered(words)) if hint == Hint::Vocabulary || words.len() > 20 => {
                tokenizer_of_word_index(words, overrides, file)?
            }
            _ => return Ok(None),
        };
        Ok(Some(Self {
            tokenizer: Some(Box::new(tokenizer)),
            ..Self::default()
        }))
    }

    fn is_empty(&self) -> bool {
        self.tokenizer.is_none()
            && self.labels.is_none()
            && self.maxlen.is_none()
            && self.max_sentences.is_none()
    }
}

struct Reading<'a> {
    saved: Saved,
    overrides: TokenizerOverrides,
    file: &'a str,
}

impl Reading<'_> {
    fn look_at(&mut self, data: &Json, hint: Hint, depth: usize) -> Result<()> {
        let below = depth.saturating_add(1);
        if depth > DEEPEST {
            return Ok(());
        }
        if is_tokenizer(data) {
            let read = read_tokenizer(data, &self.overrides, self.file)?;
            self.take_tokenizer(read);
            return Ok(());
        }
        if let Some(names) = class_names(data) {
            self.saved.labels.get_or_insert(names);
            return Ok(());
        }
        if let Some((config, vocabulary)) = saved_layer(data) {
            let read = Tokenizer::from_text_vectorization(config, vocabulary, self.file)?;
            let length = read.output_sequence_length();
            let length = length.and_then(|length| u32::try_from(length).ok());
            self.saved.maxlen = self.saved.maxlen.or(length);
            self.take_tokenizer(read.overridden(&self.overrides));
            return Ok(());
        }
        match data {
            Json::Array(items) => match scalars(items, hint) {
                Some(words) => self.take_list(words, hint),
                // A tuple of a tokenizer and more; NumPy's array around a single dictionary.
                None => items
                    .iter()
                    .take(64)
                    .filter(|item| item.is_object() || item.is_array())
                    .try_for_each(|item| self.look_at(item, hint, below)),
            },
            Json::Object(fields) => self.look_into(data, fields, hint, below),
            _ => Ok(()),
        }
    }

    fn look_into(
        &mut self,
        data: &Json,
        fields: &Map<String, Json>,
        hint: Hint,
        below: usize,
    ) -> Result<()> {
        let is_settings = fields.keys().all(|key| Hint::of_length(key).is_some());
        if is_word_index(data) && !is_settings {
            return match labels::from_pairs(fields) {
                Some(names) if !is_vocabulary(&names, hint) => {
                    self.saved.labels.get_or_insert(names);
                    Ok(())
                }
                _ => self.take_word_index(fields),
            };
        }
        if let Some(words) = named_by_number(fields) {
            return if is_vocabulary(words.values(), hint) {
                let pairs = words.into_iter().map(|(number, word)| (word, number));
                let read = tokenizer_of_word_index(pairs.collect(), &self.overrides, self.file)?;
                self.take_tokenizer(read);
                Ok(())
            } else {
                let names = labels::from_pairs(fields);
                self.saved.labels = self.saved.labels.take().or(names);
                Ok(())
            };
        }
        // json.dump(tokenizer.__dict__, file)
        if fields.contains_key("word_index") && fields.contains_key("filters") {
            let tokenizer = serde_json::json!({ "class_name": "Tokenizer", "config": data });
            return self.look_at(&tokenizer, hint, below);
        }
        self.take_settings(fields);
        // An object that says itself what it is comes before a dictionary whose key says it.
        for value in fields.values() {
            if is_tokenizer(value) || class_names(value).is_some() {
                self.look_at(value, Hint::None, below)?;
            }
        }
        for (key, value) in fields {
            let hint = Hint::of_key(key);
            let wanted = match hint {
                Hint::Vocabulary => self.saved.tokenizer.is_none(),
                Hint::Labels => self.saved.labels.is_none(),
                Hint::None => false,
            };
            if wanted {
                self.look_at(value, hint, below)?;
            }
        }
        Ok(())
    }

    /// Lengths, and what else stands beside a word index.
    fn take_settings(&mut self, fields: &Map<String, Json>) {
        let number = |value: &Json| {
            value
                .as_u64()
                .and_then(|n| u32::try_from(n).ok())
                .filter(|&n| n > 0)
        };
        for (key, value) in fields {
            match Hint::of_length(key) {
                Some(true) => self.saved.max_sentences = self.saved.max_sentences.or(number(value)),
                Some(false) => self.saved.maxlen = self.saved.maxlen.or(number(value)),
                None => {}
            }
            let overrides = &mut self.overrides;
            match normalised(key).as_str() {
                "numwords" => overrides.num_words = overrides.num_words.or(number(value)),
                "oovtoken" => {
                    let token = value.as_str().map(str::to_owned);
                    overrides.oov_token = overrides.oov_token.take().or(token);
                }
                _ => {}
            }
        }
    }

    fn take_list(&mut self, words: Vec<String>, hint: Hint) -> Result<()> {
        if is_vocabulary(&words, hint) {
            let read = tokenizer_of_vocabulary(words, &self.overrides, self.file)?;
            self.take_tokenizer(read);
        } else if !words.is_empty() {
            self.saved.labels.get_or_insert(words);
        }
        Ok(())
    }

    fn take_word_index(&mut self, fields: &Map<String, Json>) -> Result<()> {
        let words = numbers(fields, self.file)?;
        let read = tokenizer_of_word_index(words, &self.overrides, self.file)?;
        self.take_tokenizer(read);
        Ok(())
    }

    fn take_tokenizer(&mut self, tokenizer: Tokenizer) {
        self.saved
            .tokenizer
            .get_or_insert_with(|| Box::new(tokenizer));
    }
}
