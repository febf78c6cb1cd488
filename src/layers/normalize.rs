//! `keras.layers.UnitNormalization`, and what `Dot(normalize=True)` does: vectors of length 1.
//! y = x / ‖x‖

use ndarray::{ArrayD, Zip};

use super::axes::axes_of;
use super::reduce::Reduction;
use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Tensor, Value};

/// What keeps a vector of zeros from a division by zero; it decides how far very short vectors grow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Normalize {
    /// 1/√max(Σ x², ε): TensorFlow's, in Keras 2 and in `UnitNormalization` until Keras 3.3.
    SquareAtLeast(f32),
    /// min(1/√Σ x², 1/ε): that of `keras.ops.normalize`.
    NormAtLeast(f32),
}

/// Brings the vectors along `axes` to length 1.
pub(crate) fn l2_normalized(tensor: &Tensor, axes: &[usize], normalize: Normalize) -> ArrayD<f32> {
    let squares = tensor.mapv(|x| x * x).into_shared();
    let factors = Reduction::Sum
        .apply(&squares, axes, true)
        .mapv(|sum| match normalize {
            Normalize::SquareAtLeast(epsilon) => 1.0 / sum.max(epsilon).sqrt(),
            Normalize::NormAtLeast(epsilon) => (1.0 / sum.sqrt()).min(1.0 / epsilon),
        });
    let mut out = tensor.to_owned();
    if let Some(factors) = factors.broadcast(out.raw_dim()) {
        Zip::from(&mut out)
            .and(factors)
            .for_each(|x, &factor| *x *= factor);
    }
    out
}

/// Vectors of length 1 along some axes; the mask passes.
#[derive(Debug)]
pub struct UnitNormalization {
    /// Keras's numbers of the axes.
    pub axes: Vec<i64>,
    /// What becomes of very short vectors.
    pub normalize: Normalize,
}

impl Layer for UnitNormalization {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        axes_of(&self.axes, input)?;
        Ok(vec![input.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let axes = axes_of(&self.axes, &known(input.shape()))?;
        Ok(Outcome::of(input.with(l2_normalized(
            &input.tensor,
            &axes,
            self.normalize,
        ))))
    }

    fn is_stepwise(&self) -> bool {
        self.axes == [-1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn short_vectors_grow_as_far_as_the_version_lets_them() {
        let x = arr2(&[[3.0, 4.0], [0.0, 3e-8], [0.0, 0.0]])
            .into_dyn()
            .into_shared();
        let older = l2_normalized(&x, &[1], Normalize::SquareAtLeast(1e-12));
        let expected = arr2(&[[0.6, 0.8], [0.0, 0.03], [0.0, 0.0]]).into_dyn();
        assert!(
            (&older - &expected).iter().all(|x| x.abs() < 1e-6),
            "{older}"
        );
        let newer = l2_normalized(&x, &[1], Normalize::NormAtLeast(1e-12));
        assert!(
            (newer[[1, 1]] - 1.0).abs() < 1e-6 && newer[[2, 0]] == 0.0,
            "{newer}"
        );
    }
}
