//! The lines of Python that write `wordlight-check.json`, made for one model.

use std::fmt::Write;

use crate::Classifier;
use crate::attention;
use crate::text::Side;

/// Words of the vocabulary that the texts are made of.
const WORDS: usize = 12;

/// The lines, for a notebook or script in which `model` (and `tokenizer`) are at hand.
pub fn script(classifier: &Classifier) -> String {
    let mut lines = String::new();
    let keras = match classifier.keras_version() {
        Some(version) if version.starts_with('3') => "import keras",
        _ => "from tensorflow import keras  # Keras 3: import keras",
    };
    let texts = json(&texts(classifier));
    let input = input(classifier);
    let attention = attention_lines(classifier);
    let others: String = classifier
        .other_inputs()
        .iter()
        .map(|other| format!(", np.array([{}], \"float32\")", json(&other.values)))
        .collect();
    let feed = match others.is_empty() {
        true => "ids".to_owned(),
        // The inputs in the model's order; the text is where it stands among them.
        false => format!("[ids{others}]  # in the order of model.inputs"),
    };
    let layer = classifier.attention_layer();
    let _ = write!(
        lines,
        "# Where `model` and `tokenizer` are, for instance at the end of your notebook:\n\
         import json\n\
         import numpy as np\n\
         {keras}\n\n\
         texts = {texts}  # texts of your own are better\n\
         checked = []\n\
         for text in texts:\n{input}    \
             fed = {feed}\n    \
             prediction = model(fed, training=False)\n    \
             prediction = prediction[0] if isinstance(prediction, (list, tuple)) else prediction\n    \
             numbers = {{\"text\": text, \"prediction\": np.ravel(prediction).astype(float).tolist()}}\n    \
             if isinstance(ids, np.ndarray) and ids.dtype.kind in \"iu\":\n        \
                 numbers[\"input\"] = ids.ravel().tolist()\n\
         {attention}    \
             checked.append(numbers)\n\
         with open(\"wordlight-check.json\", \"w\") as file:\n    \
             json.dump({{\"wordlight_check\": 1, \"keras\": getattr(keras, \"__version__\", \"2\"), \"layer\": {layer}, \"texts\": checked}}, file)\n",
        layer = json(layer),
    );
    lines
}

/// Texts of the model's own words: a few, many, none that it knows.
fn texts(classifier: &Classifier) -> Vec<String> {
    let vocabulary = classifier.tokenizer().vocabulary();
    // The commonest come first; a word with white space in it would be split.
    let words: Vec<&str> = vocabulary
        .iter()
        .map(String::as_str)
        .filter(|word| {
            !word.is_empty() && !word.contains(char::is_whitespace) && !word.starts_with(['<', '['])
        })
        .take(WORDS * 4)
        .collect();
    let few: Vec<&str> = words
        .iter()
        .skip(WORDS / 2)
        .take(WORDS / 2)
        .copied()
        .collect();
    vec![
        few.join(" "),
        format!("{}. {}!", words.join(" "), few.join(" ")),
        "Zzyzx qwxyz".to_owned(),
    ]
}

/// What is fed to the model, by Keras's own tokenizer where there is one.
fn input(classifier: &Classifier) -> String {
    if classifier.tokenizer().is_in_model() {
        return "    ids = keras.ops.convert_to_tensor([[text]])  # Keras 2: tf.constant([[text]])\n".to_owned();
    }
    if classifier.sentence_padding().is_some() || !classifier.tokenizer().is_keras_tokenizer() {
        // How sentences were cut and words numbered only your own code knows: what was fed here is fed there.
        let ids: Vec<String> = texts(classifier)
            .iter()
            .map(|text| {
                let ids = classifier.input_ids(text);
                let rows = classifier.input_rows(text);
                json(
                    &ids.chunks(ids.len().checked_div(rows).unwrap_or(0).max(1))
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        let shape = match classifier.sentence_padding() {
            Some(_) => "[np.newaxis]",
            None => "",
        };
        return format!(
            "    # Put your own way from the text to the model's numbers here; these are wordlight's:\n    \
             ids = np.array(dict(zip(texts, [{}]))[text]){shape}\n",
            ids.join(", ")
        );
    }
    let padding = classifier.padding();
    let side = |side: Side| match side {
        Side::Pre => "pre",
        Side::Post => "post",
    };
    match padding.maxlen {
        Some(maxlen) => format!(
            "    ids = keras.preprocessing.sequence.pad_sequences(\n        \
                 tokenizer.texts_to_sequences([text]), maxlen={maxlen}, padding=\"{}\", truncating=\"{}\")\n",
            side(padding.padding),
            side(padding.truncating)
        ),
        None => {
            "    ids = np.array(tokenizer.texts_to_sequences([text]) or [[0]]).reshape(1, -1)\n    \
                     ids = ids if ids.size else np.zeros((1, 1), int)\n"
                .to_owned()
        }
    }
}

/// The attention, where Keras can be asked for it: the layer's input and weights, and the kind's formula.
fn attention_lines(classifier: &Classifier) -> String {
    let reported = classifier.reported();
    let Some(path) = reported
        .words
        .as_ref()
        .filter(|path| path.layers.len() == 1)
    else {
        return String::new();
    };
    let Some(formula) = attention::kind(path.kind).and_then(|kind| kind.python) else {
        return String::new();
    };
    // Where the model numbers its words itself, no mask is at hand.
    if classifier.tokenizer().is_in_model() && classifier.padding_is_masked() {
        return String::new();
    }
    let mask = match classifier.padding_is_masked() {
        true => "(ids != 0).ravel()",
        false => "np.ones(len(h))",
    };
    let formula: String = formula
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    format!(
        "    layer = model.get_layer({name})\n    \
             given = layer.input[0] if isinstance(layer.input, (list, tuple)) else layer.input\n    \
             h = np.asarray(keras.Model(model.inputs, given)(fed, training=False))[0]  # [steps, features]\n    \
             weights, m = layer.get_weights(), {mask}\n\
         {formula}    \
             numbers[\"attention\"] = np.ravel(a).astype(float).tolist()\n",
        name = json(&path.name),
    )
}

/// A Python literal: JSON's strings, numbers and lists are.
fn json(value: &(impl serde::Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
