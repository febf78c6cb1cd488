//! Activation functions and the `Activation` layer, as in `keras.activations`.

use super::{Layer, Mismatch, Outcome, single};
use crate::kernels;
use crate::tensor::{Shape, Value};
use ndarray::{ArrayD, IxDyn};

/// `keras.activations`, by Keras's names. Where versions differ the reader chooses the variant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Activation {
    /// x
    Linear,
    /// max(x, 0)
    Relu,
    /// min(max(x, 0), 6)
    Relu6,
    /// x, or `negative_slope`·x below 0
    LeakyRelu {
        /// Slope below 0.
        negative_slope: f32,
    },
    /// x, or `alpha`·(exp(x) − 1) below 0
    Elu {
        /// Depth of the left branch.
        alpha: f32,
    },
    /// 1.0507·elu(x, 1.6733) (Klambauer et al. 2017)
    Selu,
    /// 1 / (1 + exp(−x))
    Sigmoid,
    /// clip(0.2·x + 0.5, 0, 1): Keras 1 and 2
    HardSigmoidKeras2,
    /// clip(x/6 + 0.5, 0, 1): Keras 3
    HardSigmoidKeras3,
    /// tanh(x)
    Tanh,
    /// exp(x) / Σ exp(x) over the last axis
    Softmax,
    /// ln(softmax(x))
    LogSoftmax,
    /// ln(1 + exp(x))
    Softplus,
    /// x / (1 + |x|)
    Softsign,
    /// exp(x)
    Exponential,
    /// x·Φ(x) (Hendrycks & Gimpel 2016), with the error function
    Gelu,
    /// x·sigmoid(x), also called swish
    Silu,
    /// x·clip(x/6 + 0.5, 0, 1), also called hard_swish
    HardSilu,
    /// x·tanh(softplus(x))
    Mish,
}

impl Activation {
    /// Whether a single unit with this activation tells the probability of one of two classes.
    pub fn is_probability(self) -> bool {
        matches!(
            self,
            Self::Sigmoid | Self::HardSigmoidKeras2 | Self::HardSigmoidKeras3
        )
    }

    /// Applies the function in place to rows of `row_length`; only softmax looks beyond one number.
    pub fn apply(self, values: &mut [f32], row_length: usize) {
        let each =
            |values: &mut [f32], f: fn(f32) -> f32| values.iter_mut().for_each(|x| *x = f(*x));
        match self {
            Self::Linear => {}
            Self::Relu => each(values, relu),
            Self::Relu6 => each(values, |x| relu(x).min(6.0)),
            Self::LeakyRelu { negative_slope } => {
                values
                    .iter_mut()
                    .for_each(|x| *x = if *x < 0.0 { negative_slope * *x } else { *x });
            }
            Self::Elu { alpha } => values.iter_mut().for_each(|x| *x = elu(*x, alpha)),
            Self::Selu => each(values, |x| 1.050_701 * elu(x, 1.673_263_2)),
            Self::Sigmoid => kernels::sigmoid_each(values),
            Self::HardSigmoidKeras2 => each(values, |x| (0.2 * x + 0.5).clamp(0.0, 1.0)),
            Self::HardSigmoidKeras3 => each(values, |x| (x / 6.0 + 0.5).clamp(0.0, 1.0)),
            Self::Tanh => kernels::tanh_each(values),
            Self::Softmax => values
                .chunks_mut(row_length.max(1))
                .for_each(kernels::softmax),
            Self::LogSoftmax => values.chunks_mut(row_length.max(1)).for_each(log_softmax),
            Self::Softplus => each(values, softplus),
            Self::Softsign => each(values, |x| x / (1.0 + x.abs())),
            Self::Exponential => kernels::exp_each(values),
            Self::Gelu => each(values, |x| {
                0.5 * x * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2))
            }),
            Self::Silu => each(values, |x| x * kernels::sigmoid(x)),
            Self::HardSilu => each(values, |x| x * (x / 6.0 + 0.5).clamp(0.0, 1.0)),
            Self::Mish => each(values, |x| x * softplus(x).tanh()),
        }
    }
}

/// NaN must stay NaN, which `f32::max` would not do.
fn relu(x: f32) -> f32 {
    if x < 0.0 { 0.0 } else { x }
}

fn elu(x: f32, alpha: f32) -> f32 {
    if x < 0.0 { alpha * x.exp_m1() } else { x }
}

/// ln(1 + exp(x)) without overflow: max(x, 0) + ln(1 + exp(−|x|)).
fn softplus(x: f32) -> f32 {
    relu(x) + (-x.abs()).exp().ln_1p()
}

fn log_softmax(row: &mut [f32]) {
    let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let ln_sum = row.iter().map(|x| (x - largest).exp()).sum::<f32>().ln();
    row.iter_mut().for_each(|x| *x = *x - largest - ln_sum);
}

/// `keras.layers.Activation`: the function on every number; the mask passes.
#[derive(Debug)]
pub struct ActivationLayer(pub Activation);

impl Layer for ActivationLayer {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        Ok(vec![single(inputs)?.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let mut values = input.as_slice().into_owned();
        self.0.apply(&mut values, input.last_axis());
        let tensor = ArrayD::from_shape_vec(IxDyn(input.tensor.shape()), values)
            .map_err(|_| Mismatch::shape("a tensor", &super::known(input.tensor.shape())))?;
        Ok(Outcome::of(input.with(tensor)))
    }

    fn final_activation(&self) -> Option<Activation> {
        Some(self.0)
    }

    fn is_stepwise(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hard_sigmoid_differs_between_keras_2_and_3() {
        let at_minus_one = |activation: Activation| {
            let mut x = [-1.0];
            activation.apply(&mut x, 1);
            x[0]
        };
        assert!((at_minus_one(Activation::HardSigmoidKeras2) - 0.3).abs() < 1e-6);
        assert!((at_minus_one(Activation::HardSigmoidKeras3) - 1.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn softmax_works_row_by_row() {
        let mut x = [1.0, 1.0, 0.0, 1000.0];
        Activation::Softmax.apply(&mut x, 2);
        assert_eq!(x, [0.5, 0.5, 0.0, 1.0]);
    }
}
