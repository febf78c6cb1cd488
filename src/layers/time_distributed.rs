//! `keras.layers.TimeDistributed`: one layer or model applied to every time step alone.
//! y_t = layer(x_t)    x: `[steps, …]`, y: `[steps, …]`
//!
//! In a hierarchical model the steps are sentences, and the model inside encodes one of them.

use std::sync::Arc;

use ndarray::{Axis, stack};

use super::{
    Activation, Layer, LayerEntry, LayerTrace, Linear, Memory, Mismatch, Outcome, Trace, count,
    known, single, zeros,
};
use crate::steps::StepAxes;
use crate::tensor::{Mask, Shape, Tensor, Value};
use crate::unchanged::{Block, Part};

/// Steps whose outcomes are kept; a text of more sentences is computed anew.
const MOST_KEPT: usize = 4096;

/// What is kept between two calls.
#[derive(Default)]
struct StepsMemory {
    /// Of the layer inside, which runs over one step after the other.
    inner: Memory,
    /// Outcomes of the last run's steps; `None` where a step was like the one before it.
    outcomes: Vec<Option<Outcome>>,
}

/// A layer repeated over the first axis.
#[derive(Debug)]
pub struct TimeDistributed {
    /// The layer inside, alone: what it computes, its name, its weights.
    inner: [LayerEntry; 1],
    /// Keras 2 passes on the masks that the layer inside puts out; Keras 3 the mask that came in.
    passes_inner_masks: bool,
}

impl TimeDistributed {
    /// Wraps a layer. `passes_inner_masks`: as Keras 2 does, where Keras 3 passes the input's mask on.
    pub fn new(inner: LayerEntry, passes_inner_masks: bool) -> Self {
        Self {
            inner: [inner],
            passes_inner_masks,
        }
    }

    fn layer(&self) -> Result<&dyn Layer, Mismatch> {
        self.inner[0]
            .layer
            .as_deref()
            .ok_or_else(|| Mismatch::shape("a layer to repeat", &[]))
    }

    /// Step `t` of an input, as the layer inside sees it.
    fn step(input: &Value, t: usize) -> Value {
        let mask = input
            .mask
            .as_ref()
            // The mask of the steps themselves is not the inner layer's business.
            .filter(|mask| mask.ndim() > 1 && mask.len_of(Axis(0)) > t)
            .map(|mask| mask.index_axis(Axis(0), t).to_owned().into_shared());
        Value {
            tensor: input.tensor.index_axis(Axis(0), t).to_owned().into_shared(),
            mask,
            steps: input.steps.without(0),
            words: None,
            parts: None,
        }
    }
}

/// Number of axes of the steps put together.
fn rank(steps: &[Tensor]) -> usize {
    steps
        .first()
        .map_or(0, |step| step.ndim())
        .saturating_add(1)
}

/// Whether two steps go in with the same numbers, masked alike.
fn is_same(a: &Value, b: &Value) -> bool {
    a.mask == b.mask && a.tensor == b.tensor
}

/// The masks of all steps as one, where each step has one.
fn stacked(masks: &[Option<Mask>]) -> Option<Mask> {
    let masks = masks
        .iter()
        .map(Option::as_ref)
        .collect::<Option<Vec<_>>>()?;
    let views: Vec<_> = masks.iter().map(|mask| mask.view()).collect();
    Some(stack(Axis(0), &views).ok()?.into_shared())
}

/// A mask of the first axis: a step is real where anything in it is.
fn any_of_each_step(mask: &Mask) -> Mask {
    mask.axis_iter(Axis(0))
        .map(|step| step.iter().any(|&real| real))
        .collect::<ndarray::Array1<bool>>()
        .into_dyn()
        .into_shared()
}

impl Layer for TimeDistributed {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        let [steps, step @ ..] = &input[..] else {
            return Err(Mismatch::shape("(None, steps, …)", input));
        };
        if step.is_empty() {
            return Err(Mismatch::shape("(None, steps, features)", input));
        }
        let inner = self.layer()?.output_shapes(&[step.to_vec()])?;
        Ok(inner
            .into_iter()
            .map(|shape| std::iter::once(*steps).chain(shape).collect())
            .collect())
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        self.call_traced(inputs, false)
    }

    fn call_traced(&self, inputs: &[Value], keep_all: bool) -> Result<Outcome, Mismatch> {
        let layer = self.layer()?;
        if layer.is_stepwise() {
            return layer.call(inputs);
        }
        self.each_step(
            single(inputs)?,
            |_, step| layer.call_traced(std::slice::from_ref(step), keep_all),
            keep_all,
        )
    }

    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        let layer = self.layer()?;
        let memory: &mut StepsMemory = memory.of();
        if layer.is_stepwise() {
            return layer.call_again(inputs, &mut memory.inner);
        }
        let input = single(inputs)?;
        let steps = input.shape().first().copied().unwrap_or(0);
        let blocks = match input.parts.as_deref() {
            Some(parts) => Linear::unchanged(parts),
            None => Vec::new(),
        };
        let mut before = std::mem::take(&mut memory.outcomes);
        let mut kept: Vec<Option<Outcome>> = vec![None; steps];
        for block in &blocks {
            let to = kept.iter_mut().skip(block.new).take(block.length);
            for (to, from) in to.zip(before.iter_mut().skip(block.old)) {
                *to = from.take();
            }
        }
        let mut outcome = self.each_step(
            input,
            |t, step| match kept.get_mut(t) {
                Some(Some(outcome)) => Ok(outcome.clone()),
                place => {
                    let outcome =
                        layer.call_again(std::slice::from_ref(step), &mut memory.inner)?;
                    if let Some(place) = place {
                        *place = Some(outcome.clone());
                    }
                    Ok(outcome)
                }
            },
            false,
        )?;
        if steps <= MOST_KEPT {
            memory.outcomes = kept;
            let blocks: Arc<[Block]> = blocks.into();
            for value in outcome
                .outputs
                .iter_mut()
                .filter(|value| value.shape().len() == 2)
            {
                let columns = value.last_axis();
                value.parts = Some(Arc::from([Part {
                    columns,
                    blocks: blocks.clone(),
                }]));
            }
        }
        Ok(outcome)
    }

    /// What comes out in one piece, or what the layer inside holds for a step.
    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        let step = inputs.first().and_then(|input| input.split_first());
        let inside = match (self.layer(), step) {
            (Ok(layer), Some((_, step))) => layer.numbers_held(&[step.to_vec()]),
            _ => 0,
        };
        let outputs = self.output_shapes(inputs).unwrap_or_default();
        outputs.iter().map(count).fold(inside, usize::max)
    }

    fn final_activation(&self) -> Option<Activation> {
        self.layer().ok()?.final_activation()
    }

    fn as_linear(&self) -> Option<&Linear> {
        self.layer().ok()?.as_linear()
    }

    fn calls_inside(&self) -> usize {
        self.layer().map_or(1, |layer| layer.calls_inside())
    }

    fn is_stepwise(&self) -> bool {
        self.layer().is_ok_and(|layer| layer.is_stepwise())
    }

    fn takes_words(&self, input: usize) -> bool {
        self.layer().is_ok_and(|layer| layer.takes_words(input))
    }

    fn inner_layers(&self) -> &[LayerEntry] {
        &self.inner
    }
}

impl TimeDistributed {
    /// The outcomes of all steps put together. `call`: the layer inside on a step.
    fn each_step(
        &self,
        input: &Value,
        mut call: impl FnMut(usize, &Value) -> Result<Outcome, Mismatch>,
        keep_all: bool,
    ) -> Result<Outcome, Mismatch> {
        let mut outputs: Vec<Vec<Tensor>> = Vec::new();
        let mut axes: Vec<StepAxes> = Vec::new();
        let mut inner = Vec::new();
        let mut masks = Vec::new();
        let mut previous: Option<(Value, Outcome)> = None;
        let steps = input.shape().first().copied().unwrap_or(0);
        for t in 0..steps {
            let step = Self::step(input, t);
            // Padded sentences are all alike: what was computed for one holds for the next.
            let outcome = match previous {
                Some((before, outcome)) if is_same(&before, &step) => outcome,
                _ => call(t, &step)?,
            };
            previous = Some((step, outcome.clone()));
            if outputs.is_empty() {
                outputs = vec![Vec::with_capacity(steps); outcome.outputs.len()];
                axes = outcome
                    .outputs
                    .iter()
                    .map(|value| value.steps.with_inserted(0))
                    .collect();
            }
            masks.push(outcome.outputs.first().and_then(|value| value.mask.clone()));
            for (all, value) in outputs.iter_mut().zip(&outcome.outputs) {
                all.push(value.tensor.clone());
            }
            inner.push(Trace {
                outputs: Vec::new(),
                layers: vec![LayerTrace {
                    layer: 0,
                    call: 0,
                    outputs: if keep_all {
                        outcome.outputs
                    } else {
                        Vec::new()
                    },
                    hidden_states: outcome.hidden_states.filter(|_| keep_all),
                    attention: outcome.attention,
                    inner: outcome.inner,
                }],
            });
        }
        let mask = if self.passes_inner_masks {
            // A mask that still has the axes of what it masked fits no output that lost them.
            let fits = |mask: &Mask| mask.ndim() < outputs.first().map_or(0, |all| rank(all));
            let of_outputs = stacked(&masks).filter(fits);
            // A mask that the model names may be a number alone, which has no steps.
            let of_input = input.mask.as_ref().filter(|mask| mask.ndim() > 0);
            of_outputs.or_else(|| of_input.map(any_of_each_step))
        } else {
            input.mask.clone()
        };
        let outputs = outputs
            .into_iter()
            .zip(axes)
            .map(|(steps_of_output, axes)| {
                let views: Vec<_> = steps_of_output.iter().map(|tensor| tensor.view()).collect();
                let stacked = stack(Axis(0), &views)
                    .map_err(|_| Mismatch::shape("steps of one shape", &known(input.shape())))?;
                Ok(Value::new(stacked)
                    .masked(mask.clone())
                    .stepped(axes.and(0, input.steps.of(0).cloned())))
            })
            .collect::<Result<Vec<_>, Mismatch>>()?;
        if outputs.is_empty() {
            // No steps at all: shapes are still to be right.
            let shapes = self.output_shapes(&[known(input.shape())])?;
            let empty = shapes.iter().map(|shape| {
                let shape: Vec<usize> = shape.iter().map(|axis| axis.unwrap_or(0)).collect();
                zeros(&shape).map(Value::new)
            });
            return Ok(Outcome {
                outputs: empty.collect::<Result<_, _>>()?,
                ..Outcome::default()
            });
        }
        Ok(Outcome {
            outputs,
            inner,
            ..Outcome::default()
        })
    }
}
