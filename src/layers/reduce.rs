//! One number for all along some axes: sums, means, extremes.

use ndarray::{ArrayD, Axis, IxDyn};

use super::elementwise::maximum;
use crate::steps::StepAxes;
use crate::tensor::{Shape, Tensor};

/// What becomes of the numbers along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduction {
    /// Σ x
    Sum,
    /// Σ x / n
    Mean,
    /// The largest; NaN where one is.
    Max,
}

impl Reduction {
    /// Reduces `axes` (without the batch, each within the tensor's rank); `keepdims`: they stay, of length 1.
    pub(crate) fn apply(self, tensor: &Tensor, axes: &[usize], keepdims: bool) -> ArrayD<f32> {
        let count: usize = axes.iter().map(|&axis| tensor.len_of(Axis(axis))).product();
        let (start, f): (f32, fn(f32, f32) -> f32) = match self {
            Self::Sum | Self::Mean => (0.0, |a, b| a + b),
            Self::Max => (f32::NEG_INFINITY, maximum),
        };
        let mut reduced = tensor.to_owned();
        for &axis in axes {
            reduced = reduced
                .fold_axis(Axis(axis), start, |&a, &b| f(a, b))
                .insert_axis(Axis(axis));
        }
        if self == Self::Mean {
            reduced.mapv_inplace(|sum| sum / count as f32);
        }
        match keepdims {
            true => reduced,
            false => {
                let shape = reduced_shape(tensor.shape(), axes, false);
                // The axes that go have length 1, so the numbers stay as many.
                ArrayD::from_shape_vec(IxDyn(&shape), reduced.iter().copied().collect())
                    .unwrap_or(reduced)
            }
        }
    }
}

/// A shape with `axes` reduced.
pub(crate) fn reduced_shape(shape: &[usize], axes: &[usize], keepdims: bool) -> Vec<usize> {
    reduced(shape.iter().copied(), axes, keepdims, 1)
}

/// A shape of which not all is known with `axes` reduced.
pub(crate) fn reduced_static_shape(
    shape: &[Option<usize>],
    axes: &[usize],
    keepdims: bool,
) -> Shape {
    reduced(shape.iter().copied(), axes, keepdims, Some(1))
}

fn reduced<T: Copy>(
    lengths: impl Iterator<Item = T>,
    axes: &[usize],
    keepdims: bool,
    one: T,
) -> Vec<T> {
    lengths
        .enumerate()
        .filter(|(axis, _)| keepdims || !axes.contains(axis))
        .map(|(axis, length)| match axes.contains(&axis) {
            true => one,
            false => length,
        })
        .collect()
}

/// The axes over the text after a reduction; `axes` ascending.
pub(crate) fn reduced_steps(steps: &StepAxes, axes: &[usize], keepdims: bool) -> StepAxes {
    axes.iter()
        .rev()
        .fold(steps.clone(), |steps, &axis| match keepdims {
            true => steps.forgetting(axis),
            false => steps.without(axis),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn axes_are_reduced_in_every_way() {
        let x = arr2(&[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]])
            .into_dyn()
            .into_shared();
        let sum = Reduction::Sum.apply(&x, &[0], false);
        assert_eq!(sum, arr1(&[5.0, 7.0, 12.0]).into_dyn());
        let mean = Reduction::Mean.apply(&x, &[1], true);
        assert_eq!(mean, arr2(&[[2.0], [6.0]]).into_dyn());
        assert_eq!(Reduction::Max.apply(&x, &[0, 1], false).sum(), 9.0);
        assert_eq!(Reduction::Max.apply(&x, &[0, 1], true).shape(), [1, 1]);
    }

    #[test]
    fn steps_go_with_their_axis() {
        let steps = StepAxes::input(&[4, 3, 2], 2);
        assert!(reduced_steps(&steps, &[0, 2], false).of(0).is_some());
        assert!(reduced_steps(&steps, &[0, 2], true).of(0).is_none());
        assert_eq!(
            reduced_static_shape(&[None, Some(2)], &[0], true),
            [Some(1), Some(2)]
        );
    }
}
