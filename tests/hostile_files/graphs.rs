//! Models whose layers feed each other in circles, are too many, too deep, or of sizes that no one meant.

use serde_json::{Value as Json, json};

use crate::built::{beginning, end, files, functional, layer};
use crate::case::{Case, file};

/// A model of these layers between the embedding and the attention, which takes the last.
fn of(what: &str, expected: &'static str, middle: Vec<Json>) -> Case {
    let last = middle.last().map_or("embedding".into(), |layer| {
        layer["name"].as_str().unwrap_or_default().to_owned()
    });
    let mut layers = beginning(Some(6));
    layers.extend(middle);
    layers.extend(end(&last));
    Case::new(
        what,
        expected,
        files(&functional(layers, "text", "mean"), &[]),
    )
}

/// One layer over the embedding's steps.
fn one(what: &str, expected: &'static str, class_name: &str, config: Json) -> Case {
    of(
        what,
        expected,
        vec![layer(class_name, "odd", config, &["embedding"])],
    )
}

fn tanh(name: &str, input: &str) -> Json {
    layer("Activation", name, json!({"activation": "tanh"}), &[input])
}

pub fn cases() -> Vec<Case> {
    let mut cases = circles();
    cases.extend(many());
    cases.extend(deep());
    cases.extend(sizes());
    cases.push(nothing());
    cases.extend(numbers());
    cases
}

fn circles() -> Vec<Case> {
    const LAYERS: usize = 10_000;
    let ring =
        (0..LAYERS).map(|n| tanh(&format!("a{n}"), &format!("a{}", (n + LAYERS - 1) % LAYERS)));
    let mut by_mask = tanh("a", "embedding");
    by_mask["inbound_nodes"][0][0][3] = json!({"mask": ["b", 0, 0]});
    let mut twice = tanh("a", "embedding");
    twice["inbound_nodes"] = json!([[["a", 1, 0, {}]], [["a", 0, 0, {}]]]);
    let mut doubled = vec![tanh("a", "embedding"), tanh("a", "b"), tanh("b", "a")];
    doubled.push(tanh("c", "b"));
    vec![
        of(
            "two layers feed each other",
            "invalid_graph",
            vec![tanh("a", "b"), tanh("b", "a")],
        )
        .naming("circle"),
        of(
            "10,000 layers feed each other in a ring",
            "invalid_graph",
            ring.collect(),
        )
        .naming("circle")
        .within(120),
        of(
            "a layer's mask is made of its output",
            "invalid_graph",
            vec![by_mask, tanh("b", "a")],
        )
        .naming("circle"),
        of(
            "two calls of a layer feed each other",
            "invalid_graph",
            vec![twice],
        )
        .naming("circle"),
        of("two layers of one name", "loaded", doubled),
        of(
            "a layer takes one that is not there",
            "invalid_graph",
            vec![tanh("a", "nowhere")],
        )
        .naming("nowhere"),
    ]
}

fn many() -> Vec<Case> {
    let chain = |count: usize| {
        (0..count).map(|n| match n {
            0 => tanh("a0", "embedding"),
            n => tanh(&format!("a{n}"), &format!("a{}", n - 1)),
        })
    };
    // Each adds up all those before it.
    let all_of_all = |count: usize| {
        let mut layers = vec![tanh("a0", "embedding"), tanh("a1", "a0")];
        for n in 2..count {
            let before: Vec<String> = (0..n).map(|n| format!("a{n}")).collect();
            let before: Vec<&str> = before.iter().map(String::as_str).collect();
            layers.push(layer("Average", &format!("a{n}"), json!({}), &before));
        }
        layers
    };
    let called = |times: usize| {
        let calls = (0..times).map(|n| match n {
            0 => json!([["embedding", 0, 0, {}]]),
            n => json!([["a", n - 1, 0, {}]]),
        });
        let mut shared = tanh("a", "embedding");
        shared["inbound_nodes"] = calls.collect::<Vec<Json>>().into();
        vec![shared]
    };
    let inputs = ["embedding"; 20_000];
    let mut inputs_twice = functional(
        [beginning(Some(6)), end("embedding").to_vec()].concat(),
        "text",
        "mean",
    );
    inputs_twice["config"]["input_layers"] = json!(vec![json!(["text", 0, 0]); 10_000]);
    let mut outputs = functional(
        [beginning(Some(6)), end("embedding").to_vec()].concat(),
        "text",
        "mean",
    );
    outputs["config"]["output_layers"] = json!(vec![json!(["mean", 0, 0]); 50_000]);
    vec![
        of(
            "a chain of 10,000 layers",
            "loaded",
            chain(10_000).collect(),
        )
        .within(200),
        of(
            "one layer called 100,001 times in a row",
            "invalid_graph",
            called(100_001),
        )
        .naming("100000")
        .within(200),
        of(
            "300 layers, each of which takes all before it",
            "loaded",
            all_of_all(300),
        )
        .within(200),
        of(
            "one layer called 20,000 times in a row",
            "loaded",
            called(20_000),
        )
        .within(200),
        of(
            "an average of 20,000 times the same",
            "loaded",
            vec![layer("Average", "odd", json!({}), &inputs)],
        )
        .within(64),
        of(
            "20,000 times the same side by side",
            "loaded",
            vec![layer("Concatenate", "odd", json!({"axis": 2}), &inputs)],
        )
        .within(64),
        Case::new(
            "10,000 times the same input",
            "loaded",
            files(&inputs_twice, &[]),
        )
        .within(64),
        Case::new(
            "50,000 times the same output",
            "loaded",
            files(&outputs, &[]),
        )
        .within(64),
    ]
}

fn deep() -> Vec<Case> {
    let input = || {
        layer(
            "InputLayer",
            "in",
            json!({"batch_input_shape": [null, 6, 2]}),
            &[],
        )
    };
    let nested = |depth: usize| {
        let inner = (0..depth).fold(
            functional(vec![input(), tanh("a", "in")], "in", "a"),
            |mut inner, _| {
                functional(
                    vec![
                        input(),
                        layer("Functional", "model", inner["config"].take(), &["in"]),
                    ],
                    "in",
                    "model",
                )
            },
        );
        vec![layer(
            "Functional",
            "model",
            inner["config"].clone(),
            &["embedding"],
        )]
    };
    let wrapped = |class_name: &str, depth: usize, inner: Json| {
        let config = (0..depth).fold(inner, |inner, n| json!({"layer": {"class_name": class_name, "config": inner}, "name": format!("w{n}")}));
        // The innermost is the only layer proper.
        vec![layer(class_name, "odd", config, &["embedding"])]
    };
    let dense = json!({"class_name": "Dense", "config": {"units": 2, "name": "d"}});
    vec![
        of("models in models, 8 deep", "loaded", nested(8)),
        of("models in models, 25 deep", "invalid_config", nested(25)),
        of("models in models, 200 deep", "damaged_file", nested(200)).within(64),
        of(
            "TimeDistributed in TimeDistributed, 30 deep",
            "invalid_config",
            wrapped("TimeDistributed", 30, json!({"layer": dense})),
        ),
        of(
            "Bidirectional in Bidirectional, 30 deep",
            "unsupported_layer",
            wrapped("Bidirectional", 30, json!({"layer": dense})),
        ),
        of("an argument of lists in lists, 60 deep", "loaded", {
            let mut odd = tanh("odd", "embedding");
            odd["inbound_nodes"][0][0][3] =
                json!({"a": (0..60).fold(json!(1), |inner, _| json!([inner]))});
            vec![odd]
        }),
    ]
}

fn sizes() -> Vec<Case> {
    let huge = 1u64 << 63;
    let axes = |count: usize| {
        let mut layers = beginning(Some(6));
        layers[0]["config"]["batch_input_shape"] = json!(vec![1; count]);
        layers.extend((0..200).map(|n| match n {
            0 => tanh("a0", "embedding"),
            n => tanh(&format!("a{n}"), &format!("a{}", n - 1)),
        }));
        layers.extend(end("a199"));
        files(&functional(layers, "text", "mean"), &[])
    };
    let long_name = "n".repeat(1 << 20);
    let script = "<img src=x onerror=alert(1)>";
    let many_axes = [vec![1; 100_000], vec![6, 2]].concat();
    let cells: Vec<Json> = (0..5_000)
        .map(|n| json!({"class_name": "LSTMCell", "config": {"units": 2, "name": format!("c{n}")}}))
        .collect();
    vec![
        Case::new("an input of 100,000 axes", "invalid_config", axes(100_000)),
        one("Reshape to 100,000 axes", "invalid_config", "Reshape", json!({"target_shape": many_axes})),
        one("Reshape to 2⁶³", "unsupported_option", "Reshape", json!({"target_shape": [huge, 2]})),
        one("Reshape to two unknowns", "shape_mismatch", "Reshape", json!({"target_shape": [-1, -1]})),
        one("Permute one axis twice", "unsupported_option", "Permute", json!({"dims": [1, 1]})),
        one("Permute an axis of 2⁶²", "unsupported_option", "Permute", json!({"dims": [1u64 << 62, 1]})),
        one("Dense of 2⁶³ units", "invalid_config", "Dense", json!({"units": huge})),
        one("Dense of −1 units", "invalid_config", "Dense", json!({"units": -1})),
        one("Dense of no units", "invalid_config", "Dense", json!({"units": 0})),
        one("Dense of 2⁴⁰ units", "missing_weight", "Dense", json!({"units": 1u64 << 40})),
        one("LSTM of 2⁶² units", "missing_weight", "LSTM", json!({"units": 1u64 << 62, "return_sequences": true})),
        one("Embedding of 2⁶³ columns", "missing_weight", "Embedding", json!({"input_dim": 4, "output_dim": huge})),
        one("MultiHeadAttention of 2⁶² heads", "missing_weight", "MultiHeadAttention", json!({"num_heads": 1u64 << 62, "key_dim": 1u64 << 62})),
        one("Concatenate along an axis of 2⁶²", "shape_mismatch", "Concatenate", json!({"axis": 1u64 << 62})),
        one("Softmax along an axis of −2⁶³", "shape_mismatch", "Softmax", json!({"axis": i64::MIN})),
        one("Cropping1D of 2⁶³", "unsupported_option", "Cropping1D", json!({"cropping": [huge, huge]})),
        one("EinsumDense of 10,000 letters", "missing_weight", "EinsumDense", json!({"equation": format!("{}->{}", "ab,".repeat(3_333), "ab"), "output_shape": [6, 2]})),
        one("EinsumDense without an arrow", "missing_weight", "EinsumDense", json!({"equation": "abc,cd", "output_shape": [6, 2]})),
        one("RNN over 5,000 cells", "missing_weight", "RNN", json!({"cell": {"class_name": "StackedRNNCells", "config": {"cells": cells}}, "return_sequences": true})).within(64),
        one("an activation that no one knows", "unsupported_option", "Activation", json!({"activation": "os.system"})),
        one("an activation that is a number", "unsupported_option", "Activation", json!({"activation": 5})),
        one("GroupNormalization in 2⁶² groups", "missing_weight", "GroupNormalization", json!({"groups": 1u64 << 62})),
        of("a layer whose name is a script", "loaded", vec![tanh(script, "embedding")]),
        of("a layer whose name is a path", "loaded", vec![tanh("../../etc/passwd", "embedding")]),
        of("a layer whose name is empty", "loaded", vec![tanh("", "embedding")]),
        of("a layer whose name has a megabyte", "loaded", vec![tanh(&long_name, "embedding")]).within(64),
        of("a layer that is not known, with a name of a megabyte", "unsupported_layer", vec![layer("Capsule", &long_name, json!({}), &["embedding"])]).within(64),
        of("a class whose name has a megabyte", "unsupported_layer", vec![layer(&long_name, "odd", json!({}), &["embedding"])]).within(64),
        Case::new("16 million steps, three hundred times", "invalid_config", {
            let mut layers = beginning(Some(6));
            layers.push(layer("ZeroPadding1D", "a0", json!({"padding": [0, 8_000_000]}), &["embedding"]));
            layers.extend((1..300).map(|n| tanh(&format!("a{n}"), &format!("a{}", n - 1))));
            layers.push(layer("Cropping1D", "short", json!({"cropping": [0, 8_000_000]}), &["a299"]));
            layers.extend(end("short"));
            files(&functional(layers, "text", "mean"), &[])
        }).within(400),
    ]
}

/// An axis of length 0, and another that is made longer: nothing is in the tensor, however long it is.
fn nothing() -> Case {
    let operation = |function: &str, name: &str, input: &str, arguments: Json| {
        let mut odd = layer("TFOpLambda", name, json!({"function": function}), &[]);
        odd["inbound_nodes"] = json!([[input, 0, 0, arguments]]);
        odd
    };
    let all = json!({"start": null, "stop": null, "step": null});
    let none = json!({"start": 0, "stop": 0, "step": null});
    let no_steps = json!({"slice_spec": [all, none]});
    let multiples = json!({"multiples": [1, 1, 1u64 << 36]});
    of(
        "no steps, each 2³⁶ times as wide",
        "shape_mismatch",
        vec![
            operation("__operators__.getitem", "none", "embedding", no_steps),
            operation("tile", "odd", "none", multiples),
        ],
    )
}

/// Weights that are fine one by one, and numbers that are none when they are put together.
fn numbers() -> Vec<Case> {
    let dense = |value: f32| {
        let mut layers = beginning(Some(6));
        layers.push(layer(
            "Dense",
            "d",
            json!({"units": 2, "use_bias": false}),
            &["embedding"],
        ));
        layers.extend(end("d"));
        let mut files = files(
            &functional(layers, "text", "mean"),
            &[("d/kernel".to_owned(), vec![2, 2])],
        );
        let numbers = [[3e38f32; 8].as_slice(), &[value; 4]].concat();
        files[1] = file(
            "weights.bin",
            numbers
                .iter()
                .flat_map(|number| number.to_le_bytes())
                .collect::<Vec<_>>(),
        );
        files
    };
    vec![
        Case::new("weights that are infinite", "loaded", dense(f32::INFINITY)).naming("not finite"),
        Case::new("weights that are no numbers", "loaded", dense(f32::NAN)).naming("not finite"),
        Case::new("weights whose products are infinite", "loaded", dense(3e38))
            .naming("not finite"),
    ]
}
