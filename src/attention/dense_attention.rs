//! What `keras.layers.Attention` and `AdditiveAttention` have in common (Keras's `BaseDenseAttention`).
//!
//! scores − 10⁹ where the value is masked, or with a causal mask where it comes after the query
//! α = softmax(scores)    `[queries, keys]`
//! output = α·V    `[queries, features]`, zeros where the query is masked; the query's mask passes
//!
//! In f32 nothing of a score is left under 10⁹, so a query that may attend to nothing attends to all alike.

use ndarray::{Array2, Axis};

use super::matrix::{attend, is_real, numbers_held, outcome, push_down, returned_matrix};
use super::scoring::matrix_of;
use crate::layers::{Layer, Mismatch, Outcome, known, mask_of};
use crate::tensor::{Shape, Value};

/// How pairs of steps are scored.
pub trait PairScore: Send + Sync {
    /// The kind's name.
    fn kind(&self) -> &'static str;

    /// Width that its weights are made for; `None`: any.
    fn features(&self) -> Option<usize> {
        None
    }

    /// Scores of all pairs, `[queries, keys]`.
    fn scores(&self, query: &Array2<f32>, key: &Array2<f32>) -> Array2<f32>;
}

/// Attention of a query with a value, over `[query, value]` or `[query, value, key]`.
pub struct DenseAttention {
    /// How pairs are scored.
    pub score: Box<dyn PairScore>,
    /// Whether a step may attend to those before it alone.
    pub use_causal_mask: bool,
    /// Whether the weights are put out as well, `[queries, keys]`.
    pub return_attention_scores: bool,
}

fn query_value_key<T>(inputs: &[T]) -> Result<[&T; 3], Mismatch> {
    match inputs {
        [query, value] => Ok([query, value, value]),
        [query, value, key] => Ok([query, value, key]),
        _ => Err(Mismatch::new(
            "query and value".into(),
            format!("{} tensors", inputs.len()),
        )),
    }
}

impl Layer for DenseAttention {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let [query, value, key] = query_value_key(inputs)?;
        let ([queries, width], [_, features], [keys, of_key]) = (&query[..], &value[..], &key[..])
        else {
            return Err(Mismatch::shape("(None, steps, features)", query));
        };
        let fits = |found: &Option<usize>, wanted: Option<usize>| {
            found.zip(wanted).is_none_or(|(a, b)| a == b)
        };
        if !fits(width, self.score.features()) || !fits(of_key, *width) {
            let width = self.score.features().or(*width);
            let width = width.map_or("features".to_owned(), |n| n.to_string());
            return Err(Mismatch::shape(format!("(None, steps, {width})"), key));
        }
        let output = vec![*queries, *features];
        Ok(match self.return_attention_scores {
            true => vec![output, vec![*queries, *keys]],
            false => vec![output],
        })
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let shapes: Vec<Shape> = inputs.iter().map(|input| known(input.shape())).collect();
        self.output_shapes(&shapes)?;
        let [query, value, key] = query_value_key(inputs)?;
        let (q, v, k) = (matrix_of(query)?, matrix_of(value)?, matrix_of(key)?);
        if k.nrows() != v.nrows() {
            return Err(Mismatch::shape("keys for the values", &known(key.shape())));
        }
        let mut scores = self.score.scores(&q, &k);
        let value_mask = mask_of(value)?;
        let is_real_value = is_real(&value_mask);
        push_down(&mut scores, 1e9, |query, key| {
            is_real_value(key) && (!self.use_causal_mask || key <= query)
        });
        let (weights, mut output) = attend(scores, &v);
        let query_mask = mask_of(query)?;
        let is_real_query = is_real(&query_mask);
        for (step, mut row) in output.axis_iter_mut(Axis(0)).enumerate() {
            if !is_real_query(step) {
                row.fill(0.0);
            }
        }
        let returned = self
            .return_attention_scores
            .then(|| returned_matrix(query, value, weights.clone()));
        let weights = weights.insert_axis(Axis(0));
        Ok(outcome(
            query,
            value,
            output,
            weights,
            query.mask.clone(),
            returned,
        ))
    }

    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        query_value_key(inputs).map_or(0, |[query, _, key]| numbers_held(1, query, key))
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(self.score.kind())
    }
}
