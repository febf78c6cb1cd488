//! `Conv1D`, `SeparableConv1D`, `DepthwiseConv1D` and pooling over the steps.

use ndarray::{Array1, Array2, Array3, ArrayD, Axis, Ix2, Ix3};

use super::LayerContext;
use super::arguments::{channels_first, first_of, positive, use_bias};
use crate::error::Result;
use crate::keras::weights::LayerWeights;
use crate::layers::{
    Conv1D, GlobalPooling1D, Padding, Pooling, Pooling1D, SeparableConv1D, Windows,
};

/// Steps that a window may span or go on by: more than any text has, and little enough to be counted with.
const WIDEST: usize = 1 << 24;

/// Where a layer looks. Keras 1 has other names for all of it.
fn windows(context: &LayerContext, size: usize, stride: Option<usize>) -> Result<Windows> {
    let padding = first_of(context, &["padding", "border_mode"]);
    let padding = match padding.map(|json| json.as_str()) {
        None | Some(Some("valid")) => Padding::Valid,
        Some(Some("same")) => Padding::Same,
        Some(Some("causal")) => Padding::Causal,
        Some(_) => return Err(context.unsupported("padding")),
    };
    let keys = ["strides", "subsample_length", "stride"];
    let stride = positive(context, &keys, Some(stride.unwrap_or(1)))?;
    let dilation = positive(context, &["dilation_rate", "atrous_rate"], Some(1))?;
    if size.saturating_mul(dilation).max(stride) > WIDEST {
        return Err(context.invalid(&format!("looks at more than {WIDEST} steps")));
    }
    Ok(Windows {
        size,
        stride,
        dilation,
        padding,
        channels_first: channels_first(context)?,
    })
}

fn kernel_windows(context: &LayerContext) -> Result<Windows> {
    let size = positive(context, &["kernel_size", "filter_length"], None)?;
    windows(context, size, None)
}

fn bias(context: &LayerContext, weights: &mut LayerWeights, filters: usize) -> Result<Array1<f32>> {
    match use_bias(context) {
        true => weights.vector("bias", filters),
        false => Ok(Array1::zeros(filters)),
    }
}

pub fn conv1d(context: &LayerContext, weights: &mut LayerWeights) -> Result<Conv1D> {
    let windows = kernel_windows(context)?;
    let filters = positive(context, &["filters", "nb_filter"], None)?;
    let kernel = kernel(context, weights, windows.size, filters)?;
    let bias = bias(context, weights, filters)?;
    let groups = positive(context, &["groups"], Some(1))?;
    let activation = context.activation("activation", "linear")?;
    Conv1D::new(kernel, bias, windows, groups, activation)
        .ok_or_else(|| context.unsupported("groups"))
}

/// `[kernel_size, channels / groups, filters]`. Keras 1 has an axis more, and Theano runs it from its end
/// (`keras/engine/saving.py` of Keras 2.2, `_need_convert_kernel`).
fn kernel(
    context: &LayerContext,
    weights: &mut LayerWeights,
    size: usize,
    filters: usize,
) -> Result<Array3<f32>> {
    let stored = weights.remaining()?.into_iter().next();
    let (name, rank) = match &stored {
        Some(stored) => (stored.name.as_deref(), stored.shape.len()),
        None => (None, 3),
    };
    let mut kernel = match rank {
        4 => keras_1_kernel(weights.any("kernel")?, size, filters).ok_or_else(|| {
            context.invalid("has a kernel of a shape that Keras 1 does not write")
        })?,
        _ => weights.cube("kernel", [Some(size), None, Some(filters)])?,
    };
    match context.version.convolves_backwards(name) {
        Some(true) => kernel.invert_axis(Axis(0)),
        Some(false) => {}
        // One step is the same from both ends.
        None if size == 1 => {}
        None => context.options.warn(format!(
            "The file does not say whether Keras ran on TensorFlow or on Theano, whose kernels of a convolution run the \
             other way; “{}” is computed as on TensorFlow.",
            context.display_name()
        )),
    }
    Ok(kernel.as_standard_layout().into_owned())
}

/// `[kernel_size, 1, channels, filters]`, or, in the first releases, `[filters, channels, kernel_size, 1]`.
fn keras_1_kernel(kernel: ArrayD<f32>, size: usize, filters: usize) -> Option<Array3<f32>> {
    let kernel = match *kernel.shape() {
        [length, 1, _, out] if length == size && out == filters => kernel,
        [out, _, length, 1] if length == size && out == filters => {
            kernel.permuted_axes(vec![2, 3, 1, 0])
        }
        _ => return None,
    };
    kernel
        .index_axis_move(Axis(1), 0)
        .into_dimensionality::<Ix3>()
        .ok()
}

pub fn separable_conv1d(
    context: &LayerContext,
    weights: &mut LayerWeights,
) -> Result<SeparableConv1D> {
    let windows = kernel_windows(context)?;
    let filters = positive(context, &["filters"], None)?;
    let depthwise = depthwise_kernel(context, weights, windows.size)?;
    let (_, channels, multiplier) = depthwise.dim();
    let mixed = channels.saturating_mul(multiplier);
    let pointwise = weights.cube("pointwise_kernel", [Some(1), Some(mixed), Some(filters)])?;
    let pointwise: Array2<f32> = pointwise
        .index_axis_move(Axis(0), 0)
        .into_dimensionality::<Ix2>()
        .map_err(|_| context.invalid("has a “pointwise_kernel” of another shape"))?;
    let bias = bias(context, weights, filters)?;
    let activation = context.activation("activation", "linear")?;
    SeparableConv1D::new(depthwise, Some(pointwise), bias, windows, activation)
        .ok_or_else(|| context.invalid("has kernels that do not fit each other"))
}

pub fn depthwise_conv1d(
    context: &LayerContext,
    weights: &mut LayerWeights,
) -> Result<SeparableConv1D> {
    let windows = kernel_windows(context)?;
    let depthwise = depthwise_kernel(context, weights, windows.size)?;
    let (_, channels, multiplier) = depthwise.dim();
    let bias = bias(context, weights, channels.saturating_mul(multiplier))?;
    let activation = context.activation("activation", "linear")?;
    SeparableConv1D::new(depthwise, None, bias, windows, activation)
        .ok_or_else(|| context.invalid("has a kernel and a bias that do not fit each other"))
}

/// `[kernel_size, channels, depth_multiplier]`
fn depthwise_kernel(
    context: &LayerContext,
    weights: &mut LayerWeights,
    size: usize,
) -> Result<Array3<f32>> {
    let multiplier = positive(context, &["depth_multiplier"], Some(1))?;
    weights.cube("depthwise_kernel", [Some(size), None, Some(multiplier)])
}

pub fn pooling1d(context: &LayerContext, pooling: Pooling) -> Result<Pooling1D> {
    let size = positive(context, &["pool_size", "pool_length"], Some(2))?;
    let windows = windows(context, size, Some(size))?;
    match windows.padding {
        Padding::Causal => Err(context.unsupported("padding")),
        _ => Ok(Pooling1D { pooling, windows }),
    }
}

pub fn global_pooling1d(context: &LayerContext, pooling: Pooling) -> Result<GlobalPooling1D> {
    Ok(GlobalPooling1D {
        pooling,
        keepdims: context.flag("keepdims", false),
        channels_first: channels_first(context)?,
    })
}
