//! One hostile file, or several, and what must come of them.

use wordlight::{Classifier, LoadOptions, NamedFile};

use crate::allocations;
use crate::common::{fixtures, named_file};

const MIB: usize = 1 << 20;

/// MiB that may be held at once where a case says nothing else.
const USUAL: usize = 16;

/// How much may be asked for altogether, for each byte that may be held at once.
const TURNOVER: usize = 64;

const TEXTS: [&str; 2] = ["The film was not bad at all.", ""];

/// Files, and what must come of them.
pub struct Case {
    /// What is wrong with them.
    pub what: String,
    files: Vec<NamedFile>,
    options: LoadOptions,
    /// A code of errors, or “loaded”.
    expected: &'static str,
    /// What the error's sentence names, or one of the warnings where it loads.
    naming: &'static str,
    /// MiB that may be held at once, beside the files themselves.
    within: usize,
}

impl Case {
    pub fn new(what: &str, expected: &'static str, files: Vec<NamedFile>) -> Self {
        Self {
            what: what.into(),
            files,
            options: LoadOptions::default(),
            expected,
            naming: "",
            within: USUAL,
        }
    }

    /// One file alone.
    pub fn alone(
        what: &str,
        expected: &'static str,
        name: &str,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self::new(what, expected, vec![file(name, bytes)])
    }

    /// One file, beside a model and a tokenizer that are fine.
    pub fn beside(
        what: &str,
        expected: &'static str,
        name: &str,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self::new(
            what,
            expected,
            vec![file(name, bytes), good_model(), good_tokenizer()],
        )
    }

    /// One file as the model, beside a tokenizer that is fine.
    pub fn model(
        what: &str,
        expected: &'static str,
        name: &str,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self::new(what, expected, vec![file(name, bytes), good_tokenizer()])
    }

    /// One file as the tokenizer, beside a model that is fine.
    pub fn tokenizer(
        what: &str,
        expected: &'static str,
        name: &str,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self::new(what, expected, vec![file(name, bytes), good_model()])
    }

    /// What the sentence must name.
    pub fn naming(mut self, naming: &'static str) -> Self {
        self.naming = naming;
        self
    }

    /// MiB that may be held at once.
    pub fn within(mut self, mebibytes: usize) -> Self {
        self.within = mebibytes;
        self
    }

    /// With options.
    pub fn with(mut self, change: impl FnOnce(&mut LoadOptions)) -> Self {
        change(&mut self.options);
        self
    }

    /// Tries the files; what is not as it must be.
    pub fn complaints(self) -> Vec<String> {
        let Self {
            what,
            files,
            options,
            expected,
            naming,
            within,
        } = self;
        allocations::forget();
        let loaded = Classifier::load(files, options);
        let (code, told) = match &loaded {
            Ok(classifier) => {
                for text in TEXTS {
                    let answered = classifier.analyze(text);
                    assert!(answered.is_ok(), "{what}: {answered:?}");
                }
                ("loaded", classifier.warnings().join(" "))
            }
            Err(error) => {
                let _ = error.hint();
                (error.code(), error.to_string())
            }
        };
        let longest = match &loaded {
            Ok(classifier) => classifier.warnings().iter().map(String::len).max(),
            Err(_) => Some(told.len()),
        };
        let longest = longest.unwrap_or_default();
        let (held, altogether) = (allocations::most_held(), allocations::altogether());
        println!(
            "{what}: {code}, {:.1} MiB held, {:.1} in all: {told:.150}",
            held as f64 / MIB as f64,
            altogether as f64 / MIB as f64
        );
        let mut complaints = Vec::new();
        if code != expected {
            complaints.push(format!("{what}: {code}, not {expected} ({told:.300})"));
        }
        if !told.contains(naming) {
            complaints.push(format!("{what}: “{naming}” is not named in: {told:.300}"));
        }
        if longest > 2000 {
            complaints.push(format!(
                "{what}: a sentence of {longest} bytes: {told:.200}"
            ));
        }
        if held > within * MIB {
            complaints.push(format!("{what}: {} MiB held, of {within}", held / MIB));
        }
        if altogether > within * MIB * TURNOVER {
            complaints.push(format!(
                "{what}: {} MiB asked for altogether",
                altogether / MIB
            ));
        }
        complaints
    }
}

pub fn file(name: &str, bytes: impl Into<Vec<u8>>) -> NamedFile {
    NamedFile {
        name: name.into(),
        bytes: bytes.into(),
    }
}

/// A file of the fixtures.
pub fn fixture(path: &str) -> Vec<u8> {
    named_file(&fixtures().join(path)).bytes
}

pub fn good_model() -> NamedFile {
    named_file(&fixtures().join("k3-awc-bilstm-sequential-keras/model.keras"))
}

/// A whole model as HDF5 of the oldest kind, which is what Keras writes.
pub fn good_h5() -> Vec<u8> {
    fixture("k3-post-padding-h5/model.h5")
}

pub fn good_tokenizer() -> NamedFile {
    named_file(&fixtures().join("k3-awc-bilstm-sequential-keras/tokenizer.json"))
}
