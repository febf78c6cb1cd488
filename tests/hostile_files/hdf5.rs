//! HDF5 whose groups, links, trees and data sets lie or go round in circles. `tests/fixtures/hostile_hdf5.py` made those
//! that h5py can write; the others are patched here, by the structures of the HDF5 File Format Specification 3.0.

use crate::case::{Case, fixture, good_h5};
use crate::lookup3::lookup3;

fn of(what: &str, expected: &'static str, file: &str) -> Case {
    Case::model(
        &format!("HDF5: {what}"),
        expected,
        "model.h5",
        fixture(&format!("hostile/{file}.h5")),
    )
}

fn patched(what: &str, expected: &'static str, change: impl FnOnce(&mut Vec<u8>)) -> Case {
    let mut bytes = good_h5();
    change(&mut bytes);
    Case::model(&format!("HDF5: {what}"), expected, "model.h5", bytes)
}

/// Where these bytes are.
fn places(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    bytes
        .windows(wanted.len())
        .enumerate()
        .filter(|(_, window)| *window == wanted)
        .map(|(at, _)| at)
        .collect()
}

fn put(bytes: &mut [u8], at: usize, number: u64) {
    bytes[at..at + 8].copy_from_slice(&number.to_le_bytes());
}

/// Turns a group's B-tree (version 1, III.A.1) into a node whose children are all at one place.
fn tree(bytes: &mut [u8], at: usize, level: u8, children: u16, place: u64) {
    bytes[at + 5] = level;
    bytes[at + 6..at + 8].copy_from_slice(&children.to_le_bytes());
    for child in 0..usize::from(children) {
        put(bytes, at + 24 + 16 * child + 8, place);
    }
}

/// Lays a chunk over the one before it: `apart` bytes behind its beginning. (A chunk's B-tree has nodes of type 1, keys of
/// 32 bytes for two axes: III.A.1.)
fn overlapping(apart: u64) -> Vec<u8> {
    let mut bytes = fixture("hostile/many_chunks.h5");
    let trees = places(&bytes, b"TREE\x01\0");
    let [tree] = trees[..] else {
        panic!("one tree of chunks: {trees:?}");
    };
    let child = |index: usize| tree + 24 + 40 * index + 32;
    let first = u64::from_le_bytes(bytes[child(0)..][..8].try_into().expect("eight bytes"));
    put(&mut bytes, child(1), first + apart);
    bytes
}

pub fn cases() -> Vec<Case> {
    let mut cases = links();
    cases.extend(data_sets());
    cases.extend(attributes());
    cases.extend(trees());
    cases.extend(headers());
    cases
}

fn links() -> Vec<Case> {
    vec![
        of(
            "groups that hold their parents",
            "loaded",
            "parent_in_child",
        ),
        of(
            "a weight's path of 2,000 turns through one group",
            "missing_weight",
            "names_through_a_loop",
        ),
        of("a soft link to itself", "missing_weight", "soft_loop"),
        of("soft links in a ring", "missing_weight", "soft_ring"),
        of(
            "an external link to /etc/passwd",
            "missing_weight",
            "external_link",
        ),
        of(
            "all weights behind an external link",
            "not_keras",
            "external_group",
        ),
        of(
            "numbers in an external file",
            "damaged_file",
            "external_storage",
        ),
        of(
            "a virtual data set of an external file",
            "damaged_file",
            "virtual",
        ),
        of(
            "one array for all the weights",
            "weight_shape",
            "one_array_for_all",
        ),
        of(
            "written by the newest library, with a group of 200",
            "loaded",
            "newest",
        ),
    ]
}

fn data_sets() -> Vec<Case> {
    let mut bomb = fixture("hostile/bomb.h5");
    bomb.extend(vec![0; 2 << 20]);
    let mut tiny = fixture("hostile/tiny_chunks.h5");
    tiny.extend(vec![0; 1 << 20]);
    vec![
        of(
            "2⁶⁰ numbers, none of them there",
            "damaged_file",
            "giant_contiguous",
        )
        .naming("268435456"),
        of(
            "2⁶² numbers in chunks, none of them there",
            "damaged_file",
            "giant_chunked",
        )
        .naming("268435456"),
        of(
            "a chunk of 64 MB for 136 numbers",
            "damaged_file",
            "giant_chunk",
        )
        .naming("chunk"),
        of(
            "two million numbers in chunks of one each",
            "damaged_file",
            "tiny_chunks",
        ),
        Case::model(
            "HDF5: two million numbers in chunks of one each, in a longer file",
            "damaged_file",
            "model.h5",
            tiny,
        )
        .naming("chunk"),
        Case::model(
            "HDF5: 1.1 GB of weights that may well be there",
            "damaged_file",
            "model.h5",
            bomb,
        ),
        of("seventeen chunks", "loaded", "many_chunks"),
        Case::model(
            "HDF5: a chunk in the place of another",
            "damaged_file",
            "model.h5",
            overlapping(0),
        )
        .naming("within each other"),
        Case::model(
            "HDF5: a chunk half over another",
            "damaged_file",
            "model.h5",
            overlapping(16),
        )
        .naming("within each other"),
        of("shuffled, packed and summed", "loaded", "twice_packed"),
        of(
            "packed in a way that Keras does not use",
            "loaded",
            "unknown_filter",
        ),
        of("texts for numbers", "damaged_file", "texts_for_numbers"),
        of("elements of 2 GB", "damaged_file", "giant_type"),
        of("compound numbers", "damaged_file", "compound"),
        of("whole numbers of 64 bits", "damaged_file", "integers"),
        of("references for numbers", "damaged_file", "references"),
        of("a single number for a matrix", "weight_shape", "scalar"),
        of("a data set without space", "weight_shape", "no_space"),
        of("32 axes", "weight_shape", "many_axes"),
        of("NaN and infinity", "loaded", "not_finite").naming("not finite"),
    ]
}

fn attributes() -> Vec<Case> {
    vec![
        of(
            "a text of 60,000 letters without an end",
            "loaded",
            "endless_text",
        ),
        of("model_config is a list", "not_keras", "config_is_a_list"),
        of(
            "model_config is a number",
            "not_keras",
            "config_is_a_number",
        ),
        of(
            "layer_names are numbers",
            "missing_weight",
            "names_are_numbers",
        ),
        of(
            "layer_names lead out of the file",
            "missing_weight",
            "names_lead_out",
        ),
        of(
            "layer_names in 500 parts that are the same",
            "loaded",
            "names_end_nowhere",
        ),
        patched("a text of 4 GiB in the global heap", "not_keras", |bytes| {
            // The attribute's reference: length, address of the collection, index.
            for heap in places(bytes, b"GCOL") {
                let address = (heap as u64).to_le_bytes();
                for place in places(bytes, &address) {
                    if place > 4 {
                        bytes[place - 4..place].copy_from_slice(&u32::MAX.to_le_bytes());
                    }
                }
            }
        }),
        patched("a heap collection of 2⁶³ bytes", "not_keras", |bytes| {
            for heap in places(bytes, b"GCOL") {
                put(bytes, heap + 8, 1 << 63);
            }
        }),
        patched("a heap collection of no bytes", "not_keras", |bytes| {
            for heap in places(bytes, b"GCOL") {
                put(bytes, heap + 8, 0);
            }
        }),
        patched("a heap's objects of 2⁶³ bytes", "not_keras", |bytes| {
            for heap in places(bytes, b"GCOL") {
                put(bytes, heap + 24, 1 << 63);
            }
        }),
        patched(
            "every text is one of a megabyte",
            "invalid_config",
            many_texts,
        )
        .within(64),
    ]
}

/// Every text of the file is one of a megabyte.
fn many_texts(bytes: &mut Vec<u8>) {
    // A collection of one object, a megabyte.
    let heap = bytes.len() as u64;
    bytes.extend(b"GCOL\x01\0\0\0");
    bytes.extend((16u64 + 16 + (1 << 20)).to_le_bytes());
    bytes.extend([1, 0, 1, 0, 0, 0, 0, 0]);
    bytes.extend((1u64 << 20).to_le_bytes());
    bytes.extend(vec![b'x'; 1 << 20]);
    // Every text that is there becomes that one.
    let collections: Vec<u64> = places(bytes, b"GCOL")
        .iter()
        .map(|&at| at as u64)
        .filter(|&at| at != heap)
        .collect();
    for collection in collections {
        for place in places(bytes, &collection.to_le_bytes()) {
            if place < 4 || place + 12 > bytes.len() {
                continue;
            }
            bytes[place - 4..place].copy_from_slice(&(1u32 << 20).to_le_bytes());
            put(bytes, place, heap);
            bytes[place + 8..place + 12].copy_from_slice(&1u32.to_le_bytes());
        }
    }
    end_of_file(bytes);
}

/// Says in the superblock where the file ends.
fn end_of_file(bytes: &mut [u8]) {
    let length = bytes.len() as u64;
    put(bytes, 40, length);
}

fn trees() -> Vec<Case> {
    // The first tree is the root's; the node has room for 32 children.
    let first = |bytes: &[u8]| places(bytes, b"TREE")[0];
    vec![
        patched("a tree that is its own child", "not_keras", |bytes| {
            let at = first(bytes);
            tree(bytes, at, 1, 1, at as u64);
        }),
        patched(
            "a tree that is its own child, twice",
            "not_keras",
            |bytes| {
                let at = first(bytes);
                tree(bytes, at, 1, 2, at as u64);
            },
        ),
        patched(
            "a tree that is its own child, 32 times",
            "not_keras",
            |bytes| {
                let at = first(bytes);
                tree(bytes, at, 0xff, 32, at as u64);
            },
        ),
        patched(
            "a tree of 30 levels, each twice the one below",
            "not_keras",
            |bytes| {
                let (root, mut below) = (first(bytes), 0u64);
                for level in 0..30u8 {
                    let node = bytes.len();
                    bytes.extend(vec![0; 24 + 16 * 2 + 8]);
                    bytes[node..node + 4].copy_from_slice(b"TREE");
                    let leaf = u64::from_le_bytes(
                        bytes[root + 32..root + 40].try_into().expect("8 bytes"),
                    );
                    tree(bytes, node, level, 2, if level == 0 { leaf } else { below });
                    below = node as u64;
                }
                tree(bytes, root, 30, 2, below);
                end_of_file(bytes);
            },
        ),
        patched("a tree of 65,535 entries", "not_keras", |bytes| {
            let at = first(bytes);
            bytes[at + 6..at + 8].copy_from_slice(&[0xff, 0xff]);
        }),
        patched("a tree beyond the end", "not_keras", |bytes| {
            let at = first(bytes);
            tree(bytes, at, 0, 1, u64::MAX - 1);
        }),
        patched("a node of 65,535 names", "not_keras", |bytes| {
            for node in places(bytes, b"SNOD") {
                bytes[node + 6..node + 8].copy_from_slice(&[0xff, 0xff]);
            }
        }),
        patched("names beyond their heap", "not_keras", |bytes| {
            for node in places(bytes, b"SNOD") {
                put(bytes, node + 8, 1 << 62);
            }
        }),
        patched("a heap of names of 2⁶³ bytes", "not_keras", |bytes| {
            for heap in places(bytes, b"HEAP") {
                put(bytes, heap + 8, 1 << 63);
            }
        }),
        patched("every group is the root", "not_keras", |bytes| {
            let root = u64::from_le_bytes(bytes[64..72].try_into().expect("8 bytes"));
            for node in places(bytes, b"SNOD") {
                let count = u16::from_le_bytes([bytes[node + 6], bytes[node + 7]]);
                for entry in 0..usize::from(count) {
                    put(bytes, node + 8 + 40 * entry + 8, root);
                }
            }
        }),
        patched(
            "newest: a tree of 65,535 levels that is its own child",
            "missing_weight",
            |bytes| {
                *bytes = fixture("hostile/newest.h5");
                for at in places(bytes, b"BTHD") {
                    bytes[at + 12..at + 14].copy_from_slice(&[0xff, 0xff]);
                    let end = at + 34;
                    let sum = lookup3(&bytes[at..end]);
                    bytes[end..end + 4].copy_from_slice(&sum.to_le_bytes());
                }
            },
        ),
    ]
}

fn headers() -> Vec<Case> {
    let numbered = |what: &str, at: usize, number: u64| {
        patched(what, "damaged_file", |bytes| put(bytes, at, number))
    };
    vec![
        numbered("the root lies beyond the end", 64, u64::MAX - 1),
        numbered("the root lies at the superblock", 64, 0),
        numbered("the file ends at 2⁶³", 40, 1 << 63),
        numbered("the file begins at 2⁶³", 24, 1 << 63),
        patched("offsets of 255 bytes", "damaged_file", |bytes| {
            bytes[13] = 255
        }),
        patched("lengths of no bytes", "damaged_file", |bytes| bytes[14] = 0),
        patched("a version of 200", "damaged_file", |bytes| bytes[8] = 200),
        patched("a header that goes on in itself", "damaged_file", |bytes| {
            let root = u64::from_le_bytes(bytes[64..72].try_into().expect("8 bytes")) as usize;
            let length =
                u32::from_le_bytes(bytes[root + 8..root + 12].try_into().expect("4 bytes"));
            // Two continuation messages, type 16, in place of the first ones.
            for message in 0..2 {
                let at = root + 16 + 24 * message;
                bytes[at..at + 8].copy_from_slice(&[16, 0, 16, 0, 0, 0, 0, 0]);
                put(bytes, at + 8, root as u64 + 16);
                put(bytes, at + 16, u64::from(length).min(48));
            }
        }),
        patched("a header of 4 GiB", "damaged_file", |bytes| {
            let root = u64::from_le_bytes(bytes[64..72].try_into().expect("8 bytes")) as usize;
            bytes[root + 8..root + 12].copy_from_slice(&u32::MAX.to_le_bytes());
        }),
    ]
}
