//! Every number of every fixture, against what Keras computed.

mod common;

use common::{case_folders, fixtures, json, largest_relative_difference, load, numbers};
use serde_json::Value as Json;
use wordlight::analysis::Analysis;
use wordlight::layers::{AttentionWeights, LayerEntry, Trace};
use wordlight::model::attentions_at;
use wordlight::tensor::Value;
use wordlight::{Classifier, LoadOptions};

/// Compares everything the case tells about one text; complaints, not panics, so that all are seen.
fn compare(classifier: &Classifier, expected: &Json, tolerance: f32, complaints: &mut Vec<String>) {
    let text = expected["text"].as_str().unwrap_or_default();
    let mut check = |what: &str, found: &[f32], expected: &Json| {
        // Numbers in the middle of a model may be of any size; attention and probabilities are below 1.
        let difference = largest_relative_difference(found, &numbers(expected));
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
    // Where steps and words are not one to one, Keras knows no share of padding.
    if !expected["padding_attention"].is_null() {
        check(
            "padding attention",
            &[analysis.padding_attention],
            &expected["padding_attention"],
        );
    }

    let trace = classifier
        .trace(text)
        .unwrap_or_else(|error| panic!("{text:?}: {error}"));
    compare_trace(&trace, classifier.network().layers(), expected, &mut check);
    compare_attention(classifier, &trace, expected, &mut check);
    compare_steps(&analysis, expected, &mut check);

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
                "sentence": token.sentence,
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
        // Where steps and words are not one to one, Keras knows no attention of a word.
        let attention = token
            .as_object_mut()
            .and_then(|token| token.remove("attention"));
        let found = analysis.tokens.get(index).and_then(|token| token.attention);
        match (attention.as_ref().map(Json::as_f64), found) {
            (None, _) => {}
            (Some(Some(attention)), Some(found))
                if (attention as f32 - found).abs() <= tolerance => {}
            (Some(None), None) => {}
            _ => complaints.push(format!(
                "{text:?}: attention of token {index} is {found:?}, not {attention:?}"
            )),
        }
        if token["sentence"].is_null() {
            token["sentence"] = Json::Null;
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

/// Compares the attention over steps, and of a hierarchical model over sentences and over the steps of each.
fn compare_steps(
    analysis: &Analysis,
    expected: &Json,
    check: &mut impl FnMut(&str, &[f32], &Json),
) {
    let by_row = &expected["word_attention_steps"];
    let steps = if by_row.is_null() {
        &expected["attention_steps"]
    } else {
        by_row
    };
    check("attention steps", &analysis.attention_steps, steps);
    if !expected["sentences"].is_null() {
        let sentences = analysis.sentences.as_deref().unwrap_or_default();
        let found: Vec<f32> = sentences
            .iter()
            .flat_map(|sentence| {
                let (start, end) = (sentence.span.start.utf16, sentence.span.end.utf16);
                [
                    start as f32,
                    end as f32,
                    sentence.attention.unwrap_or(f32::NAN),
                ]
            })
            .collect();
        let of_case = expected["sentences"].as_array().into_iter().flatten();
        let numbers = of_case.flat_map(|sentence| {
            // A sentence that was cut has no attention.
            ["start", "end", "attention"].map(|key| match &sentence[key] {
                Json::Null => Json::from("NaN"),
                number => number.clone(),
            })
        });
        check("sentences", &found, &numbers.collect());
    }
}

/// Compares every layer's output.
fn compare_trace(
    trace: &Trace,
    entries: &[LayerEntry],
    expected: &Json,
    check: &mut impl FnMut(&str, &[f32], &Json),
) {
    let mut compared = 0;
    for kind in ["layers", "operations", "nested"] {
        for (path, output) in expected[kind].as_object().into_iter().flatten() {
            let outputs = outputs_at(trace, entries, path).unwrap_or_default();
            let numbers = |index: usize| -> Vec<f32> {
                let value = outputs.get(index);
                value.map_or(Vec::new(), |value| value.as_slice().into_owned())
            };
            check(path, &numbers(0), &output["values"]);
            compared += 1;
            let further = output["further"].as_array().into_iter().flatten();
            // Weights that a class of one's own puts out and nothing takes leave no trace in the file.
            let is_unused = |entry: &LayerEntry| entry.name == *path && entry.attention.is_some();
            if outputs.len() == 1 && entries.iter().any(is_unused) {
                continue;
            }
            for (index, output) in further.enumerate() {
                check(path, &numbers(index + 1), &output["values"]);
            }
        }
    }
    let is_hierarchical = !expected["sentences"].is_null();
    assert!(compared > 0 || is_hierarchical, "no layers to compare");
}

/// What a layer put out, or a layer of a model inside: `encoder/lstm`.
fn outputs_at(trace: &Trace, entries: &[LayerEntry], path: &str) -> Option<Vec<Value>> {
    // A name may have a slash in it: the whole first.
    let whole = entries.iter().position(|entry| entry.name == path);
    if let Some(index) = whole {
        // Of a layer that is called twice, Keras's first call was recorded.
        let layer = trace.layers.iter().find(|trace| trace.layer == index)?;
        return Some(layer.outputs.clone());
    }
    let (first, rest) = path.split_once('/')?;
    let index = entries.iter().position(|entry| entry.name == first)?;
    let layer = trace.layers.iter().find(|trace| trace.layer == index)?;
    outputs_at(layer.inner.first()?, entries[index].inner(), rest)
}

/// Compares the attention's intermediates, as far as its kind has them.
fn compare_attention(
    classifier: &Classifier,
    trace: &Trace,
    expected: &Json,
    check: &mut impl FnMut(&str, &[f32], &Json),
) {
    let path = classifier.reported().words.as_ref();
    let path = path.or(classifier.reported().sentences.as_ref());
    let path = path.expect("no model is loaded without attention");
    let attentions = attentions_at(trace, &path.layers);
    let Some(attention) = attentions.first() else {
        check("attention (it left none)", &[], &Json::from(0));
        return;
    };
    let flat = |values: &mut dyn Iterator<Item = &f32>| values.copied().collect::<Vec<f32>>();
    let of_case = &expected["attention"];
    if let (Some(u_t), false) = (&attention.u_t, of_case["u_t"].is_null()) {
        check("u_t", &flat(&mut u_t.iter()), &of_case["u_t"]);
    }
    if let (Some(scores), false) = (&attention.scores, of_case["scores"].is_null()) {
        check("scores", &flat(&mut scores.iter()), &of_case["scores"]);
    }
    if let (Some(context), false) = (
        &attention.context_vector,
        of_case["context_vector"].is_null(),
    ) {
        check(
            "context vector",
            &flat(&mut context.iter()),
            &of_case["context_vector"],
        );
    }
    if !expected["matrix"].is_null() {
        let AttentionWeights::Matrix { weights, .. } = &attention.weights else {
            check("matrix (there is none)", &[], &expected["matrix"]["values"]);
            return;
        };
        check(
            "matrix",
            &flat(&mut weights.iter()),
            &expected["matrix"]["values"],
        );
    }
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
            shape.extend(
                layer
                    .output_shape
                    .iter()
                    .map(|axis| axis.map_or(Json::Null, Json::from)),
            );
            serde_json::json!({
                "name": layer.name,
                "class_name": layer.class_name,
                "output_shape": shape,
                "parameters": layer.weights.iter().map(|w| w.values.len()).sum::<usize>(),
            })
        })
        .collect();
    if Json::from(found.clone()) != expected["layers"] {
        let of_case = expected["layers"].as_array().cloned().unwrap_or_default();
        let differ = found
            .iter()
            .zip(&of_case)
            .find(|(found, of_case)| found != of_case);
        complaints.push(format!(
            "{} of {} layers are described: {differ:?}",
            found.len(),
            of_case.len()
        ));
    }
}

/// Layers of somebody's own class must be read as what they are, and the reading must say why.
fn compare_kind(classifier: &Classifier, case: &Json, complaints: &mut Vec<String>) {
    let Some(kind) = case["kind"].as_str() else {
        return;
    };
    let reported = classifier.reported();
    let paths = [&reported.words, &reported.sentences];
    for path in paths.into_iter().flatten().filter(|path| path.kind != kind) {
        complaints.push(format!(
            "{} is read as {}, not {kind}",
            path.name, path.kind
        ));
    }
    for reading in classifier.readings() {
        let is_listed = reading.alternatives.contains(&reading.kind);
        if reading.reason.is_empty() || is_listed {
            complaints.push(format!("{reading:?}"));
        }
    }
}

#[test]
fn fixtures_agree_with_keras() {
    let folders = case_folders(&fixtures());
    assert!(folders.len() > 300, "only {} fixtures", folders.len());
    let mut complaints = Vec::new();
    let mut texts = 0;
    // CASE=lstm cargo test --test parity: those with “lstm” in their name.
    let wanted = std::env::var("CASE").unwrap_or_default();
    for folder in folders {
        let case = json(&folder.join("case.json"));
        let name = case["id"].as_str().unwrap_or_default().to_owned();
        if !name.contains(&wanted) {
            continue;
        }
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
                compare_kind(&classifier, &case, &mut of_case);
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
    assert!(
        texts > 600 || !wanted.is_empty(),
        "only {texts} texts were compared"
    );
}
