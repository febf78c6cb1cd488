//! What flows between layers: tensors of one text (no batch axis), their masks, and which words their steps are about.

use std::borrow::Cow;
use std::sync::Arc;

use ndarray::{ArcArray, Array, Dimension, Ix2, IxDyn};

use crate::steps::StepAxes;
use crate::unchanged::Parts;

/// A tensor of one text, `[steps, features]` or `[features]`, row-major. Cheap to clone.
pub type Tensor = ArcArray<f32, IxDyn>;

/// A shape without the batch axis. `None`: known only when a text is there.
pub type Shape = Vec<Option<usize>>;

/// Which steps are real, `false` is padding. Its axes are the first axes of its tensor: `[steps]`, or
/// `[sentences, words]`.
pub type Mask = ArcArray<bool, IxDyn>;

/// The float32 nearest to a number, as NumPy's `astype` has it: infinite beyond the largest.
#[allow(
    clippy::cast_possible_truncation,
    reason = "float32 is what is asked for"
)]
pub(crate) fn float32(number: f64) -> f32 {
    number as f32
}

/// A tensor on its way from one layer to the next.
#[derive(Debug, Clone)]
pub struct Value {
    /// The numbers.
    pub tensor: Tensor,
    /// The mask that Keras would attach, if one travels along.
    pub mask: Option<Mask>,
    /// Which axes run over the text, and which words each of their steps is about.
    pub steps: StepAxes,
    /// The words whose rows of an embedding these are, where they are nothing else.
    pub words: Option<Words>,
    /// What is as it was at the last run; `None`: not known.
    pub parts: Option<Parts>,
}

/// Words, as rows of an embedding.
///
/// Where nothing but recurrent layers follows, which keep what they make of each word, the rows are looked up only for
/// words that they meet for the first time: the value's tensor then has no columns, `[steps, 0]`.
#[derive(Debug, Clone)]
pub struct Words {
    /// The embedding, `[words, features]`.
    pub table: ArcArray<f32, Ix2>,
    /// Row of the table for each step, `[steps]`.
    pub ids: Arc<[u32]>,
}

impl Words {
    /// The row of a step.
    pub fn row(&self, step: usize) -> &[f32] {
        let id = self.ids.get(step).map_or(0, |&id| id as usize);
        let width = self.table.ncols();
        let mut rows = (self.table.as_slice().unwrap_or_default()).chunks_exact(width.max(1));
        rows.nth(id).unwrap_or_default()
    }
}

impl Value {
    /// A value of which nothing but the numbers is known.
    pub fn new<D: Dimension>(array: Array<f32, D>) -> Self {
        Self {
            tensor: array.into_dyn().into_shared(),
            mask: None,
            steps: StepAxes::none(),
            words: None,
            parts: None,
        }
    }

    /// The same value with other numbers: mask and steps pass on. For layers that keep the axes as they are. What is as
    /// it was is for the layer to say.
    pub fn with<D: Dimension>(&self, array: Array<f32, D>) -> Self {
        Self {
            tensor: array.into_dyn().into_shared(),
            mask: self.mask.clone(),
            steps: self.steps.clone(),
            words: None,
            parts: None,
        }
    }

    /// Attaches a mask, or takes it off.
    #[must_use]
    pub fn masked(mut self, mask: Option<Mask>) -> Self {
        self.mask = mask;
        self
    }

    /// Says which axes run over the text.
    #[must_use]
    pub fn stepped(mut self, steps: StepAxes) -> Self {
        self.steps = steps;
        self
    }

    /// Says what is as it was at the last run.
    #[must_use]
    pub fn with_parts(mut self, parts: Option<Parts>) -> Self {
        self.parts = parts;
        self
    }

    /// With axis `order[i]` as axis `i`; the mask goes. `order`: every axis once.
    #[must_use]
    pub fn permuted(&self, order: &[usize]) -> Self {
        let tensor = self.tensor.clone().permuted_axes(IxDyn(order));
        // What follows takes the numbers as one slice, so they are put in order here.
        Self::new(tensor.as_standard_layout().into_owned()).stepped(self.steps.permuted(order))
    }

    /// Lengths of the axes.
    pub fn shape(&self) -> &[usize] {
        self.tensor.shape()
    }

    /// Length of the last axis, 1 for a scalar.
    pub fn last_axis(&self) -> usize {
        self.tensor.shape().last().copied().unwrap_or(1)
    }

    /// The numbers as one row-major slice.
    pub fn as_slice(&self) -> Cow<'_, [f32]> {
        as_slice(&self.tensor)
    }

    /// The mask of the first axis, one entry for each of its steps; `None` where there is none.
    ///
    /// A mask of more axes or of another length is no mask of steps: `None` as well.
    pub fn step_mask(&self) -> Option<Cow<'_, [bool]>> {
        let mask = self.mask.as_ref()?;
        if !mask.shape().iter().eq(self.tensor.shape().first()) {
            return None;
        }
        Some(match mask.as_slice() {
            Some(slice) => slice.into(),
            None => mask.iter().copied().collect::<Vec<_>>().into(),
        })
    }
}

/// The numbers of a tensor as one row-major slice, copied only where the layout forbids a view.
pub fn as_slice(tensor: &Tensor) -> Cow<'_, [f32]> {
    match tensor.as_slice() {
        Some(slice) => slice.into(),
        None => tensor.iter().copied().collect::<Vec<_>>().into(),
    }
}

/// A mask of steps from its entries.
pub fn step_mask(entries: impl IntoIterator<Item = bool>) -> Mask {
    entries
        .into_iter()
        .collect::<ndarray::Array1<bool>>()
        .into_dyn()
        .into_shared()
}

/// A tensor of the given shape from its numbers in row-major order; `None` where they do not fit.
pub fn tensor_from(shape: &[usize], numbers: Vec<f32>) -> Option<Array<f32, IxDyn>> {
    Array::from_shape_vec(IxDyn(shape), numbers).ok()
}

/// A shape as Keras prints it, with the batch axis in front: `(None, 12, 64)`.
pub fn display_shape(shape: &[Option<usize>]) -> String {
    let axes: Vec<String> = std::iter::once("None".to_owned())
        .chain(
            shape
                .iter()
                .map(|axis| axis.map_or("None".to_owned(), |n| n.to_string())),
        )
        .collect();
    format!("({})", axes.join(", "))
}
