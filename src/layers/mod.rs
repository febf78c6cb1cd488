//! Keras layers, one file per family, each named as Keras names it.
//!
//! A layer knows its weights and its equation; it knows nothing of files, and not even its own name.
//! All tensors are of one text: the batch axis is left out everywhere.

mod activation;
mod bidirectional;
mod dense;
mod embedding;
mod identity;
mod lstm;
mod not_equal;
mod time_distributed;

pub use activation::{Activation, ActivationLayer};
pub use bidirectional::{Bidirectional, MergeMode};
pub use dense::Dense;
pub use embedding::Embedding;
pub use identity::Identity;
pub use lstm::Lstm;
pub use not_equal::NotEqual;
pub use time_distributed::TimeDistributed;

use ndarray::{Array1, Array2};

use crate::tensor::{Shape, Value, as_slice, display_shape};

/// What a layer computes.
pub trait Layer: std::fmt::Debug + Send + Sync {
    /// Shapes of the outputs for given input shapes, or why these cannot be taken.
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch>;

    /// The forward pass of one text. Masks travel as Keras makes them travel.
    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch>;

    /// The kind of attention, where this is an attention layer, e.g. `attention_with_context`.
    fn attention_kind(&self) -> Option<&'static str> {
        None
    }

    /// The function that the output went through last, where the layer has one.
    fn final_activation(&self) -> Option<Activation> {
        None
    }

    /// Whether the layer puts its steps out in reversed time.
    fn reverses_time(&self) -> bool {
        false
    }

    /// Whether the layer treats every time step alike and alone, so that it may be called on
    /// `[steps, …]` where Keras calls it on each step.
    fn is_stepwise(&self) -> bool {
        false
    }
}

/// What a call of a layer leaves behind: its outputs, and what happened inside.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The layer's output tensors.
    pub outputs: Vec<Value>,
    /// A recurrent layer's state after each step, `[steps, units]`, in the order of processing.
    pub hidden_states: Option<Array2<f32>>,
    /// An attention layer's intermediates.
    pub attention: Option<AttentionTrace>,
}

impl Outcome {
    /// An outcome of one output and nothing to tell.
    pub fn of(value: Value) -> Self {
        Self {
            outputs: vec![value],
            hidden_states: None,
            attention: None,
        }
    }
}

/// The path of the numbers through an attention layer (Yang et al. 2016, equations 5 to 7).
#[derive(Debug, Clone)]
pub struct AttentionTrace {
    /// `u_t = tanh(W·h_t + b)`, `[steps, attention_dim]`
    pub u_t: Array2<f32>,
    /// `u_t · u`, `[steps]`
    pub scores: Array1<f32>,
    /// `α_t`, `[steps]`, as the layer computes it: masked steps are 0.
    pub attention_weights: Array1<f32>,
    /// `Σ_t α_t · h_t`, `[features]`
    pub context_vector: Array1<f32>,
}

/// An input that a layer cannot take; the graph adds the layer's name.
#[derive(Debug, Clone, PartialEq)]
pub enum Mismatch {
    /// The shape is wrong.
    Shape {
        /// What the layer takes.
        expected: String,
        /// What it was given.
        found: String,
    },
    /// A word's number lies beyond an embedding's rows.
    TokenId {
        /// The number.
        id: u32,
        /// The embedding's rows.
        rows: usize,
    },
}

impl Mismatch {
    /// A shape that is not the expected one.
    pub fn shape(expected: impl Into<String>, found: &[Option<usize>]) -> Self {
        Self::Shape {
            expected: expected.into(),
            found: display_shape(found),
        }
    }
}

/// The only input of a layer that takes one.
pub(crate) fn single<T>(inputs: &[T]) -> Result<&T, Mismatch> {
    match inputs {
        [input] => Ok(input),
        _ => Err(Mismatch::Shape {
            expected: "one tensor".into(),
            found: format!("{} tensors", inputs.len()),
        }),
    }
}

/// `[steps, features]` of an input whose features must be `features`.
pub(crate) fn expect_sequence(input: &Shape, features: usize) -> Result<Option<usize>, Mismatch> {
    match input[..] {
        [steps, found] if found.is_none_or(|found| found == features) => Ok(steps),
        _ => Err(Mismatch::shape(format!("(None, steps, {features})"), input)),
    }
}

/// The shape of a tensor that is there.
pub(crate) fn known(shape: &[usize]) -> Shape {
    shape.iter().copied().map(Some).collect()
}

/// An input as a matrix `[steps, features]`, checked, with a mask of the right length.
pub(crate) fn sequence(input: &Value, features: usize) -> Result<Array2<f32>, Mismatch> {
    let wrong = || {
        Mismatch::shape(
            format!("(None, steps, {features})"),
            &known(input.tensor.shape()),
        )
    };
    let [steps, found] = *input.tensor.shape() else {
        return Err(wrong());
    };
    if found != features || input.mask.as_ref().is_some_and(|mask| mask.len() != steps) {
        return Err(wrong());
    }
    Array2::from_shape_vec((steps, features), as_slice(&input.tensor).into_owned())
        .map_err(|_| wrong())
}
