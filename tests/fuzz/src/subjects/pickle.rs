//! Pickles: programs of Python's, of which nothing is run.

use wordlight::fuzzing;
use wordlight::text::Saved;

use super::{Form, Subject, tokenizer_works, told, within};
use crate::common::{fixtures, named_file};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "pickle",
    form: Form::File,
    check,
    seeds,
};

/// Bytes of memory for each byte of a file: a node in the machine and a value with its key in what comes out.
const EXPANSION: usize = 1 << 10;
const ROOM: usize = 1 << 18;

fn check(bytes: &[u8]) {
    within(ROOM + bytes.len() * EXPANSION, || {
        let data = told(fuzzing::pickle(bytes));
        let saved = data.and_then(|data| told(Saved::read(&data, &Default::default(), "x.pkl")));
        if let Some(tokenizer) = saved.and_then(|saved| saved.tokenizer) {
            tokenizer_works(&tokenizer);
        }
    });
}

fn seeds(_: &[Case]) -> Vec<Vec<u8>> {
    let mut seeds = super::saved::files(&fixtures().join("saved"));
    seeds.retain(|file| file.name.ends_with(".pkl") || file.name.ends_with(".joblib"));
    let pickles = fixtures().join("pickles");
    if pickles.is_dir() {
        seeds.extend(super::saved::files(&pickles));
    }
    seeds.push(named_file(&fixtures().join("saved/word2idx.pickle")));
    let mut seeds: Vec<_> = seeds.into_iter().map(|file| file.bytes).collect();
    seeds.extend(PROGRAMS.map(<[u8]>::to_vec));
    seeds
}

/// What pickles that mean harm begin like.
const PROGRAMS: [&[u8]; 6] = [
    b"cos\nsystem\n(S'echo hi'\ntR.",
    b"\x80\x02]q\0(h\0h\0e.",
    b"(dp0\nS'a'\np1\nI1\ns.",
    b"\x80\x04\x95\x10\0\0\0\0\0\0\0}\x94\x8c\x01a\x94K\x01s.",
    b"\x80\x02ccollections\nOrderedDict\n]K\x01K\x02\x86a\x85R.",
    b"\x80\x02cnumpy\ndtype\nX\x02\0\0\0U1K\0K\x01\x87R(K\x03X\x01\0\0\0<NNNK\x04K\x04K\x08tb.",
];
