//! Long short-term memory (Hochreiter & Schmidhuber 1997), in Keras's layout.
//! z = x·W + h·U + b    W: `[features, 4·units]`, U: `[units, 4·units]`, b: `[4·units]`, gates i, f, c, o
//! c' = σ(z_f)⊙c + σ(z_i)⊙tanh(z_c)    h' = σ(z_o)⊙tanh(c')
//! (σ is `recurrent_activation`, tanh is `activation`.)

use ndarray::{Array1, Array2, ArrayView2};

use super::{Activation, Layer, Mismatch, Outcome, expect_sequence, mask_of, sequence, single};
use crate::kernels;
use crate::tensor::{Shape, Value};

/// Steps whose input projections are computed in one go: small enough to stay in the cache,
/// so that a text of 100,000 words needs no buffer of its own length.
const STEPS_AT_ONCE: usize = 128;

/// An LSTM layer with all of the arguments that change numbers.
#[derive(Debug)]
pub struct Lstm {
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
    /// Every step's output, or only the last one's.
    pub return_sequences: bool,
    /// Read the steps from last to first; outputs stay in the order of processing.
    pub go_backwards: bool,
    /// Masked steps put out zeros instead of repeating the previous output.
    pub zero_output_for_mask: bool,
}

impl Lstm {
    fn units(&self) -> usize {
        self.recurrent_kernel.nrows()
    }

    /// Outputs of all steps, `[steps, units]`, in the order of processing.
    ///
    /// Masked steps leave the state as it is (`keras.backend.rnn`).
    pub fn run(&self, input: ArrayView2<f32>, mask: Option<&[bool]>) -> Array2<f32> {
        let (steps, features) = input.dim();
        let units = self.units();
        let mut outputs = Array2::zeros((steps, units));
        let mut hidden = vec![0.0; units];
        let mut cell = vec![0.0; units];
        let mut last_output = vec![0.0; units];
        let mut x = vec![0.0; STEPS_AT_ONCE.min(steps) * features];
        let mut z = vec![0.0; STEPS_AT_ONCE.min(steps) * 4 * units];
        let kernel = self.kernel.as_slice().unwrap_or_default();
        let recurrent_kernel = self.recurrent_kernel.as_slice().unwrap_or_default();

        for first in (0..steps).step_by(STEPS_AT_ONCE) {
            let count = STEPS_AT_ONCE.min(steps - first);
            let source = |i: usize| {
                if self.go_backwards {
                    steps - 1 - (first + i)
                } else {
                    first + i
                }
            };
            let x = &mut x[..count * features];
            let z = &mut z[..count * 4 * units];
            for i in 0..count {
                for (to, from) in x[i * features..].iter_mut().zip(input.row(source(i))) {
                    *to = *from;
                }
            }
            kernels::fill_rows(z, self.bias.as_slice().unwrap_or_default());
            kernels::add_matrix_product(x, kernel, z, features, 4 * units);

            for i in 0..count {
                let mut output = outputs.row_mut(first + i);
                if mask.is_none_or(|mask| mask[source(i)]) {
                    let z = &mut z[i * 4 * units..(i + 1) * 4 * units];
                    kernels::add_vector_product(&hidden, recurrent_kernel, z);
                    self.step(z, &mut hidden, &mut cell);
                    last_output.copy_from_slice(&hidden);
                } else if self.zero_output_for_mask {
                    continue; // the row is zero already, and so is what a later masked step repeats
                }
                output
                    .iter_mut()
                    .zip(&last_output)
                    .for_each(|(to, from)| *to = *from);
            }
        }
        outputs
    }

    /// One step's gates: `z` holds the four pre-activations and is used up.
    fn step(&self, z: &mut [f32], hidden: &mut [f32], cell: &mut [f32]) {
        let units = hidden.len();
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
    }
}

impl Layer for Lstm {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let steps = expect_sequence(single(inputs)?, self.kernel.nrows())?;
        let units = Some(self.units());
        Ok(vec![if self.return_sequences {
            vec![steps, units]
        } else {
            vec![units]
        }])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let mask = mask_of(input)?;
        let hidden_states = self.run(
            sequence(input, self.kernel.nrows())?.view(),
            mask.as_deref(),
        );
        let output = if self.return_sequences {
            let steps = match self.go_backwards {
                true => input.steps.reversed(0),
                false => input.steps.clone(),
            };
            input
                .with(hidden_states.clone())
                .stepped(steps.forgetting(1))
        } else {
            let last = hidden_states.rows().into_iter().next_back();
            Value::new(last.map_or_else(|| Array1::zeros(self.units()), |row| row.to_owned()))
        };
        Ok(Outcome {
            outputs: vec![output],
            hidden_states: Some(hidden_states),
            ..Outcome::default()
        })
    }
}
