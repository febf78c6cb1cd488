//! `Embedding`, `Dense`, `Activation`, `TimeDistributed`, and Keras 3's `NotEqual` operation.

use super::LayerContext;
use crate::error::{Error, Result};
use crate::keras::weights::LayerWeights;
use crate::layers::{ActivationLayer, Dense, Embedding, NotEqual, TimeDistributed};
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
    let mut inner = context
        .inner("layer")?
        .ok_or_else(|| missing(context, "layer"))?;
    let layer = weights.within("layer", |weights| super::layer(&mut inner, weights))?;
    if !layer.is_stepwise() {
        return Err(Error::UnsupportedOption {
            layer: context.name().to_owned(),
            option: "layer".into(),
            value: inner.class_name().to_owned(),
        });
    }
    Ok(TimeDistributed(layer))
}

/// The constant stands in the call, not in the configuration; Keras compares word numbers with 0.
pub fn not_equal(context: &LayerContext) -> Result<NotEqual> {
    let constant = context
        .constants()
        .next()
        .ok_or_else(|| missing(context, "constant to compare with"))?;
    Ok(NotEqual(constant as f32))
}

fn missing(context: &LayerContext, what: &str) -> Error {
    Error::InvalidConfig {
        detail: format!("layer “{}” has no {what}", context.name()),
    }
}
