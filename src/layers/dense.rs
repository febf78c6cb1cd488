//! `keras.layers.Dense`: a linear map of the last axis, then an activation.
//! y = f(x·W + b)    W: `[features, units]`, b: `[units]`

use std::sync::Arc;

use ndarray::{Array1, Array2};

use super::memory::is_keepable;
use super::recurrent::numbers_of;
use super::{Activation, Layer, Linear, LinearMemory, Memory, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Tensor, Value, tensor_from};
use crate::unchanged::{Part, changed_rows, moved, numbers};

/// A fully connected layer over the last axis of a tensor of any rank.
pub struct Dense {
    linear: Linear,
    activation: Activation,
}

/// What is kept between two calls.
#[derive(Default)]
struct DenseMemory {
    shares: LinearMemory,
    /// The last output, `[steps, units]`.
    out: Tensor,
}

impl Dense {
    /// kernel: `[features, units]`; bias: `[units]`, zeros where `use_bias` is false.
    pub fn new(kernel: &Array2<f32>, bias: &Array1<f32>, activation: Activation) -> Self {
        Self {
            linear: Linear::new(kernel, Some(bias)),
            activation,
        }
    }

    /// The linear map, where nothing follows it.
    pub fn as_linear(&self) -> Option<&Linear> {
        (self.activation == Activation::Linear).then_some(&self.linear)
    }

    fn expected(&self) -> String {
        format!("(None, …, {})", self.linear.features())
    }

    /// Shape of the output, as far as that of the input is known.
    fn output_shape(&self, input: &Shape) -> Result<Shape, Mismatch> {
        let features = self.linear.features();
        let mut shape = input.clone();
        match shape.last_mut() {
            Some(last) if last.is_none_or(|found| found == features) => {
                *last = Some(self.linear.units());
                Ok(shape)
            }
            _ => Err(Mismatch::shape(self.expected(), input)),
        }
    }

    fn value(&self, input: &Value, out: Vec<f32>) -> Result<Value, Mismatch> {
        let mut shape = input.shape().to_vec();
        // The last axis is a new one; those before it stay what they are.
        let last = shape.len().saturating_sub(1);
        if let Some(units) = shape.get_mut(last) {
            *units = self.linear.units();
        }
        let tensor = tensor_from(&shape, out)
            .ok_or_else(|| Mismatch::shape(self.expected(), &known(input.shape())))?;
        Ok(input.with(tensor).stepped(input.steps.forgetting(last)))
    }
}

impl Layer for Dense {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        Ok(vec![self.output_shape(single(inputs)?)?])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let shape = self.output_shape(&known(input.shape()))?;
        let mut out = vec![0.0; super::count(&shape)];
        self.linear.apply(&input.as_slice(), &mut out);
        self.activation.apply(&mut out, self.linear.units());
        Ok(Outcome::of(self.value(input, out)?))
    }

    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let units = self.linear.units();
        let (&[steps, _], Some(parts)) = (input.shape(), input.parts.as_deref()) else {
            return self.call(inputs);
        };
        self.output_shape(&known(input.shape()))?;
        if !is_keepable(steps, units) {
            return self.call(inputs);
        }
        let memory: &mut DenseMemory = memory.of();
        let x = input.as_slice();
        let shares = self.linear.update(&x, parts, &mut memory.shares);
        let shares = shares.then_some(&memory.shares);
        let mut out = numbers_of(std::mem::take(&mut memory.out));
        let blocks = match out.is_empty() {
            true => Vec::new(),
            false => Linear::unchanged(parts),
        };
        moved(&mut out, units, &blocks, steps);
        for changed in changed_rows(&blocks, steps) {
            let wrong = || Mismatch::shape(self.expected(), &known(input.shape()));
            let rows = out.get_mut(numbers(&changed, units));
            let rows = rows.ok_or_else(wrong)?;
            let made = self.linear.rows(changed, &x, shares, rows);
            made.ok_or_else(wrong)?;
            self.activation.apply(rows, units);
        }
        let value = self.value(input, out)?;
        memory.out = value.tensor.clone();
        let part = Part {
            columns: units,
            blocks: blocks.into(),
        };
        Ok(Outcome::of(value.with_parts(Some(Arc::from([part])))))
    }

    fn final_activation(&self) -> Option<Activation> {
        Some(self.activation)
    }

    fn as_linear(&self) -> Option<&Linear> {
        Self::as_linear(self)
    }

    fn is_stepwise(&self) -> bool {
        true
    }
}

impl std::fmt::Debug for Dense {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dense")
    }
}
