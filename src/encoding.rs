//! Text → what the model is fed: numbered words at their steps, in a hierarchical model sentence by sentence.

use ndarray::ArrayD;

use crate::budget;
use crate::error::{Error, Result};
use crate::layers::MOST_NUMBERS;
use crate::steps::StepAxes;
use crate::tensor::{Value, tensor_from};
use crate::text::{Padding, Sentence, SentenceRule, Tokenizer, Word, WordMemory, pad_sequence};

/// Steps that a text, and sentences that a hierarchical one, may have: far beyond any text that is read, and small
/// enough to be computed.
pub const LONGEST_TEXT: usize = budget::TEXT;

/// How texts are brought into the form that the model takes.
#[derive(Debug, Clone)]
pub struct Encoder {
    /// Words to numbers.
    pub tokenizer: Tokenizer,
    /// How many steps a text has, or a sentence of a hierarchical model.
    pub padding: Padding,
    /// How texts are cut into sentences, in a hierarchical model.
    pub sentences: Option<SentenceSettings>,
}

/// How a text becomes `[sentences, words]`.
#[derive(Debug, Clone)]
pub struct SentenceSettings {
    /// Where sentences end.
    pub rule: SentenceRule,
    /// How many sentences a text has: `maxlen` counts sentences here.
    pub padding: Padding,
}

/// A word with the place it was fed at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedWord {
    /// The word.
    pub word: Word,
    /// Index of its sentence in the text, of a hierarchical model.
    pub sentence: Option<usize>,
    /// Its row: its sentence's place among the padded sentences; 0 where there are no sentences.
    pub row: usize,
    /// Its step in the padded row; `None`: it did not reach the model.
    pub step: Option<usize>,
}

/// A sentence with the place it was fed at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedSentence {
    /// Where it lies in the text.
    pub span: Sentence,
    /// Its place among the padded sentences; `None`: it was cut.
    pub row: Option<usize>,
}

/// A text as the model is fed it.
#[derive(Debug, Clone)]
pub struct Encoded {
    /// All words in the order of the text.
    pub words: Vec<PlacedWord>,
    /// All sentences in the order of the text; none where the model knows no sentences.
    pub sentences: Vec<PlacedSentence>,
    /// Word numbers, row-major.
    pub ids: Vec<u32>,
    /// `[steps]`, or `[sentences, steps]`.
    pub shape: Vec<usize>,
    /// Row and step of each start id: neither a word nor padding.
    pub starts: Vec<(usize, usize)>,
}

impl Encoder {
    /// Encodes a text; an empty one is fine, too.
    ///
    /// # Errors
    /// [`Error::TextTooLong`], where the model takes any length.
    pub fn encode(&self, text: &str) -> Result<Encoded> {
        match &self.sentences {
            None => self.encode_flat(self.tokenizer.words(text)),
            Some(settings) => self.encode_sentences(text, settings),
        }
    }

    /// As [`encode`](Self::encode), after another text.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn encode_again(&self, text: &str, memory: &mut WordMemory) -> Result<Encoded> {
        match &self.sentences {
            None => self.encode_flat(memory.words(text, &self.tokenizer)),
            Some(settings) => self.encode_sentences(text, settings),
        }
    }

    /// Encodes words as one row.
    fn encode_flat(&self, words: Vec<Word>) -> Result<Encoded> {
        let mut encoded = Encoded {
            words: Vec::with_capacity(words.len()),
            sentences: Vec::new(),
            ids: Vec::new(),
            shape: Vec::new(),
            starts: Vec::new(),
        };
        self.add_row(words, None, Some(0), self.padding, &mut encoded);
        encoded.shape = vec![encoded.ids.len()];
        check_length(&encoded.shape)?;
        Ok(encoded)
    }

    fn encode_sentences(&self, text: &str, settings: &SentenceSettings) -> Result<Encoded> {
        let spans = settings.rule.sentences(text);
        let words: Vec<Vec<Word>> = spans
            .iter()
            .map(|span| span.words(text, &self.tokenizer))
            .collect();
        let start = usize::from(self.tokenizer.start_id().is_some());
        let longest = words.iter().map(|words| {
            let numbered = words.iter().filter(|word| word.id.is_some());
            numbered.count().saturating_add(start)
        });
        // Without a length of their own, all sentences are as long as the longest.
        let steps = self
            .padding
            .maxlen
            .unwrap_or_else(|| longest.max().unwrap_or(0).max(1));
        let padding = Padding {
            maxlen: Some(steps),
            ..self.padding
        };
        // Sentences are padded like words: by their indexes.
        let indexes: Vec<u32> = (0..).take(spans.len()).collect();
        let rows = pad_sequence(&indexes, settings.padding);
        let count = check_length(&[rows.ids.len(), steps])?;
        let mut encoded = Encoded {
            words: Vec::new(),
            sentences: Vec::with_capacity(spans.len()),
            ids: vec![0; count],
            shape: vec![rows.ids.len(), steps],
            starts: Vec::new(),
        };
        for (index, (span, words)) in spans.into_iter().zip(words).enumerate() {
            let row = rows.step(index);
            encoded.sentences.push(PlacedSentence { span, row });
            self.add_row(words, Some(index), row, padding, &mut encoded);
        }
        Ok(encoded)
    }

    /// Adds one row of words: at `row` of a hierarchical input, or as the only one.
    fn add_row(
        &self,
        words: Vec<Word>,
        sentence: Option<usize>,
        row: Option<usize>,
        padding: Padding,
        encoded: &mut Encoded,
    ) {
        let start = self.tokenizer.start_id();
        let sequence: Vec<u32> = start
            .into_iter()
            .chain(words.iter().filter_map(|word| word.id))
            .collect();
        let padded = pad_sequence(&sequence, padding);
        if let (Some(row), Some(step), Some(_)) = (row, padded.step(0), start) {
            encoded.starts.push((row, step));
        }
        let mut indexes = usize::from(start.is_some())..;
        for word in words {
            let index = word.id.and_then(|_| indexes.next());
            let step = index.and_then(|index| row.and_then(|_| padded.step(index)));
            encoded.words.push(PlacedWord {
                word,
                sentence,
                row: row.unwrap_or(0),
                step,
            });
        }
        match (sentence, row) {
            (None, _) => encoded.ids = padded.ids,
            (Some(_), Some(row)) => {
                let mut rows = encoded.ids.chunks_exact_mut(padded.ids.len().max(1));
                if let Some(place) = rows.nth(row) {
                    place.copy_from_slice(&padded.ids);
                }
            }
            (Some(_), None) => {}
        }
    }

    /// An input with one word of number `id` in it, to try the model out.
    ///
    /// # Errors
    /// [`Error::TextTooLong`], where the options ask for too many sentences of too many steps.
    pub fn encode_id(&self, id: u32) -> Result<Encoded> {
        let word = Word {
            id: Some(id),
            ..Word::default()
        };
        let Some(settings) = &self.sentences else {
            return self.encode_flat(vec![word]);
        };
        let steps = self.padding.maxlen.unwrap_or(1);
        let rows = pad_sequence(&[0], settings.padding);
        let count = check_length(&[rows.ids.len(), steps])?;
        let mut encoded = Encoded {
            words: Vec::new(),
            sentences: vec![PlacedSentence {
                span: Sentence::default(),
                row: rows.step(0),
            }],
            ids: vec![0; count],
            shape: vec![rows.ids.len(), steps],
            starts: Vec::new(),
        };
        let padding = Padding {
            maxlen: Some(steps),
            ..self.padding
        };
        self.add_row(vec![word], Some(0), rows.step(0), padding, &mut encoded);
        Ok(encoded)
    }
}

/// How many numbers a text comes to. Refuses lengths, of steps or of sentences and their steps, that are beyond what can
/// be computed.
fn check_length(shape: &[usize]) -> Result<usize> {
    let count = shape
        .iter()
        .fold(1usize, |count, &length| count.saturating_mul(length));
    let detail = match *shape {
        [steps] if steps > LONGEST_TEXT => {
            format!("it has {steps} words, of at most {LONGEST_TEXT}")
        }
        [sentences, steps] if sentences.max(steps) > LONGEST_TEXT || count > MOST_NUMBERS => {
            format!("it comes to {sentences} sentences of {steps} words each, which is too much")
        }
        _ => return Ok(count),
    };
    Err(Box::new(Error::TextTooLong { detail }))
}

impl Encoded {
    /// The numbers as the model's input, every axis of which runs over the text.
    pub fn value(&self) -> Value {
        // Numbers travel as f32, exact up to 2²⁴.
        let numbers = self.ids.iter().map(|&id| id as f32).collect();
        let tensor = tensor_from(&self.shape, numbers)
            .unwrap_or_else(|| ArrayD::zeros(ndarray::IxDyn(&self.shape)));
        Value::new(tensor).stepped(StepAxes::input(&self.shape, self.shape.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TokenizerParts;

    #[test]
    fn sentences_are_bounded_before_they_are_laid_out() {
        let parts = TokenizerParts {
            word_index: [("ah".to_owned(), 1)].into_iter().collect(),
            ..Default::default()
        };
        let of_length = |maxlen| Padding {
            maxlen,
            ..Padding::default()
        };
        let encoder = |steps, sentences| Encoder {
            tokenizer: Tokenizer::new(parts.clone(), "x").expect("a tokenizer"),
            padding: of_length(steps),
            sentences: Some(SentenceSettings {
                rule: SentenceRule::Default,
                padding: of_length(sentences),
            }),
        };
        let code = |encoded: Result<Encoded>| encoded.map_or_else(|error| error.code(), |_| "fine");
        let widest = encoder(Some(LONGEST_TEXT), Some(LONGEST_TEXT));
        assert_eq!(code(widest.encode("Ah.")), "text_too_long");
        assert_eq!(code(widest.encode_id(1)), "text_too_long");
        let any = encoder(None, None);
        assert_eq!(code(any.encode("Ah. Ah ah.")), "fine");
        assert_eq!(
            code(any.encode(&"Ah!\n".repeat(LONGEST_TEXT + 1))),
            "text_too_long"
        );
        let uneven = format!("{}{}", "ah ".repeat(10_000), "! Ah".repeat(10_000));
        assert_eq!(code(any.encode(&uneven)), "text_too_long");
    }
}
