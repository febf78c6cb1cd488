//! `LSTM`, `GRU`, `SimpleRNN`, their CuDNN forms, `RNN` with cells, and `Bidirectional`.

use ndarray::{Array1, Array2, Axis, concatenate};
use serde_json::Value as Json;

use super::LayerContext;
use crate::error::{Error, Result};
use crate::keras::config::CallConfig;
use crate::keras::object_paths::snake_case;
use crate::keras::weights::{LayerWeights, Remaining};
use crate::layers::{
    Activation, Bidirectional, Cell, GruCell, LstmCell, MergeMode, Recurrent, SimpleRnnCell,
    StackedCells,
};

/// Whether a class is a recurrent layer, so that `Bidirectional` can hold it.
pub fn is_recurrent(class_name: &str) -> bool {
    matches!(
        class_name,
        "LSTM" | "GRU" | "SimpleRNN" | "RNN" | "CuDNNLSTM" | "CuDNNGRU"
    )
}

/// A recurrent layer of any class.
pub fn recurrent(context: &LayerContext, weights: &mut LayerWeights) -> Result<Recurrent> {
    context.refuse_if_set("time_major")?;
    if context.flag("stateful", false) {
        context.options.warn(format!(
            "“{}” is stateful: here every text begins with fresh states, as after reset_states().",
            context.display_name()
        ));
    }
    let cell = match context.class_name() {
        "RNN" => {
            let inner = context
                .inner("cell")?
                .ok_or_else(|| context.invalid("has no cell"))?;
            weights.within("cell", |weights| cell(&inner, weights))?
        }
        // The CuDNN layers of Keras 2 hold their weights themselves; later ones in a cell.
        "CuDNNLSTM" | "CuDNNGRU" => cell(context, weights)?,
        _ => weights.within("cell", |weights| cell(context, weights))?,
    };
    let return_sequences = context.flag("return_sequences", false);
    let zero_output_for_mask = context.flag("zero_output_for_mask", false)
        || (context.zero_output_for_mask && return_sequences);
    Ok(Recurrent {
        cell,
        return_sequences,
        return_state: context.flag("return_state", false),
        go_backwards: context.flag("go_backwards", false),
        zero_output_for_mask,
        ignores_mask: context.ignores_mask || states_hide_mask(context),
    })
}

/// Keras 3 hands the mask that travels with a tensor only to layers called with one tensor: with states beside the
/// sequence, a layer gets none unless it is named (`Layer.__call__`, “populate masks”).
fn states_hide_mask(context: &LayerContext) -> bool {
    let is_hidden = |call: &CallConfig| call.inputs().len() > 1 && call.mask.is_none();
    context.version.names_masks_of_several_inputs() && context.call().is_some_and(is_hidden)
}

fn cell(context: &LayerContext, weights: &mut LayerWeights) -> Result<Box<dyn Cell>> {
    Ok(match context.class_name() {
        "LSTM" | "LSTMCell" | "CuDNNLSTM" => Box::new(lstm(context, weights)?),
        "GRU" | "GRUCell" | "CuDNNGRU" => Box::new(gru(context, weights)?),
        "SimpleRNN" | "SimpleRNNCell" => Box::new(simple_rnn(context, weights)?),
        "StackedRNNCells" => stacked(context, weights)?,
        class_name => {
            return Err(Box::new(Error::UnsupportedLayer {
                layer: context.display_name(),
                class_name: class_name.to_owned(),
                supported: super::SUPPORTED,
            }));
        }
    })
}

/// Number of units: `output_dim` in Keras 1.
fn units(context: &LayerContext) -> Result<usize> {
    context
        .count("units")
        .or_else(|error| context.count("output_dim").map_err(|_| error))
}

/// The gates' activation: `inner_activation` in Keras 1.
fn recurrent_activation(context: &LayerContext) -> Result<Activation> {
    let key = match context.has("inner_activation") {
        true => "inner_activation",
        false => "recurrent_activation",
    };
    // CuDNN knows no other.
    let default = match context.class_name().starts_with("CuDNN") {
        true => "sigmoid",
        false => context.version.default_recurrent_activation(),
    };
    context.activation(key, default)
}

fn lstm(context: &LayerContext, weights: &mut LayerWeights) -> Result<LstmCell> {
    let units = units(context)?;
    let gates = units.saturating_mul(4);
    let both_biases = gates.saturating_mul(2);
    let remaining = weights.remaining()?;
    let (mut kernel, mut recurrent_kernel, bias);
    if is_gate_by_gate(&remaining, 12, units) {
        (kernel, recurrent_kernel, bias) = gate_by_gate(weights, &LSTM_GATES, units)?;
    } else {
        kernel = weights.matrix("kernel", [None, Some(gates)])?;
        recurrent_kernel = weights.matrix("recurrent_kernel", [Some(units), Some(gates)])?;
        bias = match context.flag("use_bias", true) {
            true => {
                let is_cudnn = remaining
                    .get(2)
                    .is_some_and(|bias| bias.shape[..] == [both_biases]);
                if is_cudnn {
                    (kernel, recurrent_kernel) = from_cudnn(&kernel, &recurrent_kernel);
                    let both = weights.vector("bias", both_biases)?;
                    let (first, second) = both.view().split_at(Axis(0), gates);
                    let bias: Array1<f32> = first.iter().zip(second).map(|(a, b)| a + b).collect();
                    if context.class_name() == "LSTM" {
                        weights.kept_as(&[
                            kernel.view().into_dyn(),
                            recurrent_kernel.view().into_dyn(),
                            bias.view().into_dyn(),
                        ]);
                    }
                    bias
                } else {
                    weights.vector("bias", gates)?
                }
            }
            false => Array1::zeros(gates),
        };
    }
    Ok(LstmCell::new(
        &kernel,
        &recurrent_kernel,
        &bias,
        context.activation("activation", "tanh")?,
        recurrent_activation(context)?,
    ))
}

fn gru(context: &LayerContext, weights: &mut LayerWeights) -> Result<GruCell> {
    let units = units(context)?;
    let gates = units.saturating_mul(3);
    let both_biases = gates.saturating_mul(2);
    let remaining = weights.remaining()?;
    let (mut kernel, mut recurrent_kernel, bias, recurrent_bias);
    if is_gate_by_gate(&remaining, 9, units) {
        (kernel, recurrent_kernel, bias) = gate_by_gate(weights, &GRU_GATES, units)?;
        recurrent_bias = None;
    } else {
        kernel = weights.matrix("kernel", [None, Some(gates)])?;
        recurrent_kernel = weights.matrix("recurrent_kernel", [Some(units), Some(gates)])?;
        let of_bias = remaining
            .get(2)
            .map(|bias| bias.shape.clone())
            .unwrap_or_default();
        // Keras before 2.1 had no other way than the reset gate before the product, and no key for it.
        let reset_after = context.flag("reset_after", context.class_name() == "CuDNNGRU");
        (bias, recurrent_bias) = match (context.flag("use_bias", true), &of_bias[..]) {
            (true, [2, _]) => {
                let both = weights.matrix("bias", [Some(2), Some(gates)])?;
                (both.row(0).to_owned(), Some(both.row(1).to_owned()))
            }
            (true, &[length]) if length == both_biases => {
                (kernel, recurrent_kernel) = from_cudnn(&kernel, &recurrent_kernel);
                let both = weights.vector("bias", both_biases)?;
                let (first, second) = both.view().split_at(Axis(0), gates);
                if context.class_name() == "GRU" {
                    let rows = ndarray::stack![Axis(0), first, second];
                    weights.kept_as(&[
                        kernel.view().into_dyn(),
                        recurrent_kernel.view().into_dyn(),
                        rows.view().into_dyn(),
                    ]);
                }
                (first.to_owned(), Some(second.to_owned()))
            }
            (true, _) => (weights.vector("bias", gates)?, None),
            (false, _) => (
                Array1::zeros(gates),
                reset_after.then(|| Array1::zeros(gates)),
            ),
        };
    }
    Ok(GruCell::new(
        &kernel,
        &recurrent_kernel,
        &bias,
        recurrent_bias.as_ref(),
        context.activation("activation", "tanh")?,
        recurrent_activation(context)?,
    ))
}

fn simple_rnn(context: &LayerContext, weights: &mut LayerWeights) -> Result<SimpleRnnCell> {
    let units = units(context)?;
    let kernel = weights.matrix("kernel", [None, Some(units)])?;
    let recurrent_kernel = weights.matrix("recurrent_kernel", [Some(units), Some(units)])?;
    let bias = match context.flag("use_bias", true) {
        true => weights.vector("bias", units)?,
        false => Array1::zeros(units),
    };
    let activation = context.activation("activation", "tanh")?;
    Ok(SimpleRnnCell::new(
        &kernel,
        &recurrent_kernel,
        &bias,
        activation,
    ))
}

fn stacked(context: &LayerContext, weights: &mut LayerWeights) -> Result<Box<dyn Cell>> {
    let configs = context.get("cells").and_then(Json::as_array);
    let mut counters = std::collections::HashMap::new();
    let mut cells = Vec::new();
    for json in configs.into_iter().flatten() {
        let inner = context.inner_from(json)?;
        // A list of layers is filed under the snake case of the class, with a counter per class.
        let class = snake_case(inner.class_name());
        let counter: &mut usize = counters.entry(class.clone()).or_default();
        let group = match *counter {
            0 => class,
            number => format!("{class}_{number}"),
        };
        *counter = counter.saturating_add(1);
        cells.push(weights.within("cells", |weights| {
            weights.within(&group, |weights| cell(&inner, weights))
        })?);
    }
    match StackedCells::new(cells) {
        Some(cells) => Ok(Box::new(cells)),
        None => Err(context.invalid("has no cells")),
    }
}

/// Keras 1 stored W, U and b of each gate apart, in this order.
const LSTM_GATES: [(&str, usize); 4] = [("i", 0), ("c", 2), ("f", 1), ("o", 3)];
const GRU_GATES: [(&str, usize); 3] = [("z", 0), ("r", 1), ("h", 2)];

/// Whether the next `count` weights are those of Keras 1: W, U and b of one gate after the other.
fn is_gate_by_gate(remaining: &[Remaining], count: usize, units: usize) -> bool {
    let is_of_one_gate = |weight: &Remaining| weight.shape.last() == Some(&units);
    let next = remaining.get(..count);
    next.is_some_and(|next| next.iter().all(is_of_one_gate))
}

/// Puts the gates of Keras 1 side by side: `(name, place)` in stored order.
fn gate_by_gate(
    weights: &mut LayerWeights,
    gates: &[(&str, usize)],
    units: usize,
) -> Result<(Array2<f32>, Array2<f32>, Array1<f32>)> {
    let mut parts = Vec::with_capacity(gates.len());
    for (gate, place) in gates {
        let kernel = weights.matrix(&format!("W_{gate}"), [None, Some(units)])?;
        let recurrent = weights.matrix(&format!("U_{gate}"), [Some(units), Some(units)])?;
        let bias = weights.vector(&format!("b_{gate}"), units)?;
        parts.push((*place, kernel, recurrent, bias));
    }
    parts.sort_by_key(|part| part.0);
    let damaged = |_| {
        Box::new(Error::InvalidConfig {
            detail: "the gates of a recurrent layer differ in shape".into(),
        })
    };
    let kernels: Vec<_> = parts.iter().map(|part| part.1.view()).collect();
    let recurrent: Vec<_> = parts.iter().map(|part| part.2.view()).collect();
    let biases: Vec<_> = parts.iter().map(|part| part.3.view()).collect();
    Ok((
        standard(concatenate(Axis(1), &kernels).map_err(damaged)?),
        standard(concatenate(Axis(1), &recurrent).map_err(damaged)?),
        concatenate(Axis(0), &biases).map_err(damaged)?,
    ))
}

/// Weights that were trained by CuDNN: each gate's kernel is stored as `[units, features]` in a `[features, units]`
/// array, each recurrent gate transposed (`keras/src/legacy/saving/legacy_h5_format.py`, _convert_rnn_weights).
fn from_cudnn(kernel: &Array2<f32>, recurrent_kernel: &Array2<f32>) -> (Array2<f32>, Array2<f32>) {
    let units = recurrent_kernel.nrows().max(1);
    let mut turned = Array2::zeros(kernel.raw_dim());
    let of_gates = turned.axis_chunks_iter_mut(Axis(1), units);
    for (turned, stored) in of_gates.zip(kernel.axis_chunks_iter(Axis(1), units)) {
        // Read row by row, written column by column.
        let places = turned.reversed_axes().into_iter();
        places.zip(stored).for_each(|(place, &x)| *place = x);
    }
    let mut turned_recurrent = Array2::zeros(recurrent_kernel.raw_dim());
    let of_gates = turned_recurrent.axis_chunks_iter_mut(Axis(1), units);
    for (mut turned, stored) in of_gates.zip(recurrent_kernel.axis_chunks_iter(Axis(1), units)) {
        turned.assign(&stored.t());
    }
    (turned, turned_recurrent)
}

fn standard(array: Array2<f32>) -> Array2<f32> {
    array.as_standard_layout().into_owned()
}

pub fn bidirectional(context: &LayerContext, weights: &mut LayerWeights) -> Result<Bidirectional> {
    let mut forward = context
        .inner("layer")?
        .ok_or_else(|| context.invalid("has no layer to run in both directions"))?;
    // Without a layer of its own for the way back, Keras takes a copy that reads the other way.
    let mut backward = context.inner("backward_layer")?.unwrap_or_else(|| {
        let mut copy = forward.clone();
        copy.set(
            "go_backwards",
            Json::Bool(!forward.flag("go_backwards", false)),
        );
        copy
    });
    let zeroes = context.version.bidirectional_zeroes_masked_steps();
    forward.zero_output_for_mask = zeroes;
    backward.zero_output_for_mask = zeroes;
    forward.ignores_mask = states_hide_mask(context);
    backward.ignores_mask = forward.ignores_mask;
    let merge_mode = match context.text("merge_mode") {
        Some("concat") => MergeMode::Concat,
        Some("sum") => MergeMode::Sum,
        Some("mul") => MergeMode::Mul,
        Some("ave") => MergeMode::Ave,
        None if !context.has("merge_mode") => MergeMode::Concat,
        // `null` is a setting too: both outputs, unmerged.
        None => MergeMode::None,
        Some(_) => return Err(context.unsupported("merge_mode")),
    };
    Ok(Bidirectional {
        forward: direction(&forward, "forward_layer", weights)?,
        backward: direction(&backward, "backward_layer", weights)?,
        merge_mode,
    })
}

fn direction(
    context: &LayerContext,
    attribute: &str,
    weights: &mut LayerWeights,
) -> Result<Recurrent> {
    if !is_recurrent(context.class_name()) {
        return Err(Box::new(Error::UnsupportedLayer {
            layer: context.display_name(),
            class_name: context.class_name().to_owned(),
            supported: super::SUPPORTED,
        }));
    }
    weights.within(attribute, |weights| recurrent(context, weights))
}
