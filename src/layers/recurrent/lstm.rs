//! Long short-term memory (Hochreiter & Schmidhuber 1997), in Keras's layout.
//! z = x·W + h·U + b    W: `[features, 4·units]`, U: `[units, 4·units]`, b: `[4·units]`, gates i, f, c, o
//! c' = σ(z_f)⊙c + σ(z_i)⊙tanh(z_c)    h' = σ(z_o)⊙tanh(c')
//! (σ is `recurrent_activation`, tanh is `activation`.)

use ndarray::{Array1, Array2};

use super::Cell;
use crate::kernels;
use crate::layers::Activation;

/// An LSTM's step. States: h, c.
#[derive(Debug)]
pub struct LstmCell {
    /// W, `[features, 4·units]`
    pub kernel: Array2<f32>,
    /// U, `[units, 4·units]`
    pub recurrent_kernel: Array2<f32>,
    /// b, `[4·units]`; zeros where `use_bias` is false.
    pub bias: Array1<f32>,
    /// Of the candidate and of the output, tanh by default.
    pub activation: Activation,
    /// Of the gates, sigmoid by default.
    pub recurrent_activation: Activation,
}

impl Cell for LstmCell {
    fn features(&self) -> usize {
        self.kernel.nrows()
    }

    fn units(&self) -> usize {
        self.recurrent_kernel.nrows()
    }

    fn state_sizes(&self) -> Vec<usize> {
        vec![self.units(); 2]
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

    fn step(&self, z: &mut [f32], states: &mut [Vec<f32>], result: &mut [f32]) {
        let [hidden, cell] = states else { return };
        let units = hidden.len();
        let recurrent_kernel = self.recurrent_kernel.as_slice().unwrap_or_default();
        kernels::add_vector_product(hidden, recurrent_kernel, z);
        let (input_and_forget, rest) = z.split_at_mut(2 * units);
        let (candidate, output) = rest.split_at_mut(units);
        self.recurrent_activation.apply(input_and_forget, units);
        self.activation.apply(candidate, units);
        self.recurrent_activation.apply(output, units);
        let (input, forget) = input_and_forget.split_at(units);
        for (((c, i), f), g) in cell.iter_mut().zip(input).zip(forget).zip(&*candidate) {
            *c = f * *c + i * g;
        }
        hidden.copy_from_slice(cell);
        self.activation.apply(hidden, units);
        for (h, o) in hidden.iter_mut().zip(&*output) {
            *h *= o;
        }
        result.copy_from_slice(hidden);
    }
}
