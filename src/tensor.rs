//! What flows between layers: tensors of one text (no batch axis) and their masks.

use std::sync::Arc;

use ndarray::{ArcArray, Array, Dimension, IxDyn};

/// A tensor of one text, `[steps, features]` or `[features]`, row-major. Cheap to clone.
pub type Tensor = ArcArray<f32, IxDyn>;

/// A shape without the batch axis. `None`: known only when a text is there.
pub type Shape = Vec<Option<usize>>;

/// Which time steps are real, `[steps]`; `false` is padding.
pub type Mask = Arc<[bool]>;

/// A tensor on its way from one layer to the next, with the mask that Keras would attach to it.
#[derive(Debug, Clone)]
pub struct Value {
    /// The numbers.
    pub tensor: Tensor,
    /// The mask over the first axis, if one travels along.
    pub mask: Option<Mask>,
}

impl Value {
    /// A value from an owned array of any rank.
    pub fn new<D: Dimension>(array: Array<f32, D>, mask: Option<Mask>) -> Self {
        Self {
            tensor: array.into_dyn().into_shared(),
            mask,
        }
    }

    /// Length of the last axis, 1 for a scalar.
    pub fn last_axis(&self) -> usize {
        self.tensor.shape().last().copied().unwrap_or(1)
    }
}

/// The numbers of a tensor as one row-major slice, copied only where the layout forbids a view.
pub fn as_slice(tensor: &Tensor) -> std::borrow::Cow<'_, [f32]> {
    match tensor.as_slice() {
        Some(slice) => slice.into(),
        None => tensor.iter().copied().collect::<Vec<_>>().into(),
    }
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
