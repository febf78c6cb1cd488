//! `keras.layers.Embedding`: the row of a table for each word number.
//! y_t = E[id_t]    E: `[input_dim, output_dim]`, ids: `[steps]` or of any other shape

use std::sync::Arc;

use ndarray::ArcArray2;

use super::memory::is_keepable;
use super::recurrent::numbers_of;
use super::{Complaint, Layer, Linear, Memory, Mismatch, Outcome, known, single};
use crate::json;
use crate::tensor::{Shape, Tensor, Value, Words, tensor_from};
use crate::unchanged::{Block, Part, Parts, changed_rows, moved, numbers, numbers_of_row};

/// Words of a table beyond which nothing is kept of each.
const MOST_WORDS: usize = 1 << 22;

/// A table of word vectors. With `mask_zero`, steps with the number 0 are masked for what follows.
#[derive(Debug)]
pub struct Embedding {
    /// `[input_dim, output_dim]`, row-major
    pub embeddings: ArcArray2<f32>,
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
        let count = input.tensor.len().saturating_mul(self.embeddings.ncols());
        let mut out = vec![0.0; count];
        self.look_up(&input.as_slice(), &mut out)?;
        let mut shape = input.shape().to_vec();
        shape.push(self.embeddings.ncols());
        Ok(Outcome::of(self.value(input, shape, out)?))
    }

    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let width = self.embeddings.ncols();
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
            let rows = out.get_mut(numbers(&changed, width));
            if let (Some(rows), Some(ids)) = (rows, ids.get(changed)) {
                self.look_up(ids, rows)?;
            }
        }
        let mut value = self.value(input, [ids.len(), width], out)?;
        if is_keepable(ids.len(), width) {
            *kept = value.tensor.clone();
        }
        value.words = self.words(&ids)?;
        value.parts = Some(self.parts(blocks));
        Ok(Outcome::of(value))
    }

    fn call_for_words(
        &self,
        inputs: &[Value],
        _: &mut Memory,
    ) -> Option<Result<Outcome, Mismatch>> {
        let [input] = inputs else { return None };
        if input.shape().len() != 1 {
            return None;
        }
        let ids = input.as_slice();
        let words = match self.words(&ids) {
            Ok(words) => words?,
            Err(mismatch) => return Some(Err(mismatch)),
        };
        let blocks = input.parts.as_deref().map(Linear::unchanged);
        let value = self.value(input, [ids.len(), 0], Vec::new());
        Some(value.map(|mut value| {
            value.words = Some(words);
            value.parts = Some(self.parts(blocks.unwrap_or_default()));
            Outcome::of(value)
        }))
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
            let id = json::whole(id.into());
            match table.get(numbers_of_row(id as usize, width)) {
                Some(found) => row.copy_from_slice(found),
                None => return Err(Mismatch::of(Complaint::TokenId { id, rows })),
            }
        }
        Ok(())
    }

    /// The output of an input of one axis, or of any other shape.
    fn value(
        &self,
        input: &Value,
        shape: impl AsRef<[usize]>,
        out: Vec<f32>,
    ) -> Result<Value, Mismatch> {
        let tensor = tensor_from(shape.as_ref(), out)
            .ok_or_else(|| Mismatch::shape("word numbers", &known(input.shape())))?;
        let mask = self
            .mask_zero
            .then(|| input.tensor.mapv(|id| id != 0.0).into_shared());
        Ok(input.with(tensor).masked(mask))
    }

    /// The words of some numbers; `None`: the table has too many to keep something of each.
    fn words(&self, ids: &[f32]) -> Result<Option<Words>, Mismatch> {
        let rows = self.embeddings.nrows();
        let ids: Arc<[u32]> = ids.iter().map(|&id| json::whole(id.into())).collect();
        if let Some(&id) = ids.iter().find(|&&id| id as usize >= rows) {
            return Err(Mismatch::of(Complaint::TokenId { id, rows }));
        }
        Ok((rows <= MOST_WORDS).then(|| Words {
            table: self.embeddings.clone(),
            ids,
        }))
    }

    fn parts(&self, blocks: Vec<Block>) -> Parts {
        Arc::from([Part {
            columns: self.embeddings.ncols(),
            blocks: blocks.into(),
        }])
    }
}
