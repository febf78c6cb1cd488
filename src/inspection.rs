//! Looking into a model: a layer by its name, the words nearest to a word, and the calls around the attention.

use crate::classifier::Classifier;
use crate::error::{Error, Result};
use crate::layers::{Layer, LayerEntry, LayerTrace, WeightInfo};

/// Neighbours that one may ask for.
const MOST_NEIGHBOURS: usize = 1000;

/// A word beside another in the embedding.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour<'c> {
    /// The word, as the tokenizer has it.
    pub word: &'c str,
    /// Cosine of the angle between both words' rows, from -1 to 1.
    pub similarity: f32,
}

/// One run of a model or of one inside it.
pub struct Calls<'c> {
    /// Whose calls these are.
    pub model: &'c dyn Layer,
    /// The calls in the order in which they were made, with all outputs.
    pub layers: Vec<LayerTrace>,
}

impl Classifier {
    /// A layer by its name; one inside another after that one's name and a slash.
    ///
    /// # Errors
    /// [`Error::InvalidOption`], where there is none.
    pub fn layer(&self, name: &str) -> Result<&LayerEntry> {
        let layers = self.network().layers();
        find(layers, name).ok_or_else(|| {
            let names = layers.iter().map(|layer| layer.name.as_str());
            no(
                "layer",
                format!(
                    "there is no layer “{name}”; there is: {}",
                    names.collect::<Vec<_>>().join(", ")
                ),
            )
        })
    }

    /// The words whose rows in the embedding point most nearly where this word's does, the nearest first: at most
    /// `count` of those that can be fed. Rows of zeros point nowhere.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] for a word without a number of its own, and of a model without an embedding.
    pub fn neighbours(&self, word: &str, count: usize) -> Result<Vec<Neighbour<'_>>> {
        let tokenizer = self.tokenizer();
        let first = tokenizer.words(word).into_iter().find(|word| word.known);
        let id = first
            .and_then(|word| word.id)
            .ok_or_else(|| no("word", format!("the tokenizer has no number for “{word}”")))?;
        let table = embedding(self.network().layers()).map(|weight| &weight.values);
        let rows = table.and_then(|table| Some((table.as_slice()?, *table.shape().get(1)?)));
        let (numbers, width) =
            rows.ok_or_else(|| no("word", "the model has no embedding of words".into()))?;
        let row = |id: u32| {
            let from = (id as usize).saturating_mul(width);
            numbers.get(from..from.saturating_add(width))
        };
        let own = row(id).unwrap_or_default();
        let length = dot(own, own).sqrt();
        let mut nearest: Vec<Neighbour> = Vec::new();
        for (word, other) in tokenizer.numbers().filter(|&(_, other)| other != id) {
            let row = row(other).unwrap_or_default();
            let similarity = dot(own, row) / (length * dot(row, row).sqrt());
            let place = nearest
                .iter()
                .rposition(|near| near.similarity >= similarity);
            let place = place.map_or(0, |place| place.saturating_add(1));
            if similarity.is_finite() && place < count.min(MOST_NEIGHBOURS) {
                nearest.insert(place, Neighbour { word, similarity });
                nearest.truncate(count.min(MOST_NEIGHBOURS));
            }
        }
        Ok(nearest)
    }

    /// The run of the model that the reported attention lies in, which may be inside another. In a hierarchical model:
    /// that over one sentence, or over all sentences where none is named. No calls for a sentence that was cut.
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    pub fn calls_around_attention(&self, text: &str, sentence: Option<usize>) -> Result<Calls<'_>> {
        let (trace, rows) = self.trace_with_rows(text)?;
        let mut calls = Calls {
            model: self.network(),
            layers: trace.layers,
        };
        let reported = self.reported();
        let path = match (&reported.sentences, self.sentence_padding().is_some()) {
            (path, true) if sentence.is_none() => path,
            _ => &reported.words,
        };
        let row = match sentence {
            Some(sentence) => rows.get(sentence).copied().flatten(),
            None => Some(0),
        };
        let Some(row) = row else {
            calls.layers.clear();
            return Ok(calls);
        };
        let way = path.as_ref().and_then(|path| path.layers.split_last());
        for &index in way.map(|(_, way)| way).unwrap_or_default() {
            let mut made = calls.layers.into_iter().rev();
            let mut inner = made
                .find(|call| call.layer == index)
                .map(|call| call.inner)
                .unwrap_or_default();
            let row = if inner.len() > 1 { row } else { 0 };
            calls.layers = match row < inner.len() {
                true => inner.swap_remove(row).layers,
                false => Vec::new(),
            };
            let layer = calls.model.inner_layers().get(index);
            calls.model = match layer.and_then(|entry| entry.layer.as_deref()) {
                Some(layer) => layer,
                None => break,
            };
        }
        Ok(calls)
    }
}

fn no(option: &'static str, detail: String) -> Box<Error> {
    Box::new(Error::InvalidOption { option, detail })
}

fn find<'l>(layers: &'l [LayerEntry], name: &str) -> Option<&'l LayerEntry> {
    layers.iter().find_map(|entry| {
        let rest = name.strip_prefix(entry.name.as_str())?;
        match rest.strip_prefix('/') {
            _ if rest.is_empty() => Some(entry),
            Some(rest) => find(inside(entry), rest),
            None => None,
        }
    })
}

/// The layers of the model that a layer is or repeats; none of other layers, and not the one that a wrapper repeats.
pub fn inside(entry: &LayerEntry) -> &[LayerEntry] {
    match entry.inner() {
        [wrapped] if entry.class_name == "TimeDistributed" => wrapped.inner(),
        inner => inner,
    }
}

/// The first table of words, in a model or in one inside it.
fn embedding(layers: &[LayerEntry]) -> Option<&WeightInfo> {
    layers.iter().find_map(|entry| {
        let takes_words = entry
            .layer
            .as_ref()
            .is_some_and(|layer| layer.takes_words(0));
        match inside(entry) {
            [] if takes_words => entry.weights.first(),
            inner => embedding(inner),
        }
    })
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
