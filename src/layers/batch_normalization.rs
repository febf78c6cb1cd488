//! `keras.layers.BatchNormalization` (Ioffe & Szegedy 2015) after training: each feature by its own mean and variance.
//! y = gamma·(x − moving_mean) / √(moving_variance + epsilon) + beta    all `[features]`, over one axis

use ndarray::{Array1, Axis};

use super::axes::{axis_of, length_fits};
use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value};

/// Each feature scaled and shifted; the mask passes.
#[derive(Debug)]
pub struct BatchNormalization {
    /// Keras's number of the features' axis.
    axis: i64,
    /// gamma / √(moving_variance + epsilon), `[features]`
    scale: Array1<f32>,
    /// beta − moving_mean·scale, `[features]`
    shift: Array1<f32>,
}

/// Weights of a `BatchNormalization`, each `[features]`.
#[derive(Debug)]
pub struct BatchStatistics {
    /// `None` where `scale` is false.
    pub gamma: Option<Array1<f32>>,
    /// `None` where `center` is false.
    pub beta: Option<Array1<f32>>,
    /// Mean in training.
    pub moving_mean: Array1<f32>,
    /// Variance in training.
    pub moving_variance: Array1<f32>,
}

impl BatchNormalization {
    /// All weights of one length.
    pub fn new(axis: i64, epsilon: f32, weights: BatchStatistics) -> Self {
        let mut scale = weights
            .moving_variance
            .mapv(|variance| 1.0 / (variance + epsilon).sqrt());
        if let Some(gamma) = &weights.gamma {
            scale *= gamma;
        }
        let mut shift = -weights.moving_mean * &scale;
        if let Some(beta) = &weights.beta {
            shift += beta;
        }
        Self { axis, scale, shift }
    }

    fn checked_axis(&self, shape: &Shape) -> Result<usize, Mismatch> {
        let axis = axis_of(self.axis, shape)?;
        match length_fits(shape, axis, self.scale.len()) {
            true => Ok(axis),
            false => Err(Mismatch::shape(
                format!("{} along axis {}", self.scale.len(), self.axis),
                shape,
            )),
        }
    }
}

impl Layer for BatchNormalization {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        self.checked_axis(input)?;
        Ok(vec![input.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let axis = self.checked_axis(&known(input.shape()))?;
        let mut out = input.tensor.to_owned();
        let of_features = self.scale.iter().zip(&self.shift);
        for (mut feature, (&scale, &shift)) in out.axis_iter_mut(Axis(axis)).zip(of_features) {
            feature.mapv_inplace(|x| x * scale + shift);
        }
        Ok(Outcome::of(input.with(out)))
    }

    fn is_stepwise(&self) -> bool {
        self.axis == -1
    }
}
