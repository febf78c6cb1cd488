//! Shapes of all tensors of a network, before there are any, and what of them is refused.

use super::network::{Call, NO_LAYER, TensorRef};
use crate::budget;
use crate::error::Error;
use crate::layers::{Complaint, LayerEntry, MOST_NUMBERS, Mismatch, room};
use crate::tensor::Shape;

/// Shapes of every call's outputs. `given` are shapes of inputs that differ from the layers' own.
pub(super) fn shapes(
    layers: &[LayerEntry],
    calls: &[Call],
    order: &[usize],
    given: &[(usize, Shape)],
) -> Result<Vec<Vec<Shape>>, Mismatch> {
    let mut shapes: Vec<Vec<Shape>> = vec![Vec::new(); calls.len()];
    for &index in order {
        let call = calls.get(index).ok_or_else(|| no_tensor(0))?;
        let entry = layers.get(call.layer).unwrap_or(&NO_LAYER);
        let outputs = match &entry.layer {
            Some(layer) => {
                let inputs = call
                    .inputs
                    .iter()
                    .map(|&tensor| find(&shapes, tensor))
                    .collect::<Result<Vec<_>, _>>();
                inputs
                    .and_then(|inputs| layer.output_shapes(&inputs))
                    .map_err(|mismatch| mismatch.inside(&entry.name))?
            }
            None => {
                let shape = given.iter().find(|(input, _)| *input == index);
                vec![shape.map_or_else(|| entry.output_shape.clone(), |(_, shape)| shape.clone())]
            }
        };
        for shape in &outputs {
            let is_long = shape.iter().flatten().any(|&axis| axis > budget::AXIS);
            let numbers = room(shape.iter().flatten().copied());
            if numbers > MOST_NUMBERS || is_long || shape.len() > budget::AXES {
                return Err(Mismatch::of(Complaint::TooLarge { numbers }).inside(&entry.name));
            }
        }
        if let Some(place) = shapes.get_mut(index) {
            *place = outputs;
        }
    }
    Ok(shapes)
}

/// What is too large before there is a text is so by its configuration.
pub(super) fn too_large_as_built(mismatch: Mismatch) -> Box<Error> {
    match *Box::<Error>::from(mismatch) {
        Error::TextTooLong { detail } => Box::new(Error::InvalidConfig { detail }),
        other => Box::new(other),
    }
}

pub(super) fn find<T: Clone>(of_calls: &[Vec<T>], at: TensorRef) -> Result<T, Mismatch> {
    of_calls
        .get(at.call)
        .and_then(|tensors| tensors.get(at.tensor))
        .cloned()
        .ok_or_else(|| no_tensor(at.tensor))
}

pub(super) fn no_tensor(index: usize) -> Mismatch {
    Mismatch::new(
        format!("tensor {index} of a layer"),
        "none of that number".into(),
    )
}
