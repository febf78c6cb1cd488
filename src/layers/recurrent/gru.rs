//! Gated recurrent unit (Cho et al. 2014), in Keras's layout.
//! W: `[features, 3·units]`, U: `[units, 3·units]`, gates z, r, h
//! z = σ(x·W_z + b_z + h·U_z)    r = σ(x·W_r + b_r + h·U_r)    h' = z⊙h + (1 − z)⊙g
//! `reset_after=False`: g = tanh(x·W_h + b_h + (r⊙h)·U_h), b: `[3·units]`
//! `reset_after=True`:  g = tanh(x·W_h + b_h + r⊙(h·U_h + c_h)), and c_z, c_r are added too; b and c: `[2, 3·units]`
//! (σ is `recurrent_activation`, tanh is `activation`.)

use std::cell::RefCell;

use ndarray::{Array1, Array2, Axis};

use super::Cell;
use crate::kernels;
use crate::layers::Activation;

thread_local! {
    /// h·U of one step: no allocation per step.
    static RECURRENT: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

/// A GRU's step. State: h.
#[derive(Debug)]
pub struct GruCell {
    kernel: Array2<f32>,
    /// b of the input, `[3·units]`
    bias: Array1<f32>,
    recurrence: Recurrence,
    activation: Activation,
    recurrent_activation: Activation,
}

/// Where the reset gate comes in.
#[derive(Debug)]
enum Recurrence {
    /// After the recurrent product: U `[units, 3·units]`, c `[3·units]`.
    ResetAfter {
        kernel: Array2<f32>,
        bias: Array1<f32>,
    },
    /// Before it, so that the candidate has a product of its own.
    ResetBefore {
        /// U_z and U_r, `[units, 2·units]`
        gates: Array2<f32>,
        /// U_h, `[units, units]`
        candidate: Array2<f32>,
    },
}

impl GruCell {
    /// A cell from Keras's arrays. `recurrent_bias`: c, of a cell with `reset_after`, else `None`.
    pub fn new(
        kernel: Array2<f32>,
        recurrent_kernel: Array2<f32>,
        bias: Array1<f32>,
        recurrent_bias: Option<Array1<f32>>,
        activation: Activation,
        recurrent_activation: Activation,
    ) -> Self {
        let units = recurrent_kernel.nrows();
        let recurrence = match recurrent_bias {
            Some(bias) => Recurrence::ResetAfter {
                kernel: recurrent_kernel,
                bias,
            },
            None => {
                let (gates, candidate) = recurrent_kernel.view().split_at(Axis(1), 2 * units);
                Recurrence::ResetBefore {
                    gates: gates.as_standard_layout().into_owned(),
                    candidate: candidate.as_standard_layout().into_owned(),
                }
            }
        };
        Self {
            kernel,
            bias,
            recurrence,
            activation,
            recurrent_activation,
        }
    }
}

impl Cell for GruCell {
    fn features(&self) -> usize {
        self.kernel.nrows()
    }

    fn units(&self) -> usize {
        self.kernel.ncols() / 3
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

    fn step(&self, x: &mut [f32], states: &mut [Vec<f32>], output: &mut [f32]) {
        let [hidden] = states else { return };
        let units = hidden.len();
        let (gates, candidate) = x.split_at_mut(2 * units);
        match &self.recurrence {
            Recurrence::ResetAfter { kernel, bias } => RECURRENT.with_borrow_mut(|recurrent| {
                recurrent.clear();
                recurrent.extend(bias);
                kernels::add_vector_product(
                    hidden,
                    kernel.as_slice().unwrap_or_default(),
                    recurrent,
                );
                let (of_gates, of_candidate) = recurrent.split_at(2 * units);
                for (gate, recurrent) in gates.iter_mut().zip(of_gates) {
                    *gate += recurrent;
                }
                self.recurrent_activation.apply(gates, units);
                let reset = &gates[units..];
                for ((g, r), recurrent) in candidate.iter_mut().zip(reset).zip(of_candidate) {
                    *g += r * recurrent;
                }
            }),
            Recurrence::ResetBefore {
                gates: of_gates,
                candidate: of_candidate,
            } => {
                kernels::add_vector_product(hidden, of_gates.as_slice().unwrap_or_default(), gates);
                self.recurrent_activation.apply(gates, units);
                RECURRENT.with_borrow_mut(|reset_hidden| {
                    reset_hidden.clear();
                    let reset = &gates[units..];
                    reset_hidden.extend(hidden.iter().zip(reset).map(|(h, r)| h * r));
                    kernels::add_vector_product(
                        reset_hidden,
                        of_candidate.as_slice().unwrap_or_default(),
                        candidate,
                    );
                });
            }
        }
        self.activation.apply(candidate, units);
        for ((h, z), g) in hidden.iter_mut().zip(&gates[..units]).zip(&*candidate) {
            *h = z * *h + (1.0 - z) * g;
        }
        output.copy_from_slice(hidden);
    }
}
