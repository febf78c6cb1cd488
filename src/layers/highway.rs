//! `Highway` of Keras 1 (Srivastava, Greff & Schmidhuber 2015): a map of the input, mixed with the input itself.
//! y = t · activation(x·W + b) + (1 − t) · x,   t = σ(x·W_carry + b_carry)    W, W_carry: `[features, features]`

use ndarray::{Array1, Array2, Ix1};

use super::{Activation, Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value};

/// A map of a vector, and a gate that lets part of the vector through as it is.
#[derive(Debug)]
pub struct Highway {
    /// `[features, features]`
    pub kernel: Array2<f32>,
    /// `[features, features]`
    pub carry_kernel: Array2<f32>,
    /// `[features]`; zeros where `bias` is false.
    pub bias: Array1<f32>,
    /// `[features]`; zeros where `bias` is false.
    pub carry_bias: Array1<f32>,
    /// Applied to the map.
    pub activation: Activation,
}

impl Layer for Highway {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let features = self.bias.len();
        match single(inputs)?[..] {
            [found] if found.is_none_or(|found| found == features) => {
                Ok(vec![vec![Some(features)]])
            }
            _ => Err(Mismatch::shape(
                format!("(None, {features})"),
                single(inputs)?,
            )),
        }
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        self.output_shapes(&[known(input.shape())])?;
        let x = input.tensor.view().into_dimensionality::<Ix1>();
        let x = x.map_err(|_| Mismatch::shape("a vector", &known(input.shape())))?;
        let features = self.bias.len();
        let mut gate = (x.dot(&self.carry_kernel) + &self.carry_bias).to_vec();
        Activation::Sigmoid.apply(&mut gate, features);
        let mut out = (x.dot(&self.kernel) + &self.bias).to_vec();
        self.activation.apply(&mut out, features);
        for ((out, gate), x) in out.iter_mut().zip(gate).zip(x) {
            *out = gate * *out + (1.0 - gate) * x;
        }
        Ok(Outcome::of(Value::new(Array1::from(out))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn an_open_gate_lets_the_map_through_and_a_closed_one_the_input() -> Result<(), Mismatch> {
        let layer = Highway {
            kernel: arr2(&[[2.0, 0.0], [0.0, 2.0]]),
            carry_kernel: Array2::zeros((2, 2)),
            bias: arr1(&[0.5, 0.5]),
            carry_bias: arr1(&[40.0, -40.0]),
            activation: Activation::Relu,
        };
        let out = layer
            .call(&[Value::new(arr1(&[3.0, 3.0]))])?
            .outputs
            .remove(0);
        assert_eq!(out.as_slice().into_owned(), [6.5, 3.0]);
        Ok(())
    }
}
