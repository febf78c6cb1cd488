//! The simple recurrent network (Elman 1990), in Keras's layout.
//! h' = tanh(x·W + b + h·U)    W: `[features, units]`, U: `[units, units]`, b: `[units]`

use ndarray::{Array1, Array2};

use super::{Cell, Projection, activate, units_of};
use crate::kernels::{GateOrder, PackedMatrix};
use crate::layers::Activation;

/// A simple network's step. State: h.
pub struct SimpleRnnCell {
    units: usize,
    /// x·W + b
    projection: Projection,
    /// U
    recurrent_kernel: PackedMatrix,
    activation: Activation,
}

impl SimpleRnnCell {
    /// A cell from Keras's arrays. `bias`: zeros where `use_bias` is false.
    pub fn new(
        kernel: &Array2<f32>,
        recurrent_kernel: &Array2<f32>,
        bias: &Array1<f32>,
        activation: Activation,
    ) -> Self {
        let units = recurrent_kernel.nrows();
        let order = GateOrder::OneByOne;
        Self {
            units,
            projection: Projection::new(kernel, bias, units, 1, order),
            recurrent_kernel: super::packed(recurrent_kernel, units, 1, order),
            activation,
        }
    }
}

impl Cell for SimpleRnnCell {
    fn projection(&self) -> &Projection {
        &self.projection
    }

    fn units(&self) -> usize {
        self.units
    }

    fn state_sizes(&self) -> Vec<usize> {
        vec![self.units]
    }

    fn step(&self, projected: &[f32], before: &[f32], after: &mut [f32], _scratch: &mut Vec<f32>) {
        let product = &self.recurrent_kernel;
        product.product(units_of(before, self.units), projected, after);
        activate(self.activation, after, self.units);
    }
}
