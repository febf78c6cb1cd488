//! `keras.layers.Add`, `Subtract`, `Multiply`, `Average`, `Maximum`, `Minimum`: several tensors as one, number by number.
//!
//! Masks: in Keras 2 a step is masked where any input masks it, Keras 3.0 to 3.3 lose the mask. From 3.4 on only where all do, and where an input
//! has no mask there is none; and a masked step counts as 1 in a product and not at all for an extreme.

use ndarray::Axis;

use super::elementwise::{
    broadcast_shape, combine, combine_masks, combined_steps, maximum, minimum, select,
};
use super::{Layer, Mismatch, Outcome};
use crate::tensor::{Mask, Shape, Tensor, Value};

/// What is done with the numbers at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeOperation {
    /// Σ x
    Add,
    /// x₀ − x₁
    Subtract,
    /// Π x
    Multiply,
    /// Σ x / n
    Average,
    /// The largest.
    Maximum,
    /// The smallest.
    Minimum,
}

/// How merging layers treat masks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeMasks {
    /// A step is real where it is real in all inputs that have a mask (Keras 1 and 2).
    All,
    /// The mask is lost: it is looked for on the list of inputs, which has none (Keras 3.0 to 3.3).
    Lost,
    /// A step is real where it is real in any input, provided that all have a mask (from Keras 3.4 on).
    Any,
}

/// Tensors merged number by number; axes of length 1 are stretched, missing ones are put in front.
#[derive(Debug)]
pub struct Merge {
    /// What is done.
    pub operation: MergeOperation,
    /// What becomes of masks.
    pub masks: MergeMasks,
}

impl Merge {
    fn check_count(&self, count: usize) -> Result<(), Mismatch> {
        let expected = match (self.operation, count) {
            (MergeOperation::Subtract, 2) => return Ok(()),
            (MergeOperation::Subtract, _) => "two tensors",
            (_, 0) => "at least one tensor",
            _ => return Ok(()),
        };
        Err(Mismatch::new(expected.into(), format!("{count} tensors")))
    }

    fn merged(&self, inputs: &[Tensor]) -> Result<Tensor, Mismatch> {
        let f = self.operation();
        let Some((first, others)) = inputs.split_first() else {
            return Err(Mismatch::shape("at least one tensor", &[]));
        };
        let mut merged = first.clone();
        for other in others {
            merged = combine(&merged, other, f)?.into_shared();
        }
        if self.operation == MergeOperation::Average {
            merged.mapv_inplace(|sum| sum / inputs.len() as f32);
        }
        Ok(merged)
    }

    fn operation(&self) -> fn(f32, f32) -> f32 {
        match self.operation {
            MergeOperation::Add | MergeOperation::Average => |a, b| a + b,
            MergeOperation::Subtract => |a, b| a - b,
            MergeOperation::Multiply => |a, b| a * b,
            MergeOperation::Maximum => maximum,
            MergeOperation::Minimum => minimum,
        }
    }

    /// The product from Keras 3.4 on, with its mask along the features: masked numbers count as 1, and where all are
    /// masked 0 comes out.
    fn masked_product(&self, inputs: &[Value]) -> Result<(Tensor, Option<Mask>), Mismatch> {
        let one = ndarray::arr0(1.0).into_dyn().into_shared();
        let zero = ndarray::arr0(0.0).into_dyn().into_shared();
        let masks = feature_masks(inputs)?;
        let tensors = inputs
            .iter()
            .zip(&masks)
            .map(|(input, mask)| match mask {
                Some(mask) => select(mask, &input.tensor, &one),
                None => Ok(input.tensor.clone()),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let product = self.merged(&tensors)?;
        let masks: Option<Vec<Mask>> = masks.into_iter().collect();
        match masks.map(|masks| any_mask(&masks)).transpose()?.flatten() {
            Some(mask) => Ok((select(&mask, &product, &zero)?, Some(mask))),
            None => Ok((product, None)),
        }
    }

    /// The largest or smallest from Keras 3.4 on, with its mask along the features: masked numbers stand back.
    fn masked_extreme(&self, inputs: &[Value]) -> Result<(Tensor, Option<Mask>), Mismatch> {
        let masks = feature_masks(inputs)?;
        let mut numbered = inputs.iter().zip(masks);
        let Some((first, mut output_mask)) = numbered.next() else {
            return Err(Mismatch::shape("at least one tensor", &[]));
        };
        let mut output = first.tensor.clone();
        for (input, mask) in numbered {
            let mut x = input.tensor.clone();
            if let Some(mask) = &mask {
                x = select(mask, &x, &output)?;
            }
            if let Some(mask) = &output_mask {
                output = select(mask, &output, &x)?;
            }
            output_mask = match (output_mask, mask) {
                (Some(a), Some(b)) => any_mask(&[a, b])?,
                _ => None,
            };
            output = combine(&output, &x, self.operation())?.into_shared();
        }
        Ok((output, output_mask))
    }

    /// What heeds masks from Keras 3.4 on, with the mask of steps that comes out.
    fn masked(&self, inputs: &[Value]) -> Result<Option<(Tensor, Option<Mask>)>, Mismatch> {
        let (tensor, mask) = match (self.masks, self.operation) {
            (MergeMasks::Any, MergeOperation::Multiply) => self.masked_product(inputs)?,
            (MergeMasks::Any, MergeOperation::Maximum | MergeOperation::Minimum) => {
                self.masked_extreme(inputs)?
            }
            _ => return Ok(None),
        };
        let mask = mask.map(|mask| {
            let last = Axis(mask.ndim().saturating_sub(1));
            mask.map_axis(last, |features| features.iter().any(|&real| real))
                .into_shared()
        });
        Ok(Some((tensor, mask)))
    }

    fn mask(&self, inputs: &[Value]) -> Result<Option<Mask>, Mismatch> {
        let masks: Vec<Mask> = inputs
            .iter()
            .filter_map(|value| value.mask.clone())
            .collect();
        match self.masks {
            MergeMasks::Lost => Ok(None),
            MergeMasks::Any if masks.len() < inputs.len() => Ok(None),
            MergeMasks::Any => any_mask(&masks),
            MergeMasks::All => fold_masks(&masks, |a, b| a && b),
        }
    }
}

fn any_mask(masks: &[Mask]) -> Result<Option<Mask>, Mismatch> {
    fold_masks(masks, |a, b| a || b)
}

fn fold_masks(masks: &[Mask], f: fn(bool, bool) -> bool) -> Result<Option<Mask>, Mismatch> {
    let Some((first, others)) = masks.split_first() else {
        return Ok(None);
    };
    others
        .iter()
        .try_fold(first.clone(), |merged, mask| {
            combine_masks(&merged, mask, f).ok_or_else(|| {
                Mismatch::new(
                    format!("a mask of shape {:?}", merged.shape()),
                    format!("a mask of shape {:?}", mask.shape()),
                )
            })
        })
        .map(Some)
}

/// The masks of the inputs along their features. What has fewer axes than others is given more first, and Keras
/// forgets its mask on the way.
fn feature_masks(inputs: &[Value]) -> Result<Vec<Option<Mask>>, Mismatch> {
    let rank = inputs.iter().map(|value| value.tensor.ndim()).max();
    inputs
        .iter()
        .map(|input| match &input.mask {
            Some(mask) if Some(input.tensor.ndim()) == rank => {
                mask_of_features(mask, input).map(Some)
            }
            _ => Ok(None),
        })
        .collect()
}

/// A mask of steps as one of the features of each step.
pub(crate) fn mask_of_features(mask: &Mask, value: &Value) -> Result<Mask, Mismatch> {
    let shape = value.tensor.raw_dim();
    let column = mask.view().insert_axis(Axis(mask.ndim()));
    let fits = column.ndim() == value.tensor.ndim();
    match column.broadcast(shape).filter(|_| fits) {
        Some(mask) => Ok(mask.to_owned().into_shared()),
        None => Err(Mismatch::new(
            "a mask with an entry for each step".into(),
            format!("a mask of shape {:?}", mask.shape()),
        )),
    }
}

/// The shape of tensors stretched to each other, as far as it is known.
pub(crate) fn merged_shape(inputs: &[Shape]) -> Result<Shape, Mismatch> {
    let Some((first, others)) = inputs.split_first() else {
        return Err(Mismatch::shape("at least one tensor", &[]));
    };
    others.iter().try_fold(first.clone(), |merged, shape| {
        let (longer, shorter) = match merged.len() < shape.len() {
            true => (shape, &merged),
            false => (&merged, shape),
        };
        let (front, rest) = longer.split_at(longer.len().saturating_sub(shorter.len()));
        let stretched = rest.iter().zip(shorter).map(|(&a, &b)| match (a, b) {
            // An unknown axis stays unknown, whatever it is put together with.
            (None, _) | (_, None) => Ok(None),
            (Some(a), Some(b)) => broadcast_shape(&[a], &[b])
                .map(|axis| axis.first().copied())
                .ok_or_else(|| {
                    Mismatch::shape(
                        format!("tensors that fit {}", crate::tensor::display_shape(&merged)),
                        shape,
                    )
                }),
        });
        front
            .iter()
            .map(|&axis| Ok(axis))
            .chain(stretched)
            .collect()
    })
}

impl Layer for Merge {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        self.check_count(inputs.len())?;
        Ok(vec![merged_shape(inputs)?])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        self.check_count(inputs.len())?;
        let (tensor, mask) = match self.masked(inputs)? {
            Some(merged) => merged,
            None => {
                let tensors: Vec<_> = inputs.iter().map(|value| value.tensor.clone()).collect();
                (self.merged(&tensors)?, self.mask(inputs)?)
            }
        };
        let steps = combined_steps(inputs, tensor.shape());
        Ok(Outcome::of(Value {
            tensor,
            mask,
            steps,
            words: None,
            parts: None,
        }))
    }

    fn multiplies(&self) -> bool {
        self.operation == MergeOperation::Multiply
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::known;
    use crate::tensor::step_mask;
    use ndarray::arr2;

    /// `Multiply` of 2 and 3 at masked and unmasked steps.
    fn product(
        masks: MergeMasks,
        second: Option<Mask>,
    ) -> Result<(Vec<f32>, Option<Mask>), Mismatch> {
        let layer = Merge {
            operation: MergeOperation::Multiply,
            masks,
        };
        let first =
            Value::new(arr2(&[[2.0], [2.0], [2.0]])).masked(Some(step_mask([false, false, true])));
        let second = Value::new(arr2(&[[3.0], [3.0], [3.0]])).masked(second);
        let value = layer.call(&[first, second])?.outputs.remove(0);
        Ok((value.as_slice().into_owned(), value.mask))
    }

    #[test]
    fn a_masked_step_counts_as_one_in_newer_products() -> Result<(), Mismatch> {
        let other = Some(step_mask([false, true, true]));
        let older = product(MergeMasks::All, other.clone())?;
        assert_eq!(
            older,
            (vec![6.0, 6.0, 6.0], Some(step_mask([false, false, true])))
        );
        let newer = product(MergeMasks::Any, other)?;
        assert_eq!(
            newer,
            (vec![0.0, 3.0, 6.0], Some(step_mask([false, true, true])))
        );
        assert_eq!(product(MergeMasks::Any, None)?, (vec![3.0, 3.0, 6.0], None));
        Ok(())
    }

    #[test]
    fn a_masked_step_stands_back_from_newer_extremes() -> Result<(), Mismatch> {
        let largest = |masks| -> Result<Vec<f32>, Mismatch> {
            let layer = Merge {
                operation: MergeOperation::Maximum,
                masks,
            };
            let first = Value::new(arr2(&[[5.0], [5.0], [5.0]]));
            let first = first.masked(Some(step_mask([false, false, true])));
            let second = Value::new(arr2(&[[3.0], [3.0], [3.0]]));
            let second = second.masked(Some(step_mask([false, true, true])));
            Ok(layer
                .call(&[first, second])?
                .outputs
                .remove(0)
                .as_slice()
                .into_owned())
        };
        assert_eq!(largest(MergeMasks::All)?, [5.0, 5.0, 5.0]);
        assert_eq!(largest(MergeMasks::Any)?, [5.0, 3.0, 5.0]);
        Ok(())
    }

    #[test]
    fn shapes_are_stretched_as_far_as_they_are_known() -> Result<(), Mismatch> {
        let merged = merged_shape(&[vec![None, Some(1)], vec![Some(4)]])?;
        assert_eq!(merged, [None, Some(4)]);
        assert!(merged_shape(&[known(&[3]), known(&[4])]).is_err());
        Ok(())
    }
}
