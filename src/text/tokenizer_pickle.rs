//! Tokenizers as pickles, the commonest way to save one: a Keras `Tokenizer`, a dictionary or tuple around
//! one (`{"tokenizer": …, "max_len": …}`), or a plain word index.

use serde_json::{Map, Value as Json, json};

use super::tokenizer::Tokenizer;
use super::tokenizer_json::{TokenizerOverrides, read_tokenizer, read_word_index};
use crate::error::{Error, Result};
use crate::pickle::{Node, Pickle};

/// Reads the tokenizer of a pickle; `file` is for messages.
pub fn read_tokenizer_pickle(
    bytes: &[u8],
    overrides: &TokenizerOverrides,
    file: &str,
) -> Result<Tokenizer> {
    let pickle = Pickle::read(bytes, file)?;
    let root = pickle.root();
    if let Some(state) = tokenizer_state(&pickle, root) {
        return read_tokenizer(
            &json!({ "class_name": "Tokenizer", "config": state }),
            overrides,
            file,
        );
    }
    match word_numbers(&pickle, root) {
        Some(words) => read_word_index(&Json::Object(words), overrides, file),
        None => Err(Error::UnrecognisedFile {
            file: file.into(),
            found: "it is a pickle, but of no Tokenizer and no word index".into(),
        }),
    }
}

/// The attributes of a `Tokenizer` that is the pickle itself or one level below it.
fn tokenizer_state(pickle: &Pickle, root: &Node) -> Option<Map<String, Json>> {
    let below: Vec<&Node> = match root {
        Node::Dict(entries) => entries
            .iter()
            .map(|(_, value)| pickle.node(*value))
            .collect(),
        Node::List(items) => items.iter().map(|item| pickle.node(*item)).collect(),
        _ => Vec::new(),
    };
    std::iter::once(root)
        .chain(below)
        .find_map(|node| match node {
            Node::Object {
                class,
                state: Some(state),
            } if class == "Tokenizer" => attributes(pickle, pickle.node(*state)),
            _ => None,
        })
}

fn attributes(pickle: &Pickle, state: &Node) -> Option<Map<String, Json>> {
    let mut config = Map::new();
    for key in [
        "num_words",
        "nb_words",
        "filters",
        "lower",
        "split",
        "char_level",
        "oov_token",
    ] {
        let value = match pickle.get(state, key) {
            Some(Node::Text(text)) => Json::from(text.as_str()),
            Some(Node::Bool(flag)) => Json::from(*flag),
            Some(Node::Int(number)) => Json::from(*number),
            Some(Node::Float(number)) => Json::from(*number),
            // Keras 1 kept the filters as a list of characters.
            Some(Node::List(items)) => Json::from(
                items
                    .iter()
                    .filter_map(|&id| text(pickle, id))
                    .collect::<String>(),
            ),
            Some(_) => Json::Null,
            None => continue,
        };
        config.insert(key.to_owned(), value);
    }
    let words = word_numbers(pickle, pickle.get(state, "word_index")?)?;
    config.insert("word_index".to_owned(), Json::Object(words));
    Some(config)
}

/// A dictionary of words and whole numbers; `None`: it is something else.
fn word_numbers(pickle: &Pickle, node: &Node) -> Option<Map<String, Json>> {
    let Node::Dict(entries) = node else {
        return None;
    };
    let entry = |&(word, number): &(usize, usize)| match pickle.node(number) {
        Node::Int(number) => Some((text(pickle, word)?.to_owned(), Json::from(*number))),
        _ => None,
    };
    entries.iter().map(entry).collect()
}

fn text(pickle: &Pickle, id: usize) -> Option<&str> {
    match pickle.node(id) {
        Node::Text(text) => Some(text),
        _ => None,
    }
}
