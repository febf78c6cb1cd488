//! What a Python expression may stand for.

use serde_json::Value as Json;

use crate::layers::operation::Operand;
use crate::tensor::float32;

/// Nested lists in a file that are followed at most.
const DEEPEST: usize = 32;

/// Bytes of a text that are looked at.
const LONGEST: usize = crate::budget::LAMBDA_NAME;

/// A Python value, or what is known of it without running anything.
#[derive(Debug, Clone, PartialEq)]
pub enum Symbol {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a point.
    Number(f64),
    /// A text.
    Text(String),
    /// `...`
    Ellipsis,
    /// `start:stop:step`
    Slice(Box<[Symbol; 3]>),
    /// A list or tuple.
    List(Vec<Symbol>),
    /// A tensor of the program.
    Tensor(Operand),
    /// The shape of a tensor.
    Shape(Operand),
    /// The length of the batch axis.
    BatchSize,
    /// A module, or something in one: `tf.nn.softmax`.
    Path(String),
    /// A method of something.
    Method(Box<Symbol>, String),
    /// Where a call has no receiver.
    Null,
}

impl Symbol {
    /// A constant of a configuration.
    pub fn of_json(json: &Json) -> Self {
        Self::of_json_within(json, DEEPEST)
    }

    fn of_json_within(json: &Json, depth: usize) -> Self {
        let Some(depth) = depth.checked_sub(1) else {
            return Self::Text("a list nested too deep".into());
        };
        let inner = |json: &Json| Self::of_json_within(json, depth);
        match json {
            Json::Null => Self::None,
            Json::Bool(bool) => Self::Bool(*bool),
            Json::Number(number) => match number.as_i64() {
                Some(integer) => Self::Integer(integer),
                None => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) if text.len() > LONGEST => Self::Text("a long text".into()),
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(items) => match &items[..] {
                [Json::String(name), _, constant] if name == "_CONSTANT_VALUE" => inner(constant),
                items => Self::List(items.iter().map(inner).collect()),
            },
            Json::Object(object) => {
                let config = object.get("config").and_then(Json::as_object);
                match object.get("class_name").and_then(Json::as_str) {
                    Some("__ellipsis__") => Self::Ellipsis,
                    Some("__tuple__") => object.get("items").map_or(Self::None, inner),
                    Some("DTypePolicy" | "Policy") => config
                        .and_then(|config| config.get("name"))
                        .map_or(Self::None, inner),
                    Some("__numpy__" | "__tensor__") => config
                        .and_then(|config| config.get("value"))
                        .map_or(Self::None, inner),
                    class => {
                        let part = |key: &str| {
                            let parts = config.unwrap_or(object);
                            parts.get(key).map_or(Self::None, inner)
                        };
                        let is_slice = class == Some("__slice__")
                            || class.is_none() && object.contains_key("stop");
                        match is_slice {
                            true => {
                                Self::Slice(Box::new([part("start"), part("stop"), part("step")]))
                            }
                            false => Self::Text(class.unwrap_or("an object").to_owned()),
                        }
                    }
                }
            }
        }
    }

    /// A number, whole or not; `True` is 1.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Bool(bool) => Some(f64::from(u8::from(*bool))),
            Self::Integer(integer) => Some(*integer as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Python's `int(x)`; `None` where float64 no longer has every whole number.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the fraction alone is lost"
    )]
    pub fn truncated(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => (self.as_number())
                .filter(|number| number.abs() < (1u64 << 53) as f64)
                .map(|number| number as i64),
        }
    }

    /// A whole number.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// A list of whole numbers; a single number is a list of one.
    pub fn as_integers(&self) -> Option<Vec<i64>> {
        match self {
            Self::List(items) => items.iter().map(Self::as_integer).collect(),
            one => Some(vec![one.as_integer()?]),
        }
    }

    /// An array of numbers: its shape, and the numbers in row-major order.
    pub fn as_array(&self) -> Option<(Vec<usize>, Vec<f32>)> {
        let Self::List(items) = self else {
            return Some((Vec::new(), vec![float32(self.as_number()?)]));
        };
        let (mut shape, mut numbers) = (None, Vec::new());
        for item in items {
            let (inner, more) = item.as_array()?;
            if *shape.get_or_insert_with(|| inner.clone()) != inner {
                return None;
            }
            numbers.extend(more);
        }
        let mut shape = shape?;
        shape.insert(0, items.len());
        Some((shape, numbers))
    }

    /// How many items this is, those of lists in it among them.
    pub fn size(&self) -> usize {
        match self {
            Self::List(items) => items.iter().map(Self::size).fold(1, usize::saturating_add),
            Self::Slice(parts) => parts.iter().map(Self::size).fold(1, usize::saturating_add),
            Self::Method(of, _) => of.size().saturating_add(1),
            _ => 1,
        }
    }

    /// The last part of a name: `softmax` of `tf.nn.softmax` or of `"softmax"`.
    pub fn last_name(&self) -> Option<&str> {
        match self {
            Self::Path(path) | Self::Text(path) => path.rsplit('.').next(),
            _ => None,
        }
    }

    /// What this is, in words.
    pub fn described(&self) -> String {
        match self {
            Self::None => "None".into(),
            Self::Bool(bool) => if *bool { "True" } else { "False" }.into(),
            Self::Integer(integer) => integer.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("“{text}”"),
            Self::Ellipsis => "...".into(),
            Self::Slice(_) => "a slice".into(),
            Self::List(_) => "a list".into(),
            Self::Tensor(_) => "a tensor".into(),
            Self::Shape(_) => "a shape".into(),
            Self::BatchSize => "the batch size".into(),
            Self::Path(path) => path.clone(),
            Self::Method(_, name) => format!("the method {name}"),
            Self::Null => "nothing".into(),
        }
    }
}
