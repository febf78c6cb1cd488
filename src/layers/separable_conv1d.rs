//! `keras.layers.DepthwiseConv1D` and `SeparableConv1D`: a convolution of each channel alone, and a mixture of them.
//! d_j,(c·m + i) = Σ_k x_{j·stride + k·dilation − padding, c}·D_kci    D: `[kernel_size, channels, m]`
//! y_j = f(d_j·P + b)    P: `[channels·m, filters]`; depthwise: y_j = f(d_j + b)

use ndarray::{Array1, Array2, Array3};

use super::conv1d::finished;
use super::window::Windows;
use super::{Activation, Layer, Mismatch, Outcome, count, single};
use crate::kernels;
use crate::tensor::{Shape, Value};

/// A convolution of each channel alone, then (separable) a linear map of what comes out; the mask goes.
#[derive(Debug)]
pub struct SeparableConv1D {
    /// `[kernel_size, channels, depth_multiplier]`
    depthwise: Array3<f32>,
    /// `[channels·depth_multiplier, filters]`; `None`: depthwise only.
    pointwise: Option<Array2<f32>>,
    /// `[filters]`; zeros where `use_bias` is false.
    bias: Array1<f32>,
    /// Where the kernel looks.
    windows: Windows,
    /// What follows.
    activation: Activation,
}

impl SeparableConv1D {
    /// Lengths must fit each other: `None` where they do not.
    pub fn new(
        depthwise: Array3<f32>,
        pointwise: Option<Array2<f32>>,
        bias: Array1<f32>,
        windows: Windows,
        activation: Activation,
    ) -> Option<Self> {
        let (size, channels, multiplier) = depthwise.dim();
        let width = channels.checked_mul(multiplier)?;
        let filters = match &pointwise {
            Some(pointwise) if pointwise.nrows() == width => pointwise.ncols(),
            Some(_) => return None,
            None => width,
        };
        let fits = size == windows.size && filters == bias.len();
        fits.then(|| Self {
            depthwise: depthwise.as_standard_layout().into_owned(),
            pointwise: pointwise.map(|kernel| kernel.as_standard_layout().into_owned()),
            bias,
            windows,
            activation,
        })
    }

    /// `[outputs, channels·depth_multiplier]`
    fn depthwise(&self, x: &[f32], steps: usize, count: usize) -> Array2<f32> {
        let (size, channels, multiplier) = self.depthwise.dim();
        let rows = self.windows.rows(x, steps, channels, count);
        let mut out = Array2::zeros((count, channels.saturating_mul(multiplier)));
        let windows = rows.chunks_exact(size.saturating_mul(channels).max(1));
        for (mut out, window) in out.rows_mut().into_iter().zip(windows) {
            // Step by step of the window, and in each channel by channel.
            let steps = window.chunks_exact(channels.max(1));
            for (step, kernels) in steps.zip(self.depthwise.outer_iter()) {
                let channels = step.iter().zip(kernels.rows());
                let products =
                    channels.flat_map(|(&x, kernels)| kernels.into_iter().map(move |w| x * w));
                out.iter_mut().zip(products).for_each(|(out, x)| *out += x);
            }
        }
        out
    }
}

impl Layer for SeparableConv1D {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let filters = Some(self.bias.len());
        let channels = Some(self.depthwise.dim().1);
        let shape = self
            .windows
            .output_shape(single(inputs)?, channels, |_| filters)?;
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let channels = Some(self.depthwise.dim().1);
        let (input, steps, count) = self.windows.input(single(inputs)?, channels)?;
        let mut out = self.depthwise(&input.as_slice(), steps, count);
        if let Some(pointwise) = &self.pointwise {
            let (width, filters) = pointwise.dim();
            let mut mixed = Array2::zeros((count, filters));
            kernels::add_matrix_product(
                out.as_slice().unwrap_or_default(),
                pointwise.as_slice().unwrap_or_default(),
                mixed.as_slice_mut().unwrap_or_default(),
                width,
                filters,
            );
            out = mixed;
        }
        let first = self.windows.channels_first;
        let out = finished(out, &self.bias, self.activation, first);
        Ok(Outcome::of(self.windows.output(&input, out)))
    }

    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        let windows = single(inputs).map_or(0, |input| self.windows.numbers_held(input));
        let outputs = self.output_shapes(inputs).unwrap_or_default();
        outputs.iter().map(count).fold(windows, usize::max)
    }

    fn final_activation(&self) -> Option<Activation> {
        Some(self.activation)
    }
}
