//! `BatchNormalization`, `LayerNormalization`, `RMSNormalization`, `UnitNormalization`, `GroupNormalization`.

use super::LayerContext;
use super::arguments::{axes, axis, number};
use crate::error::Result;
use crate::keras::weights::LayerWeights;
use crate::layers::{
    BatchNormalization, BatchStatistics, GroupNormalization, LayerNormalization, Normalize, Spread,
    UnitNormalization,
};

pub fn batch_normalization(
    context: &LayerContext,
    weights: &mut LayerWeights,
) -> Result<BatchNormalization> {
    context.refuse_if_set("renorm")?;
    // Keras 1: 1 and 2 normalise each text or batch by itself.
    if context.number("mode").is_some_and(|mode| mode != 0.0) {
        return Err(context.unsupported("mode"));
    }
    let gamma = match context.flag("scale", true) {
        true => Some(weights.vector("gamma", None)?),
        false => None,
    };
    let features = gamma.as_ref().map(|gamma| gamma.len());
    let beta = match context.flag("center", true) {
        true => Some(weights.vector("beta", features)?),
        false => None,
    };
    let features = features.or(beta.as_ref().map(|beta| beta.len()));
    let moving_mean = weights.vector("moving_mean", features)?;
    let moving_variance = weights.vector("moving_variance", moving_mean.len())?;
    let weights = BatchStatistics {
        gamma,
        beta,
        moving_mean,
        moving_variance,
    };
    let epsilon = number(context, &["epsilon"], 1e-3)?;
    Ok(BatchNormalization::new(
        axis(context, "axis", -1)?,
        epsilon,
        weights,
    ))
}

pub fn layer_normalization(
    context: &LayerContext,
    weights: &mut LayerWeights,
) -> Result<LayerNormalization> {
    let rms_scaling = context.flag("rms_scaling", false);
    let gamma = match context.flag("scale", true) || rms_scaling {
        true => Some(weights.any("gamma")?),
        false => None,
    };
    let beta = match context.flag("center", true) && !rms_scaling {
        true => Some(weights.any("beta")?),
        false => None,
    };
    Ok(LayerNormalization {
        axes: axes(context, "axis", -1)?,
        epsilon: number(context, &["epsilon"], 1e-3)?,
        spread: match rms_scaling {
            true => Spread::WithoutMean,
            false => Spread::AroundMean,
        },
        gamma,
        beta,
        passes_mask: true,
    })
}

pub fn rms_normalization(
    context: &LayerContext,
    weights: &mut LayerWeights,
) -> Result<LayerNormalization> {
    Ok(LayerNormalization {
        axes: axes(context, "axis", -1)?,
        epsilon: number(context, &["epsilon"], 1e-6)?,
        spread: Spread::MeanSquare,
        gamma: Some(weights.any("scale")?),
        beta: None,
        passes_mask: false,
    })
}

pub fn unit_normalization(context: &LayerContext) -> Result<UnitNormalization> {
    Ok(UnitNormalization {
        axes: axes(context, "axis", -1)?,
        normalize: match context.version.unit_normalization_bounds_norm() {
            true => Normalize::NormAtLeast(1e-12),
            false => Normalize::SquareAtLeast(1e-12),
        },
    })
}

pub fn group_normalization(
    context: &LayerContext,
    weights: &mut LayerWeights,
) -> Result<GroupNormalization> {
    let groups = match context.integers("groups").as_deref() {
        None => Some(32),
        Some([-1]) => None,
        Some(&[groups]) => {
            Some(usize::try_from(groups).map_err(|_| context.unsupported("groups"))?)
        }
        Some(_) => return Err(context.unsupported("groups")),
    };
    let gamma = match context.flag("scale", true) {
        true => Some(weights.vector("gamma", None)?),
        false => None,
    };
    let beta = match context.flag("center", true) {
        true => Some(weights.vector("beta", gamma.as_ref().map(|gamma| gamma.len()))?),
        false => None,
    };
    Ok(GroupNormalization {
        axis: axis(context, "axis", -1)?,
        groups,
        epsilon: number(context, &["epsilon"], 1e-3)?,
        gamma,
        beta,
        uses_mask: context.version.group_normalization_uses_mask(),
    })
}
