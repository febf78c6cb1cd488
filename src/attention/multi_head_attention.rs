//! `keras.layers.MultiHeadAttention` (Vaswani et al. 2017).
//!
//! Q = x·W_Q + b_Q, and K, V alike, for each head    W_Q, W_K: `[features, heads, key_dim]`, W_V: `[…, value_dim]`
//! α = softmax(Q·Kᵀ/√key_dim) over what query, value and `attention_mask` allow    `[heads, queries, keys]`
//! output = Σ over the heads of α·V·W_O + b_O    W_O: `[heads, value_dim, features]`; the query's mask passes
//!
//! A query that may attend to nothing: 10⁹ is taken off all its scores, so that it attends to all alike; from Keras
//! 3.10 on, where the weights are computed by a `Softmax` layer (with dropout, or when they are asked for), it
//! attends to nothing.

use ndarray::{Array1, Array2, Array3, Axis};

use super::Kind;
use super::matrix::{
    Allowed, attend, is_real, numbers_held, outcome, push_down, scaled_scores, stacked,
};
use super::scoring::{linear, matrix_of};
use crate::layers::{Layer, Mismatch, Outcome, known, mask_of};
use crate::steps::StepAxes;
use crate::tensor::{Shape, Value};

/// This kind.
pub const KIND: Kind = Kind {
    name: "multi_head_attention",
    title: "keras.layers.MultiHeadAttention",
    equation: "α = softmax(Q·Kᵀ/√key_dim), from each step to each, in each head",
    python: None,
};

/// A projection to all heads.
#[derive(Debug)]
pub struct HeadProjection {
    /// `[features, heads, size]`
    pub kernel: Array3<f32>,
    /// `[heads, size]`
    pub bias: Option<Array2<f32>>,
}

/// The places of the arguments among the layer's inputs.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    /// `query`
    pub query: usize,
    /// `value`
    pub value: usize,
    /// `key`; the value where it is not given.
    pub key: usize,
    /// `attention_mask`, `[queries, keys]`
    pub attention_mask: Option<usize>,
}

/// Attention in several heads.
#[derive(Debug)]
pub struct MultiHeadAttention {
    /// Of the query.
    pub query: HeadProjection,
    /// Of the key.
    pub key: HeadProjection,
    /// Of the value.
    pub value: HeadProjection,
    /// W_O, `[heads, value_dim, features]`
    pub output_kernel: Array3<f32>,
    /// b_O, `[features]`
    pub output_bias: Option<Array1<f32>>,
    /// `use_causal_mask`
    pub use_causal_mask: bool,
    /// Whether the inputs' masks count: since Keras 2.10.
    pub uses_masks: bool,
    /// Whether a query that may attend to nothing attends to nothing, and not to all alike.
    pub zeroes_masked_rows: bool,
    /// Whether the weights are put out as well, `[heads, queries, keys]`.
    pub return_attention_scores: bool,
    /// Where the arguments are.
    pub places: Places,
}

impl HeadProjection {
    /// Head `head` of x, `[steps, size]`.
    fn of_head(&self, x: &Array2<f32>, head: usize) -> Array2<f32> {
        let kernel = self.kernel.index_axis(Axis(1), head).to_owned();
        let bias = self.bias.as_ref().map(|bias| bias.row(head).to_owned());
        linear(x, &kernel, bias.as_ref())
    }

    fn check(&self, input: &Shape) -> Result<Option<usize>, Mismatch> {
        crate::layers::expect_sequence(input, self.kernel.len_of(Axis(0)))
    }
}

fn at<T>(inputs: &[T], place: usize) -> Result<&T, Mismatch> {
    inputs.get(place).ok_or_else(|| {
        Mismatch::new(
            "query and value".into(),
            format!("{} tensors", inputs.len()),
        )
    })
}

impl MultiHeadAttention {
    fn heads(&self) -> usize {
        self.output_kernel.len_of(Axis(0))
    }

    /// Which keys each query may attend to; `None`: all.
    fn allowed(&self, inputs: &[Value], size: (usize, usize)) -> Result<Option<Allowed>, Mismatch> {
        let places = self.places;
        let mut masks = [None, None, None];
        if self.uses_masks {
            masks[0] = mask_of(at(inputs, places.query)?)?;
            masks[1] = mask_of(at(inputs, places.value)?)?;
            masks[2] = mask_of(at(inputs, places.key)?)?;
        }
        let given = places
            .attention_mask
            .map(|place| at(inputs, place))
            .transpose()?;
        if masks.iter().all(Option::is_none) && given.is_none() && !self.use_causal_mask {
            return Ok(None);
        }
        let [query, value, key] = &masks;
        let (is_query, is_value, is_key) = (is_real(query), is_real(value), is_real(key));
        let mut allowed = Allowed::from_shape_fn(size, |(query, key)| {
            is_query(query)
                && is_value(key)
                && is_key(key)
                && (!self.use_causal_mask || key <= query)
        });
        if let Some(given) = given {
            let wrong = || {
                Mismatch::shape(
                    "an attention_mask (None, queries, keys)",
                    &known(given.shape()),
                )
            };
            let given = given
                .tensor
                .broadcast(ndarray::IxDyn(&[size.0, size.1]))
                .ok_or_else(wrong)?;
            allowed
                .iter_mut()
                .zip(given.iter())
                .for_each(|(allowed, &x)| *allowed &= x != 0.0);
        }
        Ok(Some(allowed))
    }
}

impl Layer for MultiHeadAttention {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let queries = self.query.check(at(inputs, self.places.query)?)?;
        let keys = self.key.check(at(inputs, self.places.key)?)?;
        self.value.check(at(inputs, self.places.value)?)?;
        let output = vec![queries, Some(self.output_kernel.len_of(Axis(2)))];
        Ok(match self.return_attention_scores {
            true => vec![output, vec![Some(self.heads()), queries, keys]],
            false => vec![output],
        })
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let shapes: Vec<Shape> = inputs.iter().map(|input| known(input.shape())).collect();
        self.output_shapes(&shapes)?;
        let (query, value) = (
            at(inputs, self.places.query)?,
            at(inputs, self.places.value)?,
        );
        let key = at(inputs, self.places.key)?;
        let (q, k, v) = (matrix_of(query)?, matrix_of(key)?, matrix_of(value)?);
        if k.nrows() != v.nrows() {
            return Err(Mismatch::shape("keys for the values", &known(key.shape())));
        }
        let allowed = self.allowed(inputs, (q.nrows(), k.nrows()))?;
        let scale = 1.0 / (self.query.kernel.len_of(Axis(2)) as f32).sqrt();
        let features = self.output_kernel.len_of(Axis(2));
        let mut output = Array2::zeros((q.nrows(), features));
        if let Some(bias) = &self.output_bias {
            output += bias;
        }
        let mut heads = Vec::with_capacity(self.heads());
        for head in 0..self.heads() {
            let of_query = self.query.of_head(&q, head);
            let of_key = self.key.of_head(&k, head);
            let of_value = self.value.of_head(&v, head);
            let mut scores = scaled_scores(&of_query, &of_key, scale);
            if let Some(allowed) = &allowed {
                push_down(&mut scores, 1e9, |query, key| allowed[[query, key]]);
            }
            let (mut weights, mut attended) = attend(scores, &of_value);
            if let Some(allowed) = allowed.as_ref().filter(|_| self.zeroes_masked_rows) {
                for (row, allowed) in allowed.rows().into_iter().enumerate() {
                    if !allowed.iter().any(|&allowed| allowed) {
                        weights.row_mut(row).fill(0.0);
                        attended.row_mut(row).fill(0.0);
                    }
                }
            }
            let kernel = self.output_kernel.index_axis(Axis(0), head).to_owned();
            output += &linear(&attended, &kernel, None);
            heads.push(weights);
        }
        let weights = stacked(&heads)?;
        let returned = self.return_attention_scores.then(|| {
            let steps = StepAxes::none()
                .and(1, query.steps.of(0).cloned())
                .and(2, key.steps.of(0).cloned());
            Value::new(weights.clone()).stepped(steps)
        });
        Ok(outcome(
            query,
            key,
            output,
            weights,
            query.mask.clone(),
            returned,
        ))
    }

    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        let places = self.places;
        match (at(inputs, places.query), at(inputs, places.key)) {
            (Ok(query), Ok(key)) => numbers_held(self.heads(), query, key),
            _ => 0,
        }
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(KIND.name)
    }
}
