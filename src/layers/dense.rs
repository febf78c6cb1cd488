//! `keras.layers.Dense`: a linear map of the last axis, then an activation.
//! y = f(x·W + b)    W: `[features, units]`, b: `[units]`

use ndarray::{Array1, Array2, ArrayD, IxDyn};

use super::{Activation, Layer, Mismatch, Outcome, known, single};
use crate::kernels;
use crate::tensor::{Shape, Value};

/// A fully connected layer over the last axis of a tensor of any rank.
#[derive(Debug)]
pub struct Dense {
    /// `[features, units]`
    pub kernel: Array2<f32>,
    /// `[units]`; zeros where `use_bias` is false.
    pub bias: Array1<f32>,
    /// What follows the linear map.
    pub activation: Activation,
}

impl Layer for Dense {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let (features, units) = self.kernel.dim();
        let mut shape = single(inputs)?.clone();
        match shape.last_mut() {
            Some(last) if last.is_none_or(|found| found == features) => *last = Some(units),
            _ => return Err(Mismatch::shape(format!("(None, …, {features})"), &shape)),
        }
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let (features, units) = self.kernel.dim();
        let mut shape = input.tensor.shape().to_vec();
        match shape.last_mut() {
            Some(last) if *last == features => *last = units,
            _ => {
                return Err(Mismatch::shape(
                    format!("(None, …, {features})"),
                    &known(input.tensor.shape()),
                ));
            }
        }
        let mut out = vec![0.0; shape.iter().product()];
        kernels::fill_rows(&mut out, self.bias.as_slice().unwrap_or_default());
        let kernel = self.kernel.as_standard_layout();
        kernels::add_matrix_product(
            &input.as_slice(),
            kernel.as_slice().unwrap_or_default(),
            &mut out,
            features,
            units,
        );
        self.activation.apply(&mut out, units);
        let tensor = ArrayD::from_shape_vec(IxDyn(&shape), out)
            .map_err(|_| Mismatch::shape(format!("(None, …, {features})"), &known(&shape)))?;
        // The last axis is a new one; those before it stay what they are.
        let last = shape.len() - 1;
        let steps = input.steps.forgetting(last);
        Ok(Outcome::of(input.with(tensor).stepped(steps)))
    }

    fn final_activation(&self) -> Option<Activation> {
        Some(self.activation)
    }

    fn is_stepwise(&self) -> bool {
        true
    }
}
