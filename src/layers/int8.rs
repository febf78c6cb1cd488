//! Weights and inputs as whole numbers of 8 bits, as Keras 3's `quantize("int8")` leaves them.
//! q = round(x·s), s = 127 / (max |x| + 1e-7) over the summed axes    y = Σ q_x·q_W / (s_x·s_W)

use ndarray::{Array1, Array2, ArrayD, Zip};

use super::reduce::Reduction;
use super::{Activation, Dense, Layer, Mismatch, Outcome, single};
use crate::tensor::{Shape, Tensor, Value};

/// The largest whole number.
const LARGEST: f32 = 127.0;
/// Keeps a tensor of zeros from a division by zero: `keras.backend.epsilon()`.
const EPSILON: f32 = 1e-7;

/// Whole numbers from −127 to 127 and what they were multiplied with, of length 1 along `axes`.
pub(crate) fn quantized(tensor: &Tensor, axes: &[usize]) -> (Tensor, Tensor) {
    let sizes = tensor.mapv(f32::abs).into_shared();
    let scale = Reduction::Max
        .apply(&sizes, axes, true)
        .mapv(|largest| LARGEST / (largest + EPSILON));
    let mut whole = tensor.to_owned();
    if let Some(scale) = scale.broadcast(whole.raw_dim()) {
        Zip::from(&mut whole).and(scale).for_each(|x, &scale| {
            *x = (*x * scale).round_ties_even().clamp(-LARGEST, LARGEST);
        });
    }
    (whole.into_shared(), scale.into_shared())
}

/// `Dense` with a kernel of whole numbers; its inputs become whole numbers too, each vector by itself.
#[derive(Debug)]
pub struct Int8Dense {
    /// The product alone, with `kernel` in whole numbers: no bias, no activation.
    product: Dense,
    /// What the kernel was multiplied with, `[units]`.
    kernel_scale: Array1<f32>,
    /// `[units]`; zeros where `use_bias` is false.
    bias: Array1<f32>,
    /// What follows.
    activation: Activation,
    /// Whether the inputs become whole numbers.
    quantizes_inputs: bool,
}

impl Int8Dense {
    /// `kernel`: `[features, units]`; `kernel_scale` and `bias`: `[units]`.
    pub fn new(
        kernel: Array2<f32>,
        kernel_scale: Array1<f32>,
        bias: Array1<f32>,
        activation: Activation,
        quantizes_inputs: bool,
    ) -> Self {
        Self {
            product: Dense::new(&kernel, &Array1::zeros(kernel.ncols()), Activation::Linear),
            kernel_scale,
            bias,
            activation,
            quantizes_inputs,
        }
    }
}

impl Layer for Int8Dense {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        self.product.output_shapes(inputs)
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let last = input.tensor.ndim().saturating_sub(1);
        let (whole, input_scale) = match self.quantizes_inputs && input.tensor.ndim() > 0 {
            true => {
                let (whole, scale) = quantized(&input.tensor, &[last]);
                (whole, scale.iter().copied().collect())
            }
            false => (input.tensor.clone(), Vec::new()),
        };
        let input = Value {
            tensor: whole,
            ..input.clone()
        };
        let product = self.product.call(&[input])?;
        let [value] = &product.outputs[..] else {
            return Ok(product);
        };
        let units = self.bias.len();
        let mut numbers = value.as_slice().into_owned();
        for (index, row) in numbers.chunks_exact_mut(units.max(1)).enumerate() {
            let input_scale = input_scale.get(index).copied().unwrap_or(1.0);
            for ((x, scale), bias) in row.iter_mut().zip(&self.kernel_scale).zip(&self.bias) {
                *x = *x / (scale * input_scale) + bias;
            }
        }
        self.activation.apply(&mut numbers, units);
        let out = ArrayD::from_shape_vec(value.tensor.raw_dim(), numbers)
            .map_err(|_| Mismatch::shape("a tensor", &super::known(value.shape())))?;
        Ok(Outcome::of(value.with(out)))
    }

    fn final_activation(&self) -> Option<Activation> {
        Some(self.activation)
    }

    fn is_stepwise(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn rows_are_scaled_to_the_largest_whole_number() {
        let x = arr2(&[[0.5, -1.0, 0.25], [0.0, 0.0, 0.0]]);
        let (whole, scale) = quantized(&x.into_dyn().into_shared(), &[1]);
        // 0.5·127 and 0.25·127 lie between whole numbers: 63.5 becomes the even one.
        assert_eq!(
            whole.iter().copied().collect::<Vec<_>>(),
            [63.0, -127.0, 32.0, 0.0, 0.0, 0.0]
        );
        assert!((scale[[0, 0]] - 127.0).abs() < 1e-3);
    }
}
