//! Which layers have weights, as far as their class tells: Keras pairs layers that have any with groups that have any.

use serde_json::Value as Json;

use crate::budget;

use super::config::{LayerConfig, is_model_class};

/// Whether a layer has weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weights {
    /// It has none.
    None,
    /// A class of somebody's own, or one whose arguments decide.
    Perhaps,
    /// It has.
    Some,
}

/// Whether a layer has weights.
pub fn has_weights(layer: &LayerConfig) -> Weights {
    if layer.is_operation {
        return Weights::None;
    }
    if layer.attention_kind.is_some() {
        return Weights::Perhaps;
    }
    of_class(&layer.class_name, &Json::Object(layer.config.clone()), 0)
}

/// Models in models that are followed at most.
const DEEPEST: usize = budget::MODEL_DEPTH;

/// Whether a class of this name is one of Keras's own. Kinds of attention are not told by their names:
/// many write their own.
pub fn is_kerass_class(class_name: &str) -> bool {
    let of_name = of_class(class_name, &Json::Null, 0);
    let is_told = of_name != Weights::Perhaps || WITH_ARGUMENTS.contains(&class_name);
    is_told && !class_name.ends_with("Attention")
}

/// Classes of Keras's whose arguments decide whether they have weights, and rarer ones with weights.
const WITH_ARGUMENTS: [&str; 11] = [
    "BatchNormalization",
    "LayerNormalization",
    "GroupNormalization",
    "TimeDistributed",
    "ConvLSTM1D",
    "Conv1DTranspose",
    "Conv2D",
    "ConvLSTM2D",
    "LocallyConnected1D",
    "SpectralNormalization",
    "StackedRNNCells",
];

fn of_class(class_name: &str, config: &Json, depth: usize) -> Weights {
    let class_name = class_name.rsplit('>').next().unwrap_or(class_name);
    let inner = |json: &Json| {
        let class = json.get("class_name").and_then(Json::as_str);
        match (class, json.get("config")) {
            (Some(class), Some(config)) if depth < DEEPEST => {
                of_class(class, config, depth.saturating_add(1))
            }
            _ => Weights::Perhaps,
        }
    };
    match class_name {
        "Embedding"
        | "Dense"
        | "LSTM"
        | "GRU"
        | "SimpleRNN"
        | "CuDNNLSTM"
        | "CuDNNGRU"
        | "RNN"
        | "Conv1D"
        | "Convolution1D"
        | "AtrousConvolution1D"
        | "AtrousConv1D"
        | "SeparableConv1D"
        | "SeparableConvolution1D"
        | "DepthwiseConv1D"
        | "PReLU"
        | "MultiHeadAttention"
        | "EinsumDense"
        | "MaxoutDense"
        | "Highway"
        | "TimeDistributedDense"
        | "RMSNormalization" => Weights::Some,
        "BatchNormalization" | "LayerNormalization" | "GroupNormalization" | "Attention"
        | "AdditiveAttention" => Weights::Perhaps,
        "Bidirectional" => Weights::Some,
        "TimeDistributed" => config.get("layer").map_or(Weights::Perhaps, inner),
        class if is_model_class(class) => config
            .get("layers")
            .or(Some(config))
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .map(inner)
            .max()
            .unwrap_or(Weights::None),
        class if WEIGHTLESS.contains(&class) => Weights::None,
        _ => Weights::Perhaps,
    }
}

/// Classes of Keras without weights.
#[rustfmt::skip]
const WEIGHTLESS: [&str; 51] = [
    "InputLayer", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise", "GaussianDropout", "AlphaDropout",
    "ActivityRegularization", "Activation", "Softmax", "ReLU", "LeakyReLU", "ELU", "ThresholdedReLU", "Masking",
    "Flatten", "Reshape", "Permute", "RepeatVector", "Concatenate", "Add", "Subtract", "Multiply", "Average",
    "Maximum", "Minimum", "Dot", "Merge", "Lambda", "ZeroPadding1D", "Cropping1D", "UpSampling1D", "MaxPooling1D",
    "AveragePooling1D", "GlobalMaxPooling1D", "GlobalAveragePooling1D", "GlobalMaxPool1D", "GlobalAvgPool1D",
    "MaxPool1D", "AvgPool1D", "AveragePool1D", "UnitNormalization", "TextVectorization", "StringLookup",
    "IntegerLookup", "TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "Identity", "Rescaling",
];
