//! HDF5, as weights and whole models are kept in it.

use wordlight::keras::archive;
use wordlight::keras::hdf5::Hdf5File;

use super::{Form, LARGEST_SEED, Subject, told, within};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "hdf5",
    form: Form::File,
    check,
    seeds,
};

/// A data set may be as large as deflate can make it, is unpacked as bytes and read as f32, of one byte each at most.
const EXPANSION: usize = 1032 * 6;
const ROOM: usize = 8 << 20;
const DEEPEST: usize = 6;

fn check(bytes: &[u8]) {
    within(ROOM + bytes.len() * EXPANSION, || {
        let Some(file) = told(Hdf5File::open(bytes.to_vec(), "x.h5")) else {
            return;
        };
        // Groups that hold each other go on for ever.
        let mut left = Left {
            groups: 60,
            numbers: 1 << 22,
        };
        look_at(&file, "", 0, &mut left);
    });
}

struct Left {
    groups: usize,
    numbers: usize,
}

fn look_at(file: &Hdf5File, path: &str, depth: usize, left: &mut Left) {
    if left.groups == 0 || depth > DEEPEST {
        return;
    }
    left.groups -= 1;
    for name in ["model_config", "keras_version"] {
        told(file.text_attribute(path, name));
    }
    for name in ["layer_names", "weight_names"] {
        told(file.text_list_attribute(path, name));
    }
    let inside = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}/{name}"),
    };
    for name in told(file.data_sets(path)).into_iter().flatten() {
        let path = inside(&name);
        let shape = told(file.shape(&path)).flatten();
        if left.numbers == 0 {
            return;
        }
        if let Some(set) = told(file.read(&path)) {
            assert_eq!(shape.as_ref(), Some(&set.shape), "{path}");
            assert_eq!(
                set.shape.iter().product::<usize>(),
                set.values.len(),
                "{path} of {:?}",
                set.shape
            );
            left.numbers = left.numbers.saturating_sub(set.values.len());
        }
    }
    for name in told(file.groups(path)).into_iter().flatten() {
        look_at(file, &inside(&name), depth + 1, left);
    }
}

fn seeds(corpus: &[Case]) -> Vec<Vec<u8>> {
    let files = corpus.iter().flat_map(|case| &case.files);
    let weights = files.filter_map(|file| {
        if file.bytes.starts_with(b"\x89HDF") {
            return Some(file.bytes.clone());
        }
        archive::open(&file.bytes, &file.name)
            .ok()
            .map(|archive| archive.weights)
    });
    weights.filter(|bytes| bytes.len() < LARGEST_SEED).collect()
}
