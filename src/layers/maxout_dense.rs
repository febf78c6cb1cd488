//! `MaxoutDense` of Keras 1 (Goodfellow et al. 2013): the largest of several linear maps.
//! y = max_k (x·W_k + b_k)    W: `[nb_feature, features, units]`, b: `[nb_feature, units]`

use ndarray::{Array1, Array2, Array3, Axis, Ix1};

use super::elementwise::maximum;
use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value};

/// The largest of several linear maps of a vector.
#[derive(Debug)]
pub struct MaxoutDense {
    /// `[nb_feature, features, units]`
    pub kernel: Array3<f32>,
    /// `[nb_feature, units]`; zeros where `bias` is false.
    pub bias: Array2<f32>,
}

impl Layer for MaxoutDense {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let (_, features, units) = self.kernel.dim();
        match single(inputs)?[..] {
            [found] if found.is_none_or(|found| found == features) => Ok(vec![vec![Some(units)]]),
            _ => Err(Mismatch::shape(
                format!("(None, {features})"),
                single(inputs)?,
            )),
        }
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        self.output_shapes(&[known(input.shape())])?;
        let x = input.tensor.view().into_dimensionality::<Ix1>();
        let x = x.map_err(|_| Mismatch::shape("a vector", &known(input.shape())))?;
        let mut out = Array1::from_elem(self.bias.ncols(), f32::NEG_INFINITY);
        for (kernel, bias) in self.kernel.axis_iter(Axis(0)).zip(self.bias.rows()) {
            let mapped = x.dot(&kernel) + bias;
            out.zip_mut_with(&mapped, |out, &x| *out = maximum(*out, x));
        }
        Ok(Outcome::of(Value::new(out)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2, arr3};

    #[test]
    fn the_largest_map_wins_for_each_unit() -> Result<(), Mismatch> {
        let layer = MaxoutDense {
            kernel: arr3(&[[[1.0, 0.0], [0.0, 1.0]], [[-1.0, 0.0], [0.0, 2.0]]]),
            bias: arr2(&[[0.0, 0.5], [1.0, 0.0]]),
        };
        let out = layer
            .call(&[Value::new(arr1(&[-2.0, 0.25]))])?
            .outputs
            .remove(0);
        assert_eq!(out.as_slice().into_owned(), [3.0, 0.75]);
        Ok(())
    }
}
