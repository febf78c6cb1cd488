//! `Dense` with weights of 8 bits, `EinsumDense`, `MaxoutDense` and `Highway`; plain `Dense` is in `core`.

use ndarray::{Array1, Array2};
use serde_json::Value as Json;

use super::LayerContext;
use super::arguments::{Int8, int8, positive, use_bias};
use crate::error::Result;
use crate::keras::weights::LayerWeights;
use crate::layers::{EinsumDense, Highway, Int8Dense, MaxoutDense};

pub fn int8_dense(
    context: &LayerContext,
    weights: &mut LayerWeights,
    int8: Int8,
) -> Result<Int8Dense> {
    let units = context.count("units")?;
    let use_bias = use_bias(context);
    let bias_first = use_bias && bias_first(weights, 2)?;
    let mut bias = None;
    if bias_first {
        bias = Some(weights.vector("bias", units)?);
    }
    let kernel = weights.matrix("kernel", [None, Some(units)])?;
    if use_bias && !bias_first {
        bias = Some(weights.vector("bias", units)?);
    }
    let kernel_scale = weights.vector("kernel_scale", units)?;
    Ok(Int8Dense::new(
        kernel,
        kernel_scale,
        bias.unwrap_or_else(|| Array1::zeros(units)),
        context.activation("activation", "linear")?,
        int8.quantizes_inputs,
    ))
}

/// Whether the bias comes before the kernel of `rank` axes: a list of weights has all that can be trained first, and a
/// quantised kernel cannot.
fn bias_first(weights: &mut LayerWeights, rank: usize) -> Result<bool> {
    let first = weights.remaining()?.first().map(|left| left.shape.len());
    Ok(first.is_some_and(|found| found < rank))
}

pub fn einsum_dense(context: &LayerContext, weights: &mut LayerWeights) -> Result<EinsumDense> {
    let int8 = int8(context)?;
    let equation = context.text("equation").unwrap_or_default();
    let kernel_rank = equation
        .split("->")
        .next()
        .and_then(|left| left.split(',').nth(1))
        .map_or(0, |letters| letters.trim().chars().count());
    let use_bias = context.get("bias_axes").is_some();
    let bias_first = use_bias && int8.is_some() && bias_first(weights, kernel_rank)?;
    let mut bias = None;
    if bias_first {
        bias = Some(weights.any("bias")?);
    }
    let kernel = weights.any("kernel")?;
    if use_bias && !bias_first {
        bias = Some(weights.any("bias")?);
    }
    let kernel_scale = match int8 {
        Some(_) => Some(weights.any("kernel_scale")?),
        None => None,
    };
    let activation = context.activation("activation", "linear")?;
    let mut layer = EinsumDense::new(equation, kernel, bias, activation)
        .ok_or_else(|| context.unsupported("equation"))?;
    if let (Some(int8), Some(kernel_scale)) = (int8, kernel_scale) {
        layer = layer.quantized(kernel_scale, int8.quantizes_inputs);
    }
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

pub fn highway(context: &LayerContext, weights: &mut LayerWeights) -> Result<Highway> {
    let kernel = weights.matrix("W", [None, None])?;
    let features = kernel.nrows();
    if kernel.ncols() != features {
        return Err(context.invalid("has a weight “W” that is not square"));
    }
    let carry_kernel = weights.matrix("W_carry", [Some(features), Some(features)])?;
    let (bias, carry_bias) = match use_bias(context) {
        true => (
            weights.vector("b", features)?,
            weights.vector("b_carry", features)?,
        ),
        false => (Array1::zeros(features), Array1::zeros(features)),
    };
    Ok(Highway {
        kernel,
        carry_kernel,
        bias,
        carry_bias,
        activation: context.activation("activation", "linear")?,
    })
}
