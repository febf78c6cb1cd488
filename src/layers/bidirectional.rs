//! `keras.layers.Bidirectional` (Schuster & Paliwal 1997): one recurrent layer from each end.
//! y = merge(forward(x), reverse(backward(x)))    concat: `[steps, 2·units]`, else `[steps, units]`

use std::sync::Arc;

use ndarray::{Axis, Zip};

use super::axes::joined;
use super::memory::Memory;
use super::recurrent::{Called, RecurrentMemory, matrix, numbers_of};
use super::{Layer, Mismatch, Outcome, Recurrent, known};
use crate::tensor::{Shape, Tensor, Value, as_slice, tensor_from};
use crate::unchanged::{Block, Part, turned};

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
    pub forward: Recurrent,
    /// Reads from the last step back (its own `go_backwards` is set).
    pub backward: Recurrent,
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
                let last = forward.ndim().saturating_sub(1);
                let joined = joined(last, &[forward.view(), backward.view()]);
                let wrong =
                    || Mismatch::shape("two outputs of one length", &known(backward.shape()));
                joined.ok_or_else(wrong)?.into_shared()
            }
            MergeMode::Sum => with(|a, b| a + b),
            MergeMode::Mul => with(|a, b| a * b),
            MergeMode::Ave => with(|a, b| (a + b) / 2.0),
            MergeMode::None => forward.clone(),
        })
    }
}

/// What is kept of both directions.
#[derive(Default)]
struct BothMemory {
    forward: RecurrentMemory,
    backward: RecurrentMemory,
    /// Steps of the last run.
    steps: usize,
    /// Both directions' outputs side by side, `[steps, 2·units]`: room to write the next ones to.
    merged: Tensor,
}

impl Bidirectional {
    fn both(
        &self,
        inputs: &[Value],
        memory: &mut BothMemory,
        keep_all: bool,
    ) -> Result<Outcome, Mismatch> {
        let (there, back) = halves(inputs)?;
        let forward = self.forward.steps(&there, &mut memory.forward)?;
        let backward = self.backward.steps(&back, &mut memory.backward)?;
        let hidden_states = keep_all.then(|| {
            let (forward, mut back) = (matrix(&forward.outputs)?, matrix(&backward.outputs)?);
            back.invert_axis(Axis(0));
            ndarray::concatenate(Axis(1), &[forward.view(), back.view()]).ok()
        });
        let is_sequence = self.forward.return_sequences && self.backward.return_sequences;
        // In the order of processing one direction goes against the other: only then are the halves of one step.
        let are_opposite = !self.forward.go_backwards && self.backward.go_backwards;
        if is_sequence && are_opposite && self.merge_mode == MergeMode::Concat {
            let outputs = self.side_by_side(super::first(inputs)?, forward, backward, memory)?;
            return Ok(Outcome {
                outputs,
                hidden_states: hidden_states.flatten(),
                ..Outcome::default()
            });
        }
        let outputs = self.merged(
            self.forward.outcome(super::first(inputs)?, forward),
            self.backward.outcome(super::first(inputs)?, backward),
        )?;
        Ok(Outcome {
            outputs,
            hidden_states: hidden_states.flatten(),
            ..Outcome::default()
        })
    }

    /// Both directions' steps in the order of the text, side by side: the usual form.
    fn side_by_side(
        &self,
        input: &Value,
        forward: Called,
        backward: Called,
        memory: &mut BothMemory,
    ) -> Result<Vec<Value>, Mismatch> {
        let units = (self.forward.cell.units(), self.backward.cell.units());
        let width = units.0.saturating_add(units.1);
        let steps = input.shape().first().copied().unwrap_or(0);
        let mut numbers = numbers_of(std::mem::take(&mut memory.merged));
        numbers.resize(steps.saturating_mul(width), 0.0);
        let (there, back) = (as_slice(&forward.outputs), as_slice(&backward.outputs));
        let rows = numbers.chunks_exact_mut(width.max(1));
        let there = there.chunks_exact(units.0.max(1));
        let back = back.chunks_exact(units.1.max(1)).rev();
        for ((row, there), back) in rows.zip(there).zip(back) {
            let (left, right) = row.split_at_mut(units.0);
            left.copy_from_slice(there);
            right.copy_from_slice(back);
        }
        let merged = tensor_from(&[steps, width], numbers)
            .ok_or_else(|| Mismatch::shape("a sequence", &known(input.shape())))?;
        memory.merged = merged.into_shared();
        let of_backward = turned(&backward.unchanged, memory.steps, steps);
        memory.steps = steps;
        let part = |columns, blocks: Vec<Block>| Part {
            columns,
            blocks: blocks.into(),
        };
        let value = Value {
            tensor: memory.merged.clone(),
            mask: input.mask.clone(),
            steps: input.steps.forgetting(1),
            words: None,
            parts: Some(Arc::from([
                part(units.0, forward.unchanged),
                part(units.1, of_backward),
            ])),
        };
        let states = forward.states.into_iter().chain(backward.states);
        Ok(std::iter::once(value).chain(states).collect())
    }

    /// Any other form.
    fn merged(&self, forward: Vec<Value>, backward: Vec<Value>) -> Result<Vec<Value>, Mismatch> {
        let (first, states) = split(forward)?;
        let (second, states_back) = split(backward)?;
        let turned = in_reading_order(&second.tensor);
        let value = |tensor: Tensor| Value {
            tensor,
            mask: first.mask.clone(),
            steps: first.steps.clone(),
            words: None,
            parts: None,
        };
        let mut outputs = vec![value(self.merge(&first.tensor, &turned)?)];
        if self.merge_mode == MergeMode::None {
            outputs.push(value(turned));
        }
        outputs.extend(states);
        outputs.extend(states_back);
        Ok(outputs)
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
                    *a = a.saturating_add(*b);
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
        self.call_traced(inputs, true)
    }

    fn call_traced(&self, inputs: &[Value], keep_all: bool) -> Result<Outcome, Mismatch> {
        self.both(inputs, &mut BothMemory::default(), keep_all)
    }

    fn reads_words(&self) -> bool {
        true
    }

    /// Both directions' steps.
    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        let steps = inputs.first().and_then(|input| *input.first()?);
        let units = (self.forward.cell.units()).saturating_add(self.backward.cell.units());
        steps.unwrap_or(0).saturating_mul(units)
    }

    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        self.both(inputs, memory.of(), false)
    }
}
