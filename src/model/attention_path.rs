//! Where in a model its attention layers are: in the model itself, or in a model inside it.

use crate::layers::{AttentionTrace, LayerEntry, Trace};

/// The way to an attention layer from the outermost model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttentionPath {
    /// Index of the layer in each model on the way; the last is the attention layer.
    pub layers: Vec<usize>,
    /// Names on the way, joined with `/`; a model that is wrapped in a `TimeDistributed` is not named.
    pub name: String,
    /// Its class in the file.
    pub class_name: String,
    /// The kind of attention.
    pub kind: &'static str,
    /// Whether it lies in a `TimeDistributed`, which runs it once for every step: attention within a sentence.
    pub is_repeated: bool,
}

/// All attention layers among `layers` and inside them, in the order of `order` (indices of layers).
pub fn attention_paths(
    layers: &[LayerEntry],
    order: impl Iterator<Item = usize>,
) -> Vec<AttentionPath> {
    let mut found: Vec<AttentionPath> = Vec::new();
    for index in order {
        // A layer that is called again counts where it is called last.
        found.retain(|path| path.layers.first() != Some(&index));
        let Some(entry) = layers.get(index) else {
            continue;
        };
        collect(entry, vec![index], entry.name.clone(), false, &mut found);
    }
    found
}

fn collect(
    entry: &LayerEntry,
    layers: Vec<usize>,
    name: String,
    is_repeated: bool,
    found: &mut Vec<AttentionPath>,
) {
    if let Some(kind) = entry.attention {
        found.push(AttentionPath {
            layers,
            name,
            class_name: entry.class_name.clone(),
            kind,
            is_repeated,
        });
        return;
    }
    let is_wrapper = entry.inner().len() == 1 && entry.class_name == "TimeDistributed";
    for (index, inner) in entry.inner().iter().enumerate() {
        let mut path = layers.clone();
        path.push(index);
        let name = match is_wrapper && !inner.inner().is_empty() {
            true => name.clone(),
            false => format!("{name}/{}", inner.name),
        };
        collect(inner, path, name, is_repeated || is_wrapper, found);
    }
}

/// What the layer at the end of a path left behind: once, or once for every step of the wrappers on the way.
pub fn attentions_at<'t>(trace: &'t Trace, path: &[usize]) -> Vec<&'t AttentionTrace> {
    let Some((&layer, rest)) = path.split_first() else {
        return Vec::new();
    };
    let Some(trace) = trace.layer(layer) else {
        return Vec::new();
    };
    match rest {
        [] => trace.attention.iter().collect(),
        _ => trace
            .inner
            .iter()
            .flat_map(|inner| attentions_at(inner, rest))
            .collect(),
    }
}
