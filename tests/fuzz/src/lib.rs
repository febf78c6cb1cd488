//! What `make fuzz` hands to libFuzzer. The subjects (what is parsed, and what must hold) and the ways of damaging files
//! are those of `tests/mutations.rs`, which tries a few of each in `make test`.

#[path = "../../mutations/allocations.rs"]
pub mod allocations;
pub mod bundle;
#[path = "../../common/mod.rs"]
mod common;
#[path = "../../mutations/corpus.rs"]
pub mod corpus;
#[path = "../../mutations/mutate.rs"]
pub mod mutate;
#[path = "../../mutations/random.rs"]
pub mod random;
pub mod subjects;

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use corpus::Case;
use libfuzzer_sys::fuzzer_mutate;
use random::Random;
use subjects::{Form, Subject};

/// The fixtures, from which parts are taken over into other files.
pub fn fixtures() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(corpus::corpus)
}

/// libFuzzer's custom mutator: half of what is tried is damaged where the format says that something stands, half as
/// libFuzzer sees fit, which knows what the code has compared its input with.
pub fn mutated(
    subject: &Subject,
    data: &mut [u8],
    size: usize,
    max_size: usize,
    seed: u32,
) -> usize {
    let mut random = Random::new(seed.into());
    let old = data.get(..size).unwrap_or_default();
    let new = match random.below(2) {
        0 => subjects::damaged(subject, old, fixtures(), &mut random),
        _ if subject.form == Form::Bundle => mutated_file(old, max_size, &mut random),
        _ => return fuzzer_mutate(data, size, max_size),
    };
    match data.get_mut(..new.len().min(max_size)) {
        Some(place) if !new.is_empty() && new.len() <= max_size => {
            place.copy_from_slice(&new);
            new.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
}

/// A bundle with one of its files as libFuzzer damages it.
fn mutated_file(bytes: &[u8], max_size: usize, random: &mut Random) -> Vec<u8> {
    let mut files = bundle::unpacked(bytes);
    let at = random.below(files.len());
    if let Some(file) = files.get_mut(at) {
        let length = file.bytes.len();
        let room = max_size.saturating_sub(bytes.len()).min(4096);
        file.bytes.resize(length + room, 0);
        let largest = file.bytes.len();
        let length = fuzzer_mutate(&mut file.bytes, length, largest);
        file.bytes.truncate(length);
    }
    bundle::packed(&files)
}

/// Writes the real files from which fuzzing begins into the folder that the environment names (`SEEDS`).
pub fn write_seeds(subject: &Subject) {
    let Some(folder) = std::env::var_os("SEEDS").map(PathBuf::from) else {
        return;
    };
    let written = fs::create_dir_all(&folder).and_then(|()| {
        let mut seeds = (subject.seeds)(fixtures()).into_iter().enumerate();
        seeds.try_for_each(|(at, bytes)| fs::write(folder.join(format!("{at:04}")), bytes))
    });
    if let Err(error) = written {
        panic!("{}: {error}", folder.display());
    }
}

/// A fuzz target of one subject.
#[macro_export]
macro_rules! target {
    ($subject:ident) => {
        use $crate::subjects::$subject::SUBJECT;

        libfuzzer_sys::fuzz_target!(init: $crate::write_seeds(&SUBJECT), |data: &[u8]| {
            (SUBJECT.check)(data)
        });
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::mutated(&SUBJECT, data, size, max_size, seed)
        });
    };
}
