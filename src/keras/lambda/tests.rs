//! Functions compiled by Python 2.7 to 3.13 against NumPy's numbers, and bytes that nobody's compiler wrote.

use serde_json::Value as Json;

use super::marshal::{LAYOUTS, read_function};
use super::{Function, base64};
use crate::keras::symbolic::{Refusal, Symbol};
use crate::keras::version::KerasVersion;
use crate::layers::Layer;
use crate::layers::operation::{Operand, Program};
use crate::tensor::{Value, tensor_from};

fn fixture() -> Json {
    serde_json::from_str(include_str!("../../../tests/fixtures/lambdas.json")).expect("JSON")
}

fn numbers(json: &Json) -> Vec<f32> {
    match json {
        Json::Array(items) => items.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().expect("a number") as f32],
    }
}

fn read(code: &str, case: &Json) -> Result<Program, Refusal> {
    let function = Function::Compiled {
        code,
        defaults: &case["defaults"],
        closure: &case["closure"],
    };
    let tensor = |index| Symbol::Tensor(Operand::Input(index));
    let input = match case["input"].as_str() {
        Some("both") => Symbol::List(vec![tensor(0), tensor(1)]),
        _ => tensor(0),
    };
    let arguments = case["arguments"].as_object().into_iter().flatten();
    let arguments = arguments.map(|(key, value)| (key.clone(), Symbol::of_json(value)));
    function.program(input, arguments.collect(), KerasVersion::parse("2.15.0"))
}

#[test]
fn functions_of_every_python_give_what_numpy_gives() {
    let fixture = fixture();
    let value = |name: &str, columns: usize| {
        Value::new(tensor_from(&[4, columns], numbers(&fixture[name])).expect("12 or 4 numbers"))
    };
    let (x, y) = (value("x", 3), value("y", 1));
    let mut count = 0;
    for case in fixture["cases"].as_array().expect("cases") {
        let inputs = match case["input"].as_str() {
            Some("both") => vec![x.clone(), y.clone()],
            Some("y") => vec![y.clone()],
            _ => vec![x.clone()],
        };
        for (version, code) in case["code"].as_object().expect("codes") {
            let name = format!("{} of Python {version}", case["name"]);
            let program = read(code.as_str().unwrap_or_default(), case)
                .unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
            let outcome = program
                .call(&inputs)
                .unwrap_or_else(|mismatch| panic!("{name}: {mismatch:?}"));
            let found = &outcome.outputs[0];
            assert_eq!(
                serde_json::json!(found.shape()),
                case["shape"],
                "{name}: {}",
                program.described()
            );
            for (found, expected) in found.as_slice().iter().zip(numbers(&case["expected"])) {
                assert!(
                    (found - expected).abs() < 1e-5,
                    "{name}: {found}, not {expected}: {}",
                    program.described()
                );
            }
            count += 1;
        }
    }
    assert!(count >= 300, "only {count} functions");
}

#[test]
fn a_function_is_told_in_words() {
    let fixture = fixture();
    let described = |name: &str| {
        let cases = fixture["cases"].as_array().into_iter().flatten();
        let case = cases.into_iter().find(|case| case["name"] == name);
        let case = case.expect("a case of this name");
        let code = case["code"]["3.12"].as_str().unwrap_or_default();
        read(code, case).map(|program| program.described())
    };
    assert_eq!(described("sum").as_deref(), Ok("sum(x, axis=1)"));
    assert_eq!(described("last_step").as_deref(), Ok("x[:, -1, :]"));
    assert_eq!(
        described("weighted_sum").as_deref(),
        Ok("sum(x[0] * x[1], axis=1)")
    );
    assert_eq!(described("identity").as_deref(), Ok("x"));
}

#[test]
fn truncated_and_altered_code_is_refused_or_read_but_never_panics() {
    let fixture = fixture();
    let mut state = 1u32;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below.max(1)
    };
    for case in fixture["cases"].as_array().expect("cases") {
        for code in case["code"].as_object().expect("codes").values() {
            let bytes = base64::decode(code.as_str().unwrap_or_default()).expect("base64");
            for length in 0..bytes.len() {
                for layout in LAYOUTS {
                    assert!(read_function(&bytes[..length], layout).is_none());
                }
            }
            for _ in 0..100 {
                let mut altered = bytes.clone();
                for _ in 0..=random(3) {
                    let place = random(altered.len());
                    altered[place] = random(256) as u8;
                }
                // As Keras before 2.1 wrote it, one character for each byte.
                let text: String = altered.iter().map(|&byte| char::from(byte)).collect();
                if let Ok(program) = read(&text, case) {
                    let shape = vec![None, Some(3)];
                    let _ = program.output_shapes(&[shape.clone(), shape]);
                }
            }
        }
    }
}

#[test]
fn hostile_code_is_refused() {
    let none = &Json::Null;
    // A tuple of 2³¹ items, a long text, tuples within each other, a reference to what is not there.
    let mut nested = [b')', 1].repeat(100_000);
    nested.push(b'N');
    let of_2_billion = [b"(\xff\xff\xff\x7f".to_vec(), vec![b'N'; 8]].concat();
    for bytes in [
        of_2_billion,
        b"s\xff\xff\xff\x7fabc".to_vec(),
        nested,
        b"r\x05\x00\x00\x00".to_vec(),
        b"\xa9\x01r\x00\x00\x00\x00".to_vec(),
        Vec::new(),
    ] {
        let code: String = bytes.iter().map(|&byte| char::from(byte)).collect();
        assert!(read(&code, none).is_err(), "{bytes:?}");
    }
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    let function = Function::Named("os.system");
    let input = Symbol::Tensor(Operand::Input(0));
    let refusal = function.program(input, Vec::new(), KerasVersion::parse("3.15.1"));
    assert_eq!(refusal.err().as_deref(), Some("a call of os.system"));
}
