//! The answer for one text: words with their attention, and the prediction.

use crate::error::{Error, Result};
use crate::model::{Network, Trace};
use crate::text::{Padded, Word};

/// What became of a word on its way into the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// In the vocabulary, and fed.
    Known = 0,
    /// Not in the vocabulary; fed as the number of unknown words.
    Unknown = 1,
    /// Not in the vocabulary, and there is no number for unknown words: the model never sees it.
    Dropped = 2,
    /// Has a number, but was cut off because the text is longer than `maxlen`.
    Truncated = 3,
}

impl Status {
    /// All statuses in the order of their numbers.
    pub const NAMES: [&'static str; 4] = ["known", "unknown", "dropped", "truncated"];

    /// The contract's name of it.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A word of the text with what the model made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Token {
    /// Its place in the text, and its number.
    pub word: Word,
    /// What became of it.
    pub status: Status,
    /// The padded time step it was fed at.
    pub step: Option<usize>,
    /// `α_t` as the model computes it.
    pub attention: Option<f32>,
}

/// The answer for one text.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// All words, in the order of the text.
    pub tokens: Vec<Token>,
    /// Share of the attention that fell on steps without a word.
    pub padding_attention: f32,
    /// The model's output, flat.
    pub prediction: Vec<f32>,
    /// Name of the layer whose attention this is.
    pub attention_layer: String,
}

/// Lines words up with what the attention layer did at their steps.
///
/// `first_word` is the place of the first word in the sequence before padding (1 behind a start id).
pub(crate) fn analysis(
    network: &Network,
    trace: &Trace,
    attention_layer: usize,
    output: usize,
    words: Vec<Word>,
    padded: &Padded,
    first_word: usize,
) -> Result<Analysis> {
    let name = network.layers()[attention_layer].name.clone();
    let weights = trace
        .layer(attention_layer)
        .and_then(|layer| layer.attention.as_ref())
        .map(|attention| &attention.attention_weights)
        .ok_or_else(|| Error::InvalidGraph {
            detail: format!("layer “{name}” was not reached"),
        })?;
    let steps = padded.ids.len();
    if weights.len() != steps {
        return Err(Error::ShapeMismatch {
            layer: name,
            expected: format!("one attention weight for each of {steps} steps"),
            found: format!("{} weights", weights.len()),
        });
    }
    // A layer with go_backwards hands its steps on in reversed time.
    let is_reversed = network.is_time_reversed(attention_layer);
    let weight_at = |step: usize| weights[if is_reversed { steps - 1 - step } else { step }];

    let mut fed = first_word;
    let mut on_words = 0.0;
    let tokens: Vec<Token> = words
        .into_iter()
        .map(|word| {
            let step = word.id.and_then(|_| {
                fed += 1;
                padded.step(fed - 1)
            });
            let attention = step.map(weight_at);
            on_words += attention.map_or(0.0, f64::from);
            let status = match (word.id, step) {
                (None, _) => Status::Dropped,
                (Some(_), None) => Status::Truncated,
                (Some(_), Some(_)) if word.known => Status::Known,
                (Some(_), Some(_)) => Status::Unknown,
            };
            Token {
                word,
                status,
                step,
                attention,
            }
        })
        .collect();
    // The start id is no padding: its attention belongs to neither.
    let on_start = (0..first_word)
        .filter_map(|index| padded.step(index))
        .map(|step| f64::from(weight_at(step)));
    let all: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    let padding_attention = (all - on_words - on_start.sum::<f64>()) as f32;

    let prediction = trace
        .outputs
        .get(output)
        .map(|tensor| tensor.iter().copied().collect())
        .unwrap_or_default();
    // Where every step holds a word, what is left of the subtraction is rounding.
    let has_padding =
        tokens.iter().filter(|token| token.step.is_some()).count() + first_word < steps;
    Ok(Analysis {
        tokens,
        // NaN stays NaN, which `f32::max` would hide.
        padding_attention: if !has_padding || padding_attention < 0.0 {
            0.0
        } else {
            padding_attention
        },
        prediction,
        attention_layer: name,
    })
}
