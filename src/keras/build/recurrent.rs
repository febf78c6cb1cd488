//! `LSTM` and `Bidirectional`.

use serde_json::Value as Json;

use super::LayerContext;
use crate::error::{Error, Result};
use crate::keras::weights::LayerWeights;
use crate::layers::{Bidirectional, Layer, Lstm, MergeMode};
use ndarray::Array1;

pub fn lstm(context: &LayerContext, weights: &mut LayerWeights) -> Result<Lstm> {
    context.refuse_if_set("return_state")?;
    context.refuse_if_set("time_major")?;
    let units = context.count("units")?;
    let gates = units.saturating_mul(4);
    let use_bias = context.flag("use_bias", true);
    let (kernel, recurrent_kernel, bias) = weights.within("cell", |weights| {
        let kernel = weights.matrix("kernel", [None, Some(gates)])?;
        let recurrent_kernel = weights.matrix("recurrent_kernel", [Some(units), Some(gates)])?;
        let bias = if use_bias {
            weights.vector("bias", gates)?
        } else {
            Array1::zeros(gates)
        };
        Ok((kernel, recurrent_kernel, bias))
    })?;
    let return_sequences = context.flag("return_sequences", false);
    let zero_output_for_mask = context.flag("zero_output_for_mask", false)
        || (context.zero_output_for_mask && return_sequences);
    Ok(Lstm {
        kernel,
        recurrent_kernel,
        bias,
        activation: context.activation("activation", "tanh")?,
        recurrent_activation: context.activation(
            "recurrent_activation",
            context.version.default_recurrent_activation(),
        )?,
        return_sequences,
        go_backwards: context.flag("go_backwards", false),
        zero_output_for_mask,
    })
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
    let merge_mode = match context.text("merge_mode") {
        Some("concat") => MergeMode::Concat,
        Some("sum") => MergeMode::Sum,
        Some("mul") => MergeMode::Mul,
        Some("ave") => MergeMode::Ave,
        // `null` is a setting too: both outputs, unmerged.
        None if !context.has("merge_mode") => MergeMode::Concat,
        _ => return Err(context.unsupported("merge_mode")),
    };
    Ok(Bidirectional {
        forward: direction(&forward, "forward_layer", weights)?,
        backward: direction(&backward, "backward_layer", weights)?,
        merge_mode,
    })
}

fn direction(
    context: &LayerContext,
    attribute: &'static str,
    weights: &mut LayerWeights,
) -> Result<Box<dyn Layer>> {
    match context.class_name() {
        "LSTM" => Ok(Box::new(
            weights.within(attribute, |weights| lstm(context, weights))?,
        )),
        class_name => Err(Error::UnsupportedLayer {
            layer: context.display_name(),
            class_name: class_name.to_owned(),
            supported: super::SUPPORTED,
        }),
    }
}
