//! `keras.layers.LayerNormalization` (Ba et al. 2016), with `rms_scaling`, and `RMSNormalization` (Zhang & Sennrich 2019).
//! y = gamma·(x − mean) / √(variance + epsilon) + beta    mean and variance over `axes` of each text
//! rms_scaling: y = gamma·x / √(variance + epsilon)    RMS: y = scale·x / √(mean of x² + epsilon)

use ndarray::{ArrayD, IxDyn};

use super::axes::{axis_of, length_fits};
use super::elementwise::combine;
use super::reduce::Reduction;
use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Tensor, Value};

/// What the numbers are divided by, and what is taken off before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// The mean is taken off; divided by the standard deviation.
    AroundMean,
    /// Nothing is taken off; divided by the standard deviation around the mean all the same (`rms_scaling=True`).
    WithoutMean,
    /// Nothing is taken off; divided by the root of the mean square (`RMSNormalization`).
    MeanSquare,
}

/// Normalised over some axes of each text.
#[derive(Debug)]
pub struct LayerNormalization {
    /// Keras's numbers of the axes, in the order of the weights' axes.
    pub axes: Vec<i64>,
    /// Added to the variance.
    pub epsilon: f32,
    /// What is divided by.
    pub spread: Spread,
    /// Factors, of the lengths of `axes`; `None` where `scale` is false.
    pub gamma: Option<ArrayD<f32>>,
    /// Summands, of the lengths of `axes`; `None` where `center` is false.
    pub beta: Option<ArrayD<f32>>,
    /// Whether the mask passes: not through `RMSNormalization`.
    pub passes_mask: bool,
}

impl LayerNormalization {
    fn axes(&self, shape: &Shape) -> Result<Vec<usize>, Mismatch> {
        let axes = self
            .axes
            .iter()
            .map(|&axis| axis_of(axis, shape))
            .collect::<Result<Vec<_>, _>>()?;
        let fits = |weight: &ArrayD<f32>| {
            weight.ndim() == axes.len()
                && weight
                    .shape()
                    .iter()
                    .zip(&axes)
                    .all(|(&length, &axis)| length_fits(shape, axis, length))
        };
        let mut weights = self.gamma.iter().chain(&self.beta);
        match weights.find(|weight| !fits(weight)) {
            None => Ok(axes),
            Some(weight) => Err(Mismatch::shape(
                format!("{:?} along axes {:?}", weight.shape(), self.axes),
                shape,
            )),
        }
    }

    /// A weight with axes of length 1 where it does not run, as Keras reshapes it.
    fn stretched(weight: &ArrayD<f32>, axes: &[usize], rank: usize) -> Option<Tensor> {
        let mut shape = vec![1; rank];
        for (&axis, &length) in axes.iter().zip(weight.shape()) {
            *shape.get_mut(axis)? = length;
        }
        let numbers = weight.iter().copied().collect();
        Some(
            ArrayD::from_shape_vec(IxDyn(&shape), numbers)
                .ok()?
                .into_shared(),
        )
    }

    fn normalised(&self, tensor: &Tensor, axes: &[usize]) -> Result<ArrayD<f32>, Mismatch> {
        let centred = match self.spread {
            Spread::MeanSquare => tensor.clone(),
            Spread::AroundMean | Spread::WithoutMean => {
                let mean = Reduction::Mean.apply(tensor, axes, true).into_shared();
                combine(tensor, &mean, |x, mean| x - mean)?.into_shared()
            }
        };
        let squares = centred.mapv(|x| x * x).into_shared();
        let variance = Reduction::Mean.apply(&squares, axes, true).into_shared();
        let numerator = match self.spread {
            Spread::WithoutMean => tensor,
            Spread::AroundMean | Spread::MeanSquare => &centred,
        };
        combine(numerator, &variance, |x, variance| {
            x / (variance + self.epsilon).sqrt()
        })
    }
}

impl Layer for LayerNormalization {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        self.axes(input)?;
        Ok(vec![input.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let axes = self.axes(&known(input.shape()))?;
        let mut out = self.normalised(&input.tensor, &axes)?.into_shared();
        let stretched = |weight: &ArrayD<f32>| Self::stretched(weight, &axes, input.tensor.ndim());
        if let Some(gamma) = self.gamma.as_ref().and_then(stretched) {
            out = combine(&out, &gamma, |x, gamma| x * gamma)?.into_shared();
        }
        if let Some(beta) = self.beta.as_ref().and_then(stretched) {
            out = combine(&out, &beta, |x, beta| x + beta)?.into_shared();
        }
        let value = input.with(out.into_owned());
        Ok(Outcome::of(match self.passes_mask {
            true => value,
            false => value.masked(None),
        }))
    }

    fn is_stepwise(&self) -> bool {
        self.axes == [-1]
    }
}
