//! A tensor in the middle of a computation: one with a batch axis that is left out, or a constant without.

use ndarray::{ArrayD, IxDyn};

use crate::layers::{Mismatch, known};
use crate::tensor::{Tensor, Value, display_shape, tensor_from};

/// Numbers that one tensor may hold at most: 64 MiB. Counts in a file are not to be trusted.
const MOST_NUMBERS: usize = 1 << 24;

/// A tensor and whether Keras's has a batch axis in front.
#[derive(Debug, Clone)]
pub struct Term {
    /// The numbers of one text, and which axes run over its steps.
    pub value: Value,
    /// Whether it depends on the text: a constant, or an axis's length, has no batch axis.
    pub batched: bool,
}

impl Term {
    /// A tensor that depends on the text.
    pub fn of_text(value: Value) -> Self {
        Self {
            value,
            batched: true,
        }
    }

    /// A number.
    pub fn number(number: f32) -> Self {
        Self {
            value: Value::new(ArrayD::from_elem(IxDyn(&[]), number)),
            batched: false,
        }
    }

    /// A constant array; `None` where the numbers do not fill the shape.
    pub fn array(shape: &[usize], numbers: Vec<f32>) -> Option<Self> {
        Some(Self {
            value: Value::new(tensor_from(shape, numbers)?),
            batched: false,
        })
    }

    /// Lengths of the axes, without the batch.
    pub fn shape(&self) -> &[usize] {
        self.value.shape()
    }

    /// Length of an axis of [`shape`](Self::shape); 0 where there is no such axis.
    pub fn length(&self, axis: usize) -> usize {
        self.shape().get(axis).copied().unwrap_or(0)
    }

    /// The numbers.
    pub fn tensor(&self) -> &Tensor {
        &self.value.tensor
    }

    /// Number of axes, with the batch.
    pub fn rank(&self) -> usize {
        self.shape().len().saturating_add(usize::from(self.batched))
    }

    /// Index of Keras's axis among the axes here.
    pub fn axis(&self, axis: i64) -> Result<usize, Mismatch> {
        self.axis_among(axis, self.rank())
    }

    /// The same where the result has `rank` axes, with the batch.
    pub fn axis_among(&self, axis: i64, rank: usize) -> Result<usize, Mismatch> {
        let from = if axis < 0 {
            i64::try_from(rank).ok()
        } else {
            Some(0)
        };
        let found = from.and_then(|from| usize::try_from(axis.checked_add(from)?).ok());
        let found = found.filter(|&axis| axis < rank);
        let found = found.ok_or_else(|| self.refused(format!("an axis {axis}")))?;
        (found.checked_sub(usize::from(self.batched)))
            .ok_or_else(|| self.refused("an operation that leaves the batch axis alone"))
    }

    /// Indices of axes, ascending and each once.
    pub fn axes(&self, axes: &[i64]) -> Result<Vec<usize>, Mismatch> {
        let mut axes = axes
            .iter()
            .map(|&axis| self.axis(axis))
            .collect::<Result<Vec<_>, _>>()?;
        axes.sort_unstable();
        axes.dedup();
        Ok(axes)
    }

    /// The complaint that this cannot be taken.
    pub fn refused(&self, expected: impl Into<String>) -> Mismatch {
        let shape = known(self.shape());
        let found = match self.batched {
            true => display_shape(&shape),
            false => format!("{:?}", self.shape()),
        };
        Mismatch::new(expected.into(), found)
    }

    /// A function of every number. Raw operations drop masks.
    pub fn map(&self, f: impl Fn(f32) -> f32) -> Result<Self, Mismatch> {
        Ok(self.with(self.value.with(self.tensor().mapv(f)).masked(None)))
    }

    /// Another value, of the text where this is.
    pub fn with(&self, value: Value) -> Self {
        Self {
            value,
            batched: self.batched,
        }
    }

    /// The length of an axis.
    pub fn size(&self, axis: i64) -> Result<Self, Mismatch> {
        Ok(Self::number(self.length(self.axis(axis)?) as f32))
    }

    /// The only number of a term of one, as a length.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a float ends at the integer's bounds, and no tensor has such an axis"
    )]
    pub fn as_length(&self) -> Option<i64> {
        let mut numbers = self.tensor().iter();
        match (numbers.next(), numbers.next(), self.batched) {
            (Some(&number), None, false) => Some(number as i64),
            _ => None,
        }
    }

    /// Checks that a result of this shape may be made. Of its other axes much is made even where one has no length.
    pub fn check_size(&self, shape: &[usize]) -> Result<(), Mismatch> {
        let count = shape
            .iter()
            .try_fold(1usize, |count, &length| count.checked_mul(length.max(1)));
        match count {
            Some(count) if count <= MOST_NUMBERS => Ok(()),
            _ => Err(self.refused("an input of which a tensor of reasonable size is made")),
        }
    }
}

/// The only argument.
pub fn single(arguments: &[Term]) -> Result<&Term, Mismatch> {
    crate::layers::single(arguments)
}

/// Two arguments.
pub fn pair(arguments: &[Term]) -> Result<(&Term, &Term), Mismatch> {
    match arguments {
        [a, b] => Ok((a, b)),
        _ => Err(Mismatch::new(
            "two tensors".into(),
            format!("{} tensors", arguments.len()),
        )),
    }
}
