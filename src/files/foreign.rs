//! Kinds of files that are known by their first bytes or their names, and cannot be read.

use super::base_name;
use crate::error::Error;
use crate::keras::SAVED_MODEL_INSTEAD;

const KERAS_MODEL: &str = "Save the Keras model itself: model.save(\"model.keras\").";
const NO_KERAS: &str =
    "wordlight reads models that were made with Keras: model.save(\"model.keras\").";
const UNPACK: &str = "Unpack it, and drop the files inside it.";
const WORD_VECTORS: &str = "Word vectors are inside the model already, in its embedding. Drop the model and the tokenizer that \
     numbers the words: open(\"tokenizer.json\", \"w\").write(tokenizer.to_json()).";

/// The error for a file of a known kind that cannot be read.
pub(super) fn foreign(path: &str, bytes: &[u8]) -> Option<Box<Error>> {
    let name = base_name(path).to_lowercase();
    let unsupported = by_bytes(&name, bytes).or_else(|| by_name(&name, bytes));
    if let Some((kind, instead)) = unsupported {
        return Some(Box::new(Error::UnsupportedFormat {
            file: path.to_owned(),
            kind,
            instead,
        }));
    }
    if is_tfjs_shard(&name) {
        return Some(Box::new(Error::MissingArchitecture {
            file: path.to_owned(),
        }));
    }
    other_kind(&name, bytes).map(|found| {
        Box::new(Error::UnrecognisedFile {
            file: path.to_owned(),
            found: found.into(),
        })
    })
}

fn by_bytes(name: &str, bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let starts = |signature: &[u8]| bytes.starts_with(signature);
    // What torch.save wrote before it wrote zips.
    const OLD_PYTORCH: &[u8] = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.";
    if bytes.get(4..8) == Some(b"TFL3") {
        Some(("a TensorFlow Lite model", KERAS_MODEL))
    } else if starts(OLD_PYTORCH) {
        Some(("a PyTorch model", NO_KERAS))
    } else if starts(b"BZh") {
        Some(("packed with bzip2", UNPACK))
    } else if starts(b"\xfd7zXZ\0") || starts(b"\x5d\0\0\x80\0") {
        Some(("packed with xz", UNPACK))
    } else if starts(b"\x04\x22\x4d\x18") {
        Some(("packed with lz4", UNPACK))
    } else if starts(b"7z\xbc\xaf\x27\x1c") || starts(b"Rar!\x1a\x07") {
        Some(("a 7z or rar archive", UNPACK))
    } else if bytes.get(257..262) == Some(b"ustar") {
        Some(("a tar archive", UNPACK))
    } else if bytes.get(8) == Some(&b'{') && name.ends_with(".safetensors") {
        Some(("a safetensors file", NO_KERAS))
    } else {
        None
    }
}

fn by_name(name: &str, bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let ends = |end: &str| name.ends_with(end);
    if matches!(
        name,
        "saved_model.pb" | "keras_metadata.pb" | "fingerprint.pb" | "variables.index"
    ) || name.starts_with("variables.data-")
    {
        Some(("part of a TensorFlow SavedModel", SAVED_MODEL_INSTEAD))
    } else if ends(".pb") || ends(".pbtxt") {
        Some(("a TensorFlow graph", SAVED_MODEL_INSTEAD))
    } else if ends(".tflite") {
        Some(("a TensorFlow Lite model", KERAS_MODEL))
    } else if ends(".onnx") {
        Some(("an ONNX model", KERAS_MODEL))
    } else if ends(".pt") || ends(".pth") {
        Some(("a PyTorch model", NO_KERAS))
    } else if name.contains(".data-0000")
        || ends(".index")
        || ends(".ckpt")
        || bytes.starts_with(b"model_checkpoint_path:")
    {
        Some((
            "a TensorFlow checkpoint",
            "Load the weights in Keras and save the whole model: model.load_weights(\"checkpoint\"); \
             model.save(\"model.keras\").",
        ))
    } else if is_word_vectors(bytes) {
        Some(("a file of word vectors", WORD_VECTORS))
    } else if is_yaml_architecture(bytes) {
        Some((
            "a model's architecture as YAML",
            "In Python, with TensorFlow 2.5 or older: \
             open(\"model.json\", \"w\").write(model_from_yaml(open(\"model.yaml\").read()).to_json()).",
        ))
    } else {
        None
    }
}

/// `group1-shard1of2.bin`: a TensorFlow.js model whose `model.json` is missing.
fn is_tfjs_shard(name: &str) -> bool {
    name.ends_with(".bin") && name.contains("shard")
}

fn other_kind(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let starts = |signature: &[u8]| bytes.starts_with(signature);
    if starts(b"\x89PNG")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF8")
        || bytes.get(8..12) == Some(b"WEBP")
    {
        Some("it is a picture")
    } else if starts(b"%PDF") {
        Some("it is a PDF")
    } else if name.ends_with(".py") {
        Some("it is a Python program; what it saves is needed, the model and the tokenizer")
    } else if name.ends_with(".ipynb") {
        Some("it is a notebook; what it saves is needed, the model and the tokenizer")
    } else if name.ends_with(".csv") || name.ends_with(".tsv") {
        Some("it is a table; texts are typed on the page")
    } else {
        None
    }
}

/// `word 0.1 -0.2 …` on every line, as GloVe and word2vec write it; word2vec has a line `words dimensions` first,
/// also where numbers follow in binary.
fn is_word_vectors(bytes: &[u8]) -> bool {
    const FEWEST: usize = 20;
    let head = bytes.get(..1 << 16).unwrap_or(bytes);
    let mut lines = head.split(|&byte| byte == b'\n');
    let fields = |line: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(line)
            .split_ascii_whitespace()
            .map(str::to_owned)
            .collect()
    };
    let Some(first) = lines.next().map(fields) else {
        return false;
    };
    if let [words, dimensions] = &first[..]
        && let (Ok(words), Ok(dimensions)) = (words.parse::<usize>(), dimensions.parse::<usize>())
    {
        let text = lines
            .next()
            .is_some_and(|line| Some(fields(line).len()) == dimensions.checked_add(1));
        return dimensions >= FEWEST && (text || bytes.len() > words.saturating_mul(dimensions));
    }
    first.len() > FEWEST
        && first
            .iter()
            .skip(1)
            .all(|field| crate::json::number(field).is_some())
}

/// `to_yaml()` of Keras up to 2.5.
fn is_yaml_architecture(bytes: &[u8]) -> bool {
    let head = bytes.get(..1 << 16).unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(head) else {
        return false;
    };
    text.lines().any(|line| line.starts_with("class_name: "))
        && text.lines().any(|line| line.starts_with("config:"))
}
