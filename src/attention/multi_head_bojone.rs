//! `Attention(nb_head, size_per_head)` of J. Su (bojone): multi-head attention without output matrix and biases.
//!
//! Q, K, V = x·W_Q, x·W_K, x·W_V, cut into heads    W: `[features, nb_head·size_per_head]`
//! α = softmax(Q·Kᵀ/√size_per_head) in each head    `[heads, queries, keys]`; no mask
//! output = the heads' α·V side by side    `[queries, nb_head·size_per_head]`

use ndarray::{Array2, Axis, concatenate, s};

use super::Kind;
use super::matrix::{attend, numbers_held, outcome, scaled_scores, stacked};
use super::scoring::{linear, matrix_of};
use crate::layers::{Layer, Mismatch, Outcome, expect_sequence, known};
use crate::tensor::{Shape, Value};
use crate::unchanged::numbers_of_row;

/// This kind.
pub const KIND: Kind = Kind {
    name: "multi_head_bojone",
    title: "Attention(nb_head, size_per_head) (bojone)",
    equation: "α = softmax(Q·Kᵀ/√size_per_head), from each step to each, in each head",
    python: None,
};

/// Multi-head attention over `[query, key, value]`, or one input that is all three.
#[derive(Debug)]
pub struct MultiHeadBojone {
    /// W_Q, W_K, W_V, each `[features, heads·size]`
    pub kernels: [Array2<f32>; 3],
    /// `nb_head`
    pub heads: usize,
}

fn three<T>(inputs: &[T]) -> Result<[&T; 3], Mismatch> {
    match inputs {
        [x] => Ok([x, x, x]),
        [query, key, value] => Ok([query, key, value]),
        _ => Err(Mismatch::new(
            "query, key and value".into(),
            format!("{} tensors", inputs.len()),
        )),
    }
}

impl Layer for MultiHeadBojone {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let inputs = three(inputs)?;
        let mut queries = None;
        for (index, (input, kernel)) in inputs.into_iter().zip(&self.kernels).enumerate() {
            let steps = expect_sequence(input, kernel.nrows())?;
            if index == 0 {
                queries = steps;
            }
        }
        Ok(vec![vec![queries, Some(self.kernels[2].ncols())]])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let shapes: Vec<Shape> = inputs.iter().map(|input| known(input.shape())).collect();
        self.output_shapes(&shapes)?;
        let [query, key, value] = three(inputs)?;
        let [of_query, of_key, of_value] = &self.kernels;
        let q = linear(&matrix_of(query)?, of_query, None);
        let k = linear(&matrix_of(key)?, of_key, None);
        let v = linear(&matrix_of(value)?, of_value, None);
        if k.nrows() != v.nrows() {
            return Err(Mismatch::shape(
                "values like the keys",
                &known(value.shape()),
            ));
        }
        let size = q.ncols().checked_div(self.heads).unwrap_or(0);
        let mut weights = Vec::with_capacity(self.heads);
        let mut outputs = Vec::with_capacity(self.heads);
        for head in 0..self.heads {
            let columns = numbers_of_row(head, size);
            let of_head = |x: &Array2<f32>| x.slice(s![.., columns.clone()]).to_owned();
            let scores = scaled_scores(&of_head(&q), &of_head(&k), 1.0 / (size as f32).sqrt());
            let (of_head, output) = attend(scores, &of_head(&v));
            weights.push(of_head);
            outputs.push(output);
        }
        let views: Vec<_> = outputs.iter().map(|output| output.view()).collect();
        let output = concatenate(Axis(1), &views)
            .map_err(|_| Mismatch::shape("heads of one size", &known(query.shape())))?;
        Ok(outcome(query, key, output, stacked(&weights)?, None, None))
    }

    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        three(inputs).map_or(0, |[query, key, _]| numbers_held(self.heads, query, key))
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(KIND.name)
    }
}
