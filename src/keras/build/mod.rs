//! From a layer's configuration and weights to the layer: the list of what can be computed.

mod activations;
mod arguments;
mod attention;
mod convolution;
mod core;
mod dense;
mod lambda;
mod merge;
mod model;
mod normalization;
mod operations;
mod options;
mod recurrent;
mod shape;

pub use model::network;
pub use options::{BuildOptions, LayerContext, Reading};

use super::config::is_model_class;
use super::weights::LayerWeights;
use crate::error::Result;
use crate::layers::{Identity, Layer, LayerEntry, MergeOperation, Pooling, Unmasked};
use crate::tensor::Shape;

/// Every class that can be computed, for messages.
const SUPPORTED: &str = "InputLayer, TFOpLambda, SlicingOpLambda, TensorFlowOpLayer, Lambda, operations of keras.ops, Embedding, LSTM, GRU, SimpleRNN, RNN, CuDNNLSTM, CuDNNGRU, Bidirectional, TimeDistributed, Dense, EinsumDense, \
                         MaxoutDense, Highway, TimeDistributedDense, Activation, Softmax, ReLU, LeakyReLU, PReLU, ELU, ThresholdedReLU, \
                         Masking, Flatten, Reshape, Permute, RepeatVector, Cropping1D, ZeroPadding1D, \
                         UpSampling1D, Conv1D, SeparableConv1D, DepthwiseConv1D, MaxPooling1D, \
                         AveragePooling1D, GlobalMaxPooling1D, GlobalAveragePooling1D, BatchNormalization, \
                         LayerNormalization, RMSNormalization, UnitNormalization, GroupNormalization, Add, \
                         Subtract, Multiply, Average, Maximum, Minimum, Concatenate, Dot, Merge, Dropout, \
                         SpatialDropout1D, GaussianNoise, GaussianDropout, AlphaDropout, \
                         ActivityRegularization, Identity, Attention, AdditiveAttention, MultiHeadAttention, \
                         TextVectorization, AttentionWithContext, and other attention layers of one's own";

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
    if context.config().is_operation {
        return operations::keras3(context);
    }
    Ok(match context.class_name() {
        "Embedding" => Box::new(core::embedding(context, weights)?),
        "Dense" => match arguments::int8(context)? {
            Some(int8) => Box::new(dense::int8_dense(context, weights, int8)?),
            None => Box::new(core::dense(context, weights)?),
        },
        "Activation" => Box::new(core::activation(context)?),
        "TimeDistributed" => Box::new(core::time_distributed(context, weights)?),
        "Lambda" => Box::new(lambda::lambda(context)?),
        "TFOpLambda" | "SlicingOpLambda" => operations::tf_op_lambda(context)?,
        "TensorFlowOpLayer" => Box::new(operations::tensorflow_op_layer(context)?),
        class_name if recurrent::is_recurrent(class_name) => {
            Box::new(recurrent::recurrent(context, weights)?)
        }
        "Bidirectional" => Box::new(recurrent::bidirectional(context, weights)?),
        "TextVectorization" | "StringLookup" => Box::new(core::text_vectorization(context)),
        "EinsumDense" => Box::new(dense::einsum_dense(context, weights)?),
        "MaxoutDense" => Box::new(dense::maxout_dense(context, weights)?),
        "Highway" => Box::new(dense::highway(context, weights)?),
        // Of Keras 1, where `Dense` took no sequences.
        "TimeDistributedDense" => Box::new(core::dense(context, weights)?),
        "Softmax" => Box::new(activations::softmax(context)?),
        "ReLU" => Box::new(activations::relu(context)?),
        "LeakyReLU" => Box::new(activations::leaky_relu(context)?),
        "ELU" => Box::new(activations::elu(context)?),
        "PReLU" => Box::new(activations::prelu(weights)?),
        "ThresholdedReLU" => Box::new(activations::thresholded_relu(context)?),
        "Masking" => Box::new(shape::masking(context)?),
        "Flatten" => Box::new(shape::flatten(context)?),
        "Reshape" => Box::new(shape::reshape(context)?),
        "Permute" => Box::new(shape::permute(context)?),
        "RepeatVector" => Box::new(shape::repeat_vector(context)?),
        "Cropping1D" => Box::new(shape::cropping(context)?),
        "ZeroPadding1D" => Box::new(shape::zero_padding(context)?),
        "UpSampling1D" => Box::new(shape::up_sampling(context)?),
        "Conv1D" | "Convolution1D" | "AtrousConvolution1D" | "AtrousConv1D" => {
            Box::new(convolution::conv1d(context, weights)?)
        }
        "SeparableConv1D" | "SeparableConvolution1D" => {
            Box::new(convolution::separable_conv1d(context, weights)?)
        }
        "DepthwiseConv1D" => Box::new(convolution::depthwise_conv1d(context, weights)?),
        "MaxPooling1D" | "MaxPool1D" => Box::new(convolution::pooling1d(context, Pooling::Max)?),
        "AveragePooling1D" | "AvgPool1D" => {
            Box::new(convolution::pooling1d(context, Pooling::Average)?)
        }
        "GlobalMaxPooling1D" | "GlobalMaxPool1D" => {
            Box::new(convolution::global_pooling1d(context, Pooling::Max)?)
        }
        "GlobalAveragePooling1D" | "GlobalAvgPool1D" => {
            Box::new(convolution::global_pooling1d(context, Pooling::Average)?)
        }
        "BatchNormalization" => Box::new(normalization::batch_normalization(context, weights)?),
        "LayerNormalization" => Box::new(normalization::layer_normalization(context, weights)?),
        "RMSNormalization" => Box::new(normalization::rms_normalization(context, weights)?),
        "UnitNormalization" => Box::new(normalization::unit_normalization(context)?),
        "GroupNormalization" => Box::new(normalization::group_normalization(context, weights)?),
        "Add" => Box::new(merge::merge(context, MergeOperation::Add)),
        "Subtract" => Box::new(merge::merge(context, MergeOperation::Subtract)),
        "Multiply" => Box::new(merge::merge(context, MergeOperation::Multiply)),
        "Average" => Box::new(merge::merge(context, MergeOperation::Average)),
        "Maximum" => Box::new(merge::merge(context, MergeOperation::Maximum)),
        "Minimum" => Box::new(merge::merge(context, MergeOperation::Minimum)),
        "Concatenate" => Box::new(merge::concatenate(context)?),
        "Dot" => Box::new(merge::dot(context)?),
        "Merge" => merge::merge_of_keras_1(context)?,
        "Identity" if !context.version.identity_passes_mask() => Box::new(Unmasked),
        _ if attention::is_built_in(context) => attention::built_in(context, weights)?,
        "Dropout"
        | "SpatialDropout1D"
        | "SpatialDropout2D"
        | "SpatialDropout3D"
        | "GaussianNoise"
        | "GaussianDropout"
        | "AlphaDropout"
        | "ActivityRegularization"
        | "Identity" => Box::new(Identity),
        class_name if is_model_class(class_name) => Box::new(model::nested(context, weights)?),
        _ => return attention::custom(context, weights),
    })
}
