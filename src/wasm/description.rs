//! `ModelDescription` of the contract.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::convert::to_js;
use crate::text::Side;
use crate::{Classifier, LoadOptions};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Description<'a> {
    format: &'a str,
    keras_version: Option<&'a str>,
    layers: Vec<Layer<'a>>,
    attention_layers: Vec<&'a str>,
    tokenizer: Option<String>,
    settings: Settings<'a>,
    input_steps: Option<usize>,
    labels: &'a [String],
    warnings: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Layer<'a> {
    name: &'a str,
    class_name: &'a str,
    output_shape: Vec<Option<usize>>,
    parameters: usize,
    weights: Vec<Weight<'a>>,
    attention: Option<&'static str>,
}

#[derive(Serialize)]
struct Weight<'a> {
    name: &'a str,
    shape: &'a [usize],
}

/// What holds now, with the rest of the options as they were given.
#[derive(Serialize)]
struct Settings<'a> {
    #[serde(flatten)]
    given: &'a LoadOptions,
    maxlen: Option<usize>,
    padding: Side,
    truncating: Side,
}

/// Describes a model.
pub fn describe(classifier: &Classifier) -> Result<JsValue, JsValue> {
    let network = classifier.network();
    let layers = network.layers();
    let padding = classifier.padding();
    let given = LoadOptions {
        maxlen: None,
        padding: None,
        truncating: None,
        ..classifier.options().clone()
    };
    to_js(&Description {
        format: classifier.format(),
        keras_version: classifier.keras_version(),
        layers: layers
            .iter()
            .filter(|layer| layer.listed)
            .map(describe_layer)
            .collect(),
        attention_layers: network
            .attention_layers()
            .into_iter()
            .map(|index| layers[index].name.as_str())
            .collect(),
        tokenizer: Some(classifier.tokenizer().describe()),
        settings: Settings {
            given: &given,
            maxlen: padding.maxlen,
            padding: padding.padding,
            truncating: padding.truncating,
        },
        input_steps: network.input_steps(),
        labels: classifier.labels(),
        warnings: classifier.warnings(),
    })
}

fn describe_layer(entry: &crate::model::LayerEntry) -> Layer<'_> {
    Layer {
        name: &entry.name,
        class_name: &entry.class_name,
        // Keras's shapes have the batch axis in front.
        output_shape: std::iter::once(None)
            .chain(entry.output_shape.iter().copied())
            .collect(),
        parameters: entry
            .weights
            .iter()
            .map(|weight| weight.shape.iter().product::<usize>())
            .sum(),
        weights: entry
            .weights
            .iter()
            .map(|weight| Weight {
                name: &weight.name,
                shape: &weight.shape,
            })
            .collect(),
        attention: entry
            .layer
            .as_ref()
            .and_then(|layer| layer.attention_kind()),
    }
}
