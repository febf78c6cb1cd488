//! `BahdanauAttention(units)` of the TensorFlow tutorials (Bahdanau et al. 2015), on classifiers: the query is the
//! last hidden state of the RNN. `Attention(units)` without a query is the same without its term.
//!
//! u_t = tanh(h_t·W₁ + b₁ + q·W₂ + b₂)    W₁: `[features, units]`, W₂: `[query features, units]`, q: `[query features]`
//! s_t = u_t·V + b_V    V: `[units, 1]`
//! α = softmax(s)    no mask
//! output = Σ α_t·h_t    `[features]`, and α as `[steps, 1]` where the model takes it
//!
//! Of the two matrices one belongs to each argument of the call; which of them is the sequence, the shapes tell.

use ndarray::{Array1, Array2, Axis};

use super::Kind;
use super::normalise::{softmax, weighted_sum};
use super::scoring::{dots, linear, matrix_of};
use crate::kernels;
use crate::layers::{AttentionTrace, AttentionWeights, Layer, Mismatch, Outcome, known};
use crate::tensor::{Shape, Value};

/// This kind.
pub const KIND: Kind = Kind {
    name: "bahdanau_additive",
    title: "BahdanauAttention (additive, with a query)",
    equation: "α = softmax(V·tanh(W₁·h_t + W₂·q))",
    python: None,
};

/// A `Dense` layer's weights.
#[derive(Debug, Clone)]
pub struct Projection {
    /// `[features, units]`
    pub kernel: Array2<f32>,
    /// `[units]`
    pub bias: Option<Array1<f32>>,
}

/// Additive attention, with or without a query.
#[derive(Debug)]
pub struct BahdanauAttention {
    /// Of the first argument of the call.
    pub first: Projection,
    /// Of the second; `None`: there is no query.
    pub second: Option<Projection>,
    /// V, `[units]`
    pub score: Array1<f32>,
    /// b_V
    pub score_bias: f32,
    /// Whether the weights are put out as well.
    pub return_attention: bool,
    /// Whether the first matrix is the query's, where the names of the layers inside tell; else it belongs to the
    /// first argument of the call, as in both tutorials.
    pub first_is_query: Option<bool>,
}

/// Which of the inputs is which.
struct Arguments<'a, T> {
    steps: &'a T,
    query: Option<&'a T>,
    of_steps: &'a Projection,
    of_query: Option<&'a Projection>,
}

impl BahdanauAttention {
    /// Sorts the arguments by their number of axes, and the matrices to them by their rows.
    fn arguments<'a, T>(
        &'a self,
        inputs: &'a [T],
        shape: impl Fn(&T) -> Shape,
    ) -> Result<Arguments<'a, T>, Mismatch> {
        let rows_fit = |projection: &Projection, input: &T| {
            let features = shape(input).last().copied().flatten();
            features.is_none_or(|features| features == projection.kernel.nrows())
        };
        let wrong = |input: &T| {
            let rows = self.first.kernel.nrows();
            Mismatch::shape(format!("(None, steps, {rows})"), &shape(input))
        };
        match (inputs, &self.second) {
            ([steps], None) if shape(steps).len() == 2 && rows_fit(&self.first, steps) => {
                Ok(Arguments {
                    steps,
                    query: None,
                    of_steps: &self.first,
                    of_query: None,
                })
            }
            ([first, second], Some(of_second)) => {
                let (steps_first, steps, query) = match (shape(first).len(), shape(second).len()) {
                    (2, 1) => (true, first, second),
                    (1, 2) => (false, second, first),
                    // A query that has an axis of one step already.
                    (2, 2) if shape(second).first() == Some(&Some(1)) => (true, first, second),
                    (2, 2) if shape(first).first() == Some(&Some(1)) => (false, second, first),
                    _ => return Err(wrong(first)),
                };
                let first_is_of_steps = match self.first_is_query {
                    Some(is_query) => !is_query,
                    None => steps_first,
                };
                let mut matrices = match first_is_of_steps {
                    true => (&self.first, of_second),
                    false => (of_second, &self.first),
                };
                if !(rows_fit(matrices.0, steps) && rows_fit(matrices.1, query)) {
                    matrices = (matrices.1, matrices.0);
                }
                if !(rows_fit(matrices.0, steps) && rows_fit(matrices.1, query)) {
                    return Err(wrong(steps));
                }
                Ok(Arguments {
                    steps,
                    query: Some(query),
                    of_steps: matrices.0,
                    of_query: Some(matrices.1),
                })
            }
            _ => Err(Mismatch::new(
                match self.second {
                    Some(_) => "a sequence and a query".into(),
                    None => "one sequence".into(),
                },
                format!("{} tensors", inputs.len()),
            )),
        }
    }
}

impl Layer for BahdanauAttention {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let arguments = self.arguments(inputs, Shape::clone)?;
        let steps = arguments.steps.first().copied().flatten();
        let context = vec![Some(arguments.of_steps.kernel.nrows())];
        Ok(match self.return_attention {
            true => vec![context, vec![steps, Some(1)]],
            false => vec![context],
        })
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let arguments = self.arguments(inputs, |value| known(value.shape()))?;
        let input = arguments.steps;
        let h = matrix_of(input)?;
        let of_steps = arguments.of_steps;
        let mut u_t = linear(&h, &of_steps.kernel, of_steps.bias.as_ref());
        if let (Some(query), Some(of_query)) = (arguments.query, arguments.of_query) {
            let numbers = query.as_slice().into_owned();
            let query = Array2::from_shape_vec((1, numbers.len()), numbers)
                .map_err(|_| Mismatch::shape("(None, features)", &known(query.shape())))?;
            u_t += &linear(&query, &of_query.kernel, of_query.bias.as_ref()).row(0);
        }
        u_t.mapv_inplace(kernels::tanh);
        let scores = dots(&u_t, &self.score) + self.score_bias;
        let weights = softmax(scores.view());
        let column = weights.clone().insert_axis(Axis(1));
        let context = weighted_sum(&column, &h);

        let mut outputs = vec![Value::new(context.clone())];
        if self.return_attention {
            outputs.push(Value::new(column).stepped(input.steps.forgetting(1)));
        }
        let mut attention = AttentionTrace::of(AttentionWeights::PerStep(weights), input);
        attention.u_t = Some(u_t);
        attention.scores = Some(scores);
        attention.context_vector = Some(context);
        Ok(Outcome {
            outputs,
            attention: Some(attention),
            ..Outcome::default()
        })
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(KIND.name)
    }
}
