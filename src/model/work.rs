//! How much one run of a network is, before it is made.

use super::network::Call;
use super::shapes::find;
use crate::layers::{LayerEntry, count};
use crate::tensor::Shape;

/// What a number costs that is put out, in multiplications: a hyperbolic tangent, and its way through memory.
const OF_NUMBER: u64 = 64;

/// About how many multiplications a run takes over the shortest text: for each number that is put out, and each weight at
/// each step.
pub(super) fn multiplications(layers: &[LayerEntry], calls: &[Call], shapes: &[Vec<Shape>]) -> u64 {
    let of_call = |(call, outputs): (&Call, &Vec<Shape>)| {
        let numbers = outputs.iter().map(|output| count(output) as u64);
        let numbers = numbers.fold(0, u64::saturating_add);
        let numbers = numbers.saturating_mul(OF_NUMBER);
        let input = call
            .inputs
            .first()
            .and_then(|&input| find(shapes, input).ok());
        match (input, layers.get(call.layer)) {
            // Of an embedding only rows are looked up.
            (Some(mut input), Some(entry)) if entry.class_name != "Embedding" => {
                input.pop();
                let weights = entry
                    .weights
                    .iter()
                    .map(|weight| weight.values.len() as u64);
                let weights = weights.fold(0, u64::saturating_add);
                numbers.max(weights.saturating_mul(count(&input) as u64))
            }
            _ => numbers,
        }
    };
    let all = calls.iter().zip(shapes).map(of_call);
    all.fold(0, u64::saturating_add)
}

/// How many calls of layers one run comes to.
pub(super) fn calls_inside(layers: &[LayerEntry], calls: &[Call]) -> usize {
    let inside = |call: &Call| {
        let layer = layers
            .get(call.layer)
            .and_then(|entry| entry.layer.as_ref());
        layer.map_or(1, |layer| layer.calls_inside())
    };
    calls.iter().map(inside).fold(0, usize::saturating_add)
}
