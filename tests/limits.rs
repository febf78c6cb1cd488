//! Models and texts of sizes that no one meant: refused or computed in good time, never a panic or a hang.

#[path = "common/built.rs"]
mod built;

use std::time::{Duration, Instant};

use built::{beginning, end, files, functional, layer};
use serde_json::{Value as Json, json};
use wordlight::{Classifier, Error, LoadOptions};

fn load(topology: &Json, more_weights: &[(String, Vec<usize>)]) -> wordlight::Result<Classifier> {
    Classifier::load(files(topology, more_weights), LoadOptions::default())
}

fn code(result: wordlight::Result<Classifier>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "loaded")
}

/// A model with one layer more than the beginning and the end have.
fn with_layer(steps: Option<usize>, class_name: &str, config: Json) -> Json {
    let mut layers = beginning(steps);
    layers.push(layer(class_name, "odd", config, &["embedding"]));
    layers.extend(end("odd"));
    functional(layers, "text", "mean")
}

#[test]
fn long_chains_of_layers_load_in_good_time() {
    const LAYERS: usize = 5_000;
    let chain = |class_name: &str, config: Json| {
        let mut layers = beginning(Some(6));
        let mut last = "embedding".to_owned();
        for index in 0..LAYERS {
            let name = format!("layer_{index}");
            layers.push(layer(class_name, &name, config.clone(), &[&last]));
            last = name;
        }
        layers.extend(end(&last));
        functional(layers, "text", "mean")
    };
    let dense: Vec<(String, Vec<usize>)> = (0..LAYERS)
        .flat_map(|index| {
            [
                (format!("layer_{index}/kernel"), vec![2, 2]),
                (format!("layer_{index}/bias"), vec![2]),
            ]
        })
        .collect();
    for (class_name, config, weights) in [
        ("Dense", json!({"units": 2}), &dense[..]),
        ("Activation", json!({"activation": "softmax"}), &[]),
        ("Softmax", json!({"axis": 1}), &[]),
        ("Reshape", json!({"target_shape": [6, 2]}), &[]),
    ] {
        let model = chain(class_name, config);
        let start = Instant::now();
        assert_eq!(code(load(&model, weights)), "loaded", "{class_name}");
        let taken = start.elapsed();
        println!("{LAYERS} × {class_name}: {taken:?}");
        assert!(taken < Duration::from_secs(20), "{class_name}: {taken:?}");
    }
}

#[test]
fn models_that_call_each_other_again_and_again_are_refused() {
    let input = || {
        layer(
            "InputLayer",
            "in",
            json!({"batch_input_shape": [null, 6, 2]}),
            &[],
        )
    };
    let activation = json!({"activation": "tanh"});
    let first = layer("Activation", "a", activation, &["in"]);
    let mut inner = functional(vec![input(), first], "in", "a");
    for _ in 0..11 {
        let mut once = layer("Functional", "model", inner["config"].take(), &["in"]);
        let calls = json!([
            [["in", 0, 0, {}]],
            [["model", 0, 0, {}]],
            [["model", 1, 0, {}]]
        ]);
        once["inbound_nodes"] = calls;
        inner = functional(vec![input(), once], "in", "model");
    }
    let mut layers = beginning(Some(6));
    layers.push(layer(
        "Functional",
        "model",
        inner["config"].take(),
        &["embedding"],
    ));
    layers.extend(end("model"));
    let result = load(&functional(layers, "text", "mean"), &[]);
    assert!(
        matches!(&result, Err(error) if error.code() == "invalid_graph"),
        "{result:?}"
    );
}

#[test]
fn tensors_without_measure_are_refused_when_the_model_is_loaded() {
    let huge = 1u64 << 40;
    for (class_name, config) in [
        ("UpSampling1D", json!({"size": huge})),
        ("ZeroPadding1D", json!({"padding": [huge, 1]})),
        ("UpSampling1D", json!({"size": 20_000_000})),
    ] {
        for steps in [Some(6), None] {
            let error =
                load(&with_layer(steps, class_name, config.clone()), &[]).expect_err(class_name);
            let is_told = matches!(
                (&*error, steps),
                (
                    Error::InvalidConfig { .. } | Error::ShapeMismatch { .. },
                    Some(_)
                ) | (
                    Error::TextTooLong { .. } | Error::ShapeMismatch { .. },
                    None
                )
            );
            assert!(is_told, "{class_name} over {steps:?} steps: {error:?}");
        }
    }
    let mut layers = beginning(Some(6));
    layers.push(layer("Flatten", "flat", json!({}), &["embedding"]));
    layers.push(layer("RepeatVector", "rows", json!({"n": huge}), &["flat"]));
    layers.extend(end("rows"));
    assert_eq!(
        code(load(&functional(layers, "text", "mean"), &[])),
        "invalid_config"
    );
    let wide = functional(
        [beginning(Some(1 << 30)), end("embedding").to_vec()].concat(),
        "text",
        "mean",
    );
    assert_eq!(code(load(&wide, &[])), "invalid_config");
}

#[test]
fn windows_without_measure_are_refused() {
    let huge = 1u64 << 62;
    let kernel = [
        ("odd/kernel".to_owned(), vec![2, 2, 2]),
        ("odd/bias".to_owned(), vec![2]),
    ];
    for padding in ["same", "causal", "valid"] {
        let convolution = |key: &str| {
            let mut config = json!({"filters": 2, "kernel_size": [2], "padding": padding});
            config[key] = json!([huge]);
            code(load(&with_layer(None, "Conv1D", config), &kernel))
        };
        assert_eq!(convolution("dilation_rate"), "invalid_config", "{padding}");
        assert_eq!(convolution("strides"), "invalid_config", "{padding}");
    }
    let pooling = json!({"pool_size": huge, "strides": 1, "padding": "same"});
    let pooling = with_layer(None, "MaxPooling1D", pooling);
    assert_eq!(code(load(&pooling, &[])), "invalid_config");
}

#[test]
fn an_output_that_no_layer_has_is_told() {
    for tensor in [u64::MAX, u64::from(u32::MAX), 1] {
        let mut layers = beginning(Some(6));
        let mut odd = layer(
            "Activation",
            "odd",
            json!({"activation": "tanh"}),
            &["embedding"],
        );
        odd["inbound_nodes"][0][0][2] = tensor.into();
        layers.push(odd);
        layers.extend(end("odd"));
        let result = load(&functional(layers, "text", "mean"), &[]);
        assert_eq!(code(result), "shape_mismatch", "output {tensor}");
    }
}

#[test]
fn texts_that_are_too_long_are_told() {
    let model = functional(
        [beginning(None), end("embedding").to_vec()].concat(),
        "text",
        "mean",
    );
    let classifier = load(&model, &[]).expect("a model of any length");
    let analysis = classifier.analyze(&"a b c ".repeat(100)).expect("a text");
    assert_eq!(analysis.tokens.len(), 300);
    for (words, what) in [(9_000, "attention"), (500_001, "500000")] {
        let error = classifier
            .analyze(&"a ".repeat(words))
            .expect_err("too long");
        assert_eq!(error.code(), "text_too_long");
        assert!(error.to_string().contains(what), "{error}");
    }
}
