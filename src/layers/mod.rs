//! Keras layers, one file per family, each named as Keras names it.
//!
//! A layer knows its weights and its equation; it knows nothing of files, and not even its own name.
//! All tensors are of one text: the batch axis is left out everywhere.

mod activation;
pub(crate) mod axes;
mod batch_normalization;
mod bidirectional;
mod concatenate;
mod conv1d;
mod cosine_merge;
mod dense;
pub(crate) mod dot;
mod einsum_dense;
pub(crate) mod elementwise;
mod embedding;
mod entry;
mod flatten;
mod global_pooling1d;
mod group_normalization;
mod highway;
mod identity;
pub(crate) mod int8;
mod layer_normalization;
mod linear;
mod masking;
mod maxout_dense;
pub(crate) mod memory;
pub(crate) mod merge;
pub(crate) mod normalize;
pub mod operation;
mod permute;
mod pooling1d;
mod prelu;
#[allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "rows and states of a text whose numbers `numbers_held` has bounded"
)]
mod recurrent;
pub(crate) mod reduce;
mod relu;
mod repeat_vector;
mod reshape;
mod separable_conv1d;
pub(crate) mod softmax;
mod step_count;
mod text_vectorization;
mod time_distributed;
mod trace;
mod window;

pub use activation::{Activation, ActivationLayer};
pub use batch_normalization::{BatchNormalization, BatchStatistics};
pub use bidirectional::{Bidirectional, MergeMode};
pub use concatenate::Concatenate;
pub use conv1d::Conv1D;
pub use cosine_merge::CosineMerge;
pub use dense::Dense;
pub use dot::Dot;
pub use einsum_dense::EinsumDense;
pub use embedding::Embedding;
pub use entry::{LayerEntry, WeightInfo};
pub use flatten::Flatten;
pub use global_pooling1d::GlobalPooling1D;
pub use group_normalization::GroupNormalization;
pub use highway::Highway;
pub use identity::{Identity, Unmasked};
pub use int8::Int8Dense;
pub use layer_normalization::{LayerNormalization, Spread};
pub use linear::{Linear, LinearMemory};
pub use masking::Masking;
pub use maxout_dense::MaxoutDense;
pub use memory::Memory;
pub use merge::{Merge, MergeMasks, MergeOperation};
pub use normalize::{Normalize, UnitNormalization};
pub use permute::Permute;
pub use pooling1d::{Pooling, Pooling1D};
pub use prelu::PRelu;
pub use recurrent::{
    Cell, GruCell, LstmCell, Projection, Recurrent, SimpleRnnCell, StackedCells, state_width,
};
pub use relu::Relu;
pub use repeat_vector::RepeatVector;
pub use reshape::Reshape;
pub use separable_conv1d::SeparableConv1D;
pub use softmax::{Softmax, SoftmaxMask};
pub use step_count::{StepChange, StepCount};
pub use text_vectorization::TextVectorization;
pub use time_distributed::TimeDistributed;
pub use trace::{AttentionTrace, AttentionWeights, LayerTrace, Trace};
pub use window::{Padding, Windows};

use std::borrow::Cow;

use ndarray::{Array2, ArrayD};

use crate::budget;
use crate::tensor::{Shape, Value, display_shape};

/// What a layer computes.
pub trait Layer: Send + Sync {
    /// Shapes of the outputs for given input shapes, or why these cannot be taken.
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch>;

    /// The forward pass of one text. Masks travel as Keras makes them travel, and so does what each step is about.
    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch>;

    /// The forward pass, with the runs of what is inside; `keep_all`: all its layers' outputs, not only attention.
    fn call_traced(&self, inputs: &[Value], keep_all: bool) -> Result<Outcome, Mismatch> {
        let _ = keep_all; // nothing is inside
        self.call(inputs)
    }

    /// The forward pass of another text, without what only a trace shows. What `memory` holds of the last one, and the
    /// inputs' [`parts`](Value::parts) say is as it was, need not be computed again; the outputs are those of
    /// [`call`](Self::call), to 1e-6.
    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        let _ = memory; // everything is computed anew
        let mut outcome = self.call_traced(inputs, false)?;
        for value in &mut outcome.outputs {
            // What was said of an input is not true of what was made of it.
            (value.words, value.parts) = (None, None);
        }
        Ok(outcome)
    }

    /// The kind of attention, where this is an attention layer, e.g. `attention_with_context`.
    fn attention_kind(&self) -> Option<&'static str> {
        None
    }

    /// The function that the output went through last, where the layer has one.
    fn final_activation(&self) -> Option<Activation> {
        None
    }

    /// The linear map that the layer is, where it is one of each step.
    fn as_linear(&self) -> Option<&Linear> {
        None
    }

    /// The same layer fed what a linear map of each step is fed, where one product can stand for both: see
    /// [`crate::model`].
    fn after_linear(&self, linear: &Linear) -> Option<Box<dyn Layer>> {
        let _ = linear;
        None
    }

    /// Whether the layer changes at most the shape of its input, never a number's value: such layers may lie
    /// between a softmax over the steps and the product that applies it.
    fn only_reshapes(&self) -> bool {
        false
    }

    /// Whether the layer multiplies its inputs, element by element or by a dot product.
    fn multiplies(&self) -> bool {
        false
    }

    /// Whether the layer treats every time step alike and alone, so that it may be called on
    /// `[steps, …]` where Keras calls it on each step.
    fn is_stepwise(&self) -> bool {
        false
    }

    /// Whether input `input` holds word numbers, as an embedding's does.
    fn takes_words(&self, input: usize) -> bool {
        let _ = input;
        false
    }

    /// Whether the layer, of a value's [`words`](Value::words), needs no rows but those of words that are new to it.
    fn reads_words(&self) -> bool {
        false
    }

    /// Whether the layer puts out its input as it is.
    fn passes_words(&self) -> bool {
        false
    }

    /// As [`call_again`](Self::call_again), for layers that read words: without the rows. `None`: this layer has none.
    fn call_for_words(
        &self,
        inputs: &[Value],
        memory: &mut Memory,
    ) -> Option<Result<Outcome, Mismatch>> {
        let _ = (inputs, memory);
        None
    }

    /// How many numbers the layer holds in one piece while it is called on inputs of these shapes: at least its largest
    /// output. What is more than [`MOST_NUMBERS`] is refused before it is made.
    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        // An input that does not fit is `call`'s to complain about.
        self.output_shapes(inputs)
            .map_or(0, |shapes| shapes.iter().map(count).max().unwrap_or(0))
    }

    /// How many calls of layers one call of this comes to, those inside among them.
    fn calls_inside(&self) -> usize {
        1
    }

    /// The layers inside, of a nested model or a wrapper around one.
    fn inner_layers(&self) -> &[LayerEntry] {
        &[]
    }

    /// Of a nested model: the calls inside whose outputs one of its calls is fed.
    fn inner_inputs(&self, call: usize) -> Vec<usize> {
        let _ = call;
        Vec::new()
    }
}

/// The kind alone: a layer's numbers say nothing in a message, and code that writes them out for every layer is large.
impl std::fmt::Debug for dyn Layer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.attention_kind().unwrap_or("layer"))
    }
}

/// What a call of a layer leaves behind: its outputs, and what happened inside.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The layer's output tensors.
    pub outputs: Vec<Value>,
    /// A recurrent layer's state after each step, `[steps, units]`, in the order of processing.
    pub hidden_states: Option<Array2<f32>>,
    /// An attention layer's weights and intermediates.
    pub attention: Option<AttentionTrace>,
    /// Runs of the model or layer inside.
    pub inner: Vec<Trace>,
}

impl Outcome {
    /// An outcome of one output and nothing to tell.
    pub fn of(value: Value) -> Self {
        Self {
            outputs: vec![value],
            ..Self::default()
        }
    }
}

/// An input that a layer cannot take; the graph adds the layer's name. One pointer: it stands in nearly every result.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch(Box<Complaint>);

/// What a layer cannot take about an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Complaint {
    /// The shape is wrong.
    Shape {
        /// What the layer takes.
        expected: String,
        /// What it was given.
        found: String,
    },
    /// More numbers would be needed than [`MOST_NUMBERS`].
    TooLarge {
        /// How many, or as many as can be counted.
        numbers: usize,
    },
    /// A word's number lies beyond an embedding's rows.
    TokenId {
        /// The number.
        id: u32,
        /// The embedding's rows.
        rows: usize,
    },
    /// The complaint of a layer inside a model, with its name.
    Inside {
        /// The layer's name.
        layer: String,
        /// What it complains about.
        mismatch: Mismatch,
    },
}

impl Mismatch {
    /// A complaint as it travels.
    #[cold]
    pub fn of(complaint: Complaint) -> Self {
        Self(Box::new(complaint))
    }

    /// Something else than what is expected.
    pub fn new(expected: String, found: String) -> Self {
        Self::of(Complaint::Shape { expected, found })
    }

    /// A shape that is not the expected one.
    pub fn shape(expected: impl Into<String>, found: &[Option<usize>]) -> Self {
        Self::new(expected.into(), display_shape(found))
    }

    /// What is complained about.
    pub fn into_complaint(self) -> Complaint {
        *self.0
    }

    /// The complaint with the name of the layer that makes it.
    pub fn inside(self, layer: &str) -> Self {
        Self::of(Complaint::Inside {
            layer: layer.to_owned(),
            mismatch: self,
        })
    }
}

/// Numbers that one tensor may hold: 256 MiB. Neither lengths in a file nor the length of a text are to be trusted.
pub const MOST_NUMBERS: usize = budget::TENSOR;

/// How many numbers a tensor of this shape holds, as far as its lengths are known; `usize::MAX` for more than that.
pub(crate) fn count(shape: &Shape) -> usize {
    let known = shape.iter().flatten();
    known.fold(1, |count: usize, &length| count.saturating_mul(length))
}

/// How many numbers there is room for along axes of these lengths. Those of length 0 count as 1: arrays are counted so
/// where they are made, and one without a number may have lengths beyond counting.
pub(crate) fn room(lengths: impl IntoIterator<Item = usize>) -> usize {
    let lengths = lengths.into_iter().map(|length| length.max(1));
    lengths.fold(1, usize::saturating_mul)
}

/// Zeros in a shape, unless they are too many.
pub(crate) fn zeros(shape: &[usize]) -> Result<ArrayD<f32>, Mismatch> {
    match room(shape.iter().copied()) {
        numbers if numbers > MOST_NUMBERS => Err(Mismatch::of(Complaint::TooLarge { numbers })),
        _ => Ok(ArrayD::zeros(shape)),
    }
}

/// The only input of a layer that takes one.
pub(crate) fn single<T>(inputs: &[T]) -> Result<&T, Mismatch> {
    match inputs {
        [input] => Ok(input),
        _ => Err(Mismatch::new(
            "one tensor".into(),
            format!("{} tensors", inputs.len()),
        )),
    }
}

/// The first of several inputs.
pub(crate) fn first<T>(inputs: &[T]) -> Result<&T, Mismatch> {
    inputs
        .first()
        .ok_or_else(|| Mismatch::shape("a tensor", &[]))
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

/// The mask of an input's steps, where it has one.
pub(crate) fn mask_of(input: &Value) -> Result<Option<Cow<'_, [bool]>>, Mismatch> {
    match (&input.mask, input.step_mask()) {
        (Some(mask), None) => Err(Mismatch::new(
            "one entry of the mask for each step".into(),
            format!("a mask of shape {:?}", mask.shape()),
        )),
        (_, mask) => Ok(mask),
    }
}
