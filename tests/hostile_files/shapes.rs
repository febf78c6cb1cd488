//! Models whose layers fit each other by their shapes alone: axes that are too many, too long, of no length, or not
//! there.

use serde_json::{Value as Json, json};

use crate::built::{beginning, end, files, functional, layer};
use crate::case::Case;

/// A model with another input “x”, of this shape, and these layers beside those that lead to the prediction. They are run
/// all the same.
fn beside(
    what: &str,
    expected: &'static str,
    shape: Json,
    layers: Vec<Json>,
    weights: &[(&str, &[usize])],
) -> Case {
    let mut all = beginning(Some(6));
    all.push(input("x", shape));
    all.extend(layers);
    all.extend(end("embedding"));
    let mut topology = functional(all, "text", "mean");
    topology["config"]["input_layers"] = json!([["text", 0, 0], ["x", 0, 0]]);
    let weights: Vec<(String, Vec<usize>)> = weights
        .iter()
        .map(|(name, shape)| ((*name).to_owned(), shape.to_vec()))
        .collect();
    Case::new(what, expected, files(&topology, &weights))
}

fn input(name: &str, shape: Json) -> Json {
    let mut batched = vec![Json::Null];
    batched.extend(shape.as_array().into_iter().flatten().cloned());
    layer(
        "InputLayer",
        name,
        json!({"batch_input_shape": batched}),
        &[],
    )
}

fn multiply(inputs: &[&str]) -> Json {
    layer("Multiply", "product", json!({}), inputs)
}

/// A layer inside another, which runs it for each step.
fn of_each_step(name: &str, class_name: &str, config: Json, input: &str) -> Json {
    let mut config = config;
    config["name"] = "inside".into();
    let inside = json!({"class_name": class_name, "config": config});
    layer("TimeDistributed", name, json!({"layer": inside}), &[input])
}

pub fn cases() -> Vec<Case> {
    let mut cases = axes();
    cases.extend(masks());
    cases.extend(rooms());
    cases
}

fn axes() -> Vec<Case> {
    let any = || json!(vec![Json::Null; 32]);
    let long = 1 << 24;
    let mut operation = layer(
        "TFOpLambda",
        "odd",
        json!({"function": "math.multiply"}),
        &[],
    );
    operation["inbound_nodes"] = json!([["x", 0, 0, {"y": ["x", 0, 0]}]]);
    // The second tensor lacks the axis.
    let mut joined = layer("TFOpLambda", "odd", json!({"function": "concat"}), &[]);
    joined["inbound_nodes"] = json!([[["x", 0, 0, {"axis": 3}], ["embedding", 0, 0, {"axis": 3}]]]);
    let directions = json!({
        "merge_mode": "concat",
        "layer": {"class_name": "SimpleRNN", "config": {"units": 2, "name": "a", "return_sequences": true}},
        "backward_layer": {"class_name": "SimpleRNN", "config": {"units": 2, "name": "b", "go_backwards": true}},
    });
    let rnn: [(&str, &[usize]); 6] = [
        ("odd/forward_a/kernel", &[2, 2]),
        ("odd/forward_a/recurrent_kernel", &[2, 2]),
        ("odd/forward_a/bias", &[2]),
        ("odd/backward_b/kernel", &[2, 2]),
        ("odd/backward_b/recurrent_kernel", &[2, 2]),
        ("odd/backward_b/bias", &[2]),
    ];
    vec![
        beside(
            "a product over 32 axes of any length",
            "loaded",
            any(),
            vec![multiply(&["x", "x"])],
            &[],
        ),
        beside(
            "an operation over 32 axes of any length",
            "invalid_config",
            any(),
            vec![operation],
            &[],
        ),
        beside(
            "an input without a number, of three axes of 2²⁴ besides",
            "invalid_config",
            json!([0, long, long, long]),
            vec![multiply(&["x", "x"])],
            &[],
        ),
        beside(
            "three axes of 2²⁴ and one of nothing",
            "invalid_config",
            json!([long, long, long, 0]),
            vec![],
            &[],
        ),
        beside(
            "an operation that joins tensors of three axes and of two along the third",
            "shape_mismatch",
            json!([6, 2, 2]),
            vec![joined],
            &[],
        ),
        beside(
            "Bidirectional with a sequence one way and a vector the other",
            "shape_mismatch",
            json!([6, 2]),
            vec![layer("Bidirectional", "odd", directions, &["x"])],
            &rnn,
        ),
    ]
}

fn masks() -> Vec<Case> {
    let masking = || layer("Masking", "masked", json!({}), &["x"]);
    let mut repeated = of_each_step("odd", "Softmax", json!({"axis": 1}), "x");
    repeated["inbound_nodes"][0][0][3] = json!({"mask": ["number", 0, 0]});
    vec![
        beside(
            "TimeDistributed with a mask that is one number",
            "loaded",
            json!([1]),
            vec![
                layer("Reshape", "number", json!({"target_shape": []}), &["x"]),
                {
                    repeated["inbound_nodes"][0][0][0] = "odd_in".into();
                    layer("RepeatVector", "row", json!({"n": 6}), &["x"])
                },
                layer(
                    "Reshape",
                    "odd_in",
                    json!({"target_shape": [3, 2, 1]}),
                    &["row"],
                ),
                repeated,
            ],
            &[],
        ),
        beside(
            "tensors joined along their features, whose masks have axes of different number",
            "shape_mismatch",
            json!([6, 2]),
            vec![
                masking(),
                of_each_step("vectors", "RepeatVector", json!({"n": 2}), "masked"),
                layer(
                    "Reshape",
                    "plain",
                    json!({"target_shape": [6, 2, 1]}),
                    &["x"],
                ),
                of_each_step("wide", "RepeatVector", json!({"n": 2}), "x"),
                layer(
                    "Concatenate",
                    "odd",
                    json!({"axis": 3}),
                    &["wide", "vectors"],
                ),
            ],
            &[],
        ),
    ]
}

/// Much room for little that comes out.
fn rooms() -> Vec<Case> {
    vec![
        beside(
            "Conv1D of 200,000 steps, over 500,000 of them in each of one step",
            "text_too_long",
            json!([1, 500_000, 1]),
            vec![of_each_step(
                "odd",
                "Conv1D",
                json!({"kernel_size": 200_000, "filters": 1, "padding": "same"}),
                "x",
            )],
            &[
                ("odd/inside/kernel", &[200_000, 1, 1]),
                ("odd/inside/bias", &[1]),
            ],
        )
        .within(64),
        beside(
            "EinsumDense that adds up 256 products for each number that comes out",
            "loaded",
            json!([256, 256]),
            vec![layer(
                "EinsumDense",
                "odd",
                json!({"equation": "abc,cd->abd", "output_shape": [null, 64]}),
                &["x"],
            )],
            &[("odd/kernel", &[256, 64])],
        )
        .within(8),
    ]
}
