//! `Embedding`, `Dense`, `Activation`, `TimeDistributed`.

use super::LayerContext;
use super::arguments::{int8, positive, use_bias};
use crate::error::Result;
use crate::keras::weights::LayerWeights;
use crate::layers::{ActivationLayer, Dense, Embedding, TextVectorization, TimeDistributed};
use ndarray::Array1;

pub fn embedding(context: &LayerContext, weights: &mut LayerWeights) -> Result<Embedding> {
    let expected = [
        Some(context.count("input_dim")?),
        Some(context.count("output_dim")?),
    ];
    let mut embeddings = weights.shared_matrix("embeddings", expected)?;
    if int8(context)?.is_some() {
        let scales = weights.vector("embeddings_scale", embeddings.nrows())?;
        for (mut row, scale) in embeddings.rows_mut().into_iter().zip(&scales) {
            row.mapv_inplace(|number| number / scale);
        }
    }
    Ok(Embedding {
        embeddings,
        mask_zero: context.flag("mask_zero", false),
    })
}

pub fn dense(context: &LayerContext, weights: &mut LayerWeights) -> Result<Dense> {
    let units = positive(context, &["units", "output_dim"], None)?;
    let kernel = weights.matrix("kernel", [None, Some(units)])?;
    let bias = match use_bias(context) {
        true => weights.vector("bias", units)?,
        false => Array1::zeros(units),
    };
    let activation = context.activation("activation", "linear")?;
    Ok(Dense::new(&kernel, &bias, activation))
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
