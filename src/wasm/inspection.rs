//! What a model is made of and what happened in it, on its way out: tensors, calls of layers, weights, neighbours.

use js_sys::{Array, Float32Array, Uint32Array};
use wasm_bindgen::JsValue;

use super::convert::{JsResult, numbers, object};
use crate::attention;
use crate::inspection::Neighbour;
use crate::layers::{AttentionTrace, AttentionWeights, Layer, LayerEntry, LayerTrace};
use crate::steps::Step;
use crate::tensor::Value;

/// `LayerTrace[]`: the calls of a model.
pub fn trace(model: &dyn Layer, calls: &[LayerTrace]) -> JsResult {
    let all = Array::new();
    for call in calls {
        let Some(entry) = model.inner_layers().get(call.layer) else {
            continue;
        };
        let outputs = Array::new();
        for output in &call.outputs {
            outputs.push(&value(output)?);
        }
        let hidden_states = match &call.hidden_states {
            Some(states) => tensor(states.shape(), states.iter(), JsValue::NULL)?,
            None => JsValue::NULL,
        };
        let attention = match &call.attention {
            Some(found) => of_attention(found, entry.attention.unwrap_or_default())?,
            None => JsValue::NULL,
        };
        let places = model.inner_inputs(call.call).into_iter();
        let from = places.filter_map(|from| calls.iter().position(|made| made.call == from));
        all.push(&object([
            ("name", entry.name.as_str().into()),
            ("className", entry.class_name.as_str().into()),
            ("from", integers(from)),
            ("outputs", outputs.into()),
            ("hiddenStates", hidden_states),
            ("attention", attention),
        ])?);
    }
    Ok(all.into())
}

fn of_attention(found: &AttentionTrace, kind: &'static str) -> JsResult {
    let nothing = JsValue::NULL;
    let equation = attention::kind(kind).map_or("", |kind| kind.equation);
    let (per_feature, heads) = match &found.weights {
        AttentionWeights::PerStep(_) => (nothing.clone(), nothing.clone()),
        AttentionWeights::PerFeature(weights) => (
            tensor(weights.shape(), weights.iter(), nothing.clone())?,
            nothing.clone(),
        ),
        AttentionWeights::Matrix { weights, .. } => {
            (nothing.clone(), (weights.dim().0 as u32).into())
        }
    };
    let vector = |values: &Option<ndarray::Array1<f32>>| {
        let values = values.as_ref();
        values.map_or(JsValue::NULL, |values| numbers(values.iter()))
    };
    object([
        ("kind", kind.into()),
        ("equation", equation.into()),
        (
            "uT",
            match &found.u_t {
                Some(u_t) => tensor(u_t.shape(), u_t.iter(), nothing)?,
                None => nothing,
            },
        ),
        ("scores", vector(&found.scores)),
        (
            "attentionWeights",
            numbers(found.weights.per_step(|_| true).iter()),
        ),
        ("perFeature", per_feature),
        ("heads", heads),
        ("contextVector", vector(&found.context_vector)),
        ("steps", places(found.steps.as_deref())),
    ])
}

/// A tensor with the places of the text that its first axis is about.
fn value(value: &Value) -> JsResult {
    let steps = value.steps.of(0).map(|steps| &**steps);
    tensor(value.shape(), value.tensor.iter(), places(steps))
}

/// A tensor as `{ shape, values, steps }`.
fn tensor<'a>(shape: &[usize], values: impl Iterator<Item = &'a f32>, steps: JsValue) -> JsResult {
    object([
        ("shape", integers(shape.iter().copied())),
        ("values", numbers(values)),
        ("steps", steps),
    ])
}

/// First place and end of each step, two numbers a step; null where nothing runs over the text.
fn places(steps: Option<&[Step]>) -> JsValue {
    steps.map_or(JsValue::NULL, |steps| {
        let places = steps.iter().map(|step| &step.core);
        let places: Vec<u32> = places
            .flat_map(|core| [core.start as u32, core.end as u32])
            .collect();
        Uint32Array::from(&places[..]).into()
    })
}

fn integers(numbers: impl Iterator<Item = usize>) -> JsValue {
    let numbers = numbers.map(|number| JsValue::from(number as u32));
    numbers.collect::<Array>().into()
}

/// `Weight[]`.
pub fn weights(layer: &LayerEntry) -> JsResult {
    let all = Array::new();
    for weight in &layer.weights {
        let values = match weight.values.as_slice() {
            // Large ones are copied once.
            Some(values) => Float32Array::from(values).into(),
            None => numbers(weight.values.iter()),
        };
        all.push(&object([
            ("name", weight.name.as_str().into()),
            ("shape", integers(weight.values.shape().iter().copied())),
            ("values", values),
            ("trainable", weight.trainable.into()),
        ])?);
    }
    Ok(all.into())
}

/// `Neighbour[]`.
pub fn neighbours(found: &[Neighbour]) -> JsResult {
    let all = Array::new();
    for Neighbour { word, similarity } in found {
        all.push(&object([
            ("word", (*word).into()),
            ("similarity", (*similarity).into()),
        ])?);
    }
    Ok(all.into())
}
