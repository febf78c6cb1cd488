//! Operations one after another, as a layer: a raw operation, or the body of a `Lambda`.

use super::Operation;
use super::term::Term;
use crate::layers::{Activation, Layer, Mismatch, Outcome, known, zeros};
use crate::tensor::{Shape, Value};

/// What an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// A tensor that the layer is called with.
    Input(usize),
    /// A constant of the program.
    Constant(usize),
    /// The result of an earlier operation.
    Result(usize),
}

impl Operand {
    /// Whether this comes from the text, where `results` tells it of the earlier operations.
    fn is_text(self, results: &[bool]) -> bool {
        match self {
            Self::Input(_) => true,
            Self::Constant(_) => false,
            Self::Result(index) => results.get(index).copied().unwrap_or(false),
        }
    }
}

/// Operations in an order in which they can be made.
#[derive(Debug, Default)]
pub struct Program {
    constants: Vec<Term>,
    operations: Vec<(Operation, Vec<Operand>)>,
    outputs: Vec<Operand>,
}

/// Lengths that stand for an unknown one while shapes are found out.
const TRIAL_LENGTHS: [usize; 2] = [7, 11];

/// Numbers that all results together may hold: 256 MiB. Counts in a file are not to be trusted.
const MOST_NUMBERS: usize = crate::budget::TENSOR;

impl Program {
    /// Adds a constant.
    pub fn constant(&mut self, constant: Term) -> Operand {
        let place = self.constants.len();
        self.constants.push(constant);
        Operand::Constant(place)
    }

    /// Adds an operation.
    pub fn push(&mut self, operation: Operation, arguments: Vec<Operand>) -> Operand {
        let place = self.operations.len();
        self.operations.push((operation, arguments));
        Operand::Result(place)
    }

    /// Says what comes out.
    pub fn set_outputs(&mut self, outputs: Vec<Operand>) {
        self.outputs = outputs;
    }

    /// The operations and what they take.
    pub fn operations(&self) -> &[(Operation, Vec<Operand>)] {
        &self.operations
    }

    /// A constant's value.
    pub fn constant_value(&self, operand: Operand) -> Option<&Term> {
        match operand {
            Operand::Constant(index) => self.constants.get(index),
            _ => None,
        }
    }

    /// What comes out.
    pub fn outputs(&self) -> &[Operand] {
        &self.outputs
    }

    fn run(&self, inputs: &[Value]) -> Result<Vec<Value>, Mismatch> {
        let mut total = 0usize;
        let mut results: Vec<Term> = Vec::with_capacity(self.operations.len());
        for (operation, operands) in &self.operations {
            let arguments = operands
                .iter()
                .map(|&operand| self.term(operand, inputs, &results))
                .collect::<Result<Vec<_>, _>>()?;
            let result = operation.apply(&arguments)?;
            total = total.saturating_add(result.tensor().len());
            if total > MOST_NUMBERS {
                return Err(result.refused("operations that take less memory"));
            }
            results.push(result);
        }
        self.outputs
            .iter()
            .map(|&output| {
                let term = self.term(output, inputs, &results)?;
                match term.batched {
                    true => Ok(term.value),
                    false => Err(term.refused("a result that depends on the text")),
                }
            })
            .collect()
    }

    fn term(&self, operand: Operand, inputs: &[Value], results: &[Term]) -> Result<Term, Mismatch> {
        let term = match operand {
            Operand::Input(index) => inputs.get(index).cloned().map(Term::of_text),
            Operand::Constant(index) => self.constants.get(index).cloned(),
            Operand::Result(index) => results.get(index).cloned(),
        };
        term.ok_or_else(|| {
            Mismatch::new("a tensor more".into(), format!("{} tensors", inputs.len()))
        })
    }

    /// The first operation that names the batch axis of a tensor of the text.
    pub fn over_batch(&self) -> Option<&Operation> {
        let depend = self.depend_on_text();
        self.operations
            .iter()
            .find(|(operation, operands)| {
                let is_text = operands.first().is_some_and(|one| one.is_text(&depend));
                is_text && operation.names_first_axis()
            })
            .map(|(operation, _)| operation)
    }

    /// Of each operation, whether its result comes from the text's numbers.
    fn depend_on_text(&self) -> Vec<bool> {
        let mut depend: Vec<bool> = Vec::with_capacity(self.operations.len());
        for (operation, operands) in &self.operations {
            let is_length = matches!(operation, Operation::Size(_));
            depend.push(!is_length && operands.iter().any(|operand| operand.is_text(&depend)));
        }
        depend
    }

    /// Shapes of the outputs where unknown lengths are `length`.
    fn shapes(&self, inputs: &[Shape], length: usize) -> Result<Vec<Vec<usize>>, Mismatch> {
        let inputs: Vec<Value> = inputs
            .iter()
            .map(|shape| {
                let shape: Vec<usize> = shape.iter().map(|axis| axis.unwrap_or(length)).collect();
                zeros(&shape).map(Value::new)
            })
            .collect::<Result<_, _>>()?;
        let outputs = self.run(&inputs)?;
        Ok(outputs.iter().map(|value| value.shape().to_vec()).collect())
    }
}

impl Layer for Program {
    /// By two runs on zeros: a length that differs between them is unknown.
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let [first, second] = TRIAL_LENGTHS;
        let shapes = match self.shapes(inputs, first) {
            Ok(shapes) => shapes,
            // A tensor of any length may meet one whose length is known.
            Err(mismatch) => {
                let lengths = inputs.iter().flatten().flatten().copied();
                let mut lengths: Vec<usize> = lengths.collect();
                lengths.dedup();
                let found = lengths
                    .into_iter()
                    .find_map(|length| self.shapes(inputs, length).ok());
                let shapes = found.ok_or(mismatch)?;
                return Ok(shapes.iter().map(|shape| known(shape)).collect());
            }
        };
        let others = self.shapes(inputs, second)?;
        Ok(shapes
            .iter()
            .zip(&others)
            .map(|(shape, other)| {
                shape
                    .iter()
                    .zip(other)
                    .map(|(a, b)| (a == b).then_some(*a))
                    .collect()
            })
            .collect())
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        Ok(Outcome {
            outputs: self.run(inputs)?,
            ..Outcome::default()
        })
    }

    /// Every operation checks for itself what it makes.
    fn numbers_held(&self, _: &[Shape]) -> usize {
        0
    }

    fn final_activation(&self) -> Option<Activation> {
        match self.outputs.first()? {
            Operand::Result(index) => self.operations.get(*index)?.0.activation(),
            _ => None,
        }
    }

    fn only_reshapes(&self) -> bool {
        self.outputs.len() == 1
            && self.operations.iter().all(|(operation, _)| {
                operation.only_reshapes() || matches!(operation, Operation::Size(_))
            })
    }

    fn multiplies(&self) -> bool {
        let depend = self.depend_on_text();
        self.operations.iter().any(|(operation, operands)| {
            let both = operands.len() == 2 && operands.iter().all(|one| one.is_text(&depend));
            operation.multiplies() && both
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::operation::{Binary, Function, Reduction};
    use crate::steps::StepAxes;
    use ndarray::array;

    /// `lambda x: K.sum(x[0] * x[1], axis=1)`
    fn weighted_sum() -> Program {
        let mut program = Program::default();
        let product = program.push(
            Operation::Binary(Binary::Multiply),
            vec![Operand::Input(0), Operand::Input(1)],
        );
        let sum = program.push(
            Operation::Reduce {
                how: Reduction::Sum,
                axes: Some(vec![1]),
                keepdims: false,
            },
            vec![product],
        );
        program.set_outputs(vec![sum]);
        program
    }

    #[test]
    fn a_program_is_a_layer() {
        let program = weighted_sum();
        assert!(program.multiplies() && !program.only_reshapes());
        let shapes = [vec![None, Some(2)], vec![None, Some(1)]];
        assert_eq!(
            program.output_shapes(&shapes).ok(),
            Some(vec![vec![Some(2)]])
        );
        let x = Value::new(array![[1.0f32, 2.0], [3.0, 4.0]]).stepped(StepAxes::input(&[2, 2], 1));
        let a = Value::new(array![[0.25f32], [0.75]]);
        let outcome = program
            .call(&[x, a])
            .ok()
            .and_then(|o| o.outputs.into_iter().next());
        assert_eq!(
            outcome.map(|value| value.as_slice().into_owned()),
            Some(vec![2.5, 3.5])
        );
    }

    #[test]
    fn the_batch_axis_is_left_alone() {
        let term = Term::of_text(Value::new(array![[1.0f32, 2.0], [3.0, 4.0]]));
        for operation in [
            Operation::Softmax(0),
            Operation::Softmax(-3),
            Operation::Softmax(3),
            Operation::Transpose(None),
            Operation::ExpandDims(vec![0]),
            Operation::Reduce {
                how: Reduction::Sum,
                axes: None,
                keepdims: false,
            },
            Operation::Einsum("btd,cbd->ct".into()),
        ] {
            let arguments = match operation {
                Operation::Einsum(_) => vec![term.clone(), term.clone()],
                _ => vec![term.clone()],
            };
            assert!(operation.apply(&arguments).is_err(), "{operation:?}");
        }
    }

    #[test]
    fn unknown_lengths_stay_unknown() {
        let mut program = Program::default();
        let turned = program.push(
            Operation::Transpose(Some(vec![0, 2, 1])),
            vec![Operand::Input(0)],
        );
        program.push(Operation::Map(Function::Exp), vec![turned]);
        program.set_outputs(vec![turned]);
        let shapes = program.output_shapes(&[vec![None, Some(3)]]).ok();
        assert_eq!(shapes, Some(vec![vec![Some(3), None]]));
    }
}
