//! Python expressions over tensors, written down as a program of operations instead of being run.
//!
//! Raw operations in a file (`TFOpLambda`, Keras 3's operation classes) and the bodies of `Lambda`s come here as
//! calls of functions by name.

mod arguments;
mod functions;
mod symbol;

pub use functions::call;
pub use symbol::Symbol;

use super::version::KerasVersion;
use crate::budget;
use crate::layers::operation::{Binary, Function, Index, Operand, Operation, Program, Term};
use crate::tensor::float32;

/// Why something cannot be written down: a noun phrase of what was seen.
pub type Refusal = String;

/// Operations that one layer may consist of.
const MOST_OPERATIONS: usize = budget::OPERATIONS;

/// Bytes of a name with its modules.
const LONGEST_PATH: usize = budget::LAMBDA_NAME;

/// Axes that a tensor may come to have.
const MOST_AXES: usize = budget::AXES;

/// Writes operations down as they are called.
#[derive(Debug)]
pub struct Recorder {
    program: Program,
    /// `hard_sigmoid` is that of Keras 3.
    keras3_hard_sigmoid: bool,
}

impl Recorder {
    /// A recorder of an empty program, for what this version of Keras wrote.
    pub fn new(version: KerasVersion) -> Self {
        Self {
            program: Program::default(),
            keras3_hard_sigmoid: version.has_keras3_hard_sigmoid(),
        }
    }

    /// The program with its results: a tensor, or a list of them.
    pub fn finish(mut self, result: &Symbol) -> Result<Program, Refusal> {
        let outputs = match result {
            Symbol::List(items) if items.iter().any(|item| matches!(item, Symbol::Tensor(_))) => {
                items
                    .iter()
                    .map(|item| self.operand(item))
                    .collect::<Result<Vec<_>, _>>()?
            }
            Symbol::Tensor(operand) => vec![*operand],
            other => return Err(format!("{} as a result", other.described())),
        };
        self.program.set_outputs(outputs);
        match self.program.over_batch() {
            Some(operation) => Err(format!("{operation:?} over the batch axis")),
            None => Ok(self.program),
        }
    }

    /// Adds an operation.
    pub fn push(
        &mut self,
        operation: Operation,
        arguments: Vec<Operand>,
    ) -> Result<Symbol, Refusal> {
        if self.program.operations().len() >= MOST_OPERATIONS {
            return Err(format!("more than {MOST_OPERATIONS} operations"));
        }
        Ok(Symbol::Tensor(self.program.push(operation, arguments)))
    }

    /// An operation on one tensor.
    pub fn apply(&mut self, operation: Operation, x: &Symbol) -> Result<Symbol, Refusal> {
        let x = self.operand(x)?;
        self.push(operation, vec![x])
    }

    /// A tensor; numbers and lists of numbers become constants.
    pub fn operand(&mut self, symbol: &Symbol) -> Result<Operand, Refusal> {
        if let Symbol::Tensor(operand) = symbol {
            return Ok(*operand);
        }
        let constant = match symbol.as_number() {
            Some(number) => Some(Term::number(float32(number))),
            None => symbol
                .as_array()
                .and_then(|(shape, numbers)| Term::array(&shape, numbers)),
        };
        let constant = constant.ok_or_else(|| format!("{} for a tensor", symbol.described()))?;
        Ok(self.program.constant(constant))
    }

    /// `a + b` and the like; numbers are computed at once.
    pub fn binary(&mut self, function: Binary, a: &Symbol, b: &Symbol) -> Result<Symbol, Refusal> {
        match (a, b) {
            (Symbol::List(a), Symbol::List(b)) if function == Binary::Add => {
                return Ok(Symbol::List(a.iter().chain(b).cloned().collect()));
            }
            (Symbol::Integer(a), Symbol::Integer(b)) => {
                let whole = match function {
                    Binary::Add => a.checked_add(*b),
                    Binary::Subtract => a.checked_sub(*b),
                    Binary::Multiply => a.checked_mul(*b),
                    Binary::FloorDivide if *b > 0 => Some(a.div_euclid(*b)),
                    _ => None,
                };
                if let Some(whole) = whole {
                    return Ok(Symbol::Integer(whole));
                }
            }
            _ => {}
        }
        if let (Some(a), Some(b)) = (a.as_number(), b.as_number()) {
            return Ok(Symbol::Number(match function {
                Binary::Add => a + b,
                Binary::Subtract => a - b,
                Binary::Multiply => a * b,
                Binary::Divide => a / b,
                Binary::Power => a.powf(b),
                other => f64::from(other.of(float32(a), float32(b))),
            }));
        }
        let operands = vec![self.operand(a)?, self.operand(b)?];
        self.push(Operation::Binary(function), operands)
    }

    /// `-x`
    pub fn negative(&mut self, x: &Symbol) -> Result<Symbol, Refusal> {
        match x {
            Symbol::Integer(x) => Ok(Symbol::Integer(x.saturating_neg())),
            Symbol::Number(x) => Ok(Symbol::Number(-x)),
            _ => self.apply(Operation::Map(Function::Negative), x),
        }
    }

    /// `x[index]`
    pub fn item(&mut self, x: &Symbol, index: &Symbol) -> Result<Symbol, Refusal> {
        match x {
            Symbol::List(items) => {
                let place = match index.as_integer() {
                    Some(place) if place < 0 => (i64::try_from(items.len()).ok())
                        .and_then(|length| length.checked_add(place)),
                    place => place,
                };
                let item = place
                    .and_then(|place| usize::try_from(place).ok())
                    .and_then(|place| items.get(place));
                item.cloned()
                    .ok_or_else(|| format!("{} of a list", index.described()))
            }
            Symbol::Shape(of) => match index.as_integer() {
                Some(0) => Ok(Symbol::BatchSize),
                Some(axis) => self.push(Operation::Size(axis), vec![*of]),
                None => Err(format!("{} of a shape", index.described())),
            },
            Symbol::Tensor(_) => {
                let indices = match index {
                    Symbol::List(items) if items.len() > MOST_AXES => None,
                    Symbol::List(items) => items.iter().map(index_of).collect(),
                    one => index_of(one).map(|one| vec![one]),
                };
                let indices =
                    indices.ok_or_else(|| format!("{} between brackets", index.described()))?;
                self.apply(Operation::Slice(indices), x)
            }
            other => Err(format!("{} with brackets", other.described())),
        }
    }

    /// `x.name`
    pub fn attribute(&mut self, x: &Symbol, name: &str) -> Result<Symbol, Refusal> {
        Ok(match (x, name) {
            (Symbol::Path(_), "newaxis") => Symbol::None,
            (Symbol::Path(_), "pi") => Symbol::Number(std::f64::consts::PI),
            (Symbol::Path(path), _) if path.len() > LONGEST_PATH => {
                return Err(format!("a name of more than {LONGEST_PATH} characters"));
            }
            (Symbol::Method(_, method), name) => {
                return Err(format!("{name} of a method {method}"));
            }
            (Symbol::Path(path), name) => Symbol::Path(format!("{path}.{name}")),
            (Symbol::Tensor(of), "shape") => Symbol::Shape(*of),
            (Symbol::Tensor(_), "dtype") => Symbol::Path("tf.float32".into()),
            (x, name) => Symbol::Method(Box::new(x.clone()), name.to_owned()),
        })
    }
}

fn index_of(symbol: &Symbol) -> Option<Index> {
    // Numbers out of reach of any axis are as good as the end.
    let bound = |symbol: &Symbol| match symbol {
        Symbol::None => Some(None),
        other => other.as_integer().map(Some),
    };
    Some(match symbol {
        Symbol::None => Index::NewAxis,
        Symbol::Ellipsis => Index::Ellipsis,
        Symbol::Slice(parts) => {
            let [start, stop, step] = &**parts;
            Index::Range {
                start: bound(start)?,
                stop: bound(stop)?,
                step: bound(step)?,
            }
        }
        other => Index::At(other.as_integer()?),
    })
}
