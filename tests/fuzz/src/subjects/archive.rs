//! Zips: `.keras` archives, and any others.

use wordlight::fuzzing;
use wordlight::keras::archive;

use super::{Form, LARGEST_SEED, Subject, told, within};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "archive",
    form: Form::File,
    check,
    seeds,
};

/// Of one entry, in bytes.
const LARGEST: u64 = 1 << 20;
const ROOM: usize = 6 << 20;

fn check(bytes: &[u8]) {
    within(ROOM + bytes.len() * 16, || {
        told(fuzzing::zip(bytes, LARGEST, |path, entry| {
            let content = told(entry);
            let length = content.map(|content| content.map(|content| content.len() as u64));
            assert_ne!(length, Some(None), "“{path}” is listed and not there");
            assert!(length.flatten().is_none_or(|length| length <= LARGEST));
        }));
    });
    told(archive::open(bytes, "x.keras"));
}

fn seeds(corpus: &[Case]) -> Vec<Vec<u8>> {
    let files = corpus.iter().flat_map(|case| &case.files);
    let zips = files.filter(|file| file.bytes.starts_with(b"PK"));
    let small = zips.filter(|file| file.bytes.len() < LARGEST_SEED / 4);
    small.map(|file| file.bytes.clone()).collect()
}
