//! Models that a test puts together layer by layer.
#![allow(
    dead_code,
    reason = "each test binary uses its own part of this module"
)]

use serde_json::{Value as Json, json};
use wordlight::NamedFile;

/// A layer of a functional graph on the first outputs of other layers.
pub fn layer(class_name: &str, name: &str, config: Json, inputs: &[&str]) -> Json {
    let mut config = config;
    config["name"] = name.into();
    let node: Vec<Json> = inputs
        .iter()
        .map(|input| json!([input, 0, 0, {}]))
        .collect();
    let nodes = match node.is_empty() {
        true => json!([]),
        false => json!([node]),
    };
    json!({"class_name": class_name, "name": name, "config": config, "inbound_nodes": nodes})
}

pub fn functional(layers: Vec<Json>, input: &str, output: &str) -> Json {
    json!({"class_name": "Functional", "config": {
        "name": "model",
        "layers": layers,
        "input_layers": [[input, 0, 0]],
        "output_layers": [[output, 0, 0]],
    }})
}

/// Words → `[steps, 2]` in a layer “embedding”.
pub fn beginning(steps: Option<usize>) -> Vec<Json> {
    let input = json!({"batch_input_shape": [null, steps], "dtype": "float32"});
    let embedding = json!({"input_dim": 4, "output_dim": 2});
    vec![
        layer("InputLayer", "text", input, &[]),
        layer("Embedding", "embedding", embedding, &["text"]),
    ]
}

/// `Attention` of a layer's output with itself, and a mean over the steps, in a layer “mean”.
pub fn end(from: &str) -> [Json; 2] {
    [
        layer(
            "Attention",
            "attention",
            json!({"use_scale": false}),
            &[from, from],
        ),
        layer("GlobalAveragePooling1D", "mean", json!({}), &["attention"]),
    ]
}

/// A TensorFlow.js model with a vocabulary: of such weights any can be made. They are named after the layers.
pub fn files(topology: &Json, more_weights: &[(String, Vec<usize>)]) -> Vec<NamedFile> {
    let mut weights = vec![("embedding/embeddings".to_owned(), vec![4, 2])];
    weights.extend_from_slice(more_weights);
    let manifest: Vec<Json> = weights
        .iter()
        .map(|(name, shape)| json!({"name": name, "shape": shape, "dtype": "float32"}))
        .collect();
    let count: usize = weights
        .iter()
        .map(|(_, shape)| shape.iter().product::<usize>())
        .sum();
    let model = json!({
        "format": "layers-model",
        "modelTopology": {"keras_version": "2.15.0", "model_config": topology},
        "weightsManifest": [{"paths": ["weights.bin"], "weights": manifest}],
    });
    let file = |name: &str, bytes: Vec<u8>| NamedFile {
        name: name.into(),
        bytes,
    };
    vec![
        file("model.json", model.to_string().into_bytes()),
        file("weights.bin", 0.25f32.to_le_bytes().repeat(count)),
        file("word_index.json", br#"{"a": 1, "b": 2, "c": 3}"#.to_vec()),
    ]
}
