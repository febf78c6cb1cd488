//! `Add`, `Subtract`, `Multiply`, `Average`, `Maximum`, `Minimum`, `Concatenate`, `Dot`, and `Merge` of Keras 1.

use serde_json::Value as Json;

use super::LayerContext;
use super::arguments::axis;
use super::lambda::lambda;
use crate::error::Result;
use crate::keras::version::KerasVersion;
use crate::layers::{
    Concatenate, CosineMerge, Dot, Layer, Merge, MergeMasks, MergeOperation, Normalize,
};

/// `keras.backend.epsilon()`
const EPSILON: f32 = 1e-7;

fn masks(version: KerasVersion) -> MergeMasks {
    match (version.merges_masks_by_any(), version.merging_loses_masks()) {
        (true, _) => MergeMasks::Any,
        (false, true) => MergeMasks::Lost,
        (false, false) => MergeMasks::All,
    }
}

pub fn merge(context: &LayerContext, operation: MergeOperation) -> Merge {
    Merge {
        operation,
        masks: masks(context.version),
    }
}

pub fn concatenate(context: &LayerContext) -> Result<Concatenate> {
    Ok(Concatenate {
        axis: axis(context, "axis", -1)?,
        masks: masks(context.version),
    })
}

pub fn dot(context: &LayerContext) -> Result<Dot> {
    let axes = dot_axes(context.get("axes")).ok_or_else(|| context.unsupported("axes"))?;
    let normalize =
        context
            .flag("normalize", false)
            .then_some(match context.version.dot_bounds_norm() {
                true => Normalize::NormAtLeast(EPSILON),
                false => Normalize::SquareAtLeast(1e-12),
            });
    Ok(Dot { axes, normalize })
}

/// One axis for both, or one for each; Keras 1 may write lists of one in the list.
fn dot_axes(json: Option<&Json>) -> Option<[i64; 2]> {
    let only = |json: &Json| match json.as_array().map(Vec::as_slice) {
        Some([axis]) => axis.as_i64(),
        Some(_) => None,
        None => json.as_i64(),
    };
    match json.map_or(&Json::from(-1), |json| json) {
        Json::Array(list) => match &list[..] {
            [a, b] => Some([only(a)?, only(b)?]),
            [both] => only(both).map(|axis| [axis, axis]),
            _ => None,
        },
        axis => axis.as_i64().map(|axis| [axis, axis]),
    }
}

/// `Merge` of Keras 1, whose `mode` says what it does.
pub fn merge_of_keras_1(context: &LayerContext) -> Result<Box<dyn Layer>> {
    let plain = |operation| -> Result<Box<dyn Layer>> { Ok(Box::new(merge(context, operation))) };
    let axes = || dot_axes(context.get("dot_axes")).ok_or_else(|| context.unsupported("dot_axes"));
    match context.text("mode") {
        Some("sum") => plain(MergeOperation::Add),
        Some("mul") => plain(MergeOperation::Multiply),
        Some("ave") => plain(MergeOperation::Average),
        Some("max") => plain(MergeOperation::Maximum),
        Some("concat") => Ok(Box::new(Concatenate {
            axis: axis(context, "concat_axis", -1)?,
            masks: MergeMasks::All,
        })),
        Some("dot") => Ok(Box::new(Dot {
            axes: axes()?,
            normalize: None,
        })),
        Some("cos") => Ok(Box::new(CosineMerge { axes: axes()? })),
        _ if context.text("mode_type") == Some("lambda") => function_of_keras_1(context),
        _ => Err(context.unsupported("mode")),
    }
}

/// A function as the `mode` is a `Lambda` of all inputs; masks end at it too, unless it has a rule for them.
fn function_of_keras_1(context: &LayerContext) -> Result<Box<dyn Layer>> {
    if context.get("output_mask").is_some() {
        return Err(context.unsupported("output_mask"));
    }
    let mut as_lambda = context.clone();
    as_lambda.set("function", context.get("mode").cloned().unwrap_or_default());
    as_lambda.set("function_type", Json::from("lambda"));
    Ok(Box::new(lambda(&as_lambda)?))
}
