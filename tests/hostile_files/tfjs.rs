//! TensorFlow.js manifests that name what they should not, or declare what is not there.

use serde_json::{Value as Json, json};
use wordlight::NamedFile;

use crate::built::{beginning, end, functional};
use crate::case::{Case, file};

/// A model that is fine, with this manifest.
fn with(manifest: Json) -> Vec<NamedFile> {
    let topology = functional(
        [beginning(Some(6)), end("embedding").to_vec()].concat(),
        "text",
        "mean",
    );
    let model = json!({
        "format": "layers-model",
        "modelTopology": {"keras_version": "2.15.0", "model_config": topology},
        "weightsManifest": manifest,
    });
    vec![
        file("model.json", model.to_string()),
        file("weights.bin", [0; 32]),
        file("word_index.json", *br#"{"a": 1, "b": 2, "c": 3}"#),
    ]
}

fn embeddings(change: impl FnOnce(&mut Json)) -> Json {
    let mut weight = json!({"name": "embedding/embeddings", "shape": [4, 2], "dtype": "float32"});
    change(&mut weight);
    weight
}

pub fn cases() -> Vec<Case> {
    let paths = |what: &str, expected, paths: Json| {
        Case::new(
            what,
            expected,
            with(json!([{"paths": paths, "weights": [embeddings(|_| {})]}])),
        )
    };
    let weight = |what: &str, expected, change: fn(&mut Json)| {
        Case::new(
            what,
            expected,
            with(json!([{"paths": ["weights.bin"], "weights": [embeddings(change)]}])),
        )
    };
    let many: Vec<String> = (0..500_000).map(|n| format!("{n}.bin")).collect();
    let many_weights: Vec<Json> = (0..200_000)
        .map(|n| {
            embeddings(|weight| {
                weight["name"] = format!("w{n}").into();
                weight["shape"] = json!([0]);
            })
        })
        .collect();
    let deep = vec![1; 100_000];
    vec![
        paths(
            "a shard in /etc",
            "missing_shards",
            json!(["../../../../etc/passwd"]),
        )
        .naming("etc/passwd"),
        paths(
            "a shard elsewhere in the web",
            "missing_shards",
            json!(["https://example.org/a.bin"]),
        )
        .naming("example.org"),
        paths(
            "a shard out of the folder that has the name of one in it",
            "loaded",
            json!(["../../../weights.bin"]),
        ),
        paths(
            "a shard that is the model itself",
            "missing_shards",
            json!(["model.json"]),
        ),
        paths(
            "a shard that is the tokenizer",
            "unrecognised_file",
            json!(["word_index.json"]),
        ),
        paths(
            "a shard twice",
            "missing_shards",
            json!(["weights.bin", "weights.bin"]),
        )
        .naming("weights.bin"),
        paths("a shard without a name", "missing_shards", json!([""])),
        paths("500,000 shards", "missing_shards", json!(many))
            .naming("0.bin")
            .within(220),
        paths("paths that are numbers", "unrecognised_file", json!([1, 2])),
        paths(
            "paths that are a text",
            "unrecognised_file",
            json!("weights.bin"),
        ),
        weight("a shape of 2⁶³", "damaged_file", |weight| {
            weight["shape"] = json!([1u64 << 63])
        })
        .naming("embedding/embeddings"),
        weight(
            "a shape whose product is 2⁶⁴",
            "damaged_file",
            |weight| weight["shape"] = json!([1u64 << 32, 1u64 << 32]),
        ),
        weight(
            "a shape whose product overflows to what is there",
            "damaged_file",
            |weight| weight["shape"] = json!([(1u64 << 62) + 2, 4]),
        ),
        weight("a shape below 0", "damaged_file", |weight| {
            weight["shape"] = json!([-4, -2])
        }),
        weight("a shape of halves", "damaged_file", |weight| {
            weight["shape"] = json!([4.5, 2])
        }),
        weight("a shape of nothing", "weight_shape", |weight| {
            weight["shape"] = json!([0, 2])
        }),
        weight("a shape of 2⁶³ times nothing", "weight_shape", |weight| {
            weight["shape"] = json!([0, 1u64 << 63])
        }),
        weight("a shape that is none", "weight_shape", |weight| {
            weight["shape"] = Json::Null
        }),
        weight("a type that no one knows", "damaged_file", |weight| {
            weight["dtype"] = "complex64".into()
        }),
        weight("texts for weights", "damaged_file", |weight| {
            weight["dtype"] = "string".into()
        }),
        weight("a quantisation without a scale", "damaged_file", |weight| {
            weight["quantization"] = json!({"dtype": "uint8"})
        }),
        weight("a quantisation to infinity", "loaded", |weight| {
            weight["quantization"] = json!({"dtype": "uint8", "scale": 1e300, "min": -1e300});
        })
        .naming("not finite"),
        weight(
            "a quantisation of a type that no one knows",
            "damaged_file",
            |weight| weight["quantization"] = json!({"dtype": "int4", "scale": 1, "min": 0}),
        ),
        Case::new(
            "a weight of 100,000 axes",
            "weight_shape",
            with(
                json!([{"paths": ["weights.bin"], "weights": [embeddings(|weight| weight["shape"] = json!(deep))]}]),
            ),
        ),
        Case::new(
            "200,000 weights of nothing",
            "weight_shape",
            with(json!([{"paths": ["weights.bin"], "weights": many_weights}])),
        )
        .within(220),
        Case::new(
            "a weight twice",
            "loaded",
            with(
                json!([{"paths": ["weights.bin"], "weights": [embeddings(|_| {}), embeddings(|weight| weight["shape"] = json!([0]))]}]),
            ),
        ),
        Case::new(
            "a manifest that is a text",
            "unrecognised_file",
            with(json!("weights.bin")),
        ),
        Case::new(
            "a manifest of numbers",
            "unrecognised_file",
            with(json!([1, 2, 3])),
        ),
        Case::new(
            "a hundred thousand groups",
            "unrecognised_file",
            with(json!(vec![json!({}); 100_000])),
        )
        .within(64),
    ]
}
