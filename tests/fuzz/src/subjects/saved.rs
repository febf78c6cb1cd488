//! What people save beside a model, in any format: vocabularies, word indexes, `TextVectorization` layers, labels. The
//! first byte tells the file's name, which says what a list of words is.

use std::path::Path;

use wordlight::{NamedFile, read_saved};

use super::{Form, Subject, tokenizer_works, told, within};
use crate::common::{fixtures, named_file};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "saved",
    form: Form::File,
    check,
    seeds,
};

const NAMES: [&str; 10] = [
    "vocabulary.txt",
    "labels.txt",
    "vocab.json",
    "labels.json",
    "x.json",
    "x.txt",
    "word_index.npy",
    "classes.npy",
    "x.pkl",
    "x.joblib",
];

const EXPANSION: usize = 1 << 10;
/// And what gzip and zlib may unpack to.
const UNPACKED: usize = 1032 * 64;
const ROOM: usize = 1 << 19;

fn check(bytes: &[u8]) {
    let [name, content @ ..] = bytes else {
        return;
    };
    let is_packed = matches!(content, [0x1f, 0x8b, ..] | [0x78, ..]);
    let expansion = if is_packed { UNPACKED } else { EXPANSION };
    within(ROOM + content.len() * expansion, || {
        let name = NAMES[usize::from(*name) % NAMES.len()];
        let file = NamedFile {
            name: name.into(),
            bytes: content.to_vec(),
        };
        let Some(saved) = told(read_saved(file, &Default::default())) else {
            return;
        };
        let is_something = saved.tokenizer.is_some()
            || saved.labels.is_some()
            || saved.maxlen.is_some()
            || saved.max_sentences.is_some();
        assert!(is_something, "nothing was read, and nothing said");
        if let Some(tokenizer) = saved.tokenizer {
            tokenizer_works(&tokenizer);
        }
    });
}

/// The files of a folder, the small ones.
pub fn files(folder: &Path) -> Vec<NamedFile> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let files = paths
        .iter()
        .filter(|path| path.is_file())
        .map(|path| named_file(path));
    files.filter(|file| file.bytes.len() < 20_000).collect()
}

fn seeds(_: &[Case]) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let vectorization = files(&fixtures().join("text_vectorization"));
    for file in files(&fixtures().join("saved"))
        .into_iter()
        .chain(vectorization)
    {
        let is_kin = |name: &str| {
            let end = |name: &str| name.rsplit('.').next().map(str::to_owned);
            end(name) == end(&file.name)
        };
        let kin = NAMES.iter().position(|name| is_kin(name)).unwrap_or(8);
        let two = [kin as u8, (kin as u8 + 1) % NAMES.len() as u8];
        seeds.extend(two.map(|name| [vec![name], file.bytes.clone()].concat()));
    }
    seeds
}
