//! The simple recurrent network (Elman 1990), in Keras's layout.
//! h' = tanh(x·W + b + h·U)    W: `[features, units]`, U: `[units, units]`, b: `[units]`

use ndarray::{Array1, Array2};

use super::Cell;
use crate::kernels;
use crate::layers::Activation;

/// A simple network's step. State: h.
#[derive(Debug)]
pub struct SimpleRnnCell {
    /// W, `[features, units]`
    pub kernel: Array2<f32>,
    /// U, `[units, units]`
    pub recurrent_kernel: Array2<f32>,
    /// b, `[units]`; zeros where `use_bias` is false.
    pub bias: Array1<f32>,
    /// tanh by default.
    pub activation: Activation,
}

impl Cell for SimpleRnnCell {
    fn features(&self) -> usize {
        self.kernel.nrows()
    }

    fn units(&self) -> usize {
        self.recurrent_kernel.nrows()
    }

    fn state_sizes(&self) -> Vec<usize> {
        vec![self.units()]
    }

    fn projected(&self) -> usize {
        self.kernel.ncols()
    }

    fn project(&self, x: &[f32], out: &mut [f32]) {
        let (features, width) = self.kernel.dim();
        kernels::fill_rows(out, self.bias.as_slice().unwrap_or_default());
        let kernel = self.kernel.as_slice().unwrap_or_default();
        kernels::add_matrix_product(x, kernel, out, features, width);
    }

    fn step(&self, z: &mut [f32], states: &mut [Vec<f32>], output: &mut [f32]) {
        let [hidden] = states else { return };
        let recurrent_kernel = self.recurrent_kernel.as_slice().unwrap_or_default();
        kernels::add_vector_product(hidden, recurrent_kernel, z);
        self.activation.apply(z, hidden.len());
        hidden.copy_from_slice(z);
        output.copy_from_slice(z);
    }
}
