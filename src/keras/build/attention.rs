//! Attention layers: custom classes, recognised by class and configuration; weight names and shapes tell variants.

use super::LayerContext;
use crate::attention::AttentionWithContext;
use crate::error::Result;
use crate::keras::weights::LayerWeights;

/// `W [features, d]`, optional `b [d]`, `u [d]` or `[d, 1]`, in this order (the order of `add_weight`).
pub fn attention_with_context(
    context: &LayerContext,
    weights: &mut LayerWeights,
) -> Result<AttentionWithContext> {
    // Ports with these arguments have the same weights and compute something else.
    if !context.flag("aggregate", true) {
        return Err(context.unsupported("aggregate"));
    }
    context.refuse_if_set("sigmoid")?;
    let remaining = weights.remaining()?;
    let has_bias = remaining.len() >= 3
        || remaining
            .get(1)
            .is_some_and(|left| is_bias(left.name.as_deref()));
    let kernel = weights.matrix("W", [None, None])?;
    let attention_dim = kernel.ncols();
    let bias = if has_bias {
        Some(weights.vector("b", attention_dim)?)
    } else {
        None
    };
    // The paper's u is a vector; some ports keep it as a column.
    let column = weights
        .remaining()?
        .first()
        .is_some_and(|left| left.shape.len() == 2);
    let context_vector = match column {
        true => {
            let matrix = weights.matrix("u", [Some(attention_dim), Some(1)])?;
            matrix.column(0).to_owned()
        }
        false => weights.vector("u", attention_dim)?,
    };
    let return_attention =
        context.flag("return_coefficients", false) || context.flag("return_attention", false);
    Ok(AttentionWithContext {
        kernel,
        bias,
        context_vector,
        return_attention,
    })
}

/// `…_b:0`: two weights of which the second is a bias are another layer, one without a context vector.
fn is_bias(name: Option<&str>) -> bool {
    name.is_some_and(|name| name.trim_end_matches(":0").ends_with("_b"))
}
