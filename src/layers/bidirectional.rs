//! `keras.layers.Bidirectional` (Schuster & Paliwal 1997): one recurrent layer from each end.
//! y = merge(forward(x), reverse(backward(x)))    concat: `[steps, 2·units]`, else `[steps, units]`

use ndarray::{Axis, Zip};

use super::{Layer, Mismatch, Outcome, known, single};
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

impl Layer for Bidirectional {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let forward = self.forward.output_shapes(inputs)?;
        let backward = self.backward.output_shapes(inputs)?;
        let (mut shape, other) = (single(&forward)?.clone(), single(&backward)?);
        if self.merge_mode == MergeMode::Concat {
            if let (Some(Some(a)), Some(Some(b))) = (shape.last_mut(), other.last()) {
                *a += b;
            }
        } else if shape != *other {
            return Err(Mismatch::shape("two outputs of one shape", other));
        }
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let forward = self.forward.call(inputs)?;
        let backward = self.backward.call(inputs)?;
        let (first, second) = (single(&forward.outputs)?, single(&backward.outputs)?);
        let output = self.merge(&first.tensor, &in_reading_order(&second.tensor))?;
        let hidden_states = match (&forward.hidden_states, &backward.hidden_states) {
            (Some(a), Some(b)) => {
                let mut b = b.view();
                b.invert_axis(Axis(0));
                ndarray::concatenate(Axis(1), &[a.view(), b]).ok()
            }
            _ => None,
        };
        let output = Value {
            tensor: output,
            mask: first.mask.clone(),
            steps: first.steps.clone(),
        };
        Ok(Outcome {
            outputs: vec![output],
            hidden_states,
            ..Outcome::default()
        })
    }
}
