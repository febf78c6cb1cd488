//! Deflate streams. The first two bytes tell what is said of the content.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use wordlight::fuzzing;

use super::{Form, Subject, within};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "inflate",
    form: Form::File,
    check,
    seeds,
};

const LARGEST: u64 = 1 << 20;
/// The content twice while it grows, and the decoder's tables.
const ROOM: usize = 4 << 20;

fn check(bytes: &[u8]) {
    let [kind, said, stream @ ..] = bytes else {
        return;
    };
    let is_zlib = kind & 1 == 1;
    let declared = (1u64 << (said % 64)).wrapping_add_signed(i64::from(*kind) - 128);
    let declared = (kind & 2 == 2).then_some(declared);
    within(ROOM, || {
        let unpacked = fuzzing::inflate(stream, is_zlib, declared, LARGEST);
        if let Some((content, end)) = &unpacked {
            assert!(content.len() as u64 <= LARGEST + 1);
            assert!(*end <= stream.len());
        }
        // What is said of the length changes nothing.
        assert!(unpacked == fuzzing::inflate(stream, is_zlib, None, LARGEST));
    });
    let level = Compression::new(u32::from(said % 10));
    let packed = packed(stream, is_zlib, level);
    let unpacked = fuzzing::inflate(&packed, is_zlib, declared, LARGEST);
    assert_eq!(unpacked, Some((stream.to_vec(), packed.len())));
    let refused = fuzzing::inflate(&packed, is_zlib, declared, stream.len() as u64 / 2);
    assert!(refused.is_some_and(|(content, _)| content.len() <= stream.len() / 2 + 1));
}

fn packed(content: &[u8], is_zlib: bool, level: Compression) -> Vec<u8> {
    let written = if is_zlib {
        let mut encoder = ZlibEncoder::new(Vec::new(), level);
        encoder.write_all(content).and_then(|()| encoder.finish())
    } else {
        let mut encoder = DeflateEncoder::new(Vec::new(), level);
        encoder.write_all(content).and_then(|()| encoder.finish())
    };
    written.unwrap_or_default()
}

fn seeds(corpus: &[Case]) -> Vec<Vec<u8>> {
    let small = corpus.iter().flat_map(|case| &case.files);
    let small = small.filter(|file| file.bytes.len() < 30_000).step_by(9);
    let mut seeds = vec![vec![0, 0], vec![1, 20, 0x78, 0x9c, 3, 0, 0, 0, 0, 1]];
    for (at, file) in small.enumerate() {
        let kind = at as u8 % 4;
        let level = Compression::new(at as u32 % 10);
        let content = file.bytes.get(..2000).unwrap_or(&file.bytes);
        seeds.push([vec![kind, 12], packed(content, kind & 1 == 1, level)].concat());
    }
    seeds
}
