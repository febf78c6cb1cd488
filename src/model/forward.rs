//! The forward pass of one text through a network: alone with all that a trace shows, or after another text, with what
//! was kept of it.

use std::sync::Arc;

use super::idiom::{self, Idiom};
use super::network::{Call, Network};
use super::shapes::{find, no_tensor};
use crate::error::Result;
use crate::layers::{
    Complaint, Layer, LayerTrace, MOST_NUMBERS, Memory, Mismatch, Outcome, Trace, known,
};
use crate::tensor::{Shape, Tensor, Value, as_slice};
use crate::unchanged::{Part, unchanged_rows};

/// What of a run is kept for its trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The attention's intermediates alone.
    Attention,
    /// All outputs, of this network but not of those inside.
    OwnOutputs,
    /// All outputs and states.
    All,
}

/// What is kept between two runs.
#[derive(Default)]
struct NetworkMemory {
    /// The last run's inputs.
    inputs: Vec<Tensor>,
    /// What the layers keep, call by call.
    calls: Vec<Memory>,
}

/// What a run leaves: the outputs, and what is to tell of the layers.
type Run = std::result::Result<(Vec<Value>, Vec<LayerTrace>), Mismatch>;

impl Network {
    /// The forward pass of one text.
    ///
    /// With `keep_all`, every layer's outputs and states are kept; otherwise only the attention's
    /// intermediates, and each tensor is let go after its last use.
    pub fn run(&self, inputs: &[Value], keep_all: bool) -> Result<Trace> {
        let keep = if keep_all { Keep::All } else { Keep::Attention };
        Ok(trace(self.forward(inputs, keep)?))
    }

    /// The forward pass of another text, its attention's weights alone: what cannot have changed since the last text
    /// that `memory` saw is not computed again. The numbers are those of [`run`](Self::run), to 1e-6.
    pub fn run_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Trace> {
        Ok(trace(self.forward_again(inputs, memory)?))
    }

    /// As [`run`](Self::run), with this network's outputs kept but not those of models inside, which may be run for
    /// each of many steps.
    pub(super) fn run_on_trial(&self, inputs: &[Value]) -> Result<Trace> {
        Ok(trace(self.forward(inputs, Keep::OwnOutputs)?))
    }

    /// One run, alone.
    pub(super) fn forward(&self, inputs: &[Value], keep: Keep) -> Run {
        self.go_through(inputs, keep, |index, inputs| {
            let layer = self.layer_of(index).layer.as_deref();
            let layer = layer.ok_or_else(|| no_tensor(0))?;
            check_size(layer, inputs)?;
            layer.call_traced(inputs, keep == Keep::All)
        })
    }

    /// One run after another. After a failed one nothing is kept.
    pub(super) fn forward_again(&self, inputs: &[Value], memory: &mut Memory) -> Run {
        let kept: &mut NetworkMemory = memory.of();
        kept.calls.resize_with(self.calls.len(), Memory::default);
        let inputs: Vec<Value> = inputs
            .iter()
            .enumerate()
            .map(|(index, input)| with_parts(input, kept.inputs.get(index)))
            .collect();
        let calls = &mut kept.calls;
        let run = self.go_through(&inputs, Keep::Attention, |index, inputs| {
            if self.fused.leaves_out(index) {
                return Ok(inputs.first().cloned().map(Outcome::of).unwrap_or_default());
            }
            let fused = self.fused.layer(index);
            let own = self.layer_of(index).layer.as_deref();
            let layer = fused.or(own).ok_or_else(|| no_tensor(0))?;
            check_size(layer, inputs)?;
            let memory = calls.get_mut(index).ok_or_else(|| no_tensor(0))?;
            if self.fused.is_read_as_words(index)
                && let Some(outcome) = layer.call_for_words(inputs, memory)
            {
                return outcome;
            }
            layer.call_again(inputs, memory)
        });
        match run {
            Ok(run) => {
                kept.inputs = inputs.into_iter().map(|input| input.tensor).collect();
                Ok(run)
            }
            Err(mismatch) => {
                *memory = Memory::default();
                Err(mismatch)
            }
        }
    }

    /// Makes all calls in their order. `call`: one call, by its index and with its inputs.
    fn go_through(
        &self,
        inputs: &[Value],
        keep: Keep,
        mut call: impl FnMut(usize, &[Value]) -> std::result::Result<Outcome, Mismatch>,
    ) -> Run {
        let (keep_all, keep_own) = (keep == Keep::All, keep != Keep::Attention);
        let mut kept = 0usize;
        if inputs.len() != self.inputs.len() {
            return Err(Mismatch::new(
                format!("{} inputs", self.inputs.len()),
                format!("{} inputs", inputs.len()),
            ));
        }
        let mut idioms: Vec<Option<&Idiom>> = vec![None; self.calls.len()];
        for idiom in self.idioms.iter().rev() {
            if let Some(place) = idioms.get_mut(idiom.call) {
                *place = Some(idiom);
            }
        }
        let mut values: Vec<Vec<Value>> = vec![Vec::new(); self.calls.len()];
        let mut uses = self.uses();
        let mut layers = Vec::new();
        for &index in &self.order {
            let of_call = self.calls.get(index).ok_or_else(|| no_tensor(0))?;
            let entry = self.layer_of(index);
            let outcome = match &entry.layer {
                None => {
                    let input = self.inputs.iter().position(|&input| input == index);
                    let value = input.and_then(|input| inputs.get(input)).cloned();
                    value.map(Outcome::of).ok_or_else(|| no_tensor(0))
                }
                Some(_) => self
                    .arguments(of_call, &values)
                    .and_then(|inputs| call(index, &inputs)),
            };
            let mut outcome = outcome.map_err(|mismatch| mismatch.inside(&entry.name))?;
            if let Some(idiom) = idioms.get(index).copied().flatten() {
                let weighted = idiom.weighted.and_then(|tensor| find(&values, tensor).ok());
                let weights = outcome.outputs.first().cloned();
                let weights = weights.map(|weights| match weighted {
                    Some(weighted) => weights.stepped(weighted.steps),
                    None => weights,
                });
                outcome.attention = weights.as_ref().and_then(idiom::attention);
            }
            if keep_own {
                let numbers = outcome.outputs.iter().map(|value| value.tensor.len());
                kept = numbers.fold(kept, usize::saturating_add);
                if kept > MOST_NUMBERS {
                    return Err(
                        Mismatch::of(Complaint::TooLarge { numbers: kept }).inside(&entry.name)
                    );
                }
            }
            if keep_own || outcome.attention.is_some() || !outcome.inner.is_empty() {
                layers.push(LayerTrace {
                    layer: of_call.layer,
                    call: index,
                    outputs: if keep_own {
                        outcome.outputs.clone()
                    } else {
                        Vec::new()
                    },
                    hidden_states: outcome.hidden_states.filter(|_| keep_all),
                    attention: outcome.attention,
                    inner: outcome.inner,
                });
            }
            if let Some(place) = values.get_mut(index) {
                *place = outcome.outputs;
            }
            for tensor in of_call.tensors() {
                if let (Some(left), Some(value)) =
                    (uses.get_mut(tensor.call), values.get_mut(tensor.call))
                {
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        *value = Vec::new();
                    }
                }
            }
        }
        let outputs = self.outputs.iter().map(|&output| find(&values, output));
        Ok((outputs.collect::<std::result::Result<_, _>>()?, layers))
    }

    /// How often each call's outputs are taken, as outputs of the network too.
    pub(super) fn uses(&self) -> Vec<usize> {
        let mut uses = vec![0usize; self.calls.len()];
        let used = self.calls.iter().flat_map(Call::tensors);
        for tensor in used.chain(self.outputs.iter().copied()) {
            if let Some(count) = uses.get_mut(tensor.call) {
                *count = count.saturating_add(1);
            }
        }
        uses
    }

    /// The tensors that a call takes, the first with the mask that the call names.
    fn arguments(
        &self,
        call: &Call,
        values: &[Vec<Value>],
    ) -> std::result::Result<Vec<Value>, Mismatch> {
        let mut inputs = call
            .inputs
            .iter()
            .map(|&tensor| find(values, tensor))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        if let (Some(mask), Some(first)) = (call.mask, inputs.first_mut()) {
            let mask = find(values, mask)?.tensor.mapv(|x| x != 0.0);
            first.mask = Some(mask.into_shared());
            first.parts = None; // they speak of the mask that travelled along
        }
        Ok(inputs)
    }
}

/// An input with what of it is as it was.
fn with_parts(input: &Value, before: Option<&Tensor>) -> Value {
    let value = input.clone().with_parts(None);
    let Some(before) = before else {
        return value;
    };
    let (Some((_, row)), Some((_, row_before))) =
        (input.shape().split_first(), before.shape().split_first())
    else {
        return value;
    };
    if row != row_before {
        return value;
    }
    let columns = row.iter().product();
    let blocks = unchanged_rows(&as_slice(before), &input.as_slice(), columns);
    let part = Part {
        columns,
        blocks: blocks.into(),
    };
    value.with_parts(Some(Arc::from([part])))
}

fn trace((outputs, layers): (Vec<Value>, Vec<LayerTrace>)) -> Trace {
    Trace {
        outputs: outputs.into_iter().map(|value| value.tensor).collect(),
        layers,
    }
}

/// Refuses a call that would need more memory than there is.
fn check_size(layer: &dyn Layer, inputs: &[Value]) -> std::result::Result<(), Mismatch> {
    let shapes: Vec<Shape> = inputs.iter().map(|input| known(input.shape())).collect();
    match layer.numbers_held(&shapes) {
        numbers if numbers > MOST_NUMBERS => Err(Mismatch::of(Complaint::TooLarge { numbers })),
        _ => Ok(()),
    }
}
