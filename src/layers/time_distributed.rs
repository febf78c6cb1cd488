//! `keras.layers.TimeDistributed`: one layer applied to every time step alone.
//! y_t = layer(x_t)    x: `[steps, …]`, y: `[steps, …]`

use ndarray::Axis;

use super::{Layer, Mismatch, Outcome, known, single};
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

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        if self.0.is_stepwise() {
            return self.0.call(inputs);
        }
        let mut outputs = Vec::new();
        for step in input.tensor.outer_iter() {
            let inner = self.0.call(&[Value {
                tensor: step.to_shared(),
                mask: None,
            }])?;
            outputs.push(single(&inner.outputs)?.tensor.clone());
        }
        let views: Vec<_> = outputs.iter().map(|tensor| tensor.view()).collect();
        let stacked = ndarray::stack(Axis(0), &views)
            .map_err(|_| Mismatch::shape("steps of one shape", &known(input.tensor.shape())))?;
        Ok(Outcome::of(Value::new(stacked, input.mask.clone())))
    }
}
