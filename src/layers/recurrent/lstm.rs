//! Long short-term memory (Hochreiter & Schmidhuber 1997), in Keras's layout.
//! z = x·W + h·U + b    W: `[features, 4·units]`, U: `[units, 4·units]`, b: `[4·units]`, gates i, f, c, o
//! c' = σ(z_f)⊙c + σ(z_i)⊙tanh(z_c)    h' = σ(z_o)⊙tanh(c')
//! (σ is `recurrent_activation`, tanh is `activation`.)

use ndarray::{Array1, Array2};

use super::{Cell, Projection, activate, units_of};
use crate::kernels::{GateKernel, GateOrder, PackedMatrix, lstm_step, padded};
use crate::layers::Activation;

const GATES: usize = 4;

/// An LSTM's step. States: h, c.
pub struct LstmCell {
    units: usize,
    /// x·W + b
    projection: Projection,
    recurrent_kernel: RecurrentKernel,
    activation: Activation,
    recurrent_activation: Activation,
}

/// U
enum RecurrentKernel {
    /// For tanh and sigmoid, which nearly all have.
    Usual(GateKernel),
    /// For any other functions.
    Any(PackedMatrix),
}

impl LstmCell {
    /// A cell from Keras's arrays. `bias`: zeros where `use_bias` is false.
    pub fn new(
        kernel: &Array2<f32>,
        recurrent_kernel: &Array2<f32>,
        bias: &Array1<f32>,
        activation: Activation,
        recurrent_activation: Activation,
    ) -> Self {
        let units = recurrent_kernel.nrows();
        let is_usual =
            (activation, recurrent_activation) == (Activation::Tanh, Activation::Sigmoid);
        let (order, recurrent_kernel) = match is_usual {
            true => (
                GateOrder::Interleaved,
                RecurrentKernel::Usual(super::gate_kernel(recurrent_kernel, units, GATES)),
            ),
            false => (
                GateOrder::OneByOne,
                RecurrentKernel::Any(super::packed(
                    recurrent_kernel,
                    units,
                    GATES,
                    GateOrder::OneByOne,
                )),
            ),
        };
        Self {
            units,
            projection: Projection::new(kernel, bias, units, GATES, order),
            recurrent_kernel,
            activation,
            recurrent_activation,
        }
    }
}

impl Cell for LstmCell {
    fn projection(&self) -> &Projection {
        &self.projection
    }

    fn units(&self) -> usize {
        self.units
    }

    fn state_sizes(&self) -> Vec<usize> {
        vec![self.units; 2]
    }

    fn step(&self, projected: &[f32], before: &[f32], after: &mut [f32], scratch: &mut Vec<f32>) {
        let width = padded(self.units);
        let (h, c) = before.split_at(width);
        let (h_after, c_after) = after.split_at_mut(width);
        let product = match &self.recurrent_kernel {
            RecurrentKernel::Usual(kernel) => {
                return lstm_step(projected, kernel, (h, c), (h_after, c_after));
            }
            RecurrentKernel::Any(product) => product,
        };
        scratch.resize(GATES * width, 0.0);
        product.product(units_of(h, self.units), projected, scratch);
        let (input_and_forget, rest) = scratch.split_at_mut(2 * width);
        let (candidate, output) = rest.split_at_mut(width);
        activate(self.recurrent_activation, input_and_forget, self.units);
        activate(self.activation, candidate, self.units);
        activate(self.recurrent_activation, output, self.units);
        let (input, forget) = input_and_forget.split_at(width);
        let gates = input.iter().zip(forget).zip(&*candidate);
        for ((c_after, c), ((i, f), g)) in c_after.iter_mut().zip(c).zip(gates) {
            *c_after = f * c + i * g;
        }
        h_after.copy_from_slice(c_after);
        activate(self.activation, h_after, self.units);
        for (h, o) in h_after.iter_mut().zip(&*output) {
            *h *= o;
        }
    }
}
