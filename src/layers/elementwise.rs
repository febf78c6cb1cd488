//! Operations on two tensors number by number, with axes of length 1 stretched as NumPy does.

use ndarray::{ArrayD, IxDyn, Zip};

use super::{Complaint, MOST_NUMBERS, Mismatch, known, room, zeros};
use crate::steps::StepAxes;
use crate::tensor::{Mask, Tensor, Value};

/// The shape of two tensors stretched to each other: aligned at the last axis, length 1 gives way.
pub(crate) fn broadcast_shape(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let rank = a.len().max(b.len());
    let length = |shape: &[usize], axis: usize| {
        let axis = axis.checked_sub(rank.saturating_sub(shape.len()));
        axis.and_then(|axis| shape.get(axis)).copied().unwrap_or(1)
    };
    (0..rank)
        .map(|axis| match (length(a, axis), length(b, axis)) {
            (a, b) if a == b => Some(a),
            (1, b) => Some(b),
            (a, 1) => Some(a),
            _ => None,
        })
        .collect()
}

/// `f` of two tensors, number by number, stretched to each other.
pub(crate) fn combine(
    a: &Tensor,
    b: &Tensor,
    f: impl Fn(f32, f32) -> f32,
) -> Result<ArrayD<f32>, Mismatch> {
    let too_large = |shape: &[usize]| {
        let numbers = room(shape.iter().copied());
        let complaint = Complaint::TooLarge { numbers };
        (numbers > MOST_NUMBERS).then(|| Mismatch::of(complaint))
    };
    combine_any(a, b, f).ok_or_else(|| {
        let shape = broadcast_shape(a.shape(), b.shape());
        shape.as_deref().and_then(too_large).unwrap_or_else(|| {
            Mismatch::new(
                format!("tensors that fit {:?}", known(a.shape())),
                format!("{:?}", known(b.shape())),
            )
        })
    })
}

/// The same for masks.
pub(crate) fn combine_masks(a: &Mask, b: &Mask, f: impl Fn(bool, bool) -> bool) -> Option<Mask> {
    combine_any(a, b, f).map(ArrayD::into_shared)
}

/// `yes` where the mask is true, else `no`, all stretched to each other.
pub(crate) fn select(mask: &Mask, yes: &Tensor, no: &Tensor) -> Result<Tensor, Mismatch> {
    let selected = || {
        let shape = broadcast_shape(mask.shape(), yes.shape())?;
        let shape = broadcast_shape(&shape, no.shape())?;
        let mut out = zeros(&shape).ok()?;
        let shape = IxDyn(&shape);
        Zip::from(&mut out)
            .and(mask.broadcast(shape.clone())?)
            .and(yes.broadcast(shape.clone())?)
            .and(no.broadcast(shape)?)
            .for_each(|out, &real, &yes, &no| *out = if real { yes } else { no });
        Some(out.into_shared())
    };
    selected().ok_or_else(|| {
        Mismatch::new(
            format!(
                "tensors that fit a mask {:?} and {:?}",
                mask.shape(),
                yes.shape()
            ),
            format!("{:?}", no.shape()),
        )
    })
}

fn combine_any<A: Copy, B: Default + Copy>(
    a: &ndarray::ArcArray<A, IxDyn>,
    b: &ndarray::ArcArray<A, IxDyn>,
    f: impl Fn(A, A) -> B,
) -> Option<ArrayD<B>> {
    let shape = broadcast_shape(a.shape(), b.shape())?;
    if room(shape.iter().copied()) > MOST_NUMBERS {
        return None;
    }
    let mut out = ArrayD::from_elem(IxDyn(&shape), B::default());
    let (a, b) = (a.broadcast(IxDyn(&shape))?, b.broadcast(IxDyn(&shape))?);
    Zip::from(&mut out)
        .and(a)
        .and(b)
        .for_each(|out, &a, &b| *out = f(a, b));
    Some(out)
}

/// The axes over the text of a tensor of shape `shape` made of `values`, aligned at the last axis: for each axis those of
/// the first value that has it in full.
pub(crate) fn combined_steps<'a>(
    values: impl IntoIterator<Item = &'a Value>,
    shape: &[usize],
) -> StepAxes {
    values.into_iter().fold(StepAxes::none(), |axes, value| {
        let shift = shape.len().saturating_sub(value.shape().len());
        value.steps.axes().iter().fold(axes, |axes, found| {
            let axis = found.axis.saturating_add(shift);
            let is_whole = shape.get(axis) == Some(&found.steps.len());
            match is_whole && axes.of(axis).is_none() {
                true => axes.and(axis, Some(found.steps.clone())),
                false => axes,
            }
        })
    })
}

/// max(a, b), NaN where either is.
pub(crate) fn maximum(a: f32, b: f32) -> f32 {
    if a > b || a.is_nan() { a } else { b }
}

/// min(a, b), NaN where either is.
pub(crate) fn minimum(a: f32, b: f32) -> f32 {
    if a < b || a.is_nan() { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn axes_of_length_one_are_stretched() -> Result<(), Mismatch> {
        let column = arr2(&[[1.0], [2.0]]).into_dyn().into_shared();
        let row = arr1(&[10.0, 20.0, 30.0]).into_dyn().into_shared();
        let sum = combine(&column, &row, |a, b| a + b)?;
        let expected = arr2(&[[11.0, 21.0, 31.0], [12.0, 22.0, 32.0]]).into_dyn();
        assert_eq!(sum, expected);
        assert!(combine(&row, &arr1(&[0.0, 1.0]).into_dyn().into_shared(), maximum).is_err());
        Ok(())
    }

    #[test]
    fn steps_come_from_the_first_that_has_them() {
        let weights = Value::new(arr2(&[[1.0], [2.0]]));
        let vectors = Value::new(arr2(&[[1.0, 2.0], [3.0, 4.0]]));
        let vectors = vectors.stepped(StepAxes::input(&[2, 2], 1));
        let shape = [2, 2];
        assert!(combined_steps([&weights, &vectors], &shape).of(0).is_some());
        assert!(combined_steps([&weights, &weights], &shape).of(0).is_none());
        let stacked = combined_steps([&vectors], &[5, 2, 2]);
        assert!(stacked.of(1).is_some() && stacked.of(0).is_none());
    }

    #[test]
    fn nan_is_kept() {
        assert!(maximum(f32::NAN, 1.0).is_nan() && maximum(1.0, f32::NAN).is_nan());
        assert!(minimum(f32::NAN, 1.0).is_nan() && minimum(1.0, f32::NAN).is_nan());
        assert_eq!((maximum(1.0, 2.0), minimum(1.0, 2.0)), (2.0, 1.0));
    }
}
