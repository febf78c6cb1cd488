//! Every number of every fixture, against what Keras computed.

mod common;

use common::{case_folders, fixtures, json, largest_difference, load, numbers};
use serde_json::Value as Json;
use wordlight::model::Trace;
use wordlight::{Classifier, LoadOptions};

/// Compares everything the case tells about one text; complaints, not panics, so that all are seen.
fn compare(classifier: &Classifier, expected: &Json, tolerance: f32, complaints: &mut Vec<String>) {
    let text = expected["text"].as_str().unwrap_or_default();
    let mut check = |what: &str, found: &[f32], expected: &Json| {
        let difference = largest_difference(found, &numbers(expected));
        if difference > tolerance {
            complaints.push(format!(
                "{text:?}: {what} differs by {difference}: {found:?}, not {expected}"
            ));
        }
    };
    let analysis = classifier
        .analyze(text)
        .unwrap_or_else(|error| panic!("{text:?}: {error}"));
    check("prediction", &analysis.prediction, &expected["prediction"]);
    check(
        "padding attention",
        &[analysis.padding_attention],
        &expected["padding_attention"],
    );

    let trace = classifier
        .trace(text)
        .unwrap_or_else(|error| panic!("{text:?}: {error}"));
    let names: Vec<&str> = classifier
        .network()
        .layers()
        .iter()
        .map(|layer| layer.name.as_str())
        .collect();
    compare_trace(&trace, &names, expected, &mut check);

    let ids: Vec<f32> = classifier
        .input_ids(text)
        .iter()
        .map(|&id| id as f32)
        .collect();
    check("input ids", &ids, &expected["input_ids"]);
    let tokens: Vec<Json> = analysis
        .tokens
        .iter()
        .map(|token| {
            serde_json::json!({
                "text": &text[token.word.start.byte..token.word.end.byte],
                "start": token.word.start.utf16,
                "end": token.word.end.utf16,
                "id": token.word.id,
                "status": token.status.name(),
                "step": token.step,
            })
        })
        .collect();
    for (index, token) in expected["tokens"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let mut token = token.clone();
        let attention = token
            .as_object_mut()
            .and_then(|token| token.remove("attention"))
            .unwrap_or_default();
        let found = analysis.tokens.get(index).and_then(|token| token.attention);
        match (attention.as_f64(), found) {
            (Some(attention), Some(found)) if (attention as f32 - found).abs() <= tolerance => {}
            (None, None) => {}
            _ => complaints.push(format!(
                "{text:?}: attention of token {index} is {found:?}, not {attention}"
            )),
        }
        if tokens.get(index) != Some(&token) {
            complaints.push(format!(
                "{text:?}: token {index} is {:?}, not {token}",
                tokens.get(index)
            ));
        }
    }
    if Some(tokens.len()) != expected["tokens"].as_array().map(Vec::len) {
        complaints.push(format!("{text:?}: {} tokens", tokens.len()));
    }
}

/// Compares every layer's output and the attention's intermediates.
fn compare_trace(
    trace: &Trace,
    names: &[&str],
    expected: &Json,
    check: &mut impl FnMut(&str, &[f32], &Json),
) {
    for (layer, output) in expected["layers"].as_object().into_iter().flatten() {
        let found = names
            .iter()
            .position(|name| name == layer)
            .and_then(|index| {
                // Of a layer that is called twice, Keras's first call was recorded.
                trace
                    .layers
                    .iter()
                    .find(|trace| trace.layer == index)?
                    .outputs
                    .first()
            });
        let found: Vec<f32> = found
            .map(|tensor| tensor.iter().copied().collect())
            .unwrap_or_default();
        check(layer, &found, &output["values"]);
    }
    assert!(
        !expected["layers"]
            .as_object()
            .is_none_or(|layers| layers.is_empty()),
        "no layers to compare"
    );
    let attention_layer = expected["attention_layer"].as_str().unwrap_or_default();
    let attention = names
        .iter()
        .position(|name| *name == attention_layer)
        .and_then(|index| trace.layer(index)?.attention.as_ref())
        .unwrap_or_else(|| panic!("{attention_layer} left no attention"));
    let flat = |values: &mut dyn Iterator<Item = &f32>| values.copied().collect::<Vec<f32>>();
    check(
        "u_t",
        &flat(&mut attention.u_t.iter()),
        &expected["attention"]["u_t"],
    );
    check(
        "scores",
        &flat(&mut attention.scores.iter()),
        &expected["attention"]["scores"],
    );
    let weights = flat(&mut attention.attention_weights.iter());
    check(
        "attention weights",
        &weights,
        &expected["attention"]["attention_weights"],
    );
    check("attention steps", &weights, &expected["attention_steps"]);
    check(
        "context vector",
        &flat(&mut attention.context_vector.iter()),
        &expected["attention"]["context_vector"],
    );
}

/// The description must name Keras's layers with Keras's shapes and counts of parameters.
fn compare_description(classifier: &Classifier, expected: &Json, complaints: &mut Vec<String>) {
    let found: Vec<Json> = classifier
        .network()
        .layers()
        .iter()
        .filter(|layer| layer.listed)
        .map(|layer| {
            let mut shape = vec![Json::Null];
            shape.extend(layer.output_shape.iter().map(|axis| axis.map_or(Json::Null, Json::from)));
            serde_json::json!({
                "name": layer.name,
                "class_name": layer.class_name,
                "output_shape": shape,
                "parameters": layer.weights.iter().map(|w| w.shape.iter().product::<usize>()).sum::<usize>(),
            })
        })
        .collect();
    if Json::from(found.clone()) != expected["layers"] {
        complaints.push(format!("layers are {found:?}, not {}", expected["layers"]));
    }
}

#[test]
fn fixtures_agree_with_keras() {
    let folders = case_folders(&fixtures());
    assert!(folders.len() >= 12, "only {} fixtures", folders.len());
    let mut complaints = Vec::new();
    let mut texts = 0;
    for folder in folders {
        let case = json(&folder.join("case.json"));
        let name = case["id"].as_str().unwrap_or_default().to_owned();
        let options: LoadOptions =
            serde_json::from_value(case["options"].clone()).expect("options");
        for option in case["options"]
            .as_object()
            .into_iter()
            .flat_map(|options| options.keys())
        {
            assert!(
                LoadOptions::NAMES.contains(&option.as_str()),
                "{name}: option {option}"
            );
        }
        let mut of_case = Vec::new();
        match load(&folder, &case, options) {
            Err(error) => of_case.push(error.to_string()),
            Ok(classifier) => {
                let tolerance = case["tolerance"].as_f64().unwrap_or(1e-5) as f32;
                for expected in case["texts"].as_array().into_iter().flatten() {
                    compare(&classifier, expected, tolerance, &mut of_case);
                    texts += 1;
                }
                compare_description(&classifier, &case["describe"], &mut of_case);
            }
        }
        complaints.extend(
            of_case
                .into_iter()
                .map(|complaint| format!("{name}: {complaint}")),
        );
    }
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
    assert!(texts >= 50, "only {texts} texts were compared");
}
