//! `EinsumDense` and `MaxoutDense`; `Dense` is in `core`.

use ndarray::Array2;
use serde_json::Value as Json;

use super::LayerContext;
use super::arguments::{positive, use_bias};
use crate::error::Result;
use crate::keras::weights::LayerWeights;
use crate::layers::{EinsumDense, MaxoutDense};

pub fn einsum_dense(context: &LayerContext, weights: &mut LayerWeights) -> Result<EinsumDense> {
    let kernel = weights.any("kernel")?;
    let bias = match context.get("bias_axes") {
        Some(_) => Some(weights.any("bias")?),
        None => None,
    };
    let activation = context.activation("activation", "linear")?;
    let equation = context.text("equation").unwrap_or_default();
    let layer = EinsumDense::new(equation, kernel, bias, activation)
        .ok_or_else(|| context.unsupported("equation"))?;
    let output_shape = match context.get("output_shape") {
        Some(Json::Array(axes)) if context.version.einsum_dense_leaves_axes_unknown() => axes
            .iter()
            .map(|axis| {
                axis.as_u64()
                    .and_then(|length| usize::try_from(length).ok())
            })
            .collect(),
        _ => Vec::new(),
    };
    Ok(layer.described_by(&output_shape))
}

pub fn maxout_dense(context: &LayerContext, weights: &mut LayerWeights) -> Result<MaxoutDense> {
    let units = positive(context, &["output_dim"], None)?;
    let kernel = weights.cube("W", [None, None, Some(units)])?;
    let maps = kernel.dim().0;
    let bias = match use_bias(context) {
        true => weights.matrix("b", [Some(maps), Some(units)])?,
        false => Array2::zeros((maps, units)),
    };
    Ok(MaxoutDense { kernel, bias })
}
