//! `keras.layers.Permute`: axes in another order.

use super::{Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Value};

/// Axes in another order; the mask goes.
#[derive(Debug)]
pub struct Permute {
    /// Axis `order[i]` of the input becomes axis `i` (from 0, without the batch; Keras's `dims` count from 1).
    order: Vec<usize>,
}

impl Permute {
    /// `dims`: as Keras writes them, from 1. `None` where they are no order of axes.
    pub fn new(dims: &[i64]) -> Option<Self> {
        let order = dims
            .iter()
            .map(|&dim| usize::try_from(dim).ok()?.checked_sub(1))
            .collect::<Option<Vec<_>>>()?;
        let mut sorted = order.clone();
        sorted.sort_unstable();
        sorted
            .iter()
            .copied()
            .eq(0..order.len())
            .then_some(Self { order })
    }

    fn check(&self, shape: &[Option<usize>]) -> Result<(), Mismatch> {
        match shape.len() == self.order.len() {
            true => Ok(()),
            false => Err(Mismatch::shape(
                format!("a tensor of {} axes", self.order.len().saturating_add(1)),
                shape,
            )),
        }
    }
}

impl Layer for Permute {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        self.check(input)?;
        let lengths = self.order.iter().filter_map(|&axis| input.get(axis));
        Ok(vec![lengths.copied().collect()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        self.check(&known(input.shape()))?;
        Ok(Outcome::of(input.permuted(&self.order)))
    }

    fn only_reshapes(&self) -> bool {
        true
    }
}
