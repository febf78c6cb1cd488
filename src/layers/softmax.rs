//! `keras.layers.Softmax`: exp(x) / Σ exp(x) over given axes.

use ndarray::{ArrayD, Zip};

use super::axes::axes_of;
use super::reduce::Reduction;
use super::{Activation, Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Mask, Shape, Tensor, Value};

/// What a mask does to a `Softmax` layer. The mask itself passes in all versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoftmaxMask {
    /// Nothing (until tf.keras 2.3).
    Unused,
    /// Masked numbers count as −1e9: all of them masked, they share alike.
    Added,
    /// Masked numbers count as −1e9 and come out as 0.
    Zeroed,
}

/// exp(x) / Σ exp(x) over one axis or several.
#[derive(Debug)]
pub struct Softmax {
    /// Keras's numbers of the axes.
    pub axes: Vec<i64>,
    /// What a mask does.
    pub mask: SoftmaxMask,
}

/// What stands for −∞ where it is masked, in float32.
const MASKED: f32 = -1e9;

/// exp(x) / Σ exp(x) over `axes`, the largest taken off first.
pub(crate) fn softmax_over(tensor: &Tensor, axes: &[usize]) -> ArrayD<f32> {
    let mut out = tensor.to_owned();
    let largest = Reduction::Max.apply(tensor, axes, true);
    if let Some(largest) = largest.broadcast(out.raw_dim()) {
        Zip::from(&mut out)
            .and(largest)
            .for_each(|x, &largest| *x = (*x - largest).exp());
    }
    let sums = Reduction::Sum.apply(&out.clone().into_shared(), axes, true);
    if let Some(sums) = sums.broadcast(out.raw_dim()) {
        Zip::from(&mut out).and(sums).for_each(|x, &sum| *x /= sum);
    }
    out
}

impl Softmax {
    /// The mask, stretched along the axes from the last on; in Keras its first axis is the batch.
    fn mask(&self, input: &Value) -> Result<Option<Mask>, Mismatch> {
        let Some(mask) = input
            .mask
            .as_ref()
            .filter(|_| self.mask != SoftmaxMask::Unused)
        else {
            return Ok(None);
        };
        match mask.shape() == input.shape() {
            true => Ok(Some(mask.clone())),
            // Of [steps, features] and a mask of steps Keras would take the mask for one of features.
            false => Err(Mismatch::new(
                format!("a mask of shape {:?}, as Softmax wants it", input.shape()),
                format!("a mask of shape {:?}", mask.shape()),
            )),
        }
    }
}

impl Layer for Softmax {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        axes_of(&self.axes, input)?;
        Ok(vec![input.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let axes = axes_of(&self.axes, &known(input.shape()))?;
        let Some(mask) = self.mask(input)? else {
            return Ok(Outcome::of(input.with(softmax_over(&input.tensor, &axes))));
        };
        let mut masked = input.tensor.to_owned();
        Zip::from(&mut masked)
            .and(&mask)
            .for_each(|x, &real| match (real, self.mask) {
                (true, _) => {}
                (false, SoftmaxMask::Zeroed) => *x = MASKED,
                (false, _) => *x += MASKED,
            });
        let mut out = softmax_over(&masked.into_shared(), &axes);
        if self.mask == SoftmaxMask::Zeroed {
            Zip::from(&mut out).and(&mask).for_each(|x, &real| {
                if !real {
                    *x = 0.0;
                }
            });
        }
        Ok(Outcome::of(input.with(out)))
    }

    fn final_activation(&self) -> Option<Activation> {
        (self.axes == [-1]).then_some(Activation::Softmax)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::step_mask;
    use ndarray::{Axis, arr1, arr2};

    #[test]
    fn axes_are_normalised_together() {
        let x = arr2(&[[0.0, 1.0], [2.0, 3.0]]).into_dyn().into_shared();
        assert!((softmax_over(&x, &[0, 1]).sum() - 1.0).abs() < 1e-6);
        let columns = softmax_over(&x, &[0]);
        assert!(
            columns
                .sum_axis(Axis(0))
                .iter()
                .all(|sum| (sum - 1.0).abs() < 1e-6)
        );
    }

    #[test]
    fn masked_numbers_get_nothing() -> Result<(), Mismatch> {
        let softmax = |mask, real: [bool; 2]| -> Result<Vec<f32>, Mismatch> {
            let layer = Softmax {
                axes: vec![-1],
                mask,
            };
            let input = Value::new(arr1(&[1.0, 1.0])).masked(Some(step_mask(real)));
            Ok(layer
                .call(&[input])?
                .outputs
                .remove(0)
                .as_slice()
                .into_owned())
        };
        assert_eq!(softmax(SoftmaxMask::Unused, [true, false])?, [0.5, 0.5]);
        assert_eq!(softmax(SoftmaxMask::Added, [true, false])?, [1.0, 0.0]);
        assert_eq!(softmax(SoftmaxMask::Added, [false, false])?, [0.5, 0.5]);
        assert_eq!(softmax(SoftmaxMask::Zeroed, [false, false])?, [0.0, 0.0]);
        Ok(())
    }
}
