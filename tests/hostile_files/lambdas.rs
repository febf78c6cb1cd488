//! `Lambda` layers whose compiled functions would run something, never end, or are nobody's compiled code.

use serde_json::{Value as Json, json};

use crate::built::{beginning, end, files, functional, layer};
use crate::case::Case;
use crate::common::{fixtures, json};

/// A model with a `Lambda` over the embedding's steps.
fn of(what: &str, expected: &'static str, function: Json) -> Case {
    let config = json!({"function": function, "function_type": "lambda", "arguments": {}});
    let mut layers = beginning(Some(6));
    layers.push(layer("Lambda", "odd", config, &["embedding"]));
    layers.extend(end("odd"));
    Case::new(
        &format!("Lambda: {what}"),
        expected,
        files(&functional(layers, "text", "mean"), &[]),
    )
}

/// Bytes in place of what `marshal` writes; Keras before 2.1 kept them as text, one character each.
fn marshalled(what: &str, bytes: &[u8]) -> Case {
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    // A character that base64 has not.
    of(what, "unsupported_layer", json!([text, null, null]))
}

fn tuple(items: &[Vec<u8>]) -> Vec<u8> {
    [
        &b"("[..],
        &(items.len() as u32).to_le_bytes(),
        &items.concat(),
    ]
    .concat()
}

fn string(kind: u8, text: &[u8]) -> Vec<u8> {
    [&[kind][..], &(text.len() as u32).to_le_bytes(), text].concat()
}

/// A function of Python 3.8 to 3.10 with these constants and names.
fn code(constants: &[u8], names: &[u8]) -> Vec<u8> {
    let mut bytes = vec![b'c'];
    for number in [1u32, 0, 0, 1, 1, 0x43] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(string(b's', b"|\0S\0"));
    bytes.extend(constants);
    bytes.extend(names);
    bytes.extend(tuple(&[string(b'u', b"x")]));
    bytes.extend(
        [
            tuple(&[]),
            tuple(&[]),
            string(b'u', b"f"),
            string(b'u', b"f"),
        ]
        .concat(),
    );
    bytes.extend(1u32.to_le_bytes());
    bytes.extend(string(b's', b""));
    bytes
}

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let compiled = json(&fixtures().join("hostile/lambdas.json"));
    for (what, function) in compiled.as_object().into_iter().flatten() {
        // What these ask for is nothing but far too large.
        let expected = match what.as_str() {
            "a tensor doubled forty times"
            | "a tensor of 2 to the 60"
            | "a tensor repeated a thousand million times" => "shape_mismatch",
            "a number of a thousand million digits" => "loaded",
            _ => "unsupported_layer",
        };
        cases.push(of(what, expected, json!([function, null, null])).within(128));
    }
    let flagged = |kind: u8| kind | 0x80;
    let reference = |index: u32| [&b"r"[..], &index.to_le_bytes()].concat();
    // Names once, and ten thousand functions that refer to them.
    let names: Vec<Vec<u8>> = (0..2_000)
        .map(|n| string(b'u', format!("name_{n}_{}", "x".repeat(200)).as_bytes()))
        .collect();
    let mut shared = tuple(&names);
    shared[0] = flagged(b'(');
    let mut inner = vec![shared];
    inner.extend((0..5_000).map(|_| code(&tuple(&[]), &reference(0))));
    cases.extend([
        marshalled("no code at all", b"\0"),
        marshalled("a number", b"i\x01\0\0\0"),
        marshalled("tuples in tuples, 100,000 deep", &b")\x01".repeat(100_000)),
        marshalled("a tuple of 2³¹ items", b"(\xff\xff\xff\x7f"),
        marshalled("a tuple of fewer than no items", b"(\xff\xff\xff\xff"),
        marshalled("a text of 2³¹ bytes", b"u\xff\xff\xff\x7f"),
        marshalled("a number of 2³¹ digits", b"l\xff\xff\xff\x7f"),
        marshalled(
            "a tuple that is its own item",
            &[&[flagged(b'('), 1, 0, 0, 0][..], &reference(0)].concat(),
        ),
        marshalled("a reference to what is not there", &reference(u32::MAX)),
        marshalled("a function in its own constants", &{
            let mut bytes = code(&tuple(&[reference(0)]), &tuple(&[]));
            bytes[0] = flagged(b'c');
            bytes
        }),
        marshalled(
            "5,000 functions with 2,000 names, which are the same",
            &code(&tuple(&inner), &tuple(&[])),
        )
        .within(64),
        marshalled("2¹⁰⁰ items", &{
            // Each tuple is the one before, twice.
            let mut items = vec![[&[flagged(b'(')][..], &2u32.to_le_bytes(), b"NN"].concat()];
            items.extend((0..50).map(|n| {
                [
                    &[flagged(b'(')][..],
                    &2u32.to_le_bytes(),
                    &reference(n),
                    &reference(n),
                ]
                .concat()
            }));
            code(&tuple(&items), &tuple(&[]))
        }),
        of(
            "a function of a name of one's own",
            "unsupported_layer",
            json!("os.system"),
        ),
        of(
            "a function of a module of one's own",
            "unsupported_layer",
            json!({"class_name": "function", "config": "system", "module": "os"}),
        ),
        of(
            "10 MB that are no base64",
            "unsupported_layer",
            json!(["é".repeat(5_000_000), null, null]),
        )
        .within(100),
        of(
            "10 MB of base64",
            "unsupported_layer",
            json!(["AAAA".repeat(2_500_000), null, null]),
        )
        .within(100),
        of(
            "a million defaults",
            "unsupported_layer",
            json!([
                compiled["a command"],
                vec![1; 1_000_000],
                vec![1; 1_000_000]
            ]),
        )
        .within(260),
    ]);
    cases
}
