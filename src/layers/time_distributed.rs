//! `keras.layers.TimeDistributed`: one layer applied to every time step alone.
//! y_t = layer(x_t)    x: `[steps, …]`, y: `[steps, …]`

use super::{Activation, Layer, Mismatch, Outcome, single};
use crate::tensor::{Shape, Value};

/// A layer repeated over the first axis; the mask of the steps passes.
#[derive(Debug)]
pub struct TimeDistributed(pub Box<dyn Layer>);

impl Layer for TimeDistributed {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        let [steps, step @ ..] = &input[..] else {
            return Err(Mismatch::shape("(None, steps, …)", input));
        };
        if step.is_empty() {
            return Err(Mismatch::shape("(None, steps, features)", input));
        }
        let inner = self.0.output_shapes(&[step.to_vec()])?;
        let mut shape = vec![*steps];
        shape.extend(single(&inner)?);
        Ok(vec![shape])
    }

    fn final_activation(&self) -> Option<Activation> {
        self.0.final_activation()
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        // Stepwise layers, the only ones that are built into one, take all steps at once.
        self.0.call(inputs)
    }
}
