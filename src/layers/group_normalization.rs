//! `keras.layers.GroupNormalization` (Wu & He 2018): features in groups, each normalised over the whole text.
//! y = gamma·(x − mean) / √(variance + epsilon) + beta    mean and variance of each group over all axes

use ndarray::{Array1, ArrayD, Axis, Zip};

use super::axes::axis_of;
use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value};

/// Features in groups, each normalised over all axes; the mask passes.
#[derive(Debug)]
pub struct GroupNormalization {
    /// Keras's number of the features' axis.
    pub axis: i64,
    /// How many groups; `None`: as many as features.
    pub groups: Option<usize>,
    /// Added to the variance.
    pub epsilon: f32,
    /// `[features]`; `None` where `scale` is false.
    pub gamma: Option<Array1<f32>>,
    /// `[features]`; `None` where `center` is false.
    pub beta: Option<Array1<f32>>,
    /// Whether masked numbers are left out of mean and variance, as in Keras 2.
    pub uses_mask: bool,
}

impl GroupNormalization {
    fn checked(&self, shape: &Shape) -> Result<usize, Mismatch> {
        let axis = axis_of(self.axis, shape)?;
        let wrong = |expected: String| Mismatch::shape(expected, shape);
        let Some(features) = shape.get(axis).copied().flatten() else {
            return Ok(axis);
        };
        if self
            .groups
            .is_some_and(|groups| groups == 0 || !features.is_multiple_of(groups))
        {
            return Err(wrong(format!("features in {:?} groups", self.groups)));
        }
        let mut weights = self.gamma.iter().chain(&self.beta);
        match weights.find(|weight| weight.len() != features) {
            None => Ok(axis),
            Some(weight) => Err(wrong(format!("{} along axis {}", weight.len(), self.axis))),
        }
    }

    /// 1 for numbers that count. Keras 2 stretches the mask from its last axis on: over the features, not the steps.
    fn counted(&self, input: &Value) -> Result<ArrayD<f32>, Mismatch> {
        let Some(mask) = input.mask.as_ref().filter(|_| self.uses_mask) else {
            return Ok(ArrayD::ones(input.tensor.raw_dim()));
        };
        let numbers = mask.mapv(|real| f32::from(u8::from(real)));
        match numbers.broadcast(input.tensor.raw_dim()) {
            Some(numbers) => Ok(numbers.to_owned()),
            None => Err(Mismatch::new(
                format!("a mask that fits {:?} from the last axis on", input.shape()),
                format!("a mask of shape {:?}", mask.shape()),
            )),
        }
    }
}

impl Layer for GroupNormalization {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        self.checked(input)?;
        Ok(vec![input.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let axis = Axis(self.checked(&known(input.shape()))?);
        let counted = self.counted(input)?;
        let mut out = input.tensor.to_owned();
        let features = out.len_of(axis);
        let size = features
            .checked_div(self.groups.unwrap_or(features))
            .unwrap_or(0);
        let counts = counted.axis_chunks_iter(axis, size.max(1));
        for (mut group, counted) in out.axis_chunks_iter_mut(axis, size.max(1)).zip(counts) {
            // Of no number at all, Keras takes 0 for both.
            let total = counted.sum();
            let share = |sum: f32| if total == 0.0 { 0.0 } else { sum / total };
            let mean = share((&group * &counted).sum());
            let squares = group.mapv(|x| (x - mean) * (x - mean));
            let deviation = (share((&squares * &counted).sum()) + self.epsilon).sqrt();
            group.mapv_inplace(|x| (x - mean) / deviation);
        }
        let of = |weight: &Option<Array1<f32>>, feature: usize| {
            let weight = weight.as_ref()?;
            weight.get(feature).copied()
        };
        for (feature, mut numbers) in out.axis_iter_mut(axis).enumerate() {
            let gamma = of(&self.gamma, feature).unwrap_or(1.0);
            let beta = of(&self.beta, feature).unwrap_or(0.0);
            Zip::from(&mut numbers).for_each(|x| *x = gamma * *x + beta);
        }
        Ok(Outcome::of(input.with(out)))
    }
}
