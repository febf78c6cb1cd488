//! `keras.layers.MaxPooling1D` and `AveragePooling1D`: one number for several neighbouring steps.
//! y_jd = max or mean of x_td over the steps t of window j; padding takes no part

use ndarray::Array2;

use super::elementwise::maximum;
use super::window::Windows;
use super::{Layer, Mismatch, Outcome, single};
use crate::tensor::{Shape, Value};
use crate::unchanged::numbers_of_row;

/// What is taken of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooling {
    /// The largest number.
    Max,
    /// The mean.
    Average,
}

/// Pooling over the steps; the mask goes.
#[derive(Debug)]
pub struct Pooling1D {
    /// What is taken.
    pub pooling: Pooling,
    /// Where it is taken from.
    pub windows: Windows,
}

impl Layer for Pooling1D {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let shape = self
            .windows
            .output_shape(single(inputs)?, None, |channels| channels)?;
        Ok(vec![shape])
    }

    /// As many as are looked at: wide windows over many steps take long, too.
    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        single(inputs).map_or(0, |input| self.windows.numbers_held(input))
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let (input, steps, count) = self.windows.input(single(inputs)?, None)?;
        let channels = input.last_axis();
        let x = input.as_slice();
        let start = match self.pooling {
            Pooling::Max => f32::NEG_INFINITY,
            Pooling::Average => 0.0,
        };
        let mut out = Array2::from_elem((count, channels), start);
        for (output, mut row) in out.rows_mut().into_iter().enumerate() {
            let window = self.windows.covered(steps, output);
            let taken = window.len();
            for step in window {
                let x = x.get(numbers_of_row(step, channels));
                for (out, &x) in row.iter_mut().zip(x.unwrap_or_default()) {
                    *out = match self.pooling {
                        Pooling::Max => maximum(*out, x),
                        Pooling::Average => *out + x,
                    };
                }
            }
            if self.pooling == Pooling::Average {
                row.mapv_inplace(|sum| sum / taken as f32);
            }
        }
        Ok(Outcome::of(self.windows.output(&input, out)))
    }
}
