//! `keras.layers.Cropping1D`, `ZeroPadding1D`, `UpSampling1D`: other steps in front, behind or between.

use ndarray::{ArrayD, Axis};

use super::axes::joined;
use super::{Layer, Mismatch, Outcome, count, known, single, zeros};
use crate::steps::{Step, StepAxes};
use crate::tensor::{Shape, Value};

/// A change of the steps of `[steps, features]`; the mask goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepChange {
    /// Steps taken off.
    Crop {
        /// How many at the start.
        start: usize,
        /// How many at the end.
        end: usize,
    },
    /// Steps of zeros put on.
    ZeroPad {
        /// How many at the start.
        start: usize,
        /// How many at the end.
        end: usize,
    },
    /// Every step as often as this.
    Repeat {
        /// How often.
        size: usize,
    },
}

/// One of these layers.
#[derive(Debug)]
pub struct StepCount {
    /// What is done to the steps.
    pub change: StepChange,
    /// `data_format="channels_first"`: steps are the last axis.
    pub channels_first: bool,
}

/// A padded step is about no word.
const NOTHING: Step = Step {
    core: 0..0,
    field: 0..0,
};

impl StepChange {
    fn length(self, steps: usize) -> Option<usize> {
        match self {
            Self::Crop { start, end } => steps
                .checked_sub(start)?
                .checked_sub(end)
                .filter(|&left| left > 0),
            Self::ZeroPad { start, end } => steps.checked_add(start)?.checked_add(end),
            Self::Repeat { size } => steps.checked_mul(size),
        }
    }

    fn of_tensor(self, tensor: &ArrayD<f32>, axis: Axis, length: usize) -> Option<ArrayD<f32>> {
        let steps_of_zeros = |count: usize| {
            let mut shape = tensor.shape().to_vec();
            *shape.get_mut(axis.index())? = count;
            zeros(&shape).ok()
        };
        match self {
            Self::Crop { start, .. } => {
                let kept: Vec<usize> = (start..).take(length).collect();
                Some(tensor.select(axis, &kept))
            }
            Self::ZeroPad { start, end } => {
                let (start, end) = (steps_of_zeros(start)?, steps_of_zeros(end)?);
                joined(axis.index(), &[start.view(), tensor.view(), end.view()])
            }
            Self::Repeat { size } => {
                let each = (0..length).map(|step| step.checked_div(size));
                let each = each.collect::<Option<Vec<usize>>>()?;
                Some(tensor.select(axis, &each))
            }
        }
    }

    fn of_steps(self, axes: &StepAxes, axis: usize, length: usize) -> StepAxes {
        axes.changed(axis, |steps| {
            Some(match self {
                Self::Crop { start, .. } => {
                    steps.iter().skip(start).take(length).cloned().collect()
                }
                Self::ZeroPad { start, end } => std::iter::repeat_n(NOTHING, start)
                    .chain(steps.iter().cloned())
                    .chain(std::iter::repeat_n(NOTHING, end))
                    .collect(),
                Self::Repeat { size } => steps
                    .iter()
                    .flat_map(|step| std::iter::repeat_n(step.clone(), size))
                    .collect(),
            })
        })
    }
}

impl StepCount {
    fn axis(&self) -> usize {
        usize::from(self.channels_first)
    }

    fn mismatch(&self, found: &[Option<usize>]) -> Mismatch {
        match self.change {
            StepChange::Crop { start, end } => Mismatch::shape(
                format!(
                    "(None, steps, features) of more than {} steps",
                    start.saturating_add(end)
                ),
                found,
            ),
            _ => Mismatch::shape("(None, steps, features)", found),
        }
    }
}

/// What is known of a step, in numbers: a step of few features takes more memory than they do.
const NUMBERS_OF_A_STEP: usize = 8;

impl Layer for StepCount {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        let mut shape = input.clone();
        let length = shape.get_mut(self.axis()).filter(|_| input.len() == 2);
        let length = length.ok_or_else(|| self.mismatch(input))?;
        if let Some(steps) = length {
            let changed = self.change.length(*steps);
            *steps = changed.ok_or_else(|| self.mismatch(input))?;
        }
        Ok(vec![shape])
    }

    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        let shapes = self.output_shapes(inputs).unwrap_or_default();
        let held = |shape: &Shape| {
            let steps = shape.get(self.axis()).copied().flatten().unwrap_or(0);
            count(shape).max(steps.saturating_mul(NUMBERS_OF_A_STEP))
        };
        shapes.iter().map(held).max().unwrap_or(0)
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let wrong = || self.mismatch(&known(input.shape()));
        let axis = self.axis();
        let steps = input.shape().get(axis).filter(|_| input.tensor.ndim() == 2);
        let length = steps.and_then(|&steps| self.change.length(steps));
        let length = length.ok_or_else(wrong)?;
        let tensor = input.tensor.to_owned();
        let out = self.change.of_tensor(&tensor, Axis(axis), length);
        let steps = self.change.of_steps(&input.steps, axis, length);
        Ok(Outcome::of(
            Value::new(out.ok_or_else(wrong)?).stepped(steps),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_what_is_cropped_padded_and_repeated() -> Result<(), Mismatch> {
        let words = ndarray::Array2::from_shape_fn((4, 1), |(t, _)| t as f32 + 1.0);
        let input = Value::new(words).stepped(StepAxes::input(&[4, 1], 1));
        let cores = |change, input: &Value| -> Result<(Vec<usize>, Value), Mismatch> {
            let layer = StepCount {
                change,
                channels_first: false,
            };
            let value = layer.call(std::slice::from_ref(input))?.outputs.remove(0);
            let steps = value.steps.of(0).map(|steps| steps.to_vec());
            let lengths = steps.unwrap_or_default();
            Ok((
                lengths
                    .iter()
                    .map(|step| step.core.start + step.core.len())
                    .collect(),
                value,
            ))
        };
        let (ends, cropped) = cores(StepChange::Crop { start: 1, end: 1 }, &input)?;
        assert_eq!(ends, [2, 3]);
        let (ends, padded) = cores(StepChange::ZeroPad { start: 2, end: 1 }, &cropped)?;
        assert_eq!(ends, [0, 0, 2, 3, 0]);
        assert_eq!(padded.as_slice(), [0.0, 0.0, 2.0, 3.0, 0.0].as_slice());
        let (ends, _) = cores(StepChange::Repeat { size: 2 }, &cropped)?;
        assert_eq!(ends, [2, 2, 3, 3]);
        assert!(cores(StepChange::Crop { start: 2, end: 2 }, &input).is_err());
        Ok(())
    }
}
