//! An answer as `AnalysisColumns`: one typed array per field, all of them views of one buffer that is copied once.
//!
//! To make twelve buffers costs more than to compute an answer to a keystroke, and so do seventeen properties set one by
//! one; `columns.js` makes the object in one call. Both files know the order of the columns.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::strings;
use crate::Classifier;
use crate::analysis::{Analysis, SentenceAttention};

#[wasm_bindgen(module = "/src/wasm/columns.js")]
extern "C" {
    #[wasm_bindgen(js_name = analysisColumns)]
    fn analysis_columns(
        numbers: &[u32],
        tokens: usize,
        sentences: usize,
        classes: usize,
        constants: &JsValue,
        padding_attention: f32,
        milliseconds: f64,
    ) -> JsValue;

    #[wasm_bindgen(js_name = manyColumns)]
    fn many_columns(
        numbers: &[u32],
        texts: usize,
        tokens: usize,
        classes: usize,
        failures: &JsValue,
    ) -> JsValue;

    #[wasm_bindgen(js_name = answerConstants)]
    fn answer_constants(labels: &JsValue, attention_layer: &str, has_matrix: bool) -> JsValue;
}

/// What is the same in each answer of a model.
pub fn constants(classifier: &Classifier) -> JsValue {
    answer_constants(
        &strings(classifier.labels()),
        classifier.attention_layer(),
        classifier.has_matrix(),
    )
}

/// The answer. `numbers`: room that is used again.
pub fn columns(
    constants: &JsValue,
    analysis: &Analysis,
    milliseconds: f64,
    numbers: &mut Vec<u32>,
) -> JsValue {
    let tokens = &analysis.tokens;
    let sentences = analysis.sentences.as_deref().unwrap_or_default();
    numbers.clear();
    numbers.extend(tokens.iter().map(|token| token.word.start.utf16 as u32));
    numbers.extend(tokens.iter().map(|token| token.word.end.utf16 as u32));
    numbers.extend(tokens.iter().map(|token| token.word.id.unwrap_or(u32::MAX)));
    numbers.extend(tokens.iter().map(|token| or_minus_one(token.step)));
    numbers.extend(tokens.iter().map(|token| or_minus_one(token.sentence)));
    numbers.extend(tokens.iter().map(|token| or_nan(token.attention)));
    let of_sentences = |numbers: &mut Vec<u32>, of: &dyn Fn(&SentenceAttention) -> u32| {
        numbers.extend(sentences.iter().map(of));
    };
    of_sentences(numbers, &|sentence| sentence.span.start.utf16 as u32);
    of_sentences(numbers, &|sentence| sentence.span.end.utf16 as u32);
    of_sentences(numbers, &|sentence| or_nan(sentence.attention));
    of_sentences(numbers, &|sentence| or_nan(sentence.word_padding_attention));
    numbers.extend(analysis.prediction.iter().map(|p| p.to_bits()));
    // Bytes, four to a number, the first lowest: WebAssembly's order.
    numbers.extend(tokens.chunks(4).map(|tokens| {
        let bytes = tokens.iter().rev().map(|token| token.status as u32);
        bytes.fold(0, |all, byte| all << 8 | byte)
    }));
    analysis_columns(
        numbers,
        tokens.len(),
        sentences.len(),
        analysis.prediction.len(),
        constants,
        analysis.padding_attention,
        milliseconds,
    )
}

/// Answers to many texts, gathered one after the other, as `ManyColumns`.
#[derive(Default)]
pub struct Many {
    counts: Vec<u32>,
    starts: Vec<u32>,
    ends: Vec<u32>,
    ids: Vec<u32>,
    weights: Vec<u32>,
    padding: Vec<u32>,
    predictions: Vec<u32>,
    statuses: Vec<u8>,
    failures: js_sys::Array,
}

impl Many {
    /// Adds one answer; a text that has none leaves no words, and NaN in every place of a number. `classes`: how many
    /// numbers a prediction has.
    pub fn add(&mut self, answer: Result<Analysis, JsValue>, classes: usize) {
        let Ok(analysis) = answer.map_err(|error| {
            let failure = js_sys::Array::of2(&(self.counts.len() as u32).into(), &error);
            self.failures.push(&failure);
        }) else {
            self.counts.push(0);
            self.padding.push(or_nan(None));
            let nothing = std::iter::repeat_n(or_nan(None), classes);
            self.predictions.extend(nothing);
            return;
        };
        self.counts.push(analysis.tokens.len() as u32);
        for token in &analysis.tokens {
            self.starts.push(token.word.start.utf16 as u32);
            self.ends.push(token.word.end.utf16 as u32);
            self.ids.push(token.word.id.unwrap_or(u32::MAX));
            self.weights.push(or_nan(token.attention));
            self.statuses.push(token.status as u8);
        }
        self.padding.push(analysis.padding_attention.to_bits());
        let prediction = analysis.prediction.iter().copied().map(Some);
        let prediction = prediction.chain(std::iter::repeat(None)).take(classes);
        self.predictions.extend(prediction.map(or_nan));
    }

    /// All answers.
    pub fn columns(self) -> JsValue {
        let (texts, tokens) = (self.counts.len(), self.starts.len());
        let classes = self.predictions.len().checked_div(texts).unwrap_or(0);
        let columns = [
            self.counts,
            self.padding,
            self.predictions,
            self.starts,
            self.ends,
            self.ids,
            self.weights,
        ];
        let mut numbers = columns.concat();
        // Bytes, four to a number, the first lowest: WebAssembly's order.
        numbers.extend(self.statuses.chunks(4).map(|bytes| {
            let bytes = bytes.iter().rev();
            bytes.fold(0, |all, &byte| (all << 8) | u32::from(byte))
        }));
        many_columns(&numbers, texts, tokens, classes, &self.failures)
    }
}

/// -1 for what is not there, as a signed number's bits.
fn or_minus_one(number: Option<usize>) -> u32 {
    number.map_or(u32::MAX, |number| number as u32)
}

/// NaN for what is not there, as a float's bits.
fn or_nan(number: Option<f32>) -> u32 {
    number.unwrap_or(f32::NAN).to_bits()
}
