//! Values on their way in and out of JavaScript.

use std::cell::RefCell;

use js_sys::{Array, Float32Array, Object, Reflect, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::analysis::Analysis;
use crate::{Classifier, Error, LoadOptions, NamedFile, Result};

/// What a conversion comes to.
pub type JsResult = std::result::Result<JsValue, JsValue>;

/// `NamedFile[]` of the contract.
pub fn files_from_js(files: &JsValue) -> Result<Vec<NamedFile>> {
    let invalid = || {
        Box::new(Error::InvalidOption {
            option: "files",
            detail: "it must be an array of { name: string, bytes: Uint8Array }".into(),
        })
    };
    let files = files.dyn_ref::<Array>().ok_or_else(invalid)?;
    let file = |file: JsValue| {
        let name = Reflect::get(&file, &"name".into())
            .ok()
            .and_then(|name| name.as_string());
        let bytes = Reflect::get(&file, &"bytes".into())
            .ok()
            .and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
        Some(NamedFile {
            name: name?,
            bytes: bytes?.to_vec(),
        })
    };
    files
        .iter()
        .map(|item| file(item).ok_or_else(invalid))
        .collect()
}

/// `LoadOptions` of the contract; nothing and `null` values are nothing said.
pub fn options_from_js(options: JsValue) -> Result<LoadOptions> {
    if options.is_undefined() || options.is_null() {
        return Ok(LoadOptions::default());
    }
    let names = Object::keys(options.unchecked_ref::<Object>());
    let mut read: LoadOptions = serde_wasm_bindgen::from_value(options).map_err(|error| {
        Box::new(Error::InvalidOption {
            option: "options",
            detail: error.to_string(),
        })
    })?;
    let names = names.iter().filter_map(|name| name.as_string());
    read.ignored = names
        .filter(|name| !LoadOptions::NAMES.contains(&name.as_str()))
        .collect();
    Ok(read)
}

/// Plain data as plain objects, with `null` and not `undefined` where there is nothing.
pub fn to_js(value: &impl Serialize) -> JsResult {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(JsValue::from)
}

thread_local! {
    /// Names of properties as JavaScript has them: to make one anew costs more than all else of a property.
    static NAMES: RefCell<Vec<(&'static str, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// A property's name.
fn name(text: &'static str) -> JsValue {
    NAMES.with_borrow_mut(|names| {
        // One and the same literal lies at one place; a second one of the same letters is a second name.
        let known = names.iter().find(|(known, _)| std::ptr::eq(*known, text));
        if let Some((_, name)) = known {
            return name.clone();
        }
        let name = JsValue::from_str(text);
        names.push((text, name.clone()));
        name
    })
}

/// An object from pairs.
pub fn object<const N: usize>(pairs: [(&'static str, JsValue); N]) -> JsResult {
    let object = Object::new();
    for (key, value) in pairs {
        Reflect::set(&object, &name(key), &value)?;
    }
    Ok(object.into())
}

pub fn strings(list: &[String]) -> JsValue {
    list.iter().map(JsValue::from).collect::<Array>().into()
}

/// A number that may be missing.
fn or_null(number: Option<impl Into<f64>>) -> JsValue {
    number.map_or(JsValue::NULL, |number| JsValue::from_f64(number.into()))
}

/// The contract's `Analysis`.
pub fn analysis(
    classifier: &Classifier,
    text: &str,
    analysis: &Analysis,
    milliseconds: f64,
) -> JsResult {
    let tokens = Array::new();
    for token in &analysis.tokens {
        let word = token.word;
        tokens.push(&object([
            (
                "text",
                text.get(word.start.byte..word.end.byte)
                    .unwrap_or_default()
                    .into(),
            ),
            ("start", (word.start.utf16 as u32).into()),
            ("end", (word.end.utf16 as u32).into()),
            ("id", or_null(word.id)),
            ("status", token.status.name().into()),
            ("step", or_null(token.step.map(|step| step as u32))),
            (
                "sentence",
                or_null(token.sentence.map(|sentence| sentence as u32)),
            ),
            ("attention", or_null(token.attention)),
        ])?);
    }
    let prediction: Array = analysis
        .prediction
        .iter()
        .map(|&p| JsValue::from_f64(p.into()))
        .collect();
    object([
        ("text", text.into()),
        ("tokens", tokens.into()),
        ("sentences", sentences(analysis)?),
        ("paddingAttention", analysis.padding_attention.into()),
        ("prediction", prediction.into()),
        ("labels", strings(classifier.labels())),
        ("attentionLayer", analysis.attention_layer.as_str().into()),
        ("matrix", mean_matrix(analysis)),
        ("milliseconds", milliseconds.into()),
    ])
}

/// `sentences` of the contract.
fn sentences(analysis: &Analysis) -> JsResult {
    let Some(sentences) = &analysis.sentences else {
        return Ok(JsValue::NULL);
    };
    let all = Array::new();
    for sentence in sentences {
        all.push(&object([
            ("start", (sentence.span.start.utf16 as u32).into()),
            ("end", (sentence.span.end.utf16 as u32).into()),
            ("attention", or_null(sentence.attention)),
        ])?);
    }
    Ok(all.into())
}

/// `matrix` of the contract: rows of numbers, the mean over the heads.
fn mean_matrix(analysis: &Analysis) -> JsValue {
    let Some(matrix) = &analysis.matrix else {
        return JsValue::NULL;
    };
    let mean = matrix.mean();
    let rows = mean.rows().into_iter().map(|row| {
        let row: Array = row.iter().map(|&x| JsValue::from_f64(x.into())).collect();
        JsValue::from(row)
    });
    rows.collect::<Array>().into()
}

/// `AttentionMatrix`, or null where the layer has none.
pub fn matrix(analysis: &Analysis) -> JsResult {
    let Some(matrix) = &analysis.matrix else {
        return Ok(JsValue::NULL);
    };
    let tokens: Vec<u32> = matrix.tokens.iter().map(|&token| token as u32).collect();
    object([
        ("tokens", Uint32Array::from(&tokens[..]).into()),
        ("heads", (matrix.heads.len() as u32).into()),
        ("values", numbers(matrix.heads.iter().flatten())),
    ])
}

/// Numbers as a typed array of their own.
pub fn numbers<'a>(values: impl Iterator<Item = &'a f32>) -> JsValue {
    Float32Array::from(&values.copied().collect::<Vec<f32>>()[..]).into()
}
