//! `keras.layers.Flatten`: all axes as one.

use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value, tensor_from};

/// `[a, b, …]` → `[a·b·…]`; the mask goes.
#[derive(Debug)]
pub struct Flatten {
    /// `data_format="channels_first"`: the first axis is turned to the end before.
    pub channels_first: bool,
}

impl Layer for Flatten {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let length = single(inputs)?
            .iter()
            .try_fold(1usize, |product, &axis| product.checked_mul(axis?));
        Ok(vec![vec![length]])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let rank = input.tensor.ndim();
        let turned = match self.channels_first && rank > 1 {
            true => input.permuted(&(1..rank).chain([0]).collect::<Vec<_>>()),
            false => input.clone(),
        };
        let shape = [turned.tensor.len()];
        let steps = turned.steps.reshaped(turned.shape(), &shape);
        let flat = tensor_from(&shape, turned.as_slice().into_owned())
            .ok_or_else(|| Mismatch::shape("a tensor", &known(input.shape())))?;
        Ok(Outcome::of(Value::new(flat).stepped(steps)))
    }

    fn only_reshapes(&self) -> bool {
        true
    }
}
