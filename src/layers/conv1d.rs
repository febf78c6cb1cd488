//! `keras.layers.Conv1D`: a kernel that looks at several neighbouring steps.
//! y_j = f(Σ_k x_{j·stride + k·dilation − padding}·W_k + b)    W: `[kernel_size, channels / groups, filters]`

use ndarray::{Array1, Array2, Array3, Axis};

use super::window::Windows;
use super::{Activation, Layer, Mismatch, Outcome, count, single};
use crate::kernels;
use crate::tensor::{Shape, Value};

/// A convolution over the steps; the mask goes.
#[derive(Debug)]
pub struct Conv1D {
    /// `[kernel_size, channels / groups, filters]`
    kernel: Array3<f32>,
    /// `[filters]`; zeros where `use_bias` is false.
    bias: Array1<f32>,
    /// Where the kernel looks.
    windows: Windows,
    /// Channels and filters are parted into as many groups, each of which sees its own channels only.
    groups: usize,
    /// What follows.
    activation: Activation,
}

impl Conv1D {
    /// `kernel`: `[kernel_size, channels / groups, filters]`, of the size that `windows` have; `groups` divides
    /// `filters`. `None` where that is not so.
    pub fn new(
        kernel: Array3<f32>,
        bias: Array1<f32>,
        windows: Windows,
        groups: usize,
        activation: Activation,
    ) -> Option<Self> {
        let (size, _, filters) = kernel.dim();
        let fits = size == windows.size
            && filters == bias.len()
            && groups > 0
            && filters.is_multiple_of(groups);
        fits.then(|| Self {
            kernel: kernel.as_standard_layout().into_owned(),
            bias,
            windows,
            groups,
            activation,
        })
    }

    fn channels(&self) -> usize {
        self.kernel.dim().1.saturating_mul(self.groups)
    }

    /// Group `group`'s channels of `[steps, channels]`.
    fn channels_of_group(&self, x: &[f32], group: usize) -> Vec<f32> {
        let width = self.kernel.dim().1;
        x.chunks_exact(self.channels().max(1))
            .flat_map(|step| step.chunks(width.max(1)).nth(group).unwrap_or_default())
            .copied()
            .collect()
    }

    /// `[outputs, filters]`, before bias and activation.
    fn convolved(&self, x: &[f32], steps: usize, count: usize) -> Array2<f32> {
        let (size, width, filters) = self.kernel.dim();
        let mut out = Array2::zeros((count, filters));
        let filters_of_group = filters.checked_div(self.groups).unwrap_or(0);
        let kernels_of_groups = (self.kernel).axis_chunks_iter(Axis(2), filters_of_group.max(1));
        let columns_of_groups = out.axis_chunks_iter_mut(Axis(1), filters_of_group.max(1));
        let groups = kernels_of_groups.zip(columns_of_groups).enumerate();
        for (group, (kernel, mut columns)) in groups {
            let kernel: Vec<f32> = kernel.iter().copied().collect();
            let rows = match self.groups {
                1 => self.windows.rows(x, steps, width, count),
                _ => {
                    let x = self.channels_of_group(x, group);
                    self.windows.rows(&x, steps, width, count)
                }
            };
            let mut part = vec![0.0; columns.len()];
            let looked_at = size.saturating_mul(width);
            kernels::add_matrix_product(&rows, &kernel, &mut part, looked_at, filters_of_group);
            columns.iter_mut().zip(part).for_each(|(out, x)| *out = x);
        }
        out
    }
}

/// Adds the bias to every row and applies the activation.
pub(crate) fn finished(
    mut out: Array2<f32>,
    bias: &Array1<f32>,
    activation: Activation,
    channels_first: bool,
) -> Array2<f32> {
    out += bias;
    let width = out.ncols();
    // Softmax goes over the last axis, which may be the steps.
    if channels_first && matches!(activation, Activation::Softmax | Activation::LogSoftmax) {
        let mut turned: Array2<f32> = out.t().as_standard_layout().into_owned();
        let steps = turned.ncols();
        if let Some(values) = turned.as_slice_mut() {
            activation.apply(values, steps);
        }
        return turned.t().as_standard_layout().into_owned();
    }
    if let Some(values) = out.as_slice_mut() {
        activation.apply(values, width);
    }
    out
}

impl Layer for Conv1D {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let filters = Some(self.bias.len());
        let channels = Some(self.channels());
        let shape = self
            .windows
            .output_shape(single(inputs)?, channels, |_| filters)?;
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let (input, steps, count) = self.windows.input(single(inputs)?, Some(self.channels()))?;
        let out = self.convolved(&input.as_slice(), steps, count);
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
