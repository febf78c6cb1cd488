//! `keras.ops.not_equal` with a constant: how Keras 3 writes `mask_zero=True` into a functional model.
//! y = 1 where x ≠ c, else 0

use super::{Layer, Mismatch, Outcome, single};
use crate::tensor::{Shape, Value};

/// Compares every number with a constant.
#[derive(Debug)]
pub struct NotEqual(pub f32);

impl Layer for NotEqual {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        Ok(vec![single(inputs)?.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let truth = input.tensor.mapv(|x| f32::from(u8::from(x != self.0)));
        Ok(Outcome::of(input.with(truth).masked(None)))
    }
}
