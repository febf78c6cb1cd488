//! Attention without a class: a softmax over the steps, somewhere in the graph, that weights them.
//!
//! `Dense(1, tanh) → Flatten → softmax → RepeatVector → Permute → Multiply → sum` is the commonest of many such
//! idioms; others use `Dot`, `Lambda` or raw operations. What they share is found in one trial run: an output whose
//! numbers are not negative and sum to 1 over an axis of steps, and which reaches, changed in shape at most, a
//! product with something that has these steps as well.

use std::collections::HashSet;

use super::network::{Call, Network, TensorRef};
use crate::layers::{AttentionTrace, AttentionWeights, LayerEntry, LayerTrace, zeros};
use crate::tensor::Value;
use ndarray::{Array3, Axis, Ix1, Ix2, Ix3};

/// The kind's name.
pub const KIND: &str = "softmax_over_steps";

/// A softmax over the steps that weights them.
#[derive(Debug, Clone)]
pub struct Idiom {
    /// The call that puts out the weights.
    pub call: usize,
    /// Layers on the way from there to the product, which show the same numbers in other shapes.
    pub aliases: Vec<usize>,
    /// What is weighted, where the weights do not come from the steps themselves: a `Dense` over all positions at
    /// once puts out one weight for each position.
    pub weighted: Option<TensorRef>,
}

/// Steps of a trial run where the model takes any number.
const TRIAL_STEPS: usize = 12;

/// Finds all idioms of a network by a trial run. A network that cannot be run as it is tried here has none.
pub fn find(network: &Network) -> Vec<Idiom> {
    if !has_product(network.layers()) {
        return Vec::new();
    }
    let Some(trace) = [true, false]
        .into_iter()
        .find_map(|varied| network.run_on_trial(&trial_inputs(network, varied)?).ok())
    else {
        return Vec::new();
    };
    let mut outputs: Vec<Option<&LayerTrace>> = vec![None; network.calls().len()];
    for layer in &trace.layers {
        if let Some(place) = outputs.get_mut(layer.call) {
            *place = Some(layer);
        }
    }
    let value = |call: usize| {
        let layer: &LayerTrace = outputs.get(call).copied().flatten()?;
        layer.outputs.first()
    };
    let mut found = Vec::new();
    for (index, call) in network.calls().iter().enumerate() {
        let entry = network.layer_of(index);
        let is_new = !call.inputs.iter().any(|input| {
            reshapes(entry) && value(input.call).is_some_and(|v| weights_axis(v).is_some())
        });
        let is_candidate = entry.layer.is_some() && entry.attention.is_none() && is_new;
        if !is_candidate || value(index).and_then(weights_axis).is_none() {
            continue;
        }
        if let Some(aliases) = way_to_product(network, index, &value) {
            found.push(Idiom {
                call: index,
                aliases,
                weighted: None,
            });
        }
    }
    if found.is_empty() {
        let calls = network.calls().iter().enumerate();
        found = calls
            .filter_map(|(index, call)| {
                let layer = network.layer_of(index).layer.as_deref()?;
                let is_product = layer.multiplies();
                is_product.then(|| positions(network, call, &value))?
            })
            .collect();
    }
    found
}

/// A product of steps with weights that sum to 1 over them but were not made step by step
/// (`Permute → Dense(steps, softmax) → Permute → Multiply`).
fn positions<'v>(
    network: &Network,
    product: &Call,
    value: &impl Fn(usize) -> Option<&'v Value>,
) -> Option<Idiom> {
    let [a, b] = &product.inputs[..] else {
        return None;
    };
    [(a, b), (b, a)].into_iter().find_map(|(weights, steps)| {
        let entry = network.layer_of(weights.call);
        let (of_weights, of_steps) = (value(weights.call)?, value(steps.call)?);
        let is_free = of_weights.steps.axes().is_empty() && entry.attention.is_none();
        let like_steps = of_weights.clone().stepped(of_steps.steps.clone());
        let same = of_weights.shape() == of_steps.shape();
        (is_free && same && weights_axis(&like_steps).is_some()).then(|| Idiom {
            call: weights.call,
            aliases: before(network, weights.call),
            weighted: Some(*steps),
        })
    })
}

/// Layers in front of a call that show the same numbers in other shapes, and the one that made them.
fn before(network: &Network, from: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(call) = network.calls().get(at)
        && let ([input], true) = (&call.inputs[..], reshapes(network.layer_of(at)))
        && let Some(before) = network.calls().get(input.call)
        && found.len() < network.calls().len()
    {
        found.push(before.layer);
        at = input.call;
    }
    found
}

/// The attention that the output of an idiom's call shows.
pub fn attention(value: &Value) -> Option<AttentionTrace> {
    let axis = weights_axis(value)?;
    let steps = value.steps.of(axis).cloned();
    let is_query = |axis: usize| value.steps.of(axis).cloned();
    let rank = value.tensor.ndim();
    let view = value.tensor.view();
    let weights = match (rank, axis) {
        (1, _) => AttentionWeights::PerStep(view.into_dimensionality::<Ix1>().ok()?.to_owned()),
        (2, 0) => {
            let weights = view.into_dimensionality::<Ix2>().ok()?;
            match weights.ncols() {
                1 => AttentionWeights::PerStep(weights.column(0).to_owned()),
                _ if is_query(1).is_some() => {
                    matrix(weights.t().insert_axis(Axis(0)).to_owned(), is_query(1))
                }
                _ => AttentionWeights::PerFeature(weights.to_owned()),
            }
        }
        (2, _) => {
            let weights = view.into_dimensionality::<Ix2>().ok()?;
            match weights.nrows() {
                1 => AttentionWeights::PerStep(weights.row(0).to_owned()),
                _ if is_query(0).is_some() => {
                    matrix(weights.insert_axis(Axis(0)).to_owned(), is_query(0))
                }
                _ => AttentionWeights::PerFeature(weights.t().to_owned()),
            }
        }
        (3, 2) => matrix(
            view.into_dimensionality::<Ix3>().ok()?.to_owned(),
            is_query(1),
        ),
        _ => return None,
    };
    Some(AttentionTrace {
        weights,
        steps,
        u_t: None,
        scores: None,
        context_vector: None,
    })
}

fn matrix(
    weights: Array3<f32>,
    queries: Option<std::sync::Arc<[crate::steps::Step]>>,
) -> AttentionWeights {
    AttentionWeights::Matrix { weights, queries }
}

/// The axis of steps over which non-negative numbers sum to 1; the last such, since keys stand behind queries.
fn weights_axis(value: &Value) -> Option<usize> {
    let is_weights = |axis: usize| {
        value.tensor.len_of(Axis(axis)) > 1
            && value.tensor.iter().all(|&x| x >= 0.0)
            && value
                .tensor
                .sum_axis(Axis(axis))
                .iter()
                .all(|sum| (sum - 1.0).abs() < 1e-3)
    };
    let axes = value.steps.axes().iter().map(|found| found.axis);
    let mut axes: Vec<usize> = axes.filter(|&axis| axis < value.tensor.ndim()).collect();
    axes.sort_unstable();
    axes.into_iter().rev().find(|&axis| is_weights(axis))
}

/// Layers between a call and the product it goes into; `None` where it goes into none.
fn way_to_product<'v>(
    network: &Network,
    from: usize,
    value: &impl Fn(usize) -> Option<&'v Value>,
) -> Option<Vec<usize>> {
    let mut aliases = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![from];
    let mut is_applied = false;
    while let Some(current) = open.pop() {
        for &next in network.consumers(current) {
            let Some(call) = network.calls().get(next) else {
                continue;
            };
            let entry = network.layer_of(next);
            if is_product_with_steps(entry, call, current, value) {
                is_applied = true;
            } else if reshapes(entry) && seen.insert(call.layer) {
                aliases.push(call.layer);
                open.push(next);
            }
        }
    }
    is_applied.then_some(aliases)
}

fn is_product_with_steps<'v>(
    entry: &LayerEntry,
    call: &Call,
    weights: usize,
    value: &impl Fn(usize) -> Option<&'v Value>,
) -> bool {
    let multiplies = entry.layer.as_ref().is_some_and(|layer| layer.multiplies());
    multiplies
        && call.inputs.iter().any(|input| {
            input.call != weights
                && value(input.call).is_some_and(|other| !other.steps.axes().is_empty())
        })
}

fn reshapes(entry: &LayerEntry) -> bool {
    entry
        .layer
        .as_ref()
        .is_some_and(|layer| layer.only_reshapes())
}

fn has_product(layers: &[LayerEntry]) -> bool {
    layers
        .iter()
        .any(|entry| entry.layer.as_ref().is_some_and(|layer| layer.multiplies()))
}

/// Inputs that differ from step to step, or (where an embedding has no second row) zeros; `None` where they would be too
/// many numbers.
fn trial_inputs(network: &Network, varied: bool) -> Option<Vec<Value>> {
    (0..network.input_count())
        .map(|input| {
            let shape: Vec<usize> = network
                .input_shape(input)
                .iter()
                .map(|axis| axis.unwrap_or(TRIAL_STEPS))
                .collect();
            let axes = match network.takes_words(input) {
                true => shape.len(),
                false => 1,
            };
            let mut numbers = zeros(&shape).ok()?;
            for (at, number) in numbers.indexed_iter_mut() {
                let place: usize = ndarray::Dimension::slice(&at).iter().sum();
                *number = f32::from(u8::from(varied && place % 2 == 1));
            }
            let steps = crate::steps::StepAxes::input(&shape, axes);
            Some(Value::new(numbers).stepped(steps))
        })
        .collect()
}
