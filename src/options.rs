//! What no file says: the contract's `LoadOptions`, in Keras's own names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::{Side, TokenizerOverrides};

/// Options of loading a model. Everything is optional.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LoadOptions {
    /// Steps that texts are padded and cut to; absent where the model takes any length: at its own length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maxlen: Option<u32>,
    /// Where short texts are padded; Keras's default is `pre`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub padding: Option<Side>,
    /// Where long texts are cut; Keras's default is `pre`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncating: Option<Side>,
    /// Keras's `num_words`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_words: Option<u32>,
    /// Keras's `oov_token`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oov_token: Option<String>,
    /// `index_from` of `keras.datasets.imdb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_from: Option<u32>,
    /// `start_char` of `keras.datasets.imdb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_id: Option<u32>,
    /// `oov_char` of `keras.datasets.imdb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oov_id: Option<u32>,
    /// Keras's `lower`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<bool>,
    /// Keras's `filters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters: Option<String>,
    /// Keras's `char_level`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub char_level: Option<bool>,
    /// Sentences that a text is padded and cut to, of hierarchical models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_sentences: Option<u32>,
    /// A regular expression that ends a sentence; hierarchical models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_end: Option<String>,
    /// Where short texts are padded with empty sentences; hierarchical models. As `padding` where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_padding: Option<Side>,
    /// Where sentences of long texts are cut; hierarchical models. As `truncating` where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_truncating: Option<Side>,
    /// Whose attention is reported, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attention_layer: Option<String>,
    /// Which output is the prediction, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// One name per class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// Class name in the file → kind of attention.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_layers: Option<BTreeMap<String, String>>,
    /// Values for the inputs that are not text, by input name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs: Option<BTreeMap<String, Vec<f32>>>,
    /// Names of options that were given and have no effect, for the warnings.
    #[serde(skip)]
    pub ignored: Vec<String>,
}

impl LoadOptions {
    /// The options that have an effect, as they are spelled in JavaScript and JSON.
    pub const NAMES: [&str; 20] = [
        "maxlen",
        "padding",
        "truncating",
        "numWords",
        "oovToken",
        "indexFrom",
        "startId",
        "oovId",
        "lower",
        "filters",
        "charLevel",
        "maxSentences",
        "sentenceEnd",
        "sentencePadding",
        "sentenceTruncating",
        "attentionLayer",
        "output",
        "labels",
        "customLayers",
        "inputs",
    ];

    /// The part that concerns the tokenizer.
    pub fn tokenizer(&self) -> TokenizerOverrides {
        TokenizerOverrides {
            num_words: self.num_words,
            oov_token: self.oov_token.clone(),
            lower: self.lower,
            filters: self.filters.clone(),
            char_level: self.char_level,
            index_from: self.index_from,
            start_id: self.start_id,
            oov_id: self.oov_id,
        }
    }
}
