//! `ModelDescription` of the contract.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::convert::to_js;
use crate::attention;
use crate::inspection;
use crate::keras::Reading;
use crate::layers::LayerEntry;
use crate::model::AttentionPath;
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
    input_sentences: Option<usize>,
    hierarchical: bool,
    word_attention_layer: Option<&'a str>,
    sentence_attention_layer: Option<&'a str>,
    words_per_step: usize,
    inputs: Vec<Input>,
    outputs: Vec<&'a str>,
    output_activation: Option<&'static str>,
    readings: Vec<ReadLayer<'a>>,
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
    trainable: usize,
    weights: Vec<Weight<'a>>,
    attention: Option<&'static str>,
    layers: Vec<Layer<'a>>,
}

#[derive(Serialize)]
struct Input {
    name: String,
    shape: Vec<Option<usize>>,
    values: Vec<f32>,
}

#[derive(Serialize)]
struct Kind {
    kind: &'static str,
    title: &'static str,
    equation: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReadLayer<'a> {
    #[serde(flatten)]
    kind: Kind,
    layer: &'a str,
    class_name: &'a str,
    reason: &'a str,
    alternatives: Vec<Kind>,
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
    let padding = classifier.padding();
    let sentences = classifier.sentence_padding();
    let given = LoadOptions {
        maxlen: None,
        padding: None,
        truncating: None,
        max_sentences: sentences.and_then(|padding| u32::try_from(padding.maxlen?).ok()),
        sentence_padding: sentences.map(|padding| padding.padding),
        sentence_truncating: sentences.map(|padding| padding.truncating),
        ..classifier.options().clone()
    };
    to_js(&Description {
        format: classifier.format(),
        keras_version: classifier.keras_version(),
        layers: describe_layers(network.layers()),
        attention_layers: classifier
            .attention_paths()
            .iter()
            .map(|path| path.name.as_str())
            .collect(),
        tokenizer: Some(classifier.tokenizer().describe()),
        settings: Settings {
            given: &given,
            maxlen: padding.maxlen,
            padding: padding.padding,
            truncating: padding.truncating,
        },
        input_steps: classifier.input_steps(),
        input_sentences: classifier.input_sentences(),
        hierarchical: sentences.is_some(),
        word_attention_layer: name(&classifier.reported().words),
        sentence_attention_layer: name(&classifier.reported().sentences),
        words_per_step: classifier.words_per_step(),
        inputs: classifier
            .other_inputs()
            .into_iter()
            .map(|input| Input {
                name: input.name,
                shape: input.shape,
                values: input.values,
            })
            .collect(),
        outputs: (0..network.output_count())
            .map(|output| network.output_layer(output).name.as_str())
            .collect(),
        output_activation: classifier.output_activation(),
        readings: classifier.readings().iter().map(read_layer).collect(),
        labels: classifier.labels(),
        warnings: classifier.warnings(),
    })
}

fn name(path: &Option<AttentionPath>) -> Option<&str> {
    path.as_ref().map(|path| path.name.as_str())
}

fn kind(name: &'static str) -> Kind {
    let (title, equation) =
        attention::kind(name).map_or((name, ""), |kind| (kind.title, kind.equation));
    Kind {
        kind: name,
        title,
        equation,
    }
}

fn read_layer(reading: &Reading) -> ReadLayer<'_> {
    ReadLayer {
        kind: kind(reading.kind),
        layer: &reading.layer,
        class_name: &reading.class_name,
        reason: &reading.reason,
        alternatives: reading.alternatives.iter().copied().map(kind).collect(),
    }
}

fn describe_layers(layers: &[LayerEntry]) -> Vec<Layer<'_>> {
    let listed = layers.iter().filter(|layer| layer.listed);
    listed.map(describe_layer).collect()
}

fn describe_layer(entry: &LayerEntry) -> Layer<'_> {
    let numbers = |only_trainable: bool| -> usize {
        let weights = entry.weights.iter();
        let counted = weights.filter(|weight| weight.trainable || !only_trainable);
        counted.map(|weight| weight.values.len()).sum()
    };
    Layer {
        name: &entry.name,
        class_name: &entry.class_name,
        // Keras's shapes have the batch axis in front.
        output_shape: std::iter::once(None)
            .chain(entry.output_shape.iter().copied())
            .collect(),
        parameters: numbers(false),
        trainable: numbers(true),
        weights: entry
            .weights
            .iter()
            .map(|weight| Weight {
                name: &weight.name,
                shape: weight.values.shape(),
            })
            .collect(),
        attention: entry.attention,
        layers: describe_layers(inspection::inside(entry)),
    }
}
