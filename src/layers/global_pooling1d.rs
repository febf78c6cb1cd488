//! `keras.layers.GlobalMaxPooling1D` and `GlobalAveragePooling1D`: one number for all steps.
//! y_d = max_t x_td, masked steps too    y_d = Σ_t mask_t·x_td / Σ_t mask_t

use ndarray::{Axis, Zip};

use super::reduce::{Reduction, reduced_static_shape, reduced_steps};
use super::{Layer, Mismatch, Outcome, Pooling, known, mask_of, single};
use crate::tensor::{Shape, Value};

/// Pooling over all steps of `[steps, features]`; the mask goes.
#[derive(Debug)]
pub struct GlobalPooling1D {
    /// What is taken: the mean heeds the mask, the maximum does not.
    pub pooling: Pooling,
    /// Whether a step is left, of all steps.
    pub keepdims: bool,
    /// `data_format="channels_first"`: steps are the last axis.
    pub channels_first: bool,
}

impl GlobalPooling1D {
    fn axis(&self) -> usize {
        usize::from(self.channels_first)
    }

    /// The mean over the steps that are real; 0/0 where none is, as in Keras.
    fn masked_mean(&self, input: &Value, mask: &[bool]) -> ndarray::ArrayD<f32> {
        let mut masked = input.tensor.to_owned();
        for (mut step, &real) in masked.axis_iter_mut(Axis(self.axis())).zip(mask) {
            if !real {
                step.fill(0.0);
            }
        }
        let count = mask.iter().filter(|&&real| real).count() as f32;
        let mut sum = Reduction::Sum.apply(&masked.into_shared(), &[self.axis()], self.keepdims);
        Zip::from(&mut sum).for_each(|x| *x /= count);
        sum
    }

    fn mask(&self, input: &Value) -> Result<Option<Vec<bool>>, Mismatch> {
        if self.pooling == Pooling::Max {
            return Ok(None);
        }
        if !self.channels_first {
            return Ok(mask_of(input)?.map(|mask| mask.into_owned()));
        }
        match &input.mask {
            Some(mask) if mask.ndim() == 1 && mask.shape().first() == input.shape().get(1) => {
                Ok(Some(mask.iter().copied().collect()))
            }
            Some(mask) => Err(Mismatch::new(
                "one entry of the mask for each step".into(),
                format!("a mask of shape {:?}", mask.shape()),
            )),
            None => Ok(None),
        }
    }
}

impl Layer for GlobalPooling1D {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        match input.len() {
            2 => Ok(vec![reduced_static_shape(
                input,
                &[self.axis()],
                self.keepdims,
            )]),
            _ => Err(Mismatch::shape("(None, steps, features)", input)),
        }
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        self.output_shapes(&[known(input.shape())])?;
        let axes = [self.axis()];
        let out = match (self.pooling, self.mask(input)?) {
            (Pooling::Average, Some(mask)) => self.masked_mean(input, &mask),
            (Pooling::Average, None) => Reduction::Mean.apply(&input.tensor, &axes, self.keepdims),
            (Pooling::Max, _) => Reduction::Max.apply(&input.tensor, &axes, self.keepdims),
        };
        let steps = reduced_steps(&input.steps, &axes, self.keepdims);
        Ok(Outcome::of(Value::new(out).stepped(steps)))
    }
}
