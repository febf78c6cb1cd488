//! `keras.layers.Concatenate`: tensors one after the other along an axis.

use ndarray::{ArrayD, Axis};

use super::axes::{axis_of, joined};
use super::merge::{MergeMasks, mask_of_features};
use super::{Layer, Mismatch, Outcome, known};
use crate::steps::{Step, StepAxes};
use crate::tensor::{Mask, Shape, Value};

/// Tensors of the same shape but for one axis, along which they are joined.
#[derive(Debug)]
pub struct Concatenate {
    /// Keras's number of the axis, negative from the end.
    pub axis: i64,
    /// Whether a step must be real in all or in any of the inputs to be real. Inputs without a mask are real.
    pub masks: MergeMasks,
}

impl Concatenate {
    fn first<'a, T>(&self, inputs: &'a [T]) -> Result<&'a T, Mismatch> {
        inputs
            .first()
            .ok_or_else(|| Mismatch::new("at least one tensor".into(), "none".into()))
    }

    /// Masks along the features are joined as the tensors are, then each step asks all or any of its features.
    fn mask(&self, inputs: &[Value], axis: usize) -> Result<Option<Mask>, Mismatch> {
        let has_none = inputs.iter().all(|value| value.mask.is_none());
        if has_none || self.masks == MergeMasks::Lost {
            return Ok(None);
        }
        let masks = inputs
            .iter()
            .map(|value| match (&value.mask, self.masks) {
                (None, _) => Ok(ArrayD::from_elem(value.tensor.raw_dim(), true).into_shared()),
                (Some(mask), _) if mask.ndim() >= value.tensor.ndim() => Ok(mask.clone()),
                (Some(mask), MergeMasks::All | MergeMasks::Lost) => {
                    Ok(mask.clone().insert_axis(Axis(mask.ndim())))
                }
                (Some(mask), MergeMasks::Any) => mask_of_features(mask, value),
            })
            .collect::<Result<Vec<Mask>, Mismatch>>()?;
        let views: Vec<_> = masks.iter().map(|mask| mask.view()).collect();
        let joined = joined(axis, &views).ok_or_else(|| {
            Mismatch::new(
                "masks that can be joined as their tensors are".into(),
                format!(
                    "{:?}",
                    masks.iter().map(|mask| mask.shape()).collect::<Vec<_>>()
                ),
            )
        })?;
        let last = Axis(joined.ndim().saturating_sub(1));
        let mask = joined.map_axis(last, |features| match self.masks {
            MergeMasks::All | MergeMasks::Lost => features.iter().all(|&real| real),
            MergeMasks::Any => features.iter().any(|&real| real),
        });
        Ok(Some(mask.into_shared()))
    }

    /// Joined along the steps, the lists of steps are joined; else those of the first input that has them.
    fn steps(inputs: &[Value], axis: usize) -> StepAxes {
        let mut axes = StepAxes::none();
        for value in inputs {
            for found in value.steps.axes() {
                if found.axis != axis && axes.of(found.axis).is_none() {
                    axes = axes.and(found.axis, Some(found.steps.clone()));
                }
            }
        }
        if inputs.iter().all(|value| value.steps.of(axis).is_none()) {
            return axes;
        }
        let joined: Vec<Step> = inputs
            .iter()
            .flat_map(|value| match value.steps.of(axis) {
                Some(steps) => steps.to_vec(),
                // Steps of an input that is about no words, as a state put in front of them.
                None => {
                    let nothing = Step {
                        core: 0..0,
                        field: 0..0,
                    };
                    vec![nothing; value.shape().get(axis).copied().unwrap_or(0)]
                }
            })
            .collect();
        axes.and(axis, Some(joined.into()))
    }
}

impl Layer for Concatenate {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let mut shape = self.first(inputs)?.clone();
        let axis = axis_of(self.axis, &shape)?;
        for other in inputs.iter().skip(1) {
            let lengths = shape.iter().zip(other).enumerate();
            let mut pairs = lengths.filter(|(a, _)| *a != axis).map(|(_, pair)| pair);
            let fits = other.len() == shape.len()
                && pairs.all(|(a, b)| a.is_none() || b.is_none() || a == b);
            if !fits {
                return Err(Mismatch::shape(
                    format!(
                        "{}, but for axis {}",
                        crate::tensor::display_shape(&shape),
                        self.axis
                    ),
                    other,
                ));
            }
            if let (Some(length), Some(&more)) = (shape.get_mut(axis), other.get(axis)) {
                *length = length.zip(more).and_then(|(a, b)| a.checked_add(b));
            }
        }
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let shapes: Vec<Shape> = inputs.iter().map(|value| known(value.shape())).collect();
        self.output_shapes(&shapes)?;
        let axis = axis_of(self.axis, self.first(&shapes)?)?;
        let views: Vec<_> = inputs.iter().map(|value| value.tensor.view()).collect();
        let joined = joined(axis, &views)
            .ok_or_else(|| Mismatch::new("tensors of one shape".into(), format!("{shapes:?}")))?;
        let mask = self.mask(inputs, axis)?;
        let steps = Self::steps(inputs, axis);
        // A concatenation along the last axis comes out column-major.
        let joined = joined.as_standard_layout().into_owned();
        Ok(Outcome::of(Value::new(joined).masked(mask).stepped(steps)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::step_mask;
    use ndarray::arr2;

    #[test]
    fn steps_and_masks_are_joined_along_the_steps() -> Result<(), Mismatch> {
        let value = |mask| {
            Value::new(arr2(&[[1.0], [2.0]]))
                .stepped(StepAxes::input(&[2, 1], 1))
                .masked(Some(step_mask(mask)))
        };
        let layer = Concatenate {
            axis: 1,
            masks: MergeMasks::All,
        };
        let joined = layer
            .call(&[value([false, true]), value([true, true])])?
            .outputs
            .remove(0);
        assert_eq!(joined.mask, Some(step_mask([false, true, true, true])));
        let steps = joined
            .steps
            .of(0)
            .map(|steps| steps.to_vec())
            .unwrap_or_default();
        assert_eq!(
            steps.iter().map(|step| step.core.start).collect::<Vec<_>>(),
            [0, 1, 0, 1]
        );
        Ok(())
    }

    #[test]
    fn masks_are_all_or_any_along_the_features() -> Result<(), Mismatch> {
        let value =
            |mask: Option<[bool; 2]>| Value::new(arr2(&[[1.0], [2.0]])).masked(mask.map(step_mask));
        let joined = |masks, second| -> Result<Option<Mask>, Mismatch> {
            let layer = Concatenate { axis: -1, masks };
            Ok(layer
                .call(&[value(Some([false, true])), value(second)])?
                .outputs
                .remove(0)
                .mask)
        };
        assert_eq!(
            joined(MergeMasks::All, Some([true, true]))?,
            Some(step_mask([false, true]))
        );
        assert_eq!(
            joined(MergeMasks::Any, Some([false, true]))?,
            Some(step_mask([false, true]))
        );
        assert_eq!(
            joined(MergeMasks::All, None)?,
            Some(step_mask([false, true]))
        );
        assert_eq!(
            joined(MergeMasks::Any, None)?,
            Some(step_mask([true, true]))
        );
        Ok(())
    }
}
