//! Keras's axis numbers, which count the batch axis, as axes of one text's tensor, which has none.

use ndarray::{ArrayD, ArrayViewD, Axis, concatenate};

use super::Mismatch;
use crate::tensor::Shape;

/// Axis `axis` of Keras (0 is the batch, negative ones count from the end) of a tensor of `rank` axes without batch.
pub(crate) fn without_batch(axis: i64, rank: usize) -> Option<usize> {
    let axis = match axis < 0 {
        true => axis.checked_add(i64::try_from(rank).ok()?)?,
        false => axis.checked_sub(1)?,
    };
    usize::try_from(axis).ok().filter(|&axis| axis < rank)
}

/// The same for a tensor whose shape is to be named in the complaint.
pub(crate) fn axis_of(axis: i64, shape: &[Option<usize>]) -> Result<usize, Mismatch> {
    without_batch(axis, shape.len())
        .ok_or_else(|| Mismatch::shape(format!("a tensor with an axis {axis}"), shape))
}

/// Several axes, each once and in ascending order.
pub(crate) fn axes_of(axes: &[i64], shape: &[Option<usize>]) -> Result<Vec<usize>, Mismatch> {
    let mut found = axes
        .iter()
        .map(|&axis| axis_of(axis, shape))
        .collect::<Result<Vec<_>, _>>()?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Arrays one after the other along an axis; `None` where they do not fit. ndarray does not look whether all of them have
/// the axis.
pub(crate) fn joined<T: Clone>(axis: usize, arrays: &[ArrayViewD<T>]) -> Option<ArrayD<T>> {
    let rank = arrays.first()?.ndim();
    let fits = axis < rank && arrays.iter().all(|array| array.ndim() == rank);
    fits.then(|| concatenate(Axis(axis), arrays).ok())?
}

/// The length of an axis that must be known, e.g. one that a weight runs over.
pub(crate) fn length_fits(shape: &Shape, axis: usize, length: usize) -> bool {
    shape
        .get(axis)
        .is_some_and(|found| found.is_none_or(|found| found == length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_batch_axis_is_left_out() {
        assert_eq!(without_batch(1, 2), Some(0));
        assert_eq!(without_batch(-1, 2), Some(1));
        assert_eq!(without_batch(-2, 2), Some(0));
        assert_eq!(without_batch(0, 2), None);
        assert_eq!(without_batch(-3, 2), None);
        assert_eq!(without_batch(3, 2), None);
        assert_eq!(without_batch(i64::MIN, 2), None);
    }
}
