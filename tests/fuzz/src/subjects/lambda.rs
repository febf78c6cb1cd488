//! `Lambda` layers: marshalled Python code, read as operations on tensors, and the operations run. The first byte tells
//! what the function is given.

use serde_json::{Value as Json, json};
use wordlight::keras::ModelSource;

use super::config::runs;
use super::{Form, Subject};
use crate::common::{fixtures, json as json_file};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "lambda",
    form: Form::File,
    check,
    seeds,
};

fn check(bytes: &[u8]) {
    let [kind, code @ ..] = bytes else {
        return;
    };
    // What is no base64 is read as the bytes themselves, as Keras wrote them before 2.1.
    let code: String = code.iter().copied().map(char::from).collect();
    let tensor = |name: &str| json!([name, 0, 0, {}]);
    let given = match kind % 3 {
        0 => json!([tensor("x")]),
        1 => json!([tensor("y")]),
        _ => json!([tensor("x"), tensor("y")]),
    };
    let input = |name: &str, shape: Json| {
        json!({
            "class_name": "InputLayer", "name": name, "inbound_nodes": [],
            "config": {"name": name, "batch_input_shape": shape},
        })
    };
    let config = json!({
        "name": "f", "function": [code, [2], [1, 0.5]], "function_type": "lambda",
        "arguments": match kind & 4 { 0 => json!({}), _ => json!({"axis": 1, "scale": 3}) },
    });
    let lambda =
        json!({"class_name": "Lambda", "name": "f", "inbound_nodes": [given], "config": config});
    let x = match kind & 8 {
        0 => json!([null, 4, 3]),
        _ => json!([null, null, 3]),
    };
    let layers = json!([input("x", x), input("y", json!([null, 4, 1])), lambda]);
    let model = json!({
        "class_name": "Model",
        "config": {
            "name": "m", "layers": layers, "output_layers": [["f", 0, 0]],
            "input_layers": [["x", 0, 0], ["y", 0, 0]],
        },
    });
    let version = match kind & 16 {
        0 => "2.15.0",
        _ => "2.2.4",
    };
    runs(ModelSource::TfJs {
        name: "model.json".into(),
        manifest: json!({
            "modelTopology": {"model_config": model, "keras_version": version},
            "weightsManifest": [],
        }),
        shards: Default::default(),
    });
}

fn seeds(_: &[Case]) -> Vec<Vec<u8>> {
    let lambdas = json_file(&fixtures().join("lambdas.json"));
    let mut seeds = Vec::new();
    for case in lambdas["cases"].as_array().into_iter().flatten() {
        let kind = match case["input"].as_str() {
            Some("both") => 2,
            Some("y") => 1,
            _ => 0,
        };
        let kind = kind | if case["arguments"].is_object() { 4 } else { 0 };
        for code in case["code"]
            .as_object()
            .into_iter()
            .flat_map(|codes| codes.values())
        {
            let code = decoded(code.as_str().unwrap_or_default());
            seeds.push([vec![kind], code].concat());
        }
    }
    seeds
}

/// Base64 without line breaks, of files that are known to be right.
fn decoded(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text
        .bytes()
        .filter_map(|byte| DIGITS.iter().position(|&digit| digit == byte));
    let bits: Vec<bool> = digits
        .flat_map(|digit| (0..6).rev().map(move |bit| digit >> bit & 1 == 1))
        .collect();
    let byte = |bits: &[bool]| bits.iter().fold(0, |byte, &bit| byte << 1 | u8::from(bit));
    bits.chunks_exact(8).map(byte).collect()
}
