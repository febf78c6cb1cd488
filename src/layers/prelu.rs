//! `keras.layers.PReLU` (He et al. 2015): a ramp whose slope below zero is learned.
//! y = max(x, 0) + alpha·min(x, 0)    alpha: the input's shape, 1 along shared axes

use ndarray::ArrayD;

use super::elementwise::combine;
use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Tensor, Value};

/// A ramp with learned slopes; the mask passes.
#[derive(Debug)]
pub struct PRelu {
    /// Slopes below zero, of the input's rank.
    alpha: Tensor,
}

impl PRelu {
    /// `alpha`: of the input's rank, 1 along shared axes.
    pub fn new(alpha: ArrayD<f32>) -> Self {
        Self {
            alpha: alpha.into_shared(),
        }
    }

    fn check(&self, shape: &[Option<usize>]) -> Result<(), Mismatch> {
        let alpha = self.alpha.shape();
        let fits = shape.len() == alpha.len()
            && shape
                .iter()
                .zip(alpha)
                .all(|(found, &alpha)| alpha == 1 || found.is_none_or(|found| found == alpha));
        match fits {
            true => Ok(()),
            false => Err(Mismatch::shape(
                format!("a tensor for slopes of shape {alpha:?}"),
                shape,
            )),
        }
    }
}

impl Layer for PRelu {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        self.check(input)?;
        Ok(vec![input.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        self.check(&known(input.shape()))?;
        let out = combine(&input.tensor, &self.alpha, |x, alpha| {
            if x < 0.0 { alpha * x } else { x }
        })?;
        Ok(Outcome::of(input.with(out)))
    }
}
