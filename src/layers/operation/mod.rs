//! Raw operations on tensors: what `tf.*`, `keras.ops.*` and the bodies of `Lambda`s are made of.
//!
//! Keras counts axes with the batch in front, which the tensors here lack: axis `k ≥ 1` of Keras is axis `k − 1`
//! here, and an operation over axis 0 mixes texts and is refused.

mod contraction;
mod described;
mod elementwise;
mod program;
mod reduction;
mod shaping;
mod slicing;
mod term;

pub use elementwise::{Binary, Function};
pub use program::{Operand, Program};
pub use reduction::Reduction;
pub use shaping::Extent;
pub use slicing::Index;
pub use term::Term;

use super::{Activation, Mismatch};

/// One operation. Axes are Keras's: with the batch, negative ones from the end.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// y = f(x), number by number.
    Map(Function),
    /// y = f(a, b), number by number, with NumPy's broadcasting.
    Binary(Binary),
    /// y = a where c ≠ 0, else b.
    Where,
    /// A sum, mean, … over axes, or over all of them.
    Reduce {
        /// What is computed of each row of numbers.
        how: Reduction,
        /// Over which axes; `None`: all.
        axes: Option<Vec<i64>>,
        /// Whether the axes stay, with length 1.
        keepdims: bool,
    },
    /// exp(x) / Σ exp(x) over an axis.
    Softmax(i64),
    /// ln(softmax(x)) over an axis.
    LogSoftmax(i64),
    /// Sums up to each place of an axis.
    CumulativeSum(i64),
    /// Matrix product of the last two axes.
    MatrixProduct {
        /// Whether the first is transposed before.
        transpose_a: bool,
        /// Whether the second is.
        transpose_b: bool,
    },
    /// `K.batch_dot`: a product summed over one axis of each; `None`: over the last of the first and the last but one
    /// of the second (the last where it has two).
    BatchDot(Option<[i64; 2]>),
    /// `tensordot`: summed over these axes of the first and of the second; what is left of both stands in this order.
    /// Keras would put one batch behind the other, so that one of them must be a constant.
    TensorDot(Vec<i64>, Vec<i64>),
    /// Einstein's sum over two tensors, e.g. `btd,bsd->bts`.
    Einsum(String),
    /// New axes of length 1.
    ExpandDims(Vec<i64>),
    /// Axes of length 1 taken away; `None`: all such.
    Squeeze(Option<Vec<i64>>),
    /// Axis `order[i]` becomes axis `i`; `None`: reversed.
    Transpose(Option<Vec<i64>>),
    /// Two axes change places.
    SwapAxes(i64, i64),
    /// The first axis goes to the place of the second; the others close up.
    MoveAxis(i64, i64),
    /// Another shape for the same numbers. Extents may be further arguments.
    Reshape(Vec<Extent>),
    /// All axes but the batch's made one.
    BatchFlatten,
    /// The whole repeated along each axis.
    Tile(Vec<i64>),
    /// Each entry of an axis repeated.
    Repeat {
        /// How often.
        count: usize,
        /// Along which axis.
        axis: i64,
    },
    /// Joined along an axis.
    Concatenate(i64),
    /// Joined along a new axis.
    Stack(i64),
    /// Part `part` of `parts` of one length along an axis.
    Split {
        /// Which axis.
        axis: i64,
        /// How many parts.
        parts: usize,
        /// Which of them.
        part: usize,
    },
    /// `x[…]`.
    Slice(Vec<Index>),
    /// Axes in reversed order.
    Reverse(Vec<i64>),
    /// A new last axis with 1 at the place that the number tells.
    OneHot(usize),
    /// The length of an axis, a number.
    Size(i64),
}

impl Operation {
    /// Computes the operation.
    pub fn apply(&self, arguments: &[Term]) -> Result<Term, Mismatch> {
        let one = || term::single(arguments);
        let two = || term::pair(arguments);
        match self {
            Self::Map(function) => one()?.map(|x| function.of(x)),
            Self::Binary(function) => elementwise::broadcast(arguments, |[a, b]| function.of(a, b)),
            Self::Where => {
                elementwise::broadcast(arguments, |[c, a, b]| if c != 0.0 { a } else { b })
            }
            Self::Reduce {
                how,
                axes,
                keepdims,
            } => reduction::reduce(one()?, *how, axes.as_deref(), *keepdims),
            Self::Softmax(axis) => reduction::rows(one()?, *axis, crate::kernels::softmax),
            Self::LogSoftmax(axis) => reduction::rows(one()?, *axis, |row| {
                Activation::LogSoftmax.apply(row, row.len());
            }),
            Self::CumulativeSum(axis) => reduction::rows(one()?, *axis, |row| {
                let mut sum = 0.0;
                row.iter_mut().for_each(|x| {
                    sum += *x;
                    *x = sum;
                });
            }),
            Self::MatrixProduct {
                transpose_a,
                transpose_b,
            } => contraction::matrix_product(two()?, *transpose_a, *transpose_b),
            Self::BatchDot(axes) => contraction::batch_dot(two()?, *axes),
            Self::TensorDot(of_a, of_b) => contraction::tensor_dot(two()?, of_a, of_b),
            Self::Einsum(equation) => contraction::einsum(two()?, equation),
            Self::ExpandDims(axes) => shaping::expand_dims(one()?, axes),
            Self::Squeeze(axes) => shaping::squeeze(one()?, axes.as_deref()),
            Self::Transpose(order) => shaping::transpose(one()?, order.as_deref()),
            Self::SwapAxes(a, b) => shaping::swap_axes(one()?, *a, *b),
            Self::MoveAxis(from, to) => shaping::move_axis(one()?, *from, *to),
            Self::Reshape(extents) => shaping::reshape(arguments, extents),
            Self::BatchFlatten => shaping::batch_flatten(one()?),
            Self::Tile(counts) => shaping::tile(one()?, counts),
            Self::Repeat { count, axis } => shaping::repeat(one()?, *count, *axis),
            Self::Concatenate(axis) => shaping::concatenate(arguments, *axis),
            Self::Stack(axis) => shaping::stack(arguments, *axis),
            Self::Split { axis, parts, part } => slicing::split(one()?, *axis, *parts, *part),
            Self::Slice(indices) => slicing::slice(one()?, indices),
            Self::Reverse(axes) => slicing::reverse(one()?, axes),
            Self::OneHot(depth) => shaping::one_hot(one()?, *depth),
            Self::Size(axis) => one()?.size(*axis),
        }
    }

    /// Whether the numbers stay as they are and only their arrangement changes.
    fn only_reshapes(&self) -> bool {
        match self {
            Self::Map(Function::Identity)
            | Self::ExpandDims(_)
            | Self::Squeeze(_)
            | Self::Transpose(_)
            | Self::SwapAxes(..)
            | Self::MoveAxis(..)
            | Self::Reshape(_)
            | Self::BatchFlatten
            | Self::Tile(_)
            | Self::Repeat { .. } => true,
            Self::Slice(indices) => slicing::takes_all_steps(indices),
            _ => false,
        }
    }

    /// Whether this names axis 0, which for a tensor of texts is the batch.
    fn names_first_axis(&self) -> bool {
        match self {
            Self::Reduce {
                axes: Some(axes), ..
            }
            | Self::ExpandDims(axes)
            | Self::Squeeze(Some(axes))
            | Self::Reverse(axes) => axes.contains(&0),
            Self::Softmax(axis)
            | Self::LogSoftmax(axis)
            | Self::CumulativeSum(axis)
            | Self::Repeat { axis, .. }
            | Self::Concatenate(axis)
            | Self::Stack(axis)
            | Self::Split { axis, .. } => *axis == 0,
            Self::SwapAxes(a, b) | Self::MoveAxis(a, b) => *a == 0 || *b == 0,
            Self::Slice(indices) => matches!(indices.first(), Some(Index::At(_))),
            Self::Reduce { axes: None, .. } | Self::Transpose(None) => true,
            Self::Transpose(Some(order)) => order.first() != Some(&0),
            _ => false,
        }
    }

    /// Whether this multiplies its arguments.
    fn multiplies(&self) -> bool {
        matches!(
            self,
            Self::Binary(Binary::Multiply)
                | Self::MatrixProduct { .. }
                | Self::BatchDot(_)
                | Self::TensorDot(..)
                | Self::Einsum(_)
        )
    }

    /// The activation function that this is, where it is one.
    fn activation(&self) -> Option<Activation> {
        match self {
            Self::Map(Function::Activation(activation)) => Some(*activation),
            Self::Softmax(-1) => Some(Activation::Softmax),
            _ => None,
        }
    }
}
