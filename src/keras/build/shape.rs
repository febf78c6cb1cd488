//! `Flatten`, `Reshape`, `Permute`, `RepeatVector`, `Cropping1D`, `ZeroPadding1D`, `UpSampling1D`, `Masking`.

use serde_json::Value as Json;

use super::LayerContext;
use super::arguments::{channels_first, number, pair, positive};
use crate::error::Result;
use crate::layers::{Flatten, Masking, Permute, RepeatVector, Reshape, StepChange, StepCount};

pub fn masking(context: &LayerContext) -> Result<Masking> {
    Ok(Masking {
        mask_value: number(context, &["mask_value"], 0.0)?,
    })
}

pub fn flatten(context: &LayerContext) -> Result<Flatten> {
    Ok(Flatten {
        channels_first: channels_first(context)?,
    })
}

pub fn reshape(context: &LayerContext) -> Result<Reshape> {
    let axes = match context.get("target_shape") {
        Some(Json::Array(axes)) => axes.as_slice(),
        Some(axis) => std::slice::from_ref(axis),
        None => return Err(context.invalid("has no “target_shape”")),
    };
    let length = |axis: &Json| match axis.as_i64() {
        Some(-1) => Some(None),
        Some(length) => usize::try_from(length).ok().map(Some),
        None => axis.is_null().then_some(None),
    };
    let target_shape = axes.iter().map(length).collect::<Option<Vec<_>>>();
    Ok(Reshape {
        target_shape: target_shape.ok_or_else(|| context.unsupported("target_shape"))?,
    })
}

pub fn permute(context: &LayerContext) -> Result<Permute> {
    context
        .integers("dims")
        .and_then(|dims| Permute::new(&dims))
        .ok_or_else(|| context.unsupported("dims"))
}

pub fn repeat_vector(context: &LayerContext) -> Result<RepeatVector> {
    Ok(RepeatVector {
        n: positive(context, &["n"], None)?,
    })
}

pub fn cropping(context: &LayerContext) -> Result<StepCount> {
    let [start, end] = pair(context, "cropping", [1, 1])?;
    step_count(context, StepChange::Crop { start, end })
}

pub fn zero_padding(context: &LayerContext) -> Result<StepCount> {
    let [start, end] = pair(context, "padding", [1, 1])?;
    step_count(context, StepChange::ZeroPad { start, end })
}

pub fn up_sampling(context: &LayerContext) -> Result<StepCount> {
    let size = positive(context, &["size", "length"], Some(2))?;
    step_count(context, StepChange::Repeat { size })
}

fn step_count(context: &LayerContext, change: StepChange) -> Result<StepCount> {
    Ok(StepCount {
        change,
        channels_first: channels_first(context)?,
    })
}
