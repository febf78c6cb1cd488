//! `keras.layers.TextVectorization` and `StringLookup` inside a model: words to numbers.
//!
//! The numbers are made before the model is run, where words still have their places in the text
//! (`text::text_vectorization`); here they only pass.

use super::{Layer, Mismatch, Outcome, single};
use crate::tensor::{Shape, Value};

/// y = the word numbers that came in.
#[derive(Debug)]
pub struct TextVectorization {
    /// Steps that every text is padded and cut to; `None`: its own length.
    pub output_sequence_length: Option<usize>,
}

impl Layer for TextVectorization {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        single(inputs)?;
        Ok(vec![vec![self.output_sequence_length]])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        Ok(Outcome::of(single(inputs)?.clone()))
    }

    fn takes_words(&self, input: usize) -> bool {
        input == 0
    }
}
