//! Arguments that went by other names in older versions, or come in more than one form.

use serde_json::Value as Json;

use super::LayerContext;
use crate::error::Result;
use crate::tensor::float32;

/// The first of several names that the configuration has.
pub fn first_of<'c>(context: &'c LayerContext, keys: &[&str]) -> Option<&'c Json> {
    keys.iter().find_map(|key| context.get(key))
}

/// A whole number, or the only one of a list.
fn whole(json: &Json) -> Option<i64> {
    match json {
        Json::Array(list) => match &list[..] {
            [only] => only.as_i64(),
            _ => None,
        },
        number => number.as_i64(),
    }
}

/// A count of at least one, under the first of several names.
pub fn positive(context: &LayerContext, keys: &[&str], default: Option<usize>) -> Result<usize> {
    let name = keys.first().copied().unwrap_or_default();
    match first_of(context, keys) {
        Some(json) => whole(json)
            .and_then(|number| usize::try_from(number).ok())
            .filter(|&number| number > 0)
            .ok_or_else(|| context.invalid(&format!("has a “{name}” that is no count"))),
        None => default.ok_or_else(|| context.invalid(&format!("has no “{name}”"))),
    }
}

/// An axis, a number or a list of one.
pub fn axis(context: &LayerContext, key: &str, default: i64) -> Result<i64> {
    match context.get(key) {
        Some(json) => whole(json).ok_or_else(|| context.unsupported(key)),
        None => Ok(default),
    }
}

/// Axes, a number or a list.
pub fn axes(context: &LayerContext, key: &str, default: i64) -> Result<Vec<i64>> {
    match context.get(key) {
        Some(_) => context
            .integers(key)
            .ok_or_else(|| context.unsupported(key)),
        None => Ok(vec![default]),
    }
}

/// Two counts, or one for both.
pub fn pair(context: &LayerContext, key: &str, default: [usize; 2]) -> Result<[usize; 2]> {
    if context.get(key).is_none() {
        return Ok(default);
    }
    let counts = context.integers(key).and_then(|list| {
        list.into_iter()
            .map(|number| usize::try_from(number).ok())
            .collect::<Option<Vec<_>>>()
    });
    match counts.as_deref() {
        Some(&[both]) => Ok([both, both]),
        Some(&[start, end]) => Ok([start, end]),
        _ => Err(context.unsupported(key)),
    }
}

/// A number, which older versions may write as an array: `{"type": "ndarray", "value": 0.3}`.
pub fn number(context: &LayerContext, keys: &[&str], default: f32) -> Result<f32> {
    let Some(json) = first_of(context, keys) else {
        return Ok(default);
    };
    let inside = |json: &Json| json.get("value").and_then(Json::as_f64);
    let number = json
        .as_f64()
        .or_else(|| inside(json))
        .or_else(|| inside(json.get("config")?));
    number
        .map(float32)
        .ok_or_else(|| context.unsupported(keys.first().copied().unwrap_or_default()))
}

/// `data_format="channels_first"`.
pub fn channels_first(context: &LayerContext) -> Result<bool> {
    match context.text("data_format") {
        None | Some("channels_last") => Ok(false),
        Some("channels_first") => Ok(true),
        Some(_) => Err(context.unsupported("data_format")),
    }
}

/// `use_bias`, which Keras 1 calls `bias`.
pub fn use_bias(context: &LayerContext) -> bool {
    context.flag("use_bias", context.flag("bias", true))
}

/// How a layer of 8-bit weights computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Int8 {
    /// Whether its inputs become whole numbers too.
    pub quantizes_inputs: bool,
}

/// The quantisation that `dtype` asks for, a policy or (before 3.4) its name such as `int8_from_float32`.
pub fn int8(context: &LayerContext) -> Result<Option<Int8>> {
    let Some(dtype) = context.get("dtype") else {
        return Ok(None);
    };
    let config = dtype.get("config");
    let mode = config
        .and_then(|config| config.get("mode"))
        .and_then(Json::as_str);
    let name = config
        .and_then(|config| config.get("name"))
        .and_then(Json::as_str);
    let from = dtype
        .as_str()
        .or(name)
        .and_then(|name| Some(name.split_once("_from_")?.0));
    match mode.or(from) {
        None => Ok(None),
        Some("int8") => {
            let quantization = context.get("quantization_config");
            let config = quantization.and_then(|json| json.get("config"));
            let quantizer = config.and_then(|config| config.get("activation_quantizer"));
            Ok(Some(Int8 {
                quantizes_inputs: quantizer.is_none_or(|quantizer| !quantizer.is_null()),
            }))
        }
        Some(_) => Err(context.unsupported("dtype")),
    }
}
