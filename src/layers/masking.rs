//! `keras.layers.Masking`: steps whose features all have one value are masked, and become zero.
//! mask_t = any_d (x_td ≠ mask_value)    y_t = x_t·mask_t

use ndarray::Axis;

use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value};

/// Masks steps of `[steps, features]`, or of any other rank over the last axis.
#[derive(Debug)]
pub struct Masking {
    /// The value that stands for nothing.
    pub mask_value: f32,
}

impl Layer for Masking {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        Ok(vec![single(inputs)?.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let Some(last) = input.tensor.ndim().checked_sub(1) else {
            return Err(Mismatch::shape("(None, …, features)", &known(&[])));
        };
        let mask = input.tensor.map_axis(Axis(last), |step| {
            step.iter().any(|&x| x != self.mask_value)
        });
        let mut out = input.tensor.to_owned();
        for mut features in out.lanes_mut(Axis(last)) {
            if features.iter().all(|&x| x == self.mask_value) {
                features.fill(0.0);
            }
        }
        let mask = mask.into_shared();
        Ok(Outcome::of(input.with(out).masked(Some(mask))))
    }
}
