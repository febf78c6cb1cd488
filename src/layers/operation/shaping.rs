//! Changes of shape: the numbers stay, their arrangement changes.

use std::sync::Arc;

use ndarray::Axis;

use super::term::Term;
use crate::layers::Mismatch;
use crate::layers::axes::joined;
use crate::steps::{Step, StepAxes};
use crate::tensor::{Value, tensor_from};

/// A length in a shape that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// So long.
    Fixed(usize),
    /// What is left over: Python's −1.
    Rest,
    /// The batch's.
    Batch,
    /// The number that a further argument is.
    Argument(usize),
}

/// New axes of length 1, at places of the result.
pub fn expand_dims(term: &Term, axes: &[i64]) -> Result<Term, Mismatch> {
    let rank = term.rank().saturating_add(axes.len());
    let mut axes = axes
        .iter()
        .map(|&axis| term.axis_among(axis, rank))
        .collect::<Result<Vec<_>, _>>()?;
    axes.sort_unstable();
    let mut value = term.value.clone().masked(None);
    for axis in axes {
        if axis > value.tensor.ndim() {
            return Err(term.refused("different axes"));
        }
        value.tensor = value.tensor.insert_axis(Axis(axis));
        value.steps = value.steps.with_inserted(axis);
    }
    Ok(term.with(value))
}

/// Axes of length 1 taken away. Without names all are, as far as the shape of one text tells.
pub fn squeeze(term: &Term, axes: Option<&[i64]>) -> Result<Term, Mismatch> {
    let axes = match axes {
        Some(axes) => term.axes(axes)?,
        None => (0..term.shape().len())
            .filter(|&axis| term.length(axis) == 1)
            .collect(),
    };
    let mut value = term.value.clone().masked(None);
    for &axis in axes.iter().rev() {
        if value.tensor.len_of(Axis(axis)) != 1 {
            return Err(term.refused(format!(
                "length 1 on axis {}",
                axis.saturating_add(usize::from(term.batched))
            )));
        }
        value.tensor = value.tensor.index_axis_move(Axis(axis), 0);
        value.steps = value.steps.without(axis);
    }
    Ok(term.with(value))
}

/// Axis `order[i]` becomes axis `i`; without an order they are turned round, the batch with them.
pub fn transpose(term: &Term, order: Option<&[i64]>) -> Result<Term, Mismatch> {
    let reversed: Vec<i64>;
    let order = match order {
        Some(order) => order,
        None => {
            reversed = (0..)
                .take(term.rank())
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            &reversed
        }
    };
    let order = match order {
        [0, rest @ ..] if term.batched => rest,
        order if term.batched => {
            return Err(term.refused(format!(
                "an order of axes that leaves the batch in front, not {order:?}"
            )));
        }
        order => order,
    };
    let order = order
        .iter()
        .map(|&axis| term.axis(axis))
        .collect::<Result<Vec<_>, _>>()?;
    let mut sorted = order.clone();
    sorted.sort_unstable();
    if !sorted.iter().copied().eq(0..term.shape().len()) {
        return Err(term.refused("each axis once"));
    }
    Ok(permuted(term, order))
}

/// Two axes change places.
pub fn swap_axes(term: &Term, a: i64, b: i64) -> Result<Term, Mismatch> {
    let mut order: Vec<usize> = (0..term.shape().len()).collect();
    order.swap(term.axis(a)?, term.axis(b)?);
    Ok(permuted(term, order))
}

/// An axis goes to another place; the others close up.
pub fn move_axis(term: &Term, from: i64, to: i64) -> Result<Term, Mismatch> {
    let mut order: Vec<usize> = (0..term.shape().len()).collect();
    let moved = order.remove(term.axis(from)?);
    order.insert(term.axis(to)?, moved);
    Ok(permuted(term, order))
}

/// With axis `order[i]` as axis `i`; each must be there once.
fn permuted(term: &Term, order: Vec<usize>) -> Term {
    let steps = term.value.steps.permuted(&order);
    let mut value = term.value.clone().masked(None).stepped(steps);
    value.tensor = value.tensor.permuted_axes(order);
    term.with(value)
}

/// Another shape. The batch axis must stay by itself.
pub fn reshape(arguments: &[Term], extents: &[Extent]) -> Result<Term, Mismatch> {
    let [term, sizes @ ..] = arguments else {
        return Err(super::term::single(arguments)
            .err()
            .unwrap_or_else(|| Mismatch::shape("a tensor", &[])));
    };
    let count = term.tensor().len();
    let unfit = || term.refused("as many numbers for each text as the new shape has");
    let extents = match extents {
        [Extent::Rest | Extent::Batch, rest @ ..] if term.batched => rest,
        _ if term.batched => return Err(term.refused("a new shape that leaves the batch in front")),
        extents => extents,
    };
    let mut shape = Vec::with_capacity(extents.len());
    let mut rest = None;
    for extent in extents {
        shape.push(match *extent {
            Extent::Fixed(length) => length,
            Extent::Argument(index) => sizes
                .get(index)
                .and_then(Term::as_length)
                .and_then(|length| usize::try_from(length).ok())
                .ok_or_else(unfit)?,
            Extent::Rest if rest.is_none() => {
                rest = Some(shape.len());
                1
            }
            Extent::Rest | Extent::Batch => return Err(unfit()),
        });
    }
    term.check_size(&shape)?;
    let product: usize = shape.iter().product();
    match rest {
        Some(place) if product > 0 && count.is_multiple_of(product) => {
            let left = count.checked_div(product).ok_or_else(unfit)?;
            *shape.get_mut(place).ok_or_else(unfit)? = left;
        }
        None if product == count => {}
        _ => return Err(unfit()),
    }
    reshaped(term, &shape)
}

/// All axes but the batch's made one.
pub fn batch_flatten(term: &Term) -> Result<Term, Mismatch> {
    reshaped(term, &[term.tensor().len()])
}

fn reshaped(term: &Term, shape: &[usize]) -> Result<Term, Mismatch> {
    let steps = term.value.steps.reshaped(term.shape(), shape);
    let tensor = tensor_from(shape, term.value.as_slice().into_owned());
    let tensor = tensor.ok_or_else(|| term.refused("a shape that fits"))?;
    Ok(term.with(Value::new(tensor).stepped(steps)))
}

/// The whole repeated `counts[axis]` times along each axis; of counts for fewer axes the first are 1.
pub fn tile(term: &Term, counts: &[i64]) -> Result<Term, Mismatch> {
    let refused = || term.refused(format!("counts for its axes, not {counts:?}"));
    let counts = counts
        .iter()
        .map(|&count| usize::try_from(count).map_err(|_| refused()))
        .collect::<Result<Vec<_>, _>>()?;
    let in_front = term.rank().checked_sub(counts.len()).ok_or_else(refused)?;
    let mut full = vec![1; in_front];
    full.extend(counts);
    if term.batched && full.remove(0) != 1 {
        return Err(term.refused("an operation that leaves the batch axis alone"));
    }
    let mut result = term.clone();
    for (axis, count) in full
        .into_iter()
        .enumerate()
        .filter(|&(_, count)| count != 1)
    {
        result = repeated(&result, axis, count, |place, length| {
            place.checked_rem(length).unwrap_or(0)
        })?;
        if term.length(axis) != 1 {
            result.value.steps = result.value.steps.forgetting(axis);
        }
    }
    result.value.mask = None;
    Ok(result)
}

/// Every entry of an axis `count` times, one after the other.
pub fn repeat(term: &Term, count: usize, axis: i64) -> Result<Term, Mismatch> {
    repeated(term, term.axis(axis)?, count, |place, _| {
        place.checked_div(count).unwrap_or(0)
    })
}

/// An axis made `count` times as long; `from` tells which entry stands at a place.
fn repeated(
    term: &Term,
    axis: usize,
    count: usize,
    from: impl Fn(usize, usize) -> usize,
) -> Result<Term, Mismatch> {
    let length = term.length(axis);
    let repeated = length.saturating_mul(count);
    term.check_size(&with_length(term.shape(), axis, repeated))?;
    let places: Vec<usize> = (0..repeated).map(|place| from(place, length)).collect();
    Ok(selected(term, axis, &places))
}

/// A shape with another length of one axis.
fn with_length(shape: &[usize], axis: usize, length: usize) -> Vec<usize> {
    let lengths = shape.iter().enumerate();
    let changed = lengths.map(|(place, &found)| if place == axis { length } else { found });
    changed.collect()
}

/// The entries of an axis at the given places, in their order. All places must be there.
pub fn selected(term: &Term, axis: usize, places: &[usize]) -> Term {
    let tensor = term.tensor().select(Axis(axis), places);
    let steps = term.value.steps.changed(axis, |steps| {
        places
            .iter()
            .map(|&place| steps.get(place).cloned())
            .collect::<Option<Arc<[Step]>>>()
    });
    term.with(Value::new(tensor).stepped(steps))
}

/// Joined along an axis.
pub fn concatenate(terms: &[Term], axis: i64) -> Result<Term, Mismatch> {
    let first = first_of(terms)?;
    let axis = first.axis(axis)?;
    let views: Vec<_> = terms.iter().map(|term| term.tensor().view()).collect();
    let lengths = terms.iter().map(|term| term.length(axis));
    let total = lengths.fold(0, usize::saturating_add);
    first.check_size(&with_length(first.shape(), axis, total))?;
    let tensor = joined(axis, &views)
        .ok_or_else(|| first.refused("the other tensor's lengths on all other axes"))?;
    let joined = terms
        .iter()
        .map(|term| term.value.steps.of(axis))
        .collect::<Option<Vec<_>>>()
        .map(|parts| {
            parts
                .into_iter()
                .flat_map(|part| part.iter().cloned())
                .collect()
        });
    let steps = others(terms, axis).and(axis, joined);
    Ok(first.with(Value::new(tensor).stepped(steps)))
}

/// Joined along a new axis.
pub fn stack(terms: &[Term], axis: i64) -> Result<Term, Mismatch> {
    let first = first_of(terms)?;
    let axis = first.axis_among(axis, first.rank().saturating_add(1))?;
    let views: Vec<_> = terms.iter().map(|term| term.tensor().view()).collect();
    first.check_size(&[first.tensor().len(), terms.len()])?;
    let tensor = ndarray::stack(Axis(axis), &views)
        .map_err(|_| first.refused("the other tensor's shape"))?;
    let steps = others(terms, usize::MAX).with_inserted(axis);
    Ok(first.with(Value::new(tensor).stepped(steps)))
}

fn first_of(terms: &[Term]) -> Result<&Term, Mismatch> {
    let first = terms
        .first()
        .ok_or_else(|| Mismatch::shape("a tensor", &[]))?;
    match terms.iter().find(|term| term.batched != first.batched) {
        Some(other) => Err(other.refused("a tensor with a batch axis, as the other has")),
        None => Ok(first),
    }
}

/// The steps of all axes but one, from the first tensor that knows them.
fn others(terms: &[Term], axis: usize) -> StepAxes {
    let mut steps = StepAxes::none();
    for found in terms.iter().flat_map(|term| term.value.steps.axes()) {
        if found.axis != axis && steps.of(found.axis).is_none() {
            steps = steps.and(found.axis, Some(Arc::clone(&found.steps)));
        }
    }
    steps
}

/// A new last axis with 1 at the place that the number tells, 0 elsewhere; numbers beyond it have no 1.
pub fn one_hot(term: &Term, depth: usize) -> Result<Term, Mismatch> {
    let mut shape = term.shape().to_vec();
    shape.push(depth);
    term.check_size(&shape)?;
    let numbers = term
        .tensor()
        .iter()
        .flat_map(|&x| (0..depth).map(move |place| f32::from(u8::from(place as f32 == x))))
        .collect();
    let tensor = tensor_from(&shape, numbers).ok_or_else(|| term.refused("a tensor"))?;
    Ok(term.with(Value::new(tensor).stepped(term.value.steps.clone())))
}
