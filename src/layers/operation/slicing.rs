//! `x[…]` with numbers, slices, `...` and `None`, and what is like it.

use ndarray::Axis;

use super::shaping::selected;
use super::term::Term;
use crate::layers::Mismatch;
use crate::unchanged::numbers_of_row;

/// One entry between the brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// A number: the axis goes.
    At(i64),
    /// `start:stop:step`
    Range {
        /// Where it starts.
        start: Option<i64>,
        /// Before where it stops.
        stop: Option<i64>,
        /// How far from one to the next.
        step: Option<i64>,
    },
    /// `None`: a new axis of length 1.
    NewAxis,
    /// `...`: as many whole axes as are not named.
    Ellipsis,
}

impl Index {
    /// `:`
    pub const ALL: Self = Self::Range {
        start: None,
        stop: None,
        step: None,
    };

    /// Whether this is `:` in one of its spellings.
    fn is_all(self) -> bool {
        matches!(
            self,
            Self::Range {
                start: None | Some(0),
                stop: None,
                step: None | Some(1)
            }
        )
    }
}

/// Whether nothing but the last axis loses entries: `[:, :, 0]` of `[steps, 1]` shows the same numbers.
pub fn takes_all_steps(indices: &[Index]) -> bool {
    let whole = |index: &Index| index.is_all() || matches!(index, Index::NewAxis | Index::Ellipsis);
    match indices {
        [all @ .., last] => {
            let behind_steps = all.len() >= 2 || all.contains(&Index::Ellipsis);
            let is_feature = matches!(last, Index::At(_)) && behind_steps;
            all.iter().all(whole) && (whole(last) || is_feature)
        }
        [] => true,
    }
}

/// `x[indices]`; the batch axis must be taken whole.
pub fn slice(term: &Term, indices: &[Index]) -> Result<Term, Mismatch> {
    let named = indices
        .iter()
        .filter(|index| matches!(index, Index::At(_) | Index::Range { .. }))
        .count();
    let ellipses = indices
        .iter()
        .filter(|index| **index == Index::Ellipsis)
        .count();
    let rank = term.rank();
    let not_named = rank.checked_sub(named).filter(|_| ellipses <= 1);
    let not_named = not_named.ok_or_else(|| term.refused(format!("{named} axes or more")))?;
    // What is not named is taken whole, where the dots stand or at the end.
    let mut full = Vec::new();
    for index in indices {
        match index {
            Index::Ellipsis => full.extend(std::iter::repeat_n(Index::ALL, not_named)),
            index => full.push(*index),
        }
    }
    if ellipses == 0 {
        full.extend(std::iter::repeat_n(Index::ALL, not_named));
    }
    if term.batched && !full.first().is_some_and(|first| first.is_all()) {
        return Err(term.refused("an operation that leaves the batch axis alone"));
    }
    let mut result = term.clone();
    result.value.mask = None;
    let mut axis = 0usize;
    for index in full.into_iter().skip(usize::from(term.batched)) {
        match index {
            Index::NewAxis => {
                result.value.tensor = result.value.tensor.insert_axis(Axis(axis));
                result.value.steps = result.value.steps.with_inserted(axis);
                axis = axis.saturating_add(1);
            }
            Index::At(place) => {
                let length = result.length(axis);
                let place = usize::try_from(if place < 0 {
                    place.saturating_add(i64::try_from(length).unwrap_or(i64::MAX))
                } else {
                    place
                });
                let place = place
                    .ok()
                    .filter(|&place| place < length)
                    .ok_or_else(|| term.refused("more entries on the axis that is indexed"))?;
                result.value.tensor = result.value.tensor.index_axis_move(Axis(axis), place);
                result.value.steps = result.value.steps.without(axis);
            }
            Index::Range { start, stop, step } if !index.is_all() => {
                let places = places(result.length(axis), start, stop, step)
                    .ok_or_else(|| term.refused("a slice with a step that is not 0"))?;
                result = selected(&result, axis, &places);
                axis = axis.saturating_add(1);
            }
            Index::Range { .. } | Index::Ellipsis => axis = axis.saturating_add(1),
        }
    }
    Ok(result)
}

/// The places of Python's `range(*slice(start, stop, step).indices(length))`.
fn places(
    length: usize,
    start: Option<i64>,
    stop: Option<i64>,
    step: Option<i64>,
) -> Option<Vec<usize>> {
    let (length, step) = (i64::try_from(length).ok()?, step.unwrap_or(1));
    let (lowest, highest) = if step < 0 {
        (-1, length.saturating_sub(1))
    } else {
        (0, length)
    };
    let clamp = |place: i64| {
        let place = if place < 0 {
            place.saturating_add(length)
        } else {
            place
        };
        place.clamp(lowest, highest)
    };
    let (from, to) = match step < 0 {
        true => (start.map_or(highest, clamp), stop.map_or(lowest, clamp)),
        false => (start.map_or(lowest, clamp), stop.map_or(highest, clamp)),
    };
    let mut places = Vec::new();
    let mut place = from;
    while (step > 0 && place < to) || (step < 0 && place > to) {
        places.push(usize::try_from(place).ok()?);
        place = place.saturating_add(step);
    }
    (step != 0).then_some(places)
}

/// Part `part` of `parts` along an axis, all of one length.
pub fn split(term: &Term, axis: i64, parts: usize, part: usize) -> Result<Term, Mismatch> {
    let axis = term.axis(axis)?;
    let length = term.length(axis);
    if parts == 0 || part >= parts || !length.is_multiple_of(parts) {
        return Err(term.refused(format!("an axis that falls into {parts} parts")));
    }
    let each = length.checked_div(parts).unwrap_or(0);
    let places: Vec<usize> = numbers_of_row(part, each).collect();
    Ok(selected(term, axis, &places))
}

/// Axes in reversed order.
pub fn reverse(term: &Term, axes: &[i64]) -> Result<Term, Mismatch> {
    let mut result = term.clone();
    result.value.mask = None;
    for axis in term.axes(axes)? {
        result.value.tensor.invert_axis(Axis(axis));
        result.value.steps = result.value.steps.reversed(axis);
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn slices_go_as_in_python() {
        let some =
            |length, start, stop, step| places(length, start, stop, step).unwrap_or_default();
        assert_eq!(some(5, Some(-2), None, None), [3, 4]);
        assert_eq!(some(5, None, Some(-1), None), [0, 1, 2, 3]);
        assert_eq!(some(5, None, None, Some(-1)), [4, 3, 2, 1, 0]);
        assert_eq!(some(5, Some(3), Some(0), Some(-2)), [3, 1]);
        assert_eq!(some(5, Some(9), None, None), [0usize; 0]);
        assert_eq!(some(5, Some(-9), Some(2), None), [0, 1]);
        assert!(places(5, None, None, Some(0)).is_none());
    }
}
