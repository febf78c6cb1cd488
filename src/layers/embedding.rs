//! `keras.layers.Embedding`: the row of a table for each word number.
//! y_t = E[id_t]    E: `[input_dim, output_dim]`, ids: `[steps]` or of any other shape

use std::sync::Arc;

use ndarray::Array2;

use super::recurrent::numbers_of;
use super::{Complaint, Layer, Linear, Memory, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Tensor, Value, Words, tensor_from};
use crate::unchanged::{Part, changed_rows, moved};

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
        let mut out = vec![0.0; input.tensor.len() * self.embeddings.ncols()];
        self.look_up(&input.as_slice(), &mut out)?;
        self.outcome(input, out)
    }

    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let (table, width) = self.embeddings.dim();
        if input.shape().len() != 1 {
            return self.call(inputs);
        }
        let kept: &mut Tensor = memory.of();
        let mut out = numbers_of(std::mem::take(kept));
        let ids = input.as_slice();
        let blocks = match (&input.parts, out.is_empty()) {
            (Some(parts), false) => Linear::unchanged(parts),
            _ => Vec::new(),
        };
        moved(&mut out, width, &blocks, ids.len());
        for changed in changed_rows(&blocks, ids.len()) {
            let rows = &mut out[changed.start * width..changed.end * width];
            self.look_up(&ids[changed], rows)?;
        }
        let mut outcome = self.outcome(input, out)?;
        if let Some(value) = outcome.outputs.first_mut() {
            *kept = value.tensor.clone();
            value.words = Some(Words {
                table: self.embeddings.as_ptr() as usize,
                rows: table,
                ids: ids.iter().map(|&id| id as u32).collect(),
            });
            value.parts = Some(Arc::from([Part {
                columns: width,
                blocks: blocks.into(),
            }]));
        }
        Ok(outcome)
    }

    fn takes_words(&self, input: usize) -> bool {
        input == 0
    }
}

impl Embedding {
    /// The rows of some word numbers, one after the other.
    fn look_up(&self, ids: &[f32], out: &mut [f32]) -> Result<(), Mismatch> {
        let (rows, width) = self.embeddings.dim();
        let table = self.embeddings.as_slice().unwrap_or_default();
        for (&id, row) in ids.iter().zip(out.chunks_exact_mut(width.max(1))) {
            // Numbers travel as f32, exact up to 2²⁴, and are never negative: a tokenizer made them.
            let id = id as u32;
            let place = id as usize * width;
            match table.get(place..place + width) {
                Some(found) => row.copy_from_slice(found),
                None => return Err(Mismatch::of(Complaint::TokenId { id, rows })),
            }
        }
        Ok(())
    }

    fn outcome(&self, input: &Value, out: Vec<f32>) -> Result<Outcome, Mismatch> {
        let width = self.embeddings.ncols();
        let mut shape = input.shape().to_vec();
        shape.push(width);
        let tensor = tensor_from(&shape, out)
            .ok_or_else(|| Mismatch::shape("word numbers", &known(input.shape())))?;
        let mask = self
            .mask_zero
            .then(|| input.tensor.mapv(|id| id != 0.0).into_shared());
        Ok(Outcome::of(input.with(tensor).masked(mask)))
    }
}
