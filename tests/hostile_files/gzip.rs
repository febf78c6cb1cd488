//! What gzip and zlib pack: bombs and lies.

use std::io::Write;

use flate2::Compression;

use crate::case::{Case, file, good_tokenizer};
use crate::zip_writer::{crc_of_zeros, gzip, one_after_another, zeros};

pub fn cases() -> Vec<Case> {
    let tokenizer = good_tokenizer().bytes;
    let packed_tokenizer = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&tokenizer).expect("content");
        packed.finish().expect("gzip")
    };
    let mut in_itself = packed_tokenizer.clone();
    for _ in 0..30 {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&in_itself).expect("content");
        in_itself = packed.finish().expect("gzip");
    }
    let mut length = packed_tokenizer.clone();
    let end = length.len();
    length[end - 4..].copy_from_slice(&u32::MAX.to_le_bytes());
    let crc = crc_of_zeros(40);
    let bombs: Vec<_> = (0..27)
        .map(|n| file(&format!("{n}.json.gz"), gzip(&zeros(40), crc, 40 << 20)))
        .collect();
    vec![
        Case::beside(
            "gzip: 1,100 MiB of zeros",
            "damaged_file",
            "t.json.gz",
            gzip(&zeros(1100), 0, 1100 << 20),
        )
        .naming("unpacks to more than")
        .within(2100),
        Case::beside(
            "gzip: zeros without end",
            "damaged_file",
            "t.json.gz",
            gzip(&one_after_another(20), 0, 20 << 20),
        )
        .within(64),
        Case::new("gzip: 27 files of 40 MiB", "damaged_file", bombs)
            .naming("unpacks to more than")
            .within(1700),
        Case::tokenizer(
            "gzip: a length of 4 GiB",
            "damaged_file",
            "t.json.gz",
            length,
        ),
        Case::tokenizer(
            "gzip: 31 times",
            "unrecognised_file",
            "t.json.gz",
            in_itself,
        ),
        Case::tokenizer(
            "gzip: a header without end",
            "damaged_file",
            "t.json.gz",
            [&b"\x1f\x8b\x08\x08\0\0\0\0\0\x03"[..], &[b'a'; 100_000]].concat(),
        ),
        Case::tokenizer(
            "gzip: extra fields beyond the end",
            "damaged_file",
            "t.json.gz",
            *b"\x1f\x8b\x08\x04\0\0\0\0\0\x03\xff\xff",
        ),
        Case::tokenizer(
            "gzip: a method that no one knows",
            "unrecognised_file",
            "t.json.gz",
            *b"\x1f\x8b\x07\0\0\0\0\0\0\x03\x03\0",
        ),
        Case::beside(
            "zlib: 100 MiB of zeros",
            "damaged_file",
            "t.pkl.z",
            [&b"\x78\xda"[..], &zeros(100)].concat(),
        )
        .within(300),
        Case::tokenizer(
            "zlib: with a dictionary that is nowhere",
            "damaged_file",
            "t.pkl.z",
            *b"\x78\xbb\0\0\0\x01\x03\0",
        ),
        Case::tokenizer(
            "zlib: a block that copies from before the beginning",
            "damaged_file",
            "t.pkl.z",
            *b"\x78\xda\x03\x02\x00\x00",
        ),
    ]
}
