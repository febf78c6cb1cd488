//! Sums, means, maxima, … over axes, and functions of whole rows.

use super::term::Term;
use crate::layers::Mismatch;
use crate::layers::elementwise::{maximum, minimum};
use crate::layers::reduce::{reduced_shape, reduced_steps};
use crate::tensor::{Value, float32, tensor_from};
use crate::unchanged::numbers_of_row;

/// What is computed of the numbers along the axes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(
    missing_docs,
    reason = "each is named as in keras.ops and does what its name says"
)]
pub enum Reduction {
    Sum,
    Mean,
    Max,
    Min,
    Prod,
    /// 1 where any number is not 0.
    Any,
    /// 1 where no number is 0.
    All,
    /// ln Σ exp(x)
    LogSumExp,
    /// Mean of the squared distances to the mean.
    Variance,
    /// Root of the variance.
    StandardDeviation,
    /// √Σx²
    Norm,
    /// Place of the first largest number.
    ArgMax,
    /// Place of the first smallest number.
    ArgMin,
}

impl Reduction {
    /// Of one row; sums in f64, since Keras's order of adding is its own.
    fn of(self, row: &[f32]) -> f32 {
        let sum = |f: fn(f32) -> f64| row.iter().map(|&x| f(x)).sum::<f64>();
        let wide = |x: f32| f64::from(x);
        let largest = || row.iter().copied().fold(f32::NEG_INFINITY, maximum);
        match self {
            Self::Sum => float32(sum(wide)),
            Self::Mean => float32(sum(wide) / row.len() as f64),
            Self::Max => largest(),
            Self::Min => row.iter().copied().fold(f32::INFINITY, minimum),
            Self::Prod => float32(row.iter().map(|&x| f64::from(x)).product()),
            Self::Any => f32::from(u8::from(row.iter().any(|&x| x != 0.0))),
            Self::All => f32::from(u8::from(row.iter().all(|&x| x != 0.0))),
            Self::LogSumExp => {
                // Nothing is taken off where that would give ∞ − ∞.
                let shift = Some(largest()).filter(|x| x.is_finite()).unwrap_or(0.0);
                let sum: f64 = row.iter().map(|&x| f64::from(x - shift).exp()).sum();
                float32(sum.ln()) + shift
            }
            Self::Variance => float32(variance(row)),
            Self::StandardDeviation => float32(variance(row).sqrt()),
            Self::Norm => float32(sum(|x| f64::from(x) * f64::from(x)).sqrt()),
            Self::ArgMax => place(row, |best, x| x > best),
            Self::ArgMin => place(row, |best, x| x < best),
        }
    }
}

fn variance(row: &[f32]) -> f64 {
    let count = row.len() as f64;
    let mean = row.iter().map(|&x| f64::from(x)).sum::<f64>() / count;
    let squares = row.iter().map(|&x| (f64::from(x) - mean).powi(2));
    squares.sum::<f64>() / count
}

fn place(row: &[f32], is_better: impl Fn(f32, f32) -> bool) -> f32 {
    let mut best: Option<(usize, f32)> = None;
    for (index, &x) in row.iter().enumerate() {
        if best.is_none_or(|(_, best)| is_better(best, x)) {
            best = Some((index, x));
        }
    }
    best.map_or(0.0, |(index, _)| index as f32)
}

/// Reduces axes; all of them where none is named, which a tensor of texts cannot without its batch axis.
pub fn reduce(
    term: &Term,
    how: Reduction,
    axes: Option<&[i64]>,
    keepdims: bool,
) -> Result<Term, Mismatch> {
    let axes = match axes {
        Some(axes) => term.axes(axes)?,
        None if term.batched => {
            return Err(
                term.refused("an operation over named axes, which leaves the batch axis alone")
            );
        }
        None => (0..term.shape().len()).collect(),
    };
    let kept: Vec<usize> = (0..term.shape().len())
        .filter(|axis| !axes.contains(axis))
        .collect();
    let order: Vec<usize> = kept.iter().chain(&axes).copied().collect();
    let length: usize = axes.iter().map(|&axis| term.length(axis)).product();
    let rows: usize = kept.iter().map(|&axis| term.length(axis)).product();
    let sorted: Vec<f32> = term
        .tensor()
        .view()
        .permuted_axes(order)
        .iter()
        .copied()
        .collect();
    let reduced = (0..rows)
        .map(|row| {
            let row = sorted.get(numbers_of_row(row, length));
            how.of(row.unwrap_or_default())
        })
        .collect();
    let shape = reduced_shape(term.shape(), &axes, keepdims);
    let tensor = tensor_from(&shape, reduced).ok_or_else(|| term.refused("a tensor"))?;
    let steps = reduced_steps(&term.value.steps, &axes, keepdims);
    Ok(term.with(Value::new(tensor).stepped(steps)))
}

/// Changes every row along an axis in place.
pub fn rows(term: &Term, axis: i64, f: impl Fn(&mut [f32])) -> Result<Term, Mismatch> {
    let axis = ndarray::Axis(term.axis(axis)?);
    let mut tensor = term.tensor().to_owned();
    let mut row = Vec::with_capacity(tensor.len_of(axis));
    for mut lane in tensor.lanes_mut(axis) {
        row.clear();
        row.extend(lane.iter());
        f(&mut row);
        lane.iter_mut().zip(&row).for_each(|(x, &y)| *x = y);
    }
    Ok(term.with(term.value.with(tensor).masked(None)))
}
