//! `Tokenizer.to_json()`.

use wordlight::{NamedFile, read_saved};

use super::{Form, Subject, tokenizer_works, told, within};
use crate::common::fixtures;
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "tokenizer",
    form: Form::File,
    check,
    seeds,
};

/// A word of one letter is a value of 32 bytes and a key of 24 in a tree of them.
const EXPANSION: usize = 256;
const ROOM: usize = 1 << 18;

fn check(bytes: &[u8]) {
    within(ROOM + bytes.len() * EXPANSION, || {
        let file = NamedFile {
            name: "tokenizer.json".into(),
            bytes: bytes.to_vec(),
        };
        let saved = told(read_saved(file, &Default::default()));
        if let Some(tokenizer) = saved.and_then(|saved| saved.tokenizer) {
            tokenizer_works(&tokenizer);
        }
    });
}

fn seeds(corpus: &[Case]) -> Vec<Vec<u8>> {
    let files = corpus.iter().flat_map(|case| &case.files);
    let tokenizers = files.filter(|file| file.name == "tokenizer.json");
    let single = super::saved::files(&fixtures().join("tokenizer"));
    let single = single
        .iter()
        .filter(|file| file.name.contains(".tokenizer."));
    let small = tokenizers
        .chain(single)
        .filter(|file| file.bytes.len() < 8000);
    let mut seeds: Vec<_> = small.map(|file| file.bytes.clone()).collect();
    seeds.sort();
    seeds.dedup();
    seeds
}
