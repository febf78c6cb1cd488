//! NumPy's arrays.

use wordlight::fuzzing;

use super::{Form, Subject, told, within};
use crate::common::fixtures;
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "npy",
    form: Form::File,
    check,
    seeds,
};

const EXPANSION: usize = 1 << 10;
const ROOM: usize = 1 << 18;

fn check(bytes: &[u8]) {
    within(ROOM + bytes.len() * EXPANSION, || {
        told(fuzzing::npy(bytes));
    });
}

fn seeds(_: &[Case]) -> Vec<Vec<u8>> {
    let files = super::saved::files(&fixtures().join("saved")).into_iter();
    let arrays = files.filter(|file| file.name.ends_with(".npy"));
    let mut seeds: Vec<_> = arrays.map(|file| file.bytes).collect();
    for (kind, data) in [("<i4", 4), (">i8", 8), ("|b1", 1), ("|S3", 3), ("|u1", 1)] {
        let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': (1,), }}\n");
        let mut bytes = b"\x93NUMPY\x01\0".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.bytes());
        bytes.extend(vec![65; data]);
        seeds.push(bytes);
    }
    seeds
}
