//! `Lambda` layers.

use serde_json::Value as Json;

use super::operations::call_arguments;
use super::{LayerContext, Reading};
use crate::error::{Error, Result};
use crate::keras::lambda::Function;
use crate::keras::symbolic::{Recorder, Refusal, Symbol, call};
use crate::layers::operation::{Operand, Program};

/// What the person may say that a Lambda does, by its layer's name.
const KINDS: [&str; 6] = [
    "sum_over_steps",
    "mean_over_steps",
    "max_over_steps",
    "softmax_over_steps_lambda",
    "last_step",
    "identity",
];

/// Reads a Lambda as operations. Masks end at it: `compute_mask` gives the layer's `mask`, which must not be set.
pub fn lambda(context: &LayerContext) -> Result<Program> {
    let input = call_arguments(context)?.0.into_iter().next();
    let input = match input {
        // A list of one tensor is a tensor.
        Some(Symbol::List(mut items)) if items.len() == 1 => items.remove(0),
        Some(input) => input,
        None => Symbol::Tensor(Operand::Input(0)),
    };
    if let Some(kind) = context.options.custom_layers.get(context.name()) {
        return said(context, kind, input);
    }
    if context.get("mask").is_some() {
        return Err(context.unsupported_operation("a mask of its own"));
    }
    let arguments = match context.get("arguments").and_then(Json::as_object) {
        Some(arguments) => arguments
            .iter()
            .map(|(key, value)| (key.clone(), Symbol::of_json(value)))
            .collect(),
        None => Vec::new(),
    };
    let program = context
        .get("function")
        .and_then(|function| Function::find(function, context.text("function_type")))
        .ok_or_else(|| "no function".to_owned())
        .and_then(|function| function.program(input, arguments, context.version));
    let program = program.map_err(|refusal| refused(context, &refusal))?;
    context.options.warn(format!(
        "Lambda “{}” was read as: {}.",
        context.display_name(),
        program.described()
    ));
    Ok(program)
}

/// What the person says that the Lambda does.
fn said(context: &LayerContext, kind: &str, input: Symbol) -> Result<Program> {
    let kind = KINDS.into_iter().find(|known| *known == kind);
    let kind = kind.ok_or_else(|| {
        Box::new(Error::InvalidOption {
            option: "customLayers",
            detail: format!(
                "of Lambda “{}” can be said: {}",
                context.name(),
                KINDS.join(", ")
            ),
        })
    })?;
    let mut recorder = Recorder::new(context.version);
    let program = of_kind(kind, &mut recorder, input)
        .and_then(|result| recorder.finish(&result))
        .map_err(|refusal| refused(context, &refusal))?;
    context.options.readings.borrow_mut().push(Reading {
        layer: context.display_name(),
        class_name: context.name().to_owned(),
        kind,
        reason: "this is what customLayers says".into(),
        alternatives: KINDS.into_iter().filter(|other| *other != kind).collect(),
    });
    Ok(program)
}

fn of_kind(
    kind: &str,
    recorder: &mut Recorder,
    input: Symbol,
) -> std::result::Result<Symbol, Refusal> {
    let function = match kind {
        "sum_over_steps" => "keras.ops.sum",
        "mean_over_steps" => "keras.ops.mean",
        "max_over_steps" => "keras.ops.max",
        "softmax_over_steps_lambda" => "keras.ops.softmax",
        "last_step" => {
            let all = Symbol::Slice(Box::new([Symbol::None, Symbol::None, Symbol::None]));
            return recorder.item(&input, &Symbol::List(vec![all, Symbol::Integer(-1)]));
        }
        _ => return Ok(input),
    };
    let axis = vec![("axis".to_owned(), Symbol::Integer(1))];
    call(recorder, function, vec![input], axis)
}

fn refused(context: &LayerContext, refusal: &str) -> Box<Error> {
    Box::new(Error::UnsupportedLayer {
        layer: context.display_name(),
        class_name: format!("Lambda with {refusal}"),
        supported: super::SUPPORTED,
    })
}
