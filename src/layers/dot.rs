//! `keras.layers.Dot`: products of two tensors summed over an axis of each.
//! y_{i…j…} = Σ_k a_{i…k…}·b_{…k…j}

use ndarray::{ArrayD, Axis, IxDyn};

use super::axes::axis_of;
use super::normalize::{Normalize, l2_normalized};
use super::{Layer, Mismatch, Outcome, known};
use crate::kernels;
use crate::tensor::{Shape, Tensor, Value, tensor_from};

/// Products summed over one axis of each of two tensors: the other axes of the first, then those of the second.
#[derive(Debug)]
pub struct Dot {
    /// Keras's numbers of the axes, of the first and of the second tensor.
    pub axes: [i64; 2],
    /// Whether vectors along the axes are brought to length 1 before, and how.
    pub normalize: Option<Normalize>,
}

/// The two inputs of a layer that takes two.
pub(crate) fn pair<T>(inputs: &[T]) -> Result<(&T, &T), Mismatch> {
    match inputs {
        [a, b] => Ok((a, b)),
        _ => Err(Mismatch::new(
            "two tensors".into(),
            format!("{} tensors", inputs.len()),
        )),
    }
}

/// Σ over axis `axes[0]` of `a` and `axes[1]` of `b`; a number comes out as a vector of one, as in Keras.
pub(crate) fn batch_dot(a: &Tensor, b: &Tensor, axes: [usize; 2]) -> Result<ArrayD<f32>, Mismatch> {
    let wrong = || {
        Mismatch::shape(
            format!("a tensor that fits {:?}", a.shape()),
            &known(b.shape()),
        )
    };
    let [of_a, of_b] = axes;
    let count = a.shape().get(of_a).copied().ok_or_else(wrong)?;
    if b.shape().get(of_b) != Some(&count) {
        return Err(wrong());
    }
    let others = |tensor: &Tensor, axis: usize| -> Vec<usize> {
        (0..tensor.ndim()).filter(|&a| a != axis).collect()
    };
    let (rest_a, rest_b) = (others(a, of_a), others(b, of_b));
    let mut shape: Vec<usize> = rest_a.iter().map(|&axis| a.len_of(Axis(axis))).collect();
    shape.extend(rest_b.iter().map(|&axis| b.len_of(Axis(axis))));
    if shape.is_empty() {
        shape.push(1);
    }
    // As a product of matrices: [rows, count]·[count, columns].
    let order_a: Vec<usize> = rest_a.into_iter().chain([of_a]).collect();
    let order_b: Vec<usize> = std::iter::once(of_b).chain(rest_b).collect();
    let left: Vec<f32> = a
        .clone()
        .permuted_axes(IxDyn(&order_a))
        .iter()
        .copied()
        .collect();
    let right: Vec<f32> = b
        .clone()
        .permuted_axes(IxDyn(&order_b))
        .iter()
        .copied()
        .collect();
    let columns = right.len().checked_div(count).unwrap_or(0);
    let mut out = vec![0.0; shape.iter().product()];
    kernels::add_matrix_product(&left, &right, &mut out, count, columns);
    tensor_from(&shape, out).ok_or_else(wrong)
}

impl Layer for Dot {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let (a, b) = pair(inputs)?;
        let (of_a, of_b) = (axis_of(self.axes[0], a)?, axis_of(self.axes[1], b)?);
        let length = |shape: &Shape, axis: usize| shape.get(axis).copied().flatten();
        if length(a, of_a)
            .zip(length(b, of_b))
            .is_some_and(|(a, b)| a != b)
        {
            let expected = format!("a tensor that fits {}", crate::tensor::display_shape(a));
            return Err(Mismatch::shape(expected, b));
        }
        let others = |shape: &Shape, axis: usize| -> Shape {
            let mut shape = shape.clone();
            shape.remove(axis);
            shape
        };
        let mut shape = others(a, of_a);
        shape.extend(others(b, of_b));
        if shape.is_empty() {
            shape.push(Some(1));
        }
        Ok(vec![shape])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let (a, b) = pair(inputs)?;
        let of_a = axis_of(self.axes[0], &known(a.shape()))?;
        let of_b = axis_of(self.axes[1], &known(b.shape()))?;
        let prepared = |value: &Value, axis: usize| match self.normalize {
            Some(normalize) => l2_normalized(&value.tensor, &[axis], normalize).into_shared(),
            None => value.tensor.clone(),
        };
        let out = batch_dot(&prepared(a, of_a), &prepared(b, of_b), [of_a, of_b])?;
        // Axes of the first input, then those of the second behind them.
        let mut steps = a.steps.without(of_a);
        for found in b.steps.without(of_b).axes() {
            let axis = a.tensor.ndim().saturating_add(found.axis).checked_sub(1);
            if let Some(axis) = axis {
                steps = steps.and(axis, Some(found.steps.clone()));
            }
        }
        Ok(Outcome::of(Value::new(out).stepped(steps)))
    }

    fn multiplies(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn axes_of_both_sides_line_up() -> Result<(), Mismatch> {
        let a = arr2(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
            .into_dyn()
            .into_shared();
        let v = arr1(&[1.0, 10.0, 100.0]).into_dyn().into_shared();
        assert_eq!(batch_dot(&a, &v, [0, 0])?, arr1(&[531.0, 642.0]).into_dyn());
        assert_eq!(batch_dot(&v, &a, [0, 0])?, arr1(&[531.0, 642.0]).into_dyn());
        assert_eq!(batch_dot(&v, &v, [0, 0])?, arr1(&[10101.0]).into_dyn());
        let square = batch_dot(&a, &a, [1, 1])?;
        assert_eq!(
            square,
            arr2(&[[5.0, 11.0, 17.0], [11.0, 25.0, 39.0], [17.0, 39.0, 61.0]]).into_dyn()
        );
        assert!(batch_dot(&a, &v, [1, 0]).is_err());
        Ok(())
    }
}
