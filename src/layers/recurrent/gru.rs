//! Gated recurrent unit (Cho et al. 2014), in Keras's layout.
//! W: `[features, 3·units]`, U: `[units, 3·units]`, gates z, r, h
//! z = σ(x·W_z + b_z + h·U_z)    r = σ(x·W_r + b_r + h·U_r)    h' = z⊙h + (1 − z)⊙g
//! `reset_after=False`: g = tanh(x·W_h + b_h + (r⊙h)·U_h), b: `[3·units]`
//! `reset_after=True`:  g = tanh(x·W_h + b_h + r⊙(h·U_h + c_h)), and c_z, c_r are added too; b and c: `[2, 3·units]`
//! (σ is `recurrent_activation`, tanh is `activation`.)

use ndarray::{Array1, Array2, s};

use super::{Cell, Projection, activate, units_of};
use crate::kernels::{GateKernel, GateOrder, PackedMatrix, gru_step, padded};
use crate::layers::Activation;

const GATES: usize = 3;

/// A GRU's step. State: h.
pub struct GruCell {
    units: usize,
    /// x·W + b
    projection: Projection,
    recurrence: Recurrence,
    activation: Activation,
    recurrent_activation: Activation,
}

/// Where the reset gate comes in.
enum Recurrence {
    /// After the recurrent product, with tanh and sigmoid: U and c of all gates.
    Usual { kernel: GateKernel, bias: Vec<f32> },
    /// After the recurrent product, with any functions: U and c of all gates.
    ResetAfter {
        kernel: PackedMatrix,
        bias: Vec<f32>,
    },
    /// Before it, so that the candidate has a product of its own: U_z and U_r; U_h.
    ResetBefore {
        gates: PackedMatrix,
        candidate: PackedMatrix,
    },
}

impl GruCell {
    /// A cell from Keras's arrays. `recurrent_bias`: c, of a cell with `reset_after`, else `None`.
    pub fn new(
        kernel: &Array2<f32>,
        recurrent_kernel: &Array2<f32>,
        bias: &Array1<f32>,
        recurrent_bias: Option<&Array1<f32>>,
        activation: Activation,
        recurrent_activation: Activation,
    ) -> Self {
        let units = recurrent_kernel.nrows();
        let is_usual = recurrent_bias.is_some()
            && (activation, recurrent_activation) == (Activation::Tanh, Activation::Sigmoid);
        let order = match is_usual {
            true => GateOrder::Interleaved,
            false => GateOrder::OneByOne,
        };
        let recurrence = match recurrent_bias {
            Some(bias) if is_usual => Recurrence::Usual {
                kernel: super::gate_kernel(recurrent_kernel, units, GATES),
                bias: order.pack_bias(&bias.to_vec(), units, GATES),
            },
            Some(bias) => Recurrence::ResetAfter {
                kernel: super::packed(recurrent_kernel, units, GATES, order),
                bias: order.pack_bias(&bias.to_vec(), units, GATES),
            },
            None => {
                let part = |from: usize, to: usize| {
                    let columns = s![.., from * units..to * units];
                    let part = recurrent_kernel.slice(columns).to_owned();
                    super::packed(&part, units, to - from, order)
                };
                Recurrence::ResetBefore {
                    gates: part(0, 2),
                    candidate: part(2, 3),
                }
            }
        };
        Self {
            units,
            projection: Projection::new(kernel, bias, units, GATES, order),
            recurrence,
            activation,
            recurrent_activation,
        }
    }
}

impl Cell for GruCell {
    fn projection(&self) -> &Projection {
        &self.projection
    }

    fn units(&self) -> usize {
        self.units
    }

    fn state_sizes(&self) -> Vec<usize> {
        vec![self.units]
    }

    fn step(&self, projected: &[f32], before: &[f32], after: &mut [f32], scratch: &mut Vec<f32>) {
        let width = padded(self.units);
        let h = units_of(before, self.units);
        let (of_gates, of_candidate) = projected.split_at(2 * width);
        // z and r, then g: what was made of x, and of h.
        scratch.resize(GATES * width, 0.0);
        match &self.recurrence {
            Recurrence::Usual { kernel, bias } => {
                return gru_step(projected, kernel, bias, before, after);
            }
            Recurrence::ResetAfter { kernel, bias } => {
                kernel.product(h, bias, scratch);
                let (gates, candidate) = scratch.split_at_mut(2 * width);
                for (gate, x) in gates.iter_mut().zip(of_gates) {
                    *gate += x;
                }
                activate(self.recurrent_activation, gates, self.units);
                let reset = gates.iter().skip(width);
                for ((g, r), x) in candidate.iter_mut().zip(reset).zip(of_candidate) {
                    *g = x + r * *g;
                }
            }
            Recurrence::ResetBefore {
                gates: of_h,
                candidate: of_reset,
            } => {
                let (gates, candidate) = scratch.split_at_mut(2 * width);
                of_h.product(h, of_gates, gates);
                activate(self.recurrent_activation, gates, self.units);
                let reset = gates.iter().skip(width);
                // `after` is still free: it holds r⊙h.
                for ((reset_h, r), h) in after.iter_mut().zip(reset).zip(before) {
                    *reset_h = r * h;
                }
                of_reset.product(units_of(after, self.units), of_candidate, candidate);
            }
        }
        let (gates, candidate) = scratch.split_at_mut(2 * width);
        activate(self.activation, candidate, self.units);
        let states = after.iter_mut().zip(before);
        // The first of the gates is z.
        for (((after, h), z), g) in states.zip(&*gates).zip(&*candidate) {
            *after = z * h + (1.0 - z) * g;
        }
    }
}
