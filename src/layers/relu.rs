//! `keras.layers.ReLU` and `ThresholdedReLU`: a ramp with a threshold, a ceiling and a slope below.
//! y = min(x, max_value) for x > threshold, else negative_slope·(x − threshold)

use super::{Layer, Mismatch, Outcome, single};
use crate::tensor::{Shape, Value};

/// A ramp; the mask passes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relu {
    /// Ceiling, if there is one.
    pub max_value: Option<f32>,
    /// Slope below the threshold.
    pub negative_slope: f32,
    /// Where the ramp begins.
    pub threshold: f32,
}

impl Relu {
    pub(crate) fn of(&self, x: f32) -> f32 {
        // NaN fails both comparisons and stays.
        let ramp = if x <= self.threshold { 0.0 } else { x };
        let ramp = match self.max_value {
            // Keras clips at 0 as well, which matters only for negative thresholds.
            Some(max_value) if ramp > max_value => max_value,
            Some(_) if ramp < 0.0 => 0.0,
            _ => ramp,
        };
        let below = if x < self.threshold {
            self.threshold - x
        } else {
            0.0
        };
        ramp - self.negative_slope * below
    }
}

impl Layer for Relu {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        Ok(vec![single(inputs)?.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        Ok(Outcome::of(
            input.with(input.tensor.mapv(|x| self.of(x)).into_owned()),
        ))
    }

    fn is_stepwise(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threshold_ceiling_and_slope_go_together() {
        let relu = Relu {
            max_value: Some(1.0),
            negative_slope: 0.5,
            threshold: 0.25,
        };
        let of = [-0.75, 0.0, 0.25, 0.5, 2.0].map(|x| relu.of(x));
        assert_eq!(of, [-0.5, -0.125, 0.0, 0.5, 1.0]);
        assert!(relu.of(f32::NAN).is_nan());
    }
}
