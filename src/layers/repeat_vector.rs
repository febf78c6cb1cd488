//! `keras.layers.RepeatVector`: one vector at every step.
//! y_t = x    x: `[features]`, y: `[n, features]`

use ndarray::{Axis, IxDyn};

use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value};

/// A vector `n` times.
#[derive(Debug)]
pub struct RepeatVector {
    /// How many times.
    pub n: usize,
}

impl Layer for RepeatVector {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        match single(inputs)?[..] {
            [features] => Ok(vec![vec![Some(self.n), features]]),
            _ => Err(Mismatch::shape("(None, features)", single(inputs)?)),
        }
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let wrong = || Mismatch::shape("(None, features)", &known(input.shape()));
        let [features] = *input.shape() else {
            return Err(wrong());
        };
        let row = input.tensor.view().insert_axis(Axis(0));
        let rows = row
            .broadcast(IxDyn(&[self.n, features]))
            .ok_or_else(wrong)?
            .to_owned();
        let steps = input.steps.with_inserted(0);
        Ok(Outcome::of(Value::new(rows).stepped(steps)))
    }

    fn only_reshapes(&self) -> bool {
        true
    }
}
