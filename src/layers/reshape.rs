//! `keras.layers.Reshape`: the same numbers in another shape.

use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value, tensor_from};

/// The same numbers in another shape; the mask goes.
#[derive(Debug)]
pub struct Reshape {
    /// Lengths of the new axes; `None` (−1 in Keras) for at most one that follows from the others.
    pub target_shape: Vec<Option<usize>>,
}

impl Reshape {
    /// The shape that `count` numbers come into.
    fn resolved(&self, count: usize) -> Option<Vec<usize>> {
        let known = self
            .target_shape
            .iter()
            .flatten()
            .try_fold(1usize, |product, &axis| product.checked_mul(axis))?;
        let missing = self.target_shape.iter().filter(|axis| axis.is_none());
        let left = match missing.count() {
            0 => (known == count).then_some(1)?,
            1 if count.is_multiple_of(known) => count.checked_div(known)?,
            _ => return None,
        };
        let resolve = |axis: &Option<usize>| axis.unwrap_or(left);
        Some(self.target_shape.iter().map(resolve).collect())
    }

    fn mismatch(&self, found: &[Option<usize>]) -> Mismatch {
        let axes: Vec<String> = self
            .target_shape
            .iter()
            .map(|axis| axis.map_or("-1".to_owned(), |length| length.to_string()))
            .collect();
        Mismatch::shape(format!("numbers for a shape ({})", axes.join(", ")), found)
    }
}

impl Layer for Reshape {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        let count = input
            .iter()
            .try_fold(1usize, |product, &axis| product.checked_mul(axis?));
        let shape = match count {
            // Where an axis is unknown, Keras leaves −1 unknown.
            None => self.target_shape.clone(),
            Some(count) => known(&self.resolved(count).ok_or_else(|| self.mismatch(input))?),
        };
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let shape = self.resolved(input.tensor.len());
        let out = shape.and_then(|shape| tensor_from(&shape, input.as_slice().into_owned()));
        let out = out.ok_or_else(|| self.mismatch(&known(input.shape())))?;
        let steps = input.steps.reshaped(input.shape(), out.shape());
        Ok(Outcome::of(Value::new(out).stepped(steps)))
    }

    fn only_reshapes(&self) -> bool {
        true
    }
}
