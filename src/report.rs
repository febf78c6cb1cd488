//! A report without weights and texts, so that a person with a private model can ask for help.

use std::fmt::Write;

use crate::Classifier;
use crate::tensor::display_shape;

/// What is known of a model, as text: layers, shapes, settings, warnings. No weights, no words, no labels.
pub fn report(classifier: &Classifier) -> String {
    let mut report = String::new();
    let version = env!("CARGO_PKG_VERSION");
    let keras = classifier.keras_version().unwrap_or("not stated");
    let _ = writeln!(
        report,
        "wordlight {version}\nformat: {}, Keras: {keras}\n\nlayers:",
        classifier.format()
    );
    layers(classifier.network().layers(), 1, &mut report);
    let padding = classifier.padding();
    let length = |length: Option<usize>| length.map_or("own length".to_owned(), |n| n.to_string());
    let _ = writeln!(
        report,
        "\nsteps: {} (padding {:?}, truncating {:?})",
        length(padding.maxlen),
        padding.padding,
        padding.truncating
    );
    if let Some(sentences) = classifier.sentence_padding() {
        let _ = writeln!(
            report,
            "sentences: {} (padding {:?}, truncating {:?})",
            length(sentences.maxlen),
            sentences.padding,
            sentences.truncating
        );
    }
    let _ = writeln!(report, "attention shown: {}", classifier.attention_layer());
    for reading in classifier.readings() {
        let _ = writeln!(
            report,
            "read: {} ({}) as {}: {}; or {}",
            reading.layer,
            reading.class_name,
            reading.kind,
            reading.reason,
            match reading.alternatives.is_empty() {
                true => "nothing else".to_owned(),
                false => reading.alternatives.join(", "),
            }
        );
    }
    let _ = writeln!(report, "labels: {}", classifier.labels().len());
    for warning in classifier.warnings() {
        let _ = writeln!(report, "warning: {warning}");
    }
    report
}

fn layers(entries: &[crate::layers::LayerEntry], depth: usize, report: &mut String) {
    for entry in entries {
        let weights: Vec<String> = entry
            .weights
            .iter()
            .map(|weight| format!("{} {:?}", weight.name, weight.values.shape()))
            .collect();
        let attention = entry
            .attention
            .map_or(String::new(), |kind| format!(" = {kind}"));
        let _ = writeln!(
            report,
            "{:indent$}{} ({}){attention} → {}  {}",
            "",
            entry.name,
            entry.class_name,
            display_shape(&entry.output_shape),
            weights.join(", "),
            indent = depth.saturating_mul(2)
        );
        layers(entry.inner(), depth.saturating_add(1), report);
    }
}
