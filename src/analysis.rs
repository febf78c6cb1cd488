//! The answer for one text: words with their attention, and the prediction.

use crate::encoding::{Encoded, PlacedWord};
use crate::error::{Error, Result};
use crate::layers::{AttentionTrace, AttentionWeights, Trace};
use crate::model::{AttentionPath, attentions_at};
use crate::step_attention::{PlacesOfSteps, StepAttention};
use crate::text::{Sentence, Word};
use ndarray::{Array2, Axis};

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
    pub const NAMES: [&'static str; 4] = [
        Self::Known.name(),
        Self::Unknown.name(),
        Self::Dropped.name(),
        Self::Truncated.name(),
    ];

    /// The contract's name of it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Unknown => "unknown",
            Self::Dropped => "dropped",
            Self::Truncated => "truncated",
        }
    }
}

/// A word of the text with what the model made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Token {
    /// Its place in the text, and its number.
    pub word: Word,
    /// What became of it.
    pub status: Status,
    /// The padded time step it was fed at, within its sentence in a hierarchical model.
    pub step: Option<usize>,
    /// Its sentence, in a hierarchical model.
    pub sentence: Option<usize>,
    /// `α_t` as the model computes it.
    pub attention: Option<f32>,
}

/// A sentence of a hierarchical model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SentenceAttention {
    /// Where it lies in the text.
    pub span: Sentence,
    /// Its attention; `None` where it was cut, or where no layer weights sentences.
    pub attention: Option<f32>,
    /// Share of the word attention within it that fell on padding.
    pub word_padding_attention: Option<f32>,
}

/// Self-attention between the words that reached the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Indices of the tokens, in the order of the text.
    pub tokens: Vec<usize>,
    /// For each head: from each token (rows) to each (columns), `[tokens, tokens]`.
    pub heads: Vec<Array2<f32>>,
}

impl Matrix {
    /// The mean over the heads, `[tokens, tokens]`.
    pub fn mean(&self) -> Array2<f32> {
        let size = self.tokens.len();
        let mut mean = Array2::zeros((size, size));
        for head in &self.heads {
            mean += head;
        }
        mean / self.heads.len().max(1) as f32
    }
}

/// The answer for one text.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// All words, in the order of the text.
    pub tokens: Vec<Token>,
    /// All sentences in the order of the text, of a hierarchical model.
    pub sentences: Option<Vec<SentenceAttention>>,
    /// Share of the attention that fell on steps without a word; of a hierarchical model, on padded sentences.
    pub padding_attention: f32,
    /// The model's output, flat.
    pub prediction: Vec<f32>,
    /// Name of the layer whose attention this is.
    pub attention_layer: String,
    /// The attention in the layer's own steps, as it computes it: of words, or of the sentences where only these
    /// are weighted.
    pub attention_steps: Vec<f32>,
    /// Self-attention's matrix, where the layer has one.
    pub matrix: Option<Matrix>,
}

/// Which layers' attention is reported.
#[derive(Debug, Clone)]
pub struct Reported {
    /// The attention over words.
    pub words: Option<AttentionPath>,
    /// The attention over sentences, of a hierarchical model.
    pub sentences: Option<AttentionPath>,
}

impl Reported {
    /// The name of the layer that is reported: that of the words where there is one.
    pub fn name(&self) -> &str {
        let path = self.words.as_ref().or(self.sentences.as_ref());
        path.map_or("", |path| &path.name)
    }
}

/// Lines words up with what the attention layers did at their steps.
pub(crate) fn analysis(
    trace: &Trace,
    reported: &Reported,
    output: usize,
    encoded: &Encoded,
    with_matrix: bool,
) -> Result<Analysis> {
    let is_hierarchical = encoded.shape.len() > 1;
    let rows = match encoded.shape[..] {
        [rows, _, ..] => rows,
        _ => 1,
    };
    let steps = encoded.shape.last().copied().unwrap_or(0);
    let of_words = reported
        .words
        .as_ref()
        .map(|path| row_attentions(trace, path, encoded, rows, steps))
        .transpose()?;
    let tokens: Vec<Token> = encoded
        .words
        .iter()
        .map(|placed| token(placed, of_words.as_deref()))
        .collect();

    let of_sentences = match &reported.sentences {
        Some(path) if is_hierarchical => Some(sentence_attention(trace, path, encoded, rows)?),
        _ => None,
    };
    let row_padding = |row: usize| Some(of_words.as_ref()?.get(row)?.on_padding);
    let sentences = is_hierarchical.then(|| {
        encoded
            .sentences
            .iter()
            .map(|sentence| SentenceAttention {
                span: sentence.span,
                attention: sentence
                    .row
                    .and_then(|row| of_sentences.as_ref()?.at_place(row)),
                word_padding_attention: sentence.row.and_then(row_padding),
            })
            .collect()
    });
    let padding_attention = match (&of_sentences, &of_words) {
        (Some(of_sentences), _) => of_sentences.on_padding,
        (None, Some(of_words)) => {
            let sum: f32 = of_words.iter().map(|row| row.on_padding).sum();
            sum / of_words.len().max(1) as f32
        }
        (None, None) => 0.0,
    };
    let matrix = match (&reported.words, with_matrix && !is_hierarchical) {
        (Some(path), true) => attentions_at(trace, &path.layers)
            .first()
            .and_then(|attention| matrix(attention, &tokens, steps)),
        _ => None,
    };
    let prediction = trace
        .outputs
        .get(output)
        .map(|tensor| tensor.iter().copied().collect())
        .unwrap_or_default();
    let attention_steps = match (of_words, of_sentences) {
        (Some(of_words), _) => of_words.into_iter().flat_map(|row| row.weights).collect(),
        (None, Some(of_sentences)) => of_sentences.weights,
        (None, None) => Vec::new(),
    };
    Ok(Analysis {
        tokens,
        sentences,
        padding_attention,
        prediction,
        attention_layer: reported.name().to_owned(),
        attention_steps,
        matrix,
    })
}

fn token(placed: &PlacedWord, rows: Option<&[StepAttention]>) -> Token {
    let attention = placed
        .step
        .and_then(|step| rows?.get(placed.row)?.at_place(step));
    let status = match (placed.word.id, placed.step) {
        (None, _) => Status::Dropped,
        (Some(_), None) => Status::Truncated,
        (Some(_), Some(_)) if placed.word.known => Status::Known,
        (Some(_), Some(_)) => Status::Unknown,
    };
    Token {
        word: placed.word,
        status,
        step: placed.step,
        sentence: placed.sentence,
        attention,
    }
}

/// The attention within each row: the only one, or each sentence.
fn row_attentions(
    trace: &Trace,
    path: &AttentionPath,
    encoded: &Encoded,
    rows: usize,
    steps: usize,
) -> Result<Vec<StepAttention>> {
    let attentions = attentions_at(trace, &path.layers);
    let place = |row: usize, step: usize| row.saturating_mul(steps).saturating_add(step);
    let mut is_word = vec![false; rows.saturating_mul(steps)];
    for placed in &encoded.words {
        if let Some(place) = placed
            .step
            .and_then(|step| is_word.get_mut(place(placed.row, step)))
        {
            *place = true;
        }
    }
    let mut is_start = vec![false; is_word.len()];
    for &(row, step) in &encoded.starts {
        if let Some(place) = is_start.get_mut(place(row, step)) {
            *place = true;
        }
    }
    let rows_of_layer = attentions.iter().take(rows).enumerate();
    let found = rows_of_layer.map(|(row, attention)| {
        StepAttention::new(
            attention,
            steps,
            |step| is_word.get(place(row, step)) == Some(&true),
            |step| is_start.get(place(row, step)) == Some(&true),
        )
    });
    let found = found.collect::<Option<Vec<_>>>();
    found
        .filter(|found| found.len() == rows)
        .ok_or_else(|| not_over_the_text(path, &attentions, steps))
}

fn sentence_attention(
    trace: &Trace,
    path: &AttentionPath,
    encoded: &Encoded,
    rows: usize,
) -> Result<StepAttention> {
    let attentions = attentions_at(trace, &path.layers);
    let mut is_sentence = vec![false; rows];
    for row in encoded.sentences.iter().filter_map(|sentence| sentence.row) {
        if let Some(place) = is_sentence.get_mut(row) {
            *place = true;
        }
    }
    let found = attentions.first().and_then(|attention| {
        StepAttention::new(
            attention,
            rows,
            |row| is_sentence.get(row) == Some(&true),
            |_| false,
        )
    });
    found.ok_or_else(|| not_over_the_text(path, &attentions, rows))
}

fn not_over_the_text(path: &AttentionPath, found: &[&AttentionTrace], steps: usize) -> Box<Error> {
    let count = found.first().map_or(0, |attention| attention.weights.len());
    Box::new(Error::ShapeMismatch {
        layer: path.name.clone(),
        expected: format!("attention over the text's {steps} steps"),
        found: format!("{count} weights over something else"),
    })
}

/// The rows and columns of a matrix that belong to words.
fn matrix(attention: &AttentionTrace, tokens: &[Token], steps: usize) -> Option<Matrix> {
    let AttentionWeights::Matrix { weights, queries } = &attention.weights else {
        return None;
    };
    let queries = PlacesOfSteps::of_steps(queries.as_ref()?, steps);
    let keys = PlacesOfSteps::of(attention, steps)?;
    let mut fed = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if let Some(step) = token.step
            && let (Some(query), Some(key)) = (queries.step(step), keys.step(step))
            && query < weights.len_of(Axis(1))
        {
            fed.push((index, query, key));
        }
    }
    let heads = weights
        .axis_iter(Axis(0))
        .map(|head| {
            let weight = |query: usize, key: usize| head.get((query, key)).copied();
            let of_query = |query: usize| fed.iter().map(move |&(_, _, key)| (query, key));
            let pairs = fed.iter().flat_map(|&(_, query, _)| of_query(query));
            let numbers = pairs.map(|(query, key)| weight(query, key).unwrap_or(0.0));
            Array2::from_shape_vec((fed.len(), fed.len()), numbers.collect()).unwrap_or_default()
        })
        .collect();
    Some(Matrix {
        tokens: fed.into_iter().map(|(index, ..)| index).collect(),
        heads,
    })
}
