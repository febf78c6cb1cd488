//! `EinsumDense` and `MaxoutDense`; `Dense` is in `core`.

use ndarray::Array2;

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
    EinsumDense::new(equation, kernel, bias, activation)
        .ok_or_else(|| context.unsupported("equation"))
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
