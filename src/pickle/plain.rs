//! A pickle's data written out as JSON, within bounds: what is referred to many times is written many times.

use serde_json::{Map, Value as Json};

use super::{Id, Node, Pickle};
use crate::budget;
use crate::error::{Error, Result};

/// Attributes that are worth writing out, of the objects that are known.
const ATTRIBUTES: [&str; 10] = [
    "num_words",
    "nb_words",
    "filters",
    "lower",
    "split",
    "char_level",
    "oov_token",
    "word_index",
    "classes_",
    "categories_",
];

impl Pickle {
    /// The data. An object becomes `{"class_name": …, "config": …}`, the keys of dictionaries text; what is neither
    /// text nor number nor a collection becomes null.
    ///
    /// # Errors
    /// `damaged_file`, where the data refer to themselves or would be far larger than the pickle.
    pub(crate) fn to_json(&self, file: &str) -> Result<Json> {
        let mut writing = Writing {
            pickle: self,
            left: self.nodes.len().saturating_mul(4).saturating_add(1_000),
            bytes_left: self.length.saturating_mul(4).saturating_add(1_000),
        };
        writing.json(self.root, 0).ok_or_else(|| {
            Box::new(Error::DamagedFile {
                file: file.to_owned(),
                detail: "the pickle refers to itself, or to one thing very often".into(),
            })
        })
    }
}

struct Writing<'a> {
    pickle: &'a Pickle,
    /// Nodes that may still be written.
    left: usize,
    /// Bytes of texts that may still be written.
    bytes_left: usize,
}

impl Writing<'_> {
    fn json(&mut self, id: Id, depth: usize) -> Option<Json> {
        self.left = self.left.checked_sub(1)?;
        if depth > budget::PICKLED_DEPTH {
            return None;
        }
        let pickle = self.pickle;
        Some(match pickle.node(id) {
            Node::Bool(flag) => (*flag).into(),
            Node::Int(number) => (*number).into(),
            Node::Float(number) => (*number).into(),
            Node::Text(text) => self.text(text)?.into(),
            Node::List(items) => {
                let items = items
                    .iter()
                    .map(|&item| self.json(item, depth.saturating_add(1)));
                Json::Array(items.collect::<Option<_>>()?)
            }
            Node::Dict(entries) => Json::Object(self.fields(entries, depth, |_| true)?),
            Node::Object { class, state } => {
                let mut config = match state.map(|state| pickle.node(state)) {
                    Some(Node::Dict(entries)) => {
                        self.fields(entries, depth, |key| ATTRIBUTES.contains(&key))?
                    }
                    _ => Map::new(),
                };
                // Keras 1 kept the filters as a list of characters.
                if let Some(Json::Array(characters)) = config.get("filters") {
                    let joined: String = characters.iter().filter_map(Json::as_str).collect();
                    config.insert("filters".into(), joined.into());
                }
                serde_json::json!({ "class_name": class, "config": config })
            }
            // Vocabularies of TensorFlow are bytes.
            Node::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => self.text(text)?.into(),
                Err(_) => Json::Null,
            },
            Node::None | Node::Opaque | Node::Global(_) | Node::Array | Node::Dtype(_) => {
                Json::Null
            }
        })
    }

    fn text(&mut self, text: &str) -> Option<String> {
        self.bytes_left = self.bytes_left.checked_sub(text.len())?;
        Some(text.to_owned())
    }

    fn fields(
        &mut self,
        entries: &[(Id, Id)],
        depth: usize,
        wanted: impl Fn(&str) -> bool,
    ) -> Option<Map<String, Json>> {
        let mut fields = Map::new();
        for &(key, value) in entries {
            let key = match self.pickle.node(key) {
                Node::Text(key) => self.text(key)?,
                Node::Int(key) => key.to_string(),
                Node::Bytes(key) => match std::str::from_utf8(key) {
                    Ok(key) => self.text(key)?,
                    Err(_) => continue,
                },
                _ => continue,
            };
            if wanted(&key) {
                let value = self.json(value, depth.saturating_add(1))?;
                fields.insert(key, value);
            }
        }
        Some(fields)
    }
}
