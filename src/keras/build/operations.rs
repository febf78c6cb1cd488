//! Raw operations: Keras 3's operation classes, `TFOpLambda` and `SlicingOpLambda` of TensorFlow 2.4 to 2.15,
//! `TensorFlowOpLayer` of 2.0 to 2.3.

use serde_json::Value as Json;

use super::LayerContext;
use crate::error::Result;
use crate::keras::config::{Argument, CallConfig};
use crate::keras::symbolic::{Recorder, Symbol, call};
use crate::layers::operation::{Operand, Program};
use crate::layers::{Identity, Layer};

/// An operation class of Keras 3: what is no tensor stands in the configuration or in the call.
pub fn keras3(context: &LayerContext) -> Result<Box<dyn Layer>> {
    let class_name = context.class_name();
    // Both hand the tensor itself on where it has the type already, and with it the mask.
    let is_cast_to_float = class_name == "Cast"
        && context
            .text("dtype")
            .is_some_and(|dtype| dtype.starts_with("float"));
    if class_name == "ConvertToTensor" || is_cast_to_float {
        return Ok(Box::new(Identity));
    }
    let (mut positional, mut keywords) = call_arguments(context)?;
    for (key, value) in context.arguments() {
        match key.as_str() {
            "name" | "trainable" => {}
            // The one function whose first parameter is no tensor.
            "subscripts" => positional.insert(0, Symbol::of_json(value)),
            _ => keywords.push((key.clone(), Symbol::of_json(value))),
        }
    }
    let path = format!("keras.ops.{}", snake_case(class_name));
    Ok(Box::new(recorded(context, &path, positional, keywords)?))
}

/// A function of TensorFlow by its name, with its arguments in the call.
pub fn tf_op_lambda(context: &LayerContext) -> Result<Box<dyn Layer>> {
    let function = context
        .text("function")
        .ok_or_else(|| context.invalid("names no function"))?;
    let (positional, keywords) = call_arguments(context)?;
    let is_cast_to_float = function == "cast"
        && keywords.iter().any(|(key, value)| {
            key == "dtype" && matches!(value, Symbol::Text(name) if name.starts_with("float"))
        });
    if is_cast_to_float && matches!(positional[..], [Symbol::Tensor(_)]) {
        return Ok(Box::new(Identity));
    }
    let path = format!("tf.{function}");
    Ok(Box::new(recorded(context, &path, positional, keywords)?))
}

/// A node of TensorFlow's graph, with constants for some of its inputs.
pub fn tensorflow_op_layer(context: &LayerContext) -> Result<Program> {
    let node = context
        .get("node_def")
        .filter(|node| node.is_object())
        .ok_or_else(|| context.unsupported("node_def"))?;
    let op = node.get("op").and_then(Json::as_str).unwrap_or_default();
    let (tensors, _) = call_arguments(context)?;
    let tensors = match &tensors[..] {
        [Symbol::List(items)] => items.clone(),
        _ => tensors,
    };
    let constant = |index: usize| context.get("constants")?.get(index.to_string());
    let mut inputs = Vec::new();
    let mut tensors = tensors.into_iter();
    loop {
        match constant(inputs.len()) {
            Some(constant) => inputs.push(Symbol::of_json(constant)),
            None => match tensors.next() {
                Some(tensor) => inputs.push(tensor),
                None => break,
            },
        }
    }
    let attribute = |name: &str| attribute(node.get("attr")?.get(name)?);
    let mut keywords = Vec::new();
    let mut keyword = |to: &str, from: &str| {
        if let Some(value) = attribute(from) {
            keywords.push((to.to_owned(), value));
        }
    };
    let function = match op {
        "Sum" | "Mean" | "Max" | "Min" | "Prod" | "Any" | "All" => {
            keyword("keepdims", "keep_dims");
            snake_case(op)
        }
        "Squeeze" => {
            keyword("axis", "squeeze_dims");
            snake_case(op)
        }
        "MatMul" => {
            keyword("transpose_a", "transpose_a");
            keyword("transpose_b", "transpose_b");
            "matmul".into()
        }
        "BatchMatMul" | "BatchMatMulV2" => {
            keyword("adj_x", "adj_x");
            keyword("adj_y", "adj_y");
            "matmul".into()
        }
        "Cast" => {
            keyword("dtype", "DstT");
            "cast".into()
        }
        "ConcatV2" => {
            let axis = inputs.pop().unwrap_or(Symbol::None);
            inputs = vec![Symbol::List(inputs), axis];
            "concat".into()
        }
        "Pack" => {
            keyword("axis", "axis");
            inputs = vec![Symbol::List(inputs)];
            "stack".into()
        }
        "StridedSlice" => {
            let masks = ["begin", "end", "ellipsis", "new_axis", "shrink_axis"]
                .map(|mask| attribute(&format!("{mask}_mask")).and_then(|mask| mask.as_integer()))
                .map(|mask| mask.unwrap_or(0));
            let index = strided_slice(&inputs, masks)
                .ok_or_else(|| context.unsupported_operation("StridedSlice"))?;
            inputs.truncate(1);
            inputs.push(index);
            "getitem".into()
        }
        "Select" | "SelectV2" => "where".into(),
        _ => snake_case(op.trim_end_matches("V2")),
    };
    recorded(context, &format!("tf.{function}"), inputs, keywords)
}

/// What a node's attribute holds. 64-bit numbers stand as texts, as protocol buffers write them to JSON.
fn attribute(json: &Json) -> Option<Symbol> {
    let integer = |json: &Json| json.as_i64().or_else(|| json.as_str()?.parse().ok());
    let (kind, value) = json.as_object()?.iter().next()?;
    Some(match kind.as_str() {
        "b" => Symbol::Bool(value.as_bool()?),
        "i" => Symbol::Integer(integer(value)?),
        "type" => {
            let name = value.as_str()?.trim_start_matches("DT_").to_lowercase();
            Symbol::Text(match name.as_str() {
                "float" | "double" | "half" => "float32".into(),
                _ => name,
            })
        }
        "list" => match value.get("i").and_then(Json::as_array) {
            Some(items) => Symbol::List(
                items
                    .iter()
                    .map(|item| integer(item).map(Symbol::Integer))
                    .collect::<Option<_>>()?,
            ),
            None => Symbol::None,
        },
        _ => return None,
    })
}

/// `begin`, `end` and `strides` with their bit masks, as what would stand between brackets.
fn strided_slice(inputs: &[Symbol], masks: [i64; 5]) -> Option<Symbol> {
    let [_, begin, end, strides] = inputs else {
        return None;
    };
    let (begin, end) = (begin.as_integers()?, end.as_integers()?);
    let strides = strides.as_integers()?;
    let [begin_mask, end_mask, ellipsis, new_axis, shrink] = masks;
    let bound = |mask: i64, axis: usize, place: i64| match mask >> axis & 1 {
        1 => Symbol::None,
        _ => Symbol::Integer(place),
    };
    let parts = begin.iter().zip(&end).zip(&strides).take(63).enumerate();
    Some(Symbol::List(
        parts
            .map(|(axis, ((&from, &to), &step))| {
                let is = |mask: i64| mask >> axis & 1 == 1;
                if is(ellipsis) {
                    Symbol::Ellipsis
                } else if is(new_axis) {
                    Symbol::None
                } else if is(shrink) {
                    Symbol::Integer(from)
                } else {
                    Symbol::Slice(Box::new([
                        bound(begin_mask, axis, from),
                        bound(end_mask, axis, to),
                        Symbol::Integer(step),
                    ]))
                }
            })
            .collect(),
    ))
}

/// The program of one function.
fn recorded(
    context: &LayerContext,
    path: &str,
    positional: Vec<Symbol>,
    keywords: Vec<(String, Symbol)>,
) -> Result<Program> {
    let mut recorder = Recorder::new(context.version);
    call(&mut recorder, path, positional, keywords)
        .and_then(|result| recorder.finish(&result))
        .map_err(|refusal| context.unsupported_operation(&refusal))
}

/// Arguments by place, and those by name.
type CallArguments = (Vec<Symbol>, Vec<(String, Symbol)>);

/// The arguments of the layer's call, with tensors numbered as the layer is given them.
pub fn call_arguments(context: &LayerContext) -> Result<CallArguments> {
    let calls = &context.config().calls;
    let first = calls.first().map(symbols).unwrap_or_default();
    if calls.iter().any(|call| symbols(call) != first) {
        return Err(context.unsupported_operation("different arguments in its calls"));
    }
    Ok(first)
}

fn symbols(call: &CallConfig) -> CallArguments {
    let mut tensors = 0;
    let positional = call
        .args
        .iter()
        .map(|argument| symbol(argument, &mut tensors))
        .collect();
    let keywords = call
        .kwargs
        .iter()
        .map(|(key, argument)| (key.clone(), symbol(argument, &mut tensors)))
        .collect();
    (positional, keywords)
}

/// An argument. Tensors are counted in the order of [`CallConfig::inputs`].
fn symbol(argument: &Argument, tensors: &mut usize) -> Symbol {
    match argument {
        Argument::Tensor(_) => {
            let place = *tensors;
            *tensors = place.saturating_add(1);
            Symbol::Tensor(Operand::Input(place))
        }
        Argument::List(items) => {
            Symbol::List(items.iter().map(|item| symbol(item, tensors)).collect())
        }
        Argument::Constant(json) => Symbol::of_json(json),
    }
}

/// `ExpandDims` → `expand_dims`, as Keras names the function of a class.
fn snake_case(class_name: &str) -> String {
    let mut name = String::new();
    for c in class_name.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    name
}
