//! `keras.layers.Bidirectional` (Schuster & Paliwal 1997): one recurrent layer from each end.
//! y = merge(forward(x), reverse(backward(x)))    concat: `[steps, 2·units]`, else `[steps, units]`

use ndarray::{Axis, Zip};

use super::{Layer, Mismatch, Outcome, known};
use crate::tensor::{Shape, Tensor, Value};

/// How the two directions' outputs become one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MergeMode {
    /// Side by side, forward first.
    Concat,
    /// Forward + backward.
    Sum,
    /// Forward · backward, element by element.
    Mul,
    /// The mean of both.
    Ave,
    /// Not at all: two outputs.
    None,
}

/// Two recurrent layers that read a text from its two ends.
#[derive(Debug)]
pub struct Bidirectional {
    /// Reads from the first step on.
    pub forward: Box<dyn Layer>,
    /// Reads from the last step back (its own `go_backwards` is set).
    pub backward: Box<dyn Layer>,
    /// How the outputs are merged.
    pub merge_mode: MergeMode,
}

impl Bidirectional {
    fn merge(&self, forward: &Tensor, backward: &Tensor) -> Result<Tensor, Mismatch> {
        if forward.shape() != backward.shape() && self.merge_mode != MergeMode::Concat {
            return Err(Mismatch::shape(
                "two outputs of one shape",
                &known(backward.shape()),
            ));
        }
        let with = |f: fn(f32, f32) -> f32| {
            Zip::from(forward)
                .and(backward)
                .map_collect(|&a, &b| f(a, b))
                .into_shared()
        };
        Ok(match self.merge_mode {
            MergeMode::Concat => {
                let last = Axis(forward.ndim().saturating_sub(1));
                ndarray::concatenate(last, &[forward.view(), backward.view()])
                    .map_err(|_| {
                        Mismatch::shape("two outputs of one length", &known(backward.shape()))
                    })?
                    .into_shared()
            }
            MergeMode::Sum => with(|a, b| a + b),
            MergeMode::Mul => with(|a, b| a * b),
            MergeMode::Ave => with(|a, b| (a + b) / 2.0),
            MergeMode::None => forward.clone(),
        })
    }
}

/// Sequences are turned round, so that both directions stand at the same word; last outputs are not.
fn in_reading_order(backward: &Tensor) -> Tensor {
    let mut tensor = backward.clone();
    if tensor.ndim() > 1 {
        tensor.invert_axis(Axis(0));
    }
    tensor
}

/// The sequence with the states for the way there, and with those for the way back.
fn halves<T: Clone>(inputs: &[T]) -> Result<(Vec<T>, Vec<T>), Mismatch> {
    let Some((input, states)) = inputs.split_first() else {
        return Err(Mismatch::shape("a sequence", &[]));
    };
    let (forward, backward) = states.split_at(states.len() / 2);
    let with = |states: &[T]| {
        std::iter::once(input.clone())
            .chain(states.iter().cloned())
            .collect()
    };
    Ok((with(forward), with(backward)))
}

/// The output, apart from the states that may follow it.
fn split<T>(mut outputs: Vec<T>) -> Result<(T, Vec<T>), Mismatch> {
    match outputs.is_empty() {
        true => Err(Mismatch::shape("an output", &[])),
        false => {
            let states = outputs.split_off(1);
            let first = outputs
                .pop()
                .ok_or_else(|| Mismatch::shape("an output", &[]))?;
            Ok((first, states))
        }
    }
}

impl Layer for Bidirectional {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let (there, back) = halves(inputs)?;
        let (mut shape, states) = split(self.forward.output_shapes(&there)?)?;
        let (other, states_back) = split(self.backward.output_shapes(&back)?)?;
        let mut shapes = match self.merge_mode {
            MergeMode::Concat => {
                if let (Some(Some(a)), Some(Some(b))) = (shape.last_mut(), other.last()) {
                    *a += b;
                }
                vec![shape]
            }
            MergeMode::None => vec![shape, other],
            _ if shape != other => {
                return Err(Mismatch::shape("two outputs of one shape", &other));
            }
            _ => vec![shape],
        };
        shapes.extend(states);
        shapes.extend(states_back);
        Ok(shapes)
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let (there, back) = halves(inputs)?;
        let forward = self.forward.call(&there)?;
        let backward = self.backward.call(&back)?;
        let hidden_states = match (&forward.hidden_states, &backward.hidden_states) {
            (Some(a), Some(b)) => {
                let mut b = b.view();
                b.invert_axis(Axis(0));
                ndarray::concatenate(Axis(1), &[a.view(), b]).ok()
            }
            _ => None,
        };
        let (first, states) = split(forward.outputs)?;
        let (second, states_back) = split(backward.outputs)?;
        let turned = in_reading_order(&second.tensor);
        let value = |tensor: Tensor| Value {
            tensor,
            mask: first.mask.clone(),
            steps: first.steps.clone(),
        };
        let mut outputs = vec![value(self.merge(&first.tensor, &turned)?)];
        if self.merge_mode == MergeMode::None {
            outputs.push(value(turned));
        }
        outputs.extend(states);
        outputs.extend(states_back);
        Ok(Outcome {
            outputs,
            hidden_states,
            ..Outcome::default()
        })
    }
}
