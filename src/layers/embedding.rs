//! `keras.layers.Embedding`: the row of a table for each word number.
//! y_t = E[id_t]    E: `[input_dim, output_dim]`, ids: `[steps]`

use std::sync::Arc;

use ndarray::Array2;

use super::{Layer, Mismatch, Outcome, single};
use crate::tensor::{Shape, Value};

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
        if shape.len() != 1 {
            return Err(Mismatch::shape("(None, steps)", &shape));
        }
        shape.push(Some(self.embeddings.ncols()));
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let ids = &single(inputs)?.tensor;
        let (rows, width) = self.embeddings.dim();
        let mut out = Array2::zeros((ids.len(), width));
        for (mut row, &id) in out.rows_mut().into_iter().zip(ids.iter()) {
            // Numbers travel as f32, exact up to 2²⁴, and are never negative: a tokenizer made them.
            let id = id as u32;
            if id as usize >= rows {
                return Err(Mismatch::TokenId { id, rows });
            }
            row.assign(&self.embeddings.row(id as usize));
        }
        let mask = self
            .mask_zero
            .then(|| ids.iter().map(|&id| id != 0.0).collect::<Arc<[bool]>>());
        Ok(Outcome::of(Value::new(out, mask)))
    }
}
