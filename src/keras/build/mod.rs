//! From a layer's configuration and weights to the layer: the list of what can be computed.

mod attention;
mod core;
mod lambda;
mod model;
mod operations;
mod options;
mod recurrent;

pub use model::network;
pub use options::{BuildOptions, LayerContext, Reading};

use super::config::is_model_class;
use super::weights::LayerWeights;
use crate::error::{Error, Result};
use crate::layers::{Identity, Layer, LayerEntry};
use crate::tensor::Shape;

/// Every class that can be computed, for messages.
const SUPPORTED: &str = "InputLayer, Embedding, LSTM, Bidirectional, TimeDistributed, Dense, Activation, Dropout, \
                         SpatialDropout1D, GaussianNoise, GaussianDropout, AlphaDropout, ActivityRegularization, \
                         AttentionWithContext";

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
    if let Some(kind) = context.attention_kind() {
        return match kind {
            "attention_with_context" => Ok(Box::new(attention::attention_with_context(
                context, weights,
            )?)),
            _ => Err(Error::InvalidOption {
                option: "customLayers",
                detail: format!(
                    "“{kind}” is no kind of attention that can be computed yet; there is: attention_with_context"
                ),
            }),
        };
    }
    if context.config().is_operation {
        return operations::keras3(context);
    }
    Ok(match context.class_name() {
        "Embedding" => Box::new(core::embedding(context, weights)?),
        "Dense" => Box::new(core::dense(context, weights)?),
        "Activation" => Box::new(core::activation(context)?),
        "TimeDistributed" => Box::new(core::time_distributed(context, weights)?),
        "Lambda" => Box::new(lambda::lambda(context)?),
        "TFOpLambda" | "SlicingOpLambda" => operations::tf_op_lambda(context)?,
        "TensorFlowOpLayer" => Box::new(operations::tensorflow_op_layer(context)?),
        class_name if recurrent::is_recurrent(class_name) => {
            Box::new(recurrent::recurrent(context, weights)?)
        }
        "Bidirectional" => Box::new(recurrent::bidirectional(context, weights)?),
        "AttentionWithContext" => Box::new(attention::attention_with_context(context, weights)?),
        "TextVectorization" | "StringLookup" => Box::new(core::text_vectorization(context)),
        "Dropout"
        | "SpatialDropout1D"
        | "GaussianNoise"
        | "GaussianDropout"
        | "AlphaDropout"
        | "ActivityRegularization" => Box::new(Identity),
        class_name if is_model_class(class_name) => Box::new(model::nested(context, weights)?),
        class_name => {
            return Err(Error::UnsupportedLayer {
                layer: context.display_name(),
                class_name: class_name.to_owned(),
                supported: SUPPORTED,
            });
        }
    })
}
