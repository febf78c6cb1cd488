//! Activation functions that are layers of their own: `Softmax`, `ReLU`, `LeakyReLU`, `PReLU`, `ELU`, `ThresholdedReLU`.

use super::LayerContext;
use super::arguments::{axes, number};
use crate::error::Result;
use crate::keras::weights::LayerWeights;
use crate::layers::{Activation, ActivationLayer, PRelu, Relu, Softmax, SoftmaxMask};

pub fn softmax(context: &LayerContext) -> Result<Softmax> {
    let version = context.version;
    Ok(Softmax {
        axes: axes(context, "axis", -1)?,
        mask: match (version.softmax_uses_mask(), version.softmax_zeroes_masked()) {
            (false, _) => SoftmaxMask::Unused,
            (true, false) => SoftmaxMask::Added,
            (true, true) => SoftmaxMask::Zeroed,
        },
    })
}

pub fn relu(context: &LayerContext) -> Result<Relu> {
    let max_value = match context.get("max_value") {
        Some(_) => Some(number(context, &["max_value"], 0.0)?),
        None => None,
    };
    Ok(Relu {
        max_value,
        negative_slope: number(context, &["negative_slope"], 0.0)?,
        threshold: number(context, &["threshold"], 0.0)?,
    })
}

pub fn thresholded_relu(context: &LayerContext) -> Result<Relu> {
    Ok(Relu {
        max_value: None,
        negative_slope: 0.0,
        threshold: number(context, &["theta"], 1.0)?,
    })
}

pub fn leaky_relu(context: &LayerContext) -> Result<ActivationLayer> {
    Ok(ActivationLayer(Activation::LeakyRelu {
        negative_slope: number(context, &["negative_slope", "alpha"], 0.3)?,
    }))
}

pub fn elu(context: &LayerContext) -> Result<ActivationLayer> {
    Ok(ActivationLayer(Activation::Elu {
        alpha: number(context, &["alpha"], 1.0)?,
    }))
}

pub fn prelu(weights: &mut LayerWeights) -> Result<PRelu> {
    Ok(PRelu::new(weights.any("alpha")?))
}
