//! Programs in words, as a person would write them in Python.

use super::{Binary, Extent, Function, Index, Operand, Operation, Program, Term};
use crate::layers::Activation;

/// Characters of a description at most: a value that is used often would make it long without end.
const LONGEST: usize = 160;

impl Program {
    /// The results as expressions, e.g. `sum(x[0] * x[1], axis=1)`.
    pub fn described(&self) -> String {
        let mut results: Vec<String> = Vec::with_capacity(self.operations().len());
        let inputs = self
            .operations()
            .iter()
            .flat_map(|(_, operands)| operands)
            .chain(self.outputs());
        let has_one = inputs
            .filter_map(|operand| match operand {
                Operand::Input(index) => Some(*index),
                _ => None,
            })
            .all(|index| index == 0);
        for (operation, operands) in self.operations() {
            let arguments: Vec<String> = operands
                .iter()
                .map(|&operand| self.operand(operand, has_one, &results))
                .collect();
            results.push(shortened(operation.described(&arguments)));
        }
        let outputs = self.outputs().iter();
        let outputs: Vec<String> = outputs
            .map(|&output| self.operand(output, has_one, &results))
            .collect();
        outputs.join(" and ")
    }

    fn operand(&self, operand: Operand, has_one: bool, results: &[String]) -> String {
        match operand {
            Operand::Input(_) if has_one => "x".into(),
            Operand::Input(index) => format!("x[{index}]"),
            Operand::Constant(_) => match self.constant_value(operand).map(Term::tensor) {
                Some(tensor) if tensor.ndim() == 0 => tensor
                    .first()
                    .map_or_else(String::new, |number| format!("{number}")),
                _ => "an array".into(),
            },
            Operand::Result(index) => results.get(index).cloned().unwrap_or_default(),
        }
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

impl Operation {
    /// The operation on arguments that are in words already.
    fn described(&self, arguments: &[String]) -> String {
        let x = arguments.first().map_or("", String::as_str);
        let all = arguments.join(", ");
        let axes = |axes: &[i64]| match axes {
            [axis] => axis.to_string(),
            axes => format!("{axes:?}"),
        };
        match self {
            Self::Map(Function::Identity) => x.to_owned(),
            Self::Map(Function::Negative) => format!("-{x}"),
            Self::Map(Function::Activation(activation)) => match activation {
                Activation::LeakyRelu { .. } => format!("leaky_relu({x})"),
                Activation::Elu { .. } => format!("elu({x})"),
                other => format!("{}({x})", format!("{other:?}").to_lowercase()),
            },
            Self::Map(function) => format!("{}({x})", format!("{function:?}").to_lowercase()),
            Self::Binary(function) => {
                let sign = match function {
                    Binary::Add => "+",
                    Binary::Subtract => "-",
                    Binary::Multiply => "*",
                    Binary::Divide => "/",
                    Binary::FloorDivide => "//",
                    Binary::Mod => "%",
                    Binary::Power => "**",
                    Binary::Greater => ">",
                    Binary::GreaterEqual => ">=",
                    Binary::Less => "<",
                    Binary::LessEqual => "<=",
                    Binary::Equal => "==",
                    Binary::NotEqual => "!=",
                    other => return format!("{}({all})", format!("{other:?}").to_lowercase()),
                };
                let parts: Vec<String> = arguments
                    .iter()
                    .map(|part| match part.contains(' ') && !part.ends_with(')') {
                        true => format!("({part})"),
                        false => part.clone(),
                    })
                    .collect();
                parts.join(&format!(" {sign} "))
            }
            Self::Where => format!("where({all})"),
            Self::Reduce {
                how,
                axes: over,
                keepdims,
            } => {
                let over = over.as_deref().map_or("None".into(), axes);
                let keepdims = if *keepdims { ", keepdims=True" } else { "" };
                let name = format!("{how:?}").to_lowercase();
                format!("{name}({x}, axis={over}{keepdims})")
            }
            Self::Softmax(axis) => format!("softmax({x}, axis={axis})"),
            Self::LogSoftmax(axis) => format!("log_softmax({x}, axis={axis})"),
            Self::CumulativeSum(axis) => format!("cumsum({x}, axis={axis})"),
            Self::MatrixProduct { .. } => format!("matmul({all})"),
            Self::BatchDot(Some([a, b])) => format!("batch_dot({all}, axes=({a}, {b}))"),
            Self::BatchDot(None) => format!("batch_dot({all})"),
            Self::TensorDot(..) => format!("tensordot({all})"),
            Self::Einsum(equation) => format!("einsum(“{equation}”, {all})"),
            Self::ExpandDims(at) => format!("expand_dims({x}, {})", axes(at)),
            Self::Squeeze(Some(at)) => format!("squeeze({x}, {})", axes(at)),
            Self::Squeeze(None) => format!("squeeze({x})"),
            Self::Transpose(Some(order)) => format!("transpose({x}, {order:?})"),
            Self::Transpose(None) => format!("transpose({x})"),
            Self::SwapAxes(a, b) => format!("swapaxes({x}, {a}, {b})"),
            Self::MoveAxis(a, b) => format!("moveaxis({x}, {a}, {b})"),
            Self::Reshape(extents) => {
                let extents: Vec<String> = extents
                    .iter()
                    .map(|extent| match extent {
                        Extent::Fixed(length) => length.to_string(),
                        Extent::Rest => "-1".into(),
                        Extent::Batch => "None".into(),
                        Extent::Argument(index) => {
                            let sizes = arguments.get(1..).unwrap_or_default();
                            sizes.get(*index).cloned().unwrap_or_default()
                        }
                    })
                    .collect();
                format!("reshape({x}, [{}])", extents.join(", "))
            }
            Self::BatchFlatten => format!("batch_flatten({x})"),
            Self::Tile(counts) => format!("tile({x}, {counts:?})"),
            Self::Repeat { count, axis } => format!("repeat({x}, {count}, axis={axis})"),
            Self::Concatenate(axis) => format!("concatenate([{all}], axis={axis})"),
            Self::Stack(axis) => format!("stack([{all}], axis={axis})"),
            Self::Split { axis, parts, part } => {
                format!("split({x}, {parts}, axis={axis})[{part}]")
            }
            Self::Slice(indices) => {
                let indices: Vec<String> = indices.iter().map(Index::described).collect();
                format!("{x}[{}]", indices.join(", "))
            }
            Self::Reverse(over) => format!("reverse({x}, {})", axes(over)),
            Self::OneHot(depth) => format!("one_hot({x}, {depth})"),
            Self::Size(axis) => format!("{x}.shape[{axis}]"),
        }
    }
}

impl Index {
    fn described(&self) -> String {
        let bound = |bound: Option<i64>| bound.map_or(String::new(), |place| place.to_string());
        match *self {
            Self::At(place) => place.to_string(),
            Self::NewAxis => "None".into(),
            Self::Ellipsis => "...".into(),
            Self::Range { start, stop, step } => {
                let step = step.map_or(String::new(), |step| format!(":{step}"));
                format!("{}:{}{step}", bound(start), bound(stop))
            }
        }
    }
}
