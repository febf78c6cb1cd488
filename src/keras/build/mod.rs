//! From a layer's configuration and weights to the layer: the list of what can be computed.

mod attention;
mod core;
mod model;
mod options;
mod recurrent;

pub use model::network;
pub use options::{BuildOptions, LayerContext, Reading};

use super::config::is_model_class;
use super::weights::LayerWeights;
use crate::error::Result;
use crate::layers::{Identity, Layer, LayerEntry};
use crate::tensor::Shape;

/// Every class that can be computed, for messages.
const SUPPORTED: &str = "InputLayer, Embedding, LSTM, Bidirectional, TimeDistributed, Dense, Activation, Dropout, \
                         SpatialDropout1D, GaussianNoise, GaussianDropout, AlphaDropout, ActivityRegularization, \
                         Attention, AdditiveAttention, MultiHeadAttention, and attention layers of one's own";

/// Makes a layer that a wrapper holds, with its place in the model; its weights go to the wrapper's account.
pub fn entry(mut context: LayerContext, weights: &mut LayerWeights) -> Result<LayerEntry> {
    let layer = layer(&mut context, weights)?;
    Ok(LayerEntry {
        name: context.name().to_owned(),
        class_name: context.class_name().to_owned(),
        attention: layer.attention_kind(),
        layer: Some(layer),
        weights: Vec::new(),
        listed: true,
        output_shape: Shape::new(),
    })
}

/// Makes the layer that a context describes, taking its weights.
pub fn layer(context: &mut LayerContext, weights: &mut LayerWeights) -> Result<Box<dyn Layer>> {
    // Somebody's class may have the name of one of Keras's own, in the same model even.
    if context.attention_kind().is_some() && context.config().is_builtin != Some(true) {
        return attention::custom(context, weights);
    }
    Ok(match context.class_name() {
        "Embedding" => Box::new(core::embedding(context, weights)?),
        "Dense" => Box::new(core::dense(context, weights)?),
        "Activation" => Box::new(core::activation(context)?),
        "TimeDistributed" => Box::new(core::time_distributed(context, weights)?),
        "NotEqual" => Box::new(core::not_equal(context)?),
        class_name if recurrent::is_recurrent(class_name) => {
            Box::new(recurrent::recurrent(context, weights)?)
        }
        "Bidirectional" => Box::new(recurrent::bidirectional(context, weights)?),
        _ if attention::is_built_in(context) => attention::built_in(context, weights)?,
        "Dropout"
        | "SpatialDropout1D"
        | "GaussianNoise"
        | "GaussianDropout"
        | "AlphaDropout"
        | "ActivityRegularization"
        | "ConvertToTensor" => Box::new(Identity),
        class_name if is_model_class(class_name) => Box::new(model::nested(context, weights)?),
        _ => return attention::custom(context, weights),
    })
}
