//! Recurrent layers: a cell, and the loop over the steps that they share (`keras.backend.rnn`).

mod gru;
mod lstm;
mod simple_rnn;
mod stacked;

pub use gru::GruCell;
pub use lstm::LstmCell;
pub use simple_rnn::SimpleRnnCell;
pub use stacked::StackedCells;

use ndarray::{Array1, Array2, ArrayView2};

use super::{Layer, Mismatch, Outcome, expect_sequence, known, mask_of, sequence};
use crate::tensor::{Shape, Value};

/// Steps whose input projections are computed in one go: small enough to stay in the cache,
/// so that a text of 100,000 words needs no buffer of its own length.
const STEPS_AT_ONCE: usize = 128;

/// What a recurrent layer does at one step.
pub trait Cell: Send + Sync {
    /// Numbers of a step's input.
    fn features(&self) -> usize;

    /// Numbers of a step's output.
    fn units(&self) -> usize;

    /// Length of each state, the output's own first: `[units]`, or `[units, units]` of an LSTM.
    fn state_sizes(&self) -> Vec<usize>;

    /// Numbers that [`project`](Self::project) makes of a step's input.
    fn projected(&self) -> usize;

    /// The part of a step that depends on the input alone, for many steps at once:
    /// `x` is `[steps, features]`, `out` is `[steps, projected]`.
    fn project(&self, x: &[f32], out: &mut [f32]);

    /// One step: the states become the next ones, `output` becomes the step's output. `projected` is used up.
    fn step(&self, projected: &mut [f32], states: &mut [Vec<f32>], output: &mut [f32]);
}

/// The units alone, as of every layer.
impl std::fmt::Debug for dyn Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cell of {} units", self.units())
    }
}

/// A cell run over all steps.
#[derive(Debug)]
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

/// What a run over all steps leaves: every step's output in the order of processing, and the last states.
struct Run {
    outputs: Array2<f32>,
    states: Vec<Vec<f32>>,
}

impl Recurrent {
    /// Masked steps leave the states as they are and repeat the previous output.
    fn run(&self, input: ArrayView2<f32>, mask: Option<&[bool]>, mut states: Vec<Vec<f32>>) -> Run {
        let (steps, features) = input.dim();
        let (units, width) = (self.cell.units(), self.cell.projected());
        let mut outputs = Array2::zeros((steps, units));
        let mut last_output = vec![0.0; units];
        let mut x = vec![0.0; STEPS_AT_ONCE.min(steps) * features];
        let mut projected = vec![0.0; STEPS_AT_ONCE.min(steps) * width];
        for first in (0..steps).step_by(STEPS_AT_ONCE) {
            let count = STEPS_AT_ONCE.min(steps - first);
            let source = |i: usize| match self.go_backwards {
                true => steps - 1 - (first + i),
                false => first + i,
            };
            let x = &mut x[..count * features];
            let projected = &mut projected[..count * width];
            for (i, row) in x.chunks_exact_mut(features.max(1)).enumerate() {
                for (to, from) in row.iter_mut().zip(input.row(source(i))) {
                    *to = *from;
                }
            }
            self.cell.project(x, projected);
            for (i, projected) in projected.chunks_exact_mut(width.max(1)).enumerate() {
                if mask.is_none_or(|mask| mask[source(i)]) {
                    self.cell.step(projected, &mut states, &mut last_output);
                } else if self.zero_output_for_mask {
                    continue; // the row is zero already
                }
                for (to, from) in outputs.row_mut(first + i).iter_mut().zip(&last_output) {
                    *to = *from;
                }
            }
        }
        Run { outputs, states }
    }

    /// The states to begin with: given after the sequence, or zeros.
    fn initial_states(&self, given: &[Value]) -> Result<Vec<Vec<f32>>, Mismatch> {
        let sizes = self.cell.state_sizes();
        if given.is_empty() {
            return Ok(sizes.iter().map(|&size| vec![0.0; size]).collect());
        }
        if given.len() != sizes.len() {
            return Err(Mismatch::new(
                format!("a sequence and {} states", sizes.len()),
                format!("{} states", given.len()),
            ));
        }
        given
            .iter()
            .zip(sizes)
            .map(|(state, size)| match state.tensor.len() == size {
                true => Ok(state.as_slice().into_owned()),
                false => Err(Mismatch::shape(
                    format!("a state (None, {size})"),
                    &known(state.shape()),
                )),
            })
            .collect()
    }
}

impl Layer for Recurrent {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let first = inputs
            .first()
            .ok_or_else(|| Mismatch::shape("a sequence", &[]))?;
        let steps = expect_sequence(first, self.cell.features())?;
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
        let Some((input, states)) = inputs.split_first() else {
            return Err(Mismatch::shape("a sequence", &[]));
        };
        let mask = match self.ignores_mask {
            true => None,
            false => mask_of(input)?,
        };
        let x = sequence(input, self.cell.features())?;
        let Run { outputs, states } =
            self.run(x.view(), mask.as_deref(), self.initial_states(states)?);
        let first = if self.return_sequences {
            let steps = match self.go_backwards {
                true => input.steps.reversed(0),
                false => input.steps.clone(),
            };
            input.with(outputs.clone()).stepped(steps.forgetting(1))
        } else {
            let last = outputs.rows().into_iter().next_back();
            Value::new(last.map_or_else(|| Array1::zeros(self.cell.units()), |row| row.to_owned()))
        };
        let mut all = vec![first];
        if self.return_state {
            all.extend(
                states
                    .into_iter()
                    .map(|state| Value::new(Array1::from(state))),
            );
        }
        Ok(Outcome {
            outputs: all,
            hidden_states: Some(outputs),
            ..Outcome::default()
        })
    }
}
