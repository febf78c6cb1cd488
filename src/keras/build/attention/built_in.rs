//! Keras's own attention layers: `Attention`, `AdditiveAttention`, `MultiHeadAttention`.

use crate::attention::additive_attention::AdditiveScore;
use crate::attention::dense_attention::{DenseAttention, PairScore};
use crate::attention::dot_attention::DotScore;
use crate::attention::multi_head_attention::{HeadProjection, MultiHeadAttention, Places};
use crate::error::Result;
use crate::keras::build::LayerContext;
use crate::keras::config::{Argument, CallConfig};
use crate::keras::weights::LayerWeights;
use crate::layers::Layer;

/// Whether a layer is one of Keras's own attention layers, and not somebody's of the same name: newer files say it,
/// in older ones the arguments do.
pub fn is_built_in(context: &LayerContext) -> bool {
    let has_its_arguments = match context.class_name() {
        "Attention" => context.has("use_scale"),
        "AdditiveAttention" => context.has("use_scale"),
        "MultiHeadAttention" => context.has("num_heads") && context.has("key_dim"),
        _ => return false,
    };
    context.config().is_builtin.unwrap_or(true) && has_its_arguments
}

/// Makes it.
pub fn built_in(context: &LayerContext, weights: &mut LayerWeights) -> Result<Box<dyn Layer>> {
    let use_scale = |default: bool| context.flag("use_scale", default);
    match context.class_name() {
        "AdditiveAttention" => {
            let scale = match use_scale(true) {
                true => Some(weights.vector("scale", None)?),
                false => None,
            };
            Ok(dense(context, AdditiveScore { scale }))
        }
        "Attention" => {
            // In the order in which Keras makes them.
            let scale = match use_scale(false) {
                true => weights.scalar("scale")?,
                false => 1.0,
            };
            let concat_score_weight = match context.text("score_mode") {
                Some("concat") => Some(weights.scalar("concat_score_weight")?),
                None | Some("dot") => None,
                Some(_) => return Err(context.unsupported("score_mode")),
            };
            let score = DotScore {
                scale,
                concat_score_weight,
            };
            Ok(dense(context, score))
        }
        _ => multi_head(context, weights),
    }
}

fn dense<S: PairScore + 'static>(context: &LayerContext, score: S) -> Box<dyn Layer> {
    Box::new(DenseAttention {
        score: Box::new(score),
        // Until TensorFlow 2.9 it was an argument of the layer.
        use_causal_mask: context.flag("causal", false) || in_call(context, "use_causal_mask"),
        return_attention_scores: in_call(context, "return_attention_scores"),
    })
}

/// A yes-or-no argument of the layer's first call.
fn in_call(context: &LayerContext, name: &str) -> bool {
    let argument = context.call().and_then(|call| call.kwarg(name));
    matches!(argument, Some(Argument::Constant(json)) if json.as_bool() == Some(true))
}

fn multi_head(context: &LayerContext, weights: &mut LayerWeights) -> Result<Box<dyn Layer>> {
    let over_steps = match context.integers("attention_axes").as_deref() {
        None => context.get("attention_axes").is_none(),
        Some(axes) => matches!(axes, [1] | [-2]),
    };
    if !over_steps {
        return Err(context.unsupported("attention_axes"));
    }
    context.refuse_if_set("use_gate")?;
    for unknown in ["sliding_window_size", "num_query_groups"] {
        if context.get(unknown).is_some() {
            return Err(context.unsupported(unknown));
        }
    }
    let heads = context.count("num_heads")?;
    let key_dim = context.count("key_dim")?;
    let value_dim = context.count("value_dim").unwrap_or(key_dim);
    let use_bias = context.flag("use_bias", true);
    let return_attention_scores = in_call(context, "return_attention_scores");
    let has_dropout = context.number("dropout").unwrap_or(0.0) > 0.0;

    let head = |attribute: &str, size: usize, weights: &mut LayerWeights| {
        projection(attribute, [heads, size], use_bias, weights)
    };
    let query = head("query_dense", key_dim, weights)?;
    let key = head("key_dense", key_dim, weights)?;
    let value = head("value_dense", value_dim, weights)?;
    let (output_kernel, output_bias) = in_sublayer("output_dense", weights, |weights| {
        let kernel = weights.cube("kernel", [Some(heads), Some(value_dim), None])?;
        let bias = match use_bias {
            true => Some(weights.vector("bias", kernel.len_of(ndarray::Axis(2)))?),
            false => None,
        };
        Ok((kernel, bias))
    })?;
    Ok(Box::new(MultiHeadAttention {
        query,
        key,
        value,
        output_kernel,
        output_bias,
        use_causal_mask: in_call(context, "use_causal_mask"),
        uses_masks: context.version.multi_head_attention_uses_masks(),
        zeroes_masked_rows: context.version.softmax_zeroes_masked()
            && (has_dropout || return_attention_scores),
        return_attention_scores,
        places: places(context),
    }))
}

fn projection(
    attribute: &str,
    [heads, size]: [usize; 2],
    use_bias: bool,
    weights: &mut LayerWeights,
) -> Result<HeadProjection> {
    in_sublayer(attribute, weights, |weights| {
        let kernel = weights.cube("kernel", [None, Some(heads), Some(size)])?;
        let bias = match use_bias {
            true => Some(weights.matrix("bias", [Some(heads), Some(size)])?),
            false => None,
        };
        Ok(HeadProjection { kernel, bias })
    })
}

/// The object tree has the attribute `query_dense`, that of Keras before 3.0.5 `_query_dense`; lists have neither.
fn in_sublayer<T>(
    attribute: &str,
    weights: &mut LayerWeights,
    read: impl FnOnce(&mut LayerWeights) -> Result<T>,
) -> Result<T> {
    let is_there = weights.within(attribute, |weights| Ok(!weights.remaining()?.is_empty()))?;
    match is_there {
        true => weights.within(attribute, read),
        false => weights.within(&format!("_{attribute}"), read),
    }
}

/// Where the first call's arguments are among the layer's inputs: positions, then keywords.
fn places(context: &LayerContext) -> Places {
    let empty = CallConfig::default();
    let call = context.call().unwrap_or(&empty);
    let mut named: Vec<(&str, usize)> = Vec::new();
    let mut place = 0usize;
    let positions = call.args.iter().zip(["query", "value", "key"]);
    let keywords = call
        .kwargs
        .iter()
        .map(|(name, argument)| (argument, name.as_str()));
    for (argument, name) in positions.chain(keywords) {
        let count = tensors(argument);
        if count > 0 {
            named.push((name, place));
        }
        place = place.saturating_add(count);
    }
    let of = |name: &str| {
        let found = named.iter().find(|(found, _)| *found == name);
        found.map(|(_, place)| *place)
    };
    let query = of("query").unwrap_or(0);
    let value = of("value").unwrap_or(query);
    Places {
        query,
        value,
        key: of("key").unwrap_or(value),
        attention_mask: of("attention_mask"),
    }
}

fn tensors(argument: &Argument) -> usize {
    match argument {
        Argument::Tensor(_) => 1,
        Argument::List(items) => items.iter().map(tensors).sum(),
        Argument::Constant(_) => 0,
    }
}
