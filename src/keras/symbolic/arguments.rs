//! The arguments of a call, taken in the order of the function's parameters.

use std::collections::VecDeque;

use super::{MOST_AXES, Recorder, Refusal, Symbol};
use crate::layers::operation::Operand;

/// Names of a first parameter, in TensorFlow, in `keras.backend` and in `keras.ops`.
pub const TENSOR: &[&str] = &[
    "x",
    "x1",
    "a",
    "input_tensor",
    "input",
    "inputs",
    "tensor",
    "logits",
    "features",
    "value",
    "values",
    "t",
    "data",
    "indices",
    "params",
    "array",
];

/// Names of a second tensor.
pub const OTHER: &[&str] = &["y", "x2", "b"];

/// Names of a list of tensors.
pub const TENSORS: &[&str] = &["values", "tensors", "xs", "arrays", "inputs", "x"];

/// What is left of a call's arguments.
#[derive(Debug)]
pub struct Arguments {
    positional: VecDeque<Symbol>,
    keywords: Vec<(String, Symbol)>,
}

impl Arguments {
    /// All arguments of a call.
    pub fn new(positional: Vec<Symbol>, keywords: Vec<(String, Symbol)>) -> Self {
        Self {
            positional: positional.into(),
            keywords,
        }
    }

    /// The next parameter, which has one of these names.
    pub fn take(&mut self, names: &[&str]) -> Option<Symbol> {
        if let Some(symbol) = self.positional.pop_front() {
            return Some(symbol);
        }
        let place = self
            .keywords
            .iter()
            .position(|(key, _)| names.contains(&key.as_str()))?;
        Some(self.keywords.swap_remove(place).1)
    }

    /// A parameter that must be there.
    pub fn need(&mut self, names: &[&str]) -> Result<Symbol, Refusal> {
        self.take(names)
            .ok_or_else(|| format!("no argument “{}”", names.first().unwrap_or(&"")))
    }

    /// A tensor.
    pub fn tensor(&mut self, recorder: &mut Recorder, names: &[&str]) -> Result<Operand, Refusal> {
        let symbol = self.need(names)?;
        recorder.operand(&symbol)
    }

    /// Tensors of a list.
    pub fn tensors(&mut self, recorder: &mut Recorder) -> Result<Vec<Operand>, Refusal> {
        match self.need(TENSORS)? {
            Symbol::List(items) => items.iter().map(|item| recorder.operand(item)).collect(),
            other => Err(format!("{} for a list of tensors", other.described())),
        }
    }

    /// Axes; `None` stays `None`.
    pub fn axes(&mut self, names: &[&str]) -> Result<Option<Vec<i64>>, Refusal> {
        match self.take(names) {
            None | Some(Symbol::None) => Ok(None),
            Some(symbol) => match symbol.as_integers() {
                Some(axes) if axes.len() <= MOST_AXES => Ok(Some(axes)),
                _ => Err(format!("{} for axes", symbol.described())),
            },
        }
    }

    /// One axis.
    pub fn axis(&mut self, names: &[&str], default: i64) -> Result<i64, Refusal> {
        match self.axes(names)?.as_deref() {
            None => Ok(default),
            Some([axis]) => Ok(*axis),
            Some(_) => Err("several axes in place of one".into()),
        }
    }

    /// A whole number.
    pub fn integer(&mut self, names: &[&str]) -> Result<i64, Refusal> {
        let symbol = self.need(names)?;
        symbol.as_integer().ok_or_else(|| {
            format!(
                "{} for {}",
                symbol.described(),
                names.first().unwrap_or(&"")
            )
        })
    }

    /// A number.
    pub fn number(&mut self, names: &[&str], default: f64) -> Result<f64, Refusal> {
        match self.take(names) {
            None | Some(Symbol::None) => Ok(default),
            Some(symbol) => symbol.as_number().ok_or_else(|| {
                format!(
                    "{} for {}",
                    symbol.described(),
                    names.first().unwrap_or(&"")
                )
            }),
        }
    }

    /// Yes or no.
    pub fn flag(&mut self, names: &[&str]) -> Result<bool, Refusal> {
        match self.take(names) {
            None | Some(Symbol::None) => Ok(false),
            Some(Symbol::Bool(flag)) => Ok(flag),
            Some(other) => Err(format!(
                "{} for {}",
                other.described(),
                names.first().unwrap_or(&"")
            )),
        }
    }

    /// How many positional arguments are left.
    pub fn positional(&self) -> usize {
        self.positional.len()
    }

    /// Refuses what no parameter has taken, where it could change a number.
    pub fn finish(self) -> Result<(), Refusal> {
        if let Some(symbol) = self.positional.front() {
            return Err(format!("{} as one more argument", symbol.described()));
        }
        let harmless = |(key, value): &(String, Symbol)| {
            matches!(value, Symbol::None | Symbol::Bool(false))
                || matches!(key.as_str(), "name" | "dtype" | "initializer")
        };
        match self.keywords.iter().find(|keyword| !harmless(keyword)) {
            Some((key, value)) => Err(format!("{key}={}", value.described())),
            None => Ok(()),
        }
    }
}
