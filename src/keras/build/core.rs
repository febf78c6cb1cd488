//! `Embedding`, `Dense`, `Activation`, `TimeDistributed`, and Keras 3's `NotEqual` operation.

use super::LayerContext;
use crate::error::Result;
use crate::keras::config::Argument;
use crate::keras::weights::LayerWeights;
use crate::layers::{
    ActivationLayer, Dense, Embedding, NotEqual, TextVectorization, TimeDistributed,
};
use ndarray::Array1;

pub fn embedding(context: &LayerContext, weights: &mut LayerWeights) -> Result<Embedding> {
    let expected = [
        Some(context.count("input_dim")?),
        Some(context.count("output_dim")?),
    ];
    Ok(Embedding {
        embeddings: weights.matrix("embeddings", expected)?,
        mask_zero: context.flag("mask_zero", false),
    })
}

pub fn dense(context: &LayerContext, weights: &mut LayerWeights) -> Result<Dense> {
    let units = context.count("units")?;
    let kernel = weights.matrix("kernel", [None, Some(units)])?;
    let bias = match context.flag("use_bias", true) {
        true => weights.vector("bias", units)?,
        false => Array1::zeros(units),
    };
    Ok(Dense {
        kernel,
        bias,
        activation: context.activation("activation", "linear")?,
    })
}

pub fn activation(context: &LayerContext) -> Result<ActivationLayer> {
    Ok(ActivationLayer(context.activation("activation", "linear")?))
}

pub fn time_distributed(
    context: &LayerContext,
    weights: &mut LayerWeights,
) -> Result<TimeDistributed> {
    let inner = context
        .inner("layer")?
        .ok_or_else(|| context.invalid("has no “layer”"))?;
    let entry = weights.within("layer", |weights| super::entry(inner, weights))?;
    Ok(TimeDistributed::new(
        entry,
        context.version.time_distributed_passes_inner_masks(),
    ))
}

/// The vocabulary is the tokenizer's business.
pub fn text_vectorization(context: &LayerContext) -> TextVectorization {
    TextVectorization {
        output_sequence_length: context.count("output_sequence_length").ok(),
    }
}

/// The constant stands in the call, not in the configuration; Keras compares word numbers with 0.
pub fn not_equal(context: &LayerContext) -> Result<NotEqual> {
    let args = context
        .call()
        .map(|call| &call.args[..])
        .unwrap_or_default();
    let constant = args.iter().find_map(|argument| match argument {
        Argument::Constant(constant) => constant.as_f64(),
        _ => None,
    });
    let constant = constant.ok_or_else(|| context.invalid("has no constant to compare with"))?;
    Ok(NotEqual(constant as f32))
}
