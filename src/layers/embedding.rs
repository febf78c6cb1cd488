//! `keras.layers.Embedding`: the row of a table for each word number.
//! y_t = E[id_t]    E: `[input_dim, output_dim]`, ids: `[steps]` or of any other shape

use ndarray::Array2;

use super::{Complaint, Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value, tensor_from};

/// A table of word vectors. With `mask_zero`, steps with the number 0 are masked for what follows.
#[derive(Debug)]
pub struct Embedding {
    /// `[input_dim, output_dim]`
    pub embeddings: Array2<f32>,
    /// Whether the number 0 is padding.
    pub mask_zero: bool,
}

impl Layer for Embedding {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let mut shape = single(inputs)?.clone();
        shape.push(Some(self.embeddings.ncols()));
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let (rows, width) = self.embeddings.dim();
        let mut out = Vec::with_capacity(input.tensor.len() * width);
        for &id in input.as_slice().iter() {
            // Numbers travel as f32, exact up to 2²⁴, and are never negative: a tokenizer made them.
            let id = id as u32;
            if id as usize >= rows {
                return Err(Mismatch::of(Complaint::TokenId { id, rows }));
            }
            out.extend(self.embeddings.row(id as usize));
        }
        let mut shape = input.shape().to_vec();
        shape.push(width);
        let tensor = tensor_from(&shape, out)
            .ok_or_else(|| Mismatch::shape("word numbers", &known(input.shape())))?;
        let mask = self
            .mask_zero
            .then(|| input.tensor.mapv(|id| id != 0.0).into_shared());
        Ok(Outcome::of(input.with(tensor).masked(mask)))
    }

    fn takes_words(&self, input: usize) -> bool {
        input == 0
    }
}
