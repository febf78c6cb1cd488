//! `Merge(mode="cos")` of Keras 1: the cosine of the angle between vectors.
//! y = Σ a·b / max(√(Σ a·a · Σ b·b), 1e-7), with an axis of length 1 in front

use ndarray::Axis;

use super::axes::axis_of;
use super::dot::{batch_dot, pair};
use super::elementwise::combine;
use super::{Dot, Layer, Mismatch, Outcome, known};
use crate::tensor::{Shape, Value};

/// The cosine of the angle between vectors along an axis of each of two tensors.
#[derive(Debug)]
pub struct CosineMerge {
    /// Keras's numbers of the axes, of the first and of the second tensor.
    pub axes: [i64; 2],
}

/// `keras.backend.epsilon()`
const EPSILON: f32 = 1e-7;

impl Layer for CosineMerge {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let dot = Dot {
            axes: self.axes,
            normalize: None,
        };
        let mut shapes = dot.output_shapes(inputs)?;
        shapes.iter_mut().for_each(|shape| shape.insert(0, Some(1)));
        Ok(shapes)
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let (a, b) = pair(inputs)?;
        let of_a = axis_of(self.axes[0], &known(a.shape()))?;
        let of_b = axis_of(self.axes[1], &known(b.shape()))?;
        let (a, b) = (&a.tensor, &b.tensor);
        let product = batch_dot(a, b, [of_a, of_b])?.into_shared();
        let squares_a = batch_dot(a, a, [of_a, of_a])?.into_shared();
        let squares_b = batch_dot(b, b, [of_b, of_b])?.into_shared();
        let norms = combine(&squares_a, &squares_b, |a, b| (a * b).sqrt().max(EPSILON))?;
        let cosine = combine(&product, &norms.into_shared(), |x, norm| x / norm)?;
        Ok(Outcome::of(Value::new(cosine.insert_axis(Axis(0)))))
    }

    fn multiplies(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn the_cosine_has_an_axis_in_front() -> Result<(), Mismatch> {
        let layer = CosineMerge { axes: [1, 1] };
        let inputs = [Value::new(arr1(&[3.0, 4.0])), Value::new(arr1(&[4.0, 3.0]))];
        let value = layer.call(&inputs)?.outputs.remove(0);
        assert_eq!(value.shape(), [1, 1]);
        assert!((value.as_slice()[0] - 0.96).abs() < 1e-6);
        Ok(())
    }
}
