//! The few products that scores are made of.

use ndarray::{Array1, Array2, Ix2};

use crate::kernels;
use crate::layers::{Mismatch, known};
use crate::tensor::Value;

/// An input of two axes as a matrix in row-major order.
pub fn matrix_of(input: &Value) -> Result<Array2<f32>, Mismatch> {
    let matrix = input.tensor.view().into_dimensionality::<Ix2>();
    matrix
        .map(|matrix| matrix.as_standard_layout().into_owned())
        .map_err(|_| Mismatch::shape("(None, steps, features)", &known(input.shape())))
}

/// x·W + b, `[steps, units]`. x: `[steps, features]`, W: `[features, units]`, b: `[units]`
pub fn linear(x: &Array2<f32>, kernel: &Array2<f32>, bias: Option<&Array1<f32>>) -> Array2<f32> {
    let (features, units) = kernel.dim();
    let mut out = Array2::zeros((x.nrows(), units));
    let (x, kernel) = (x.as_standard_layout(), kernel.as_standard_layout());
    if let (Some(out), Some(x), Some(kernel)) =
        (out.as_slice_mut(), x.as_slice(), kernel.as_slice())
    {
        if let Some(bias) = bias {
            kernels::fill_rows(out, &bias.to_vec());
        }
        kernels::add_matrix_product(x, kernel, out, features, units);
    }
    out
}

/// tanh(x·W + b), `[steps, units]`
pub fn tanh_linear(
    x: &Array2<f32>,
    kernel: &Array2<f32>,
    bias: Option<&Array1<f32>>,
) -> Array2<f32> {
    let mut out = linear(x, kernel, bias);
    if let Some(out) = out.as_slice_mut() {
        kernels::tanh_each(out);
    }
    out
}

/// x_t·v for every step, `[steps]`. v: `[features]`
pub fn dots(x: &Array2<f32>, vector: &Array1<f32>) -> Array1<f32> {
    let vector = vector.as_standard_layout();
    let rows = x.rows().into_iter();
    rows.map(|row| match (row.as_slice(), vector.as_slice()) {
        (Some(row), Some(vector)) => kernels::dot(row, vector),
        _ => row.dot(&vector),
    })
    .collect()
}

/// A bias of scores.
#[derive(Debug, Clone)]
pub enum ScoreBias {
    /// None.
    None,
    /// One for all steps.
    Shared(f32),
    /// One for each step, which ties the model to one length: `[steps]`
    PerStep(Array1<f32>),
}

impl ScoreBias {
    /// Adds it to scores, `[steps]`.
    pub fn add_to(&self, mut scores: Array1<f32>) -> Array1<f32> {
        match self {
            Self::None => {}
            Self::Shared(bias) => scores += *bias,
            Self::PerStep(bias) => {
                for (score, bias) in scores.iter_mut().zip(bias) {
                    *score += bias;
                }
            }
        }
        scores
    }

    /// The number of steps it is made for.
    pub fn steps(&self) -> Option<usize> {
        match self {
            Self::PerStep(bias) => Some(bias.len()),
            Self::None | Self::Shared(_) => None,
        }
    }
}
