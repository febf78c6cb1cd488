//! Functions of numbers, applied to tensors entry by entry, with NumPy's broadcasting.

use super::term::Term;
use crate::kernels;
use crate::layers::elementwise::{combined_steps, maximum, minimum};
use crate::layers::{Activation, Mismatch};
use crate::tensor::{Value, tensor_from};
use ndarray::IxDyn;

/// A function of one number.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(
    missing_docs,
    reason = "each is named as in keras.ops and does what its name says"
)]
pub enum Function {
    /// x; a cast to a floating type as well.
    Identity,
    Exp,
    Expm1,
    Log,
    Log1p,
    Sqrt,
    Rsqrt,
    Square,
    Absolute,
    Negative,
    Sign,
    Reciprocal,
    Sin,
    Cos,
    Tan,
    Erf,
    Floor,
    Ceil,
    /// To the nearest whole number, halves to the even one.
    Round,
    /// A cast to whole numbers: what is behind the point is cut off.
    Truncate,
    /// A cast to yes or no: 1 where x ≠ 0.
    IsNonZero,
    /// 1 where x = 0.
    LogicalNot,
    /// 0
    Zero,
    /// 1
    One,
    /// Gelu by way of tanh (Hendrycks & Gimpel 2016).
    GeluTanh,
    /// An activation function that looks at one number at a time.
    Activation(Activation),
}

impl Function {
    /// The function's value.
    pub fn of(self, x: f32) -> f32 {
        match self {
            Self::Identity => x,
            Self::Exp => x.exp(),
            Self::Expm1 => x.exp_m1(),
            Self::Log => x.ln(),
            Self::Log1p => x.ln_1p(),
            Self::Sqrt => x.sqrt(),
            Self::Rsqrt => 1.0 / x.sqrt(),
            Self::Square => x * x,
            Self::Absolute => x.abs(),
            Self::Negative => -x,
            Self::Sign if x == 0.0 => 0.0,
            Self::Sign => x.signum(),
            Self::Reciprocal => 1.0 / x,
            Self::Sin => x.sin(),
            Self::Cos => x.cos(),
            Self::Tan => x.tan(),
            Self::Erf => libm::erff(x),
            Self::Floor => x.floor(),
            Self::Ceil => x.ceil(),
            Self::Round => x.round_ties_even(),
            Self::Truncate => x.trunc(),
            Self::IsNonZero => truth(x != 0.0),
            Self::LogicalNot => truth(x == 0.0),
            Self::Zero => 0.0,
            Self::One => 1.0,
            Self::GeluTanh => {
                let inner = 0.797_884_6 * (x + 0.044_715 * x * x * x);
                0.5 * x * (1.0 + kernels::tanh(inner))
            }
            Self::Activation(activation) => {
                let mut number = [x];
                activation.apply(&mut number, 1);
                number[0]
            }
        }
    }
}

/// A function of two numbers. Comparisons give 1 or 0.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(
    missing_docs,
    reason = "each is named as in keras.ops and does what its name says"
)]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    /// 0 where the divisor is 0.
    DivideNoNan,
    FloorDivide,
    /// The remainder with the divisor's sign, as Python's.
    Mod,
    Power,
    Maximum,
    Minimum,
    SquaredDifference,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    Equal,
    NotEqual,
    LogicalAnd,
    LogicalOr,
    LogicalXor,
}

impl Binary {
    /// The function's value.
    pub fn of(self, a: f32, b: f32) -> f32 {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::DivideNoNan if b == 0.0 => 0.0,
            Self::DivideNoNan => a / b,
            Self::FloorDivide => (a / b).floor(),
            Self::Mod => a - (a / b).floor() * b,
            Self::Power => a.powf(b),
            Self::Maximum => maximum(a, b),
            Self::Minimum => minimum(a, b),
            Self::SquaredDifference => (a - b) * (a - b),
            Self::Greater => truth(a > b),
            Self::GreaterEqual => truth(a >= b),
            Self::Less => truth(a < b),
            Self::LessEqual => truth(a <= b),
            Self::Equal => truth(a == b),
            Self::NotEqual => truth(a != b),
            Self::LogicalAnd => truth(a != 0.0 && b != 0.0),
            Self::LogicalOr => truth(a != 0.0 || b != 0.0),
            Self::LogicalXor => truth((a != 0.0) != (b != 0.0)),
        }
    }
}

fn truth(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Applies a function of `COUNT` numbers to as many tensors.
///
/// NumPy lines axes up from the last. With the batch in front, tensors of texts must have equally many axes;
/// constants may have fewer.
pub fn broadcast<const COUNT: usize>(
    terms: &[Term],
    f: impl Fn([f32; COUNT]) -> f32,
) -> Result<Term, Mismatch> {
    if terms.len() != COUNT {
        return Err(Mismatch::new(
            format!("{COUNT} tensors"),
            format!("{} tensors", terms.len()),
        ));
    }
    let batched = terms.iter().any(|term| term.batched);
    let rank = terms.iter().map(Term::rank).max().unwrap_or(0);
    let axes = rank.saturating_sub(usize::from(batched));
    let mut views = Vec::with_capacity(COUNT);
    for term in terms {
        let is_misaligned = term.batched && term.rank() != rank;
        let is_batch_constant = batched && !term.batched && term.rank() == rank;
        let mut view = term.tensor().view();
        if is_batch_constant && term.shape().first() == Some(&1) {
            view = view.index_axis_move(ndarray::Axis(0), 0);
        } else if is_misaligned || is_batch_constant {
            return Err(term.refused(format!("{rank} axes, as the other tensor has")));
        }
        views.push(view);
    }
    let mut shape = vec![1; axes];
    for (view, term) in views.iter().zip(terms) {
        let first = axes.saturating_sub(view.ndim());
        for (common, &length) in shape.iter_mut().skip(first).zip(view.shape()) {
            if *common == 1 {
                *common = length;
            } else if length != 1 && length != *common {
                return Err(term.refused(format!(
                    "a length of {common} or 1, as the other tensor has"
                )));
            }
        }
    }
    terms.iter().try_for_each(|term| term.check_size(&shape))?;
    let mut entries = Vec::with_capacity(COUNT);
    for (view, term) in views.iter().zip(terms) {
        let wide = view.broadcast(IxDyn(&shape));
        entries.push(wide.ok_or_else(|| term.refused("a shape that fits"))?);
    }
    let mut iterators: Vec<_> = entries.iter().map(|view| view.iter()).collect();
    let numbers = (0..shape.iter().product())
        .map(|_| {
            let mut arguments = [f32::NAN; COUNT];
            for (argument, iterator) in arguments.iter_mut().zip(&mut iterators) {
                *argument = iterator.next().copied().unwrap_or(f32::NAN);
            }
            f(arguments)
        })
        .collect();
    let wrong = || Mismatch::new("a tensor".into(), format!("{shape:?}"));
    let tensor = tensor_from(&shape, numbers).ok_or_else(wrong)?;
    let of_text = terms.iter().filter(|term| term.batched);
    let steps = combined_steps(of_text.map(|term| &term.value), &shape);
    Ok(Term {
        value: Value::new(tensor).stepped(steps),
        batched,
    })
}
