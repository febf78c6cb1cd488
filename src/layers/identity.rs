//! Layers that do nothing once training is over: `Dropout`, `SpatialDropout1D`, `GaussianNoise`,
//! `GaussianDropout`, `AlphaDropout`, `ActivityRegularization`, `Identity`, and Keras 3's `ConvertToTensor`.

use super::{Layer, Memory, Mismatch, Outcome, single};
use crate::tensor::{Shape, Value};

/// y = x; the mask passes.
#[derive(Debug)]
pub struct Identity;

impl Layer for Identity {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        Ok(vec![single(inputs)?.clone()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        Ok(Outcome::of(single(inputs)?.clone()))
    }

    fn call_again(&self, inputs: &[Value], _: &mut Memory) -> Result<Outcome, Mismatch> {
        self.call(inputs)
    }

    fn is_stepwise(&self) -> bool {
        true
    }

    fn passes_words(&self) -> bool {
        true
    }

    fn only_reshapes(&self) -> bool {
        true
    }
}

/// y = x; the mask goes, as from Keras 2's `Identity`.
#[derive(Debug)]
pub struct Unmasked;

impl Layer for Unmasked {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        Identity.output_shapes(inputs)
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        Ok(Outcome::of(single(inputs)?.clone().masked(None)))
    }

    fn only_reshapes(&self) -> bool {
        true
    }
}
