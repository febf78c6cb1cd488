//! Lists of words: whether they are a vocabulary or the names of classes, told by names, special words and length.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::word_index::is_special;

/// More names than a classifier has classes.
const MOST_CLASSES: usize = 200;

/// What a file's or a key's name says of the words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    Vocabulary,
    Labels,
    None,
}

impl Hint {
    pub(super) fn of_file(path: &str) -> Self {
        let name = path
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(path)
            .to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        if has(&[
            "label", "class", "categor", "target", "intent", "emotion", "encoder",
        ]) {
            Self::Labels
        } else if has(&["vocab", "word", "token", "dict", "char", "lexicon"]) {
            Self::Vocabulary
        } else {
            Self::None
        }
    }

    pub(super) fn of_key(key: &str) -> Self {
        match normalised(key).as_str() {
            "tokenizer" | "wordindex" | "vocab" | "vocabulary" | "word2idx" | "word2index"
            | "word2id" | "word2ix" | "wordtoindex" | "wordtoidx" | "wordtoid" | "wordtoix"
            | "wordids" | "worddict" | "dictionary" | "stoi" | "charindex" | "char2idx"
            | "char2index" | "chartoindex" | "token2id" | "tokentoid" | "tokenindex"
            | "idx2word" | "id2word" | "indexword" => Self::Vocabulary,
            "labels" | "classes" | "classnames" | "labelnames" | "targetnames" | "categories"
            | "tags" | "intents" | "labelencoder" | "labelmap" | "labelindex" | "labeldict"
            | "labeltoindex" | "labeltoid" | "label2id" | "label2idx" | "id2label"
            | "idx2label" | "indexlabel" | "classindices" | "encoder" | "le" => Self::Labels,
            _ => Self::None,
        }
    }

    /// Whether a key names the padded length: of sentences (`true`), of words (`false`).
    pub(super) fn of_length(key: &str) -> Option<bool> {
        match normalised(key).as_str() {
            "maxsentences"
            | "maxsentencecount"
            | "maxsents"
            | "maxsentnum"
            | "maxsentencenum"
            | "maxnumsentences"
            | "maxsentencespertext" => Some(true),
            "maxlen" | "maxlength" | "maxseqlen" | "maxseqlength" | "maxsequencelen"
            | "maxsequencelength" | "sequencelength" | "seqlen" | "seqlength" | "inputlength"
            | "padlen" | "padlength" | "maxsentencelength" | "maxsentlen" | "maxsentlength"
            | "maxtextlength" => Some(false),
            _ => None,
        }
    }
}

/// A key without its capitals, hyphens and underscores.
pub(super) fn normalised(key: &str) -> String {
    let letters = key.chars().filter(|character| character.is_alphanumeric());
    letters.collect::<String>().to_lowercase()
}

/// Whether words are a vocabulary, and not the names of classes.
pub(super) fn is_vocabulary<'a>(words: impl IntoIterator<Item = &'a String>, hint: Hint) -> bool {
    match hint {
        Hint::Vocabulary => true,
        Hint::Labels => false,
        Hint::None => {
            // More than that, or a special one among so many.
            let mut words = words.into_iter();
            words
                .by_ref()
                .take(MOST_CLASSES)
                .any(|word| is_special(word))
                || words.next().is_some()
        }
    }
}

/// Strings, or whole numbers where a list of classes is meant; `None`: there is something else among them.
pub(super) fn scalars(items: &[Json], hint: Hint) -> Option<Vec<String>> {
    if items.is_empty() || (hint != Hint::Labels && !items.iter().all(Json::is_string)) {
        let mixed = items.iter().any(Json::is_string) && hint == Hint::None;
        return (mixed && items.iter().all(|item| scalar(item).is_some()))
            .then(|| items.iter().filter_map(scalar).collect());
    }
    items.iter().map(scalar).collect()
}

fn scalar(item: &Json) -> Option<String> {
    match item {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        // As Python writes them.
        Json::Bool(flag) => Some(if *flag { "True" } else { "False" }.to_owned()),
        _ => None,
    }
}

/// `{"1": "the", "2": "of", …}`: words by their numbers. `None`: it is something else.
pub(super) fn named_by_number(fields: &Map<String, Json>) -> Option<HashMap<u32, String>> {
    if fields.is_empty() {
        return None;
    }
    let pair =
        |(key, value): (&String, &Json)| Some((key.parse().ok()?, value.as_str()?.to_owned()));
    fields.iter().map(pair).collect()
}

/// The classes of scikit-learn's label encoders. `None`: the object is none of them.
pub(super) fn class_names(data: &Json) -> Option<Vec<String>> {
    let fields = data.get("config")?;
    let list = match data.get("class_name")?.as_str()? {
        "LabelEncoder" | "LabelBinarizer" | "MultiLabelBinarizer" => fields.get("classes_")?,
        "OneHotEncoder" | "OrdinalEncoder" => match &fields.get("categories_")?.as_array()?[..] {
            [only] => only,
            _ => return None,
        },
        _ => return None,
    };
    let names: Option<Vec<String>> = list.as_array()?.iter().map(scalar).collect();
    names.filter(|names| !names.is_empty())
}
