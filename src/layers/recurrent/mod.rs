//! Recurrent layers: a cell, and the loop over the steps that they share ([`run`]).

mod gru;
mod lstm;
mod projection;
mod run;
mod simple_rnn;
mod stacked;

pub use gru::GruCell;
pub use lstm::LstmCell;
pub use projection::Projection;
pub use simple_rnn::SimpleRnnCell;
pub use stacked::StackedCells;

use std::borrow::Cow;
use std::sync::Arc;

use ndarray::{Array1, Array2};

use super::memory::Memory;
use super::{Activation, Layer, Mismatch, Outcome, expect_sequence, known, mask_of};
use crate::kernels::{GateKernel, GateOrder, PackedMatrix, padded};
use crate::tensor::{Shape, Tensor, Value, tensor_from};
use crate::unchanged::{Block, Part};
use run::{Input, RunMemory};

/// What a recurrent layer does at one step.
pub trait Cell: Send + Sync {
    /// The part of a step that depends on the input alone.
    fn projection(&self) -> &Projection;

    /// Numbers of a step's output.
    fn units(&self) -> usize;

    /// Length of each state, in Keras's order: `[units]`, or `[units, units]` of an LSTM.
    fn state_sizes(&self) -> Vec<usize>;

    /// Where in the states the output begins: with the first state.
    fn output_place(&self) -> usize {
        0
    }

    /// One step, from the states before to those after it: one after the other, each in whole blocks
    /// ([`state_width`]). `projected`: the step's input, projected. `scratch`: room for what it likes.
    fn step(&self, projected: &[f32], before: &[f32], after: &mut [f32], scratch: &mut Vec<f32>);
}

/// Numbers of all states, each in whole blocks.
pub fn state_width(cell: &dyn Cell) -> usize {
    cell.state_sizes().into_iter().map(padded).sum()
}

/// A kernel of Keras's, packed for a cell.
fn packed(kernel: &Array2<f32>, units: usize, gates: usize, order: GateOrder) -> PackedMatrix {
    let standard = kernel.as_standard_layout();
    let numbers = standard.as_slice().unwrap_or_default();
    order.pack(numbers, kernel.nrows(), units, gates)
}

/// A recurrent kernel of Keras's, packed for a step.
fn gate_kernel(kernel: &Array2<f32>, units: usize, gates: usize) -> GateKernel {
    let standard = kernel.as_standard_layout();
    GateKernel::new(standard.as_slice().unwrap_or_default(), units, gates)
}

/// Applies a function to gates in whole blocks, to the units of each alone.
fn activate(activation: Activation, gates: &mut [f32], units: usize) {
    for gate in gates.chunks_exact_mut(padded(units).max(1)) {
        if let Some(gate) = gate.get_mut(..units) {
            activation.apply(gate, units);
        }
    }
}

/// A state without what fills its last block.
fn units_of(state: &[f32], units: usize) -> &[f32] {
    state.get(..units).unwrap_or(state)
}

/// A cell run over all steps.
pub struct Recurrent {
    /// What is done at each step.
    pub cell: Box<dyn Cell>,
    /// Every step's output, or only the last one's.
    pub return_sequences: bool,
    /// The last states as further outputs.
    pub return_state: bool,
    /// Read the steps from last to first; outputs stay in the order of processing.
    pub go_backwards: bool,
    /// Masked steps put out zeros instead of repeating the previous output.
    pub zero_output_for_mask: bool,
    /// Run over masked steps as over others; the mask still passes on.
    pub ignores_mask: bool,
}

/// What is kept between two calls.
#[derive(Default)]
pub(super) struct RecurrentMemory {
    run: RunMemory,
    /// Every step's output of the last run, `[steps, units]`.
    outputs: Tensor,
}

/// What a call leaves, before it is put in the form that the layer's settings ask for.
pub(super) struct Called {
    /// Every step's output in the order of processing, `[steps, units]`.
    pub outputs: Tensor,
    /// The last states.
    pub states: Vec<Value>,
    /// Rows of the outputs that are as they were.
    pub unchanged: Vec<Block>,
}

impl Recurrent {
    /// All steps. What is kept in `memory` is not computed again.
    pub(super) fn steps(
        &self,
        inputs: &[Value],
        memory: &mut RecurrentMemory,
    ) -> Result<Called, Mismatch> {
        let Some((input, states)) = inputs.split_first() else {
            return Err(Mismatch::shape("a sequence", &[]));
        };
        let mask = match self.ignores_mask {
            true => None,
            false => mask_of(input)?,
        };
        let features = self.cell.projection().features();
        let steps = input.shape().first().copied().unwrap_or(0);
        let words = input
            .words
            .as_ref()
            .filter(|words| words.ids.len() == steps && words.table.ncols() == features);
        let shape = known(input.shape());
        if words.is_none() {
            expect_sequence(&shape, features)?;
        }
        let x: Cow<[f32]> = input.as_slice();
        let unchanged = match input.parts.as_deref() {
            Some(parts) => super::Linear::unchanged(parts),
            None => Vec::new(),
        };
        let input = Input {
            x: &x,
            steps,
            mask: mask.as_deref(),
            words,
            unchanged: &unchanged,
            initial: self.initial_states(states)?,
        };
        let kept = numbers_of(std::mem::take(&mut memory.outputs));
        let wrong = || Mismatch::shape("a sequence", &shape);
        let run = self.run(input, &mut memory.run, kept).ok_or_else(wrong)?;
        let outputs = tensor_from(&[steps, self.cell.units()], run.outputs);
        memory.outputs = outputs.ok_or_else(wrong)?.into_shared();
        Ok(Called {
            outputs: memory.outputs.clone(),
            states: self.last_states(&run.states),
            unchanged: run.unchanged,
        })
    }

    /// Each state by itself.
    fn last_states(&self, states: &[f32]) -> Vec<Value> {
        if !self.return_state {
            return Vec::new();
        }
        let mut from = 0;
        let sizes = self.cell.state_sizes().into_iter();
        sizes
            .map(|size| {
                let state: Array1<f32> = states.iter().skip(from).take(size).copied().collect();
                from += padded(size);
                Value::new(state)
            })
            .collect()
    }

    /// The states to begin with, given after the sequence.
    fn initial_states(&self, given: &[Value]) -> Result<Option<Vec<f32>>, Mismatch> {
        if given.is_empty() {
            return Ok(None);
        }
        let sizes = self.cell.state_sizes();
        if given.len() != sizes.len() {
            return Err(Mismatch::new(
                format!("a sequence and {} states", sizes.len()),
                format!("{} states", given.len()),
            ));
        }
        let mut all = Vec::with_capacity(state_width(&*self.cell));
        for (state, size) in given.iter().zip(sizes) {
            if state.tensor.len() != size {
                return Err(Mismatch::shape(
                    format!("a state (None, {size})"),
                    &known(state.shape()),
                ));
            }
            all.extend_from_slice(&state.as_slice());
            all.resize(all.len() + padded(size) - size, 0.0);
        }
        Ok(Some(all))
    }

    pub(super) fn outcome(&self, input: &Value, called: Called) -> Vec<Value> {
        let units = self.cell.units();
        let first = if self.return_sequences {
            let steps = match self.go_backwards {
                true => input.steps.reversed(0),
                false => input.steps.clone(),
            };
            let part = Part {
                columns: units,
                blocks: called.unchanged.into(),
            };
            // Masks go with the input's steps, not in the order of processing.
            let parts = (!self.go_backwards).then(|| Arc::from([part]));
            Value {
                tensor: called.outputs,
                mask: input.mask.clone(),
                steps: steps.forgetting(1),
                words: None,
                parts,
            }
        } else {
            let numbers = crate::tensor::as_slice(&called.outputs);
            let last = numbers.len().saturating_sub(units);
            Value::new(match numbers.is_empty() {
                true => Array1::zeros(units),
                false => numbers.iter().skip(last).copied().collect(),
            })
        };
        std::iter::once(first).chain(called.states).collect()
    }
}

impl std::fmt::Debug for Recurrent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recurrent")
    }
}

/// A tensor's numbers, without a copy where nobody else holds it.
pub(super) fn numbers_of(tensor: Tensor) -> Vec<f32> {
    match tensor.try_into_owned_nocopy() {
        Ok(owned) => owned.into_raw_vec_and_offset().0,
        Err(shared) => shared.iter().copied().collect(),
    }
}

impl Layer for Recurrent {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let first = inputs
            .first()
            .ok_or_else(|| Mismatch::shape("a sequence", &[]))?;
        let steps = expect_sequence(first, self.cell.projection().features())?;
        let units = Some(self.cell.units());
        let mut shapes = vec![match self.return_sequences {
            true => vec![steps, units],
            false => vec![units],
        }];
        if self.return_state {
            shapes.extend(
                self.cell
                    .state_sizes()
                    .into_iter()
                    .map(|size| vec![Some(size)]),
            );
        }
        Ok(shapes)
    }

    /// All steps' outputs are kept, also where only the last is put out.
    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        let steps = inputs.first().and_then(|input| *input.first()?);
        steps.unwrap_or(0).saturating_mul(self.cell.units())
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        self.call_traced(inputs, true)
    }

    fn call_traced(&self, inputs: &[Value], keep_all: bool) -> Result<Outcome, Mismatch> {
        let called = self.steps(inputs, &mut RecurrentMemory::default())?;
        let hidden_states = keep_all.then(|| matrix(&called.outputs)).flatten();
        Ok(Outcome {
            outputs: self.outcome(super::first(inputs)?, called),
            hidden_states,
            ..Outcome::default()
        })
    }

    fn reads_words(&self) -> bool {
        true
    }

    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        let called = self.steps(inputs, memory.of())?;
        Ok(Outcome {
            outputs: self.outcome(super::first(inputs)?, called),
            ..Outcome::default()
        })
    }
}

/// Outputs as hidden states, `[steps, units]`.
pub(super) fn matrix(outputs: &Tensor) -> Option<Array2<f32>> {
    outputs.to_owned().into_dimensionality().ok()
}
