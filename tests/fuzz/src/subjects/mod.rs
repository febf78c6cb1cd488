//! What is fuzzed: each parser of strangers' bytes with what must hold of it, whatever the bytes.
#![allow(
    dead_code,
    reason = "libFuzzer and the tests use different parts of this"
)]

pub mod archive;
pub mod check;
pub mod config;
pub mod hdf5;
pub mod inflate;
pub mod labels;
pub mod lambda;
pub mod load_analyze;
pub mod npy;
pub mod pickle;
pub mod saved;
pub mod sentences;
pub mod tfjs;
pub mod tokenizer;
pub mod words;

use wordlight::text::{Place, Tokenizer};

use crate::corpus::Case;
use crate::random::Random;
use crate::{allocations, bundle, mutate};

/// One parser, or all of them in a row.
pub struct Subject {
    pub name: &'static str,
    pub form: Form,
    /// Panics where something does not hold.
    pub check: fn(&[u8]),
    /// Real files.
    pub seeds: fn(&[Case]) -> Vec<Vec<u8>>,
}

/// What the bytes are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One file.
    File,
    /// Several: see [`bundle`].
    Bundle,
}

/// All of them.
pub const SUBJECTS: [&Subject; 15] = [
    &hdf5::SUBJECT,
    &archive::SUBJECT,
    &inflate::SUBJECT,
    &config::SUBJECT,
    &tfjs::SUBJECT,
    &lambda::SUBJECT,
    &pickle::SUBJECT,
    &npy::SUBJECT,
    &tokenizer::SUBJECT,
    &saved::SUBJECT,
    &labels::SUBJECT,
    &words::SUBJECT,
    &sentences::SUBJECT,
    &check::SUBJECT,
    &load_analyze::SUBJECT,
];

/// A real file, larger ones of which would take the time of many small ones.
const LARGEST_SEED: usize = 100_000;

/// The input with something changed in it, in the way of its format.
pub fn damaged(subject: &Subject, bytes: &[u8], corpus: &[Case], random: &mut Random) -> Vec<u8> {
    match subject.form {
        Form::File => {
            let mut bytes = bytes.to_vec();
            for _ in 0..1 + random.below(2) {
                mutate::damage(&mut bytes, random, 0);
            }
            bytes
        }
        Form::Bundle => {
            let case = Case {
                name: String::new(),
                files: bundle::unpacked(bytes),
                options: Default::default(),
            };
            match case.files.is_empty() {
                true => Vec::new(),
                false => bundle::packed(&mutate::damaged(&case, corpus, random).0),
            }
        }
    }
}

/// What came out, where something did. A person who is told nothing is not helped.
fn told<T>(result: wordlight::Result<T>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            let code = error.code();
            assert!(!error.to_string().trim().is_empty(), "{code} says nothing");
            assert!(
                error.hint().is_none_or(|hint| !hint.trim().is_empty()),
                "{code} has an empty hint"
            );
            assert!(
                code.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
                "{code} is no code"
            );
            None
        }
    }
}

/// Fails where more memory is held at one time than `most` bytes.
fn within(most: usize, check: impl FnOnce()) {
    allocations::forget();
    check();
    let held = allocations::most_held();
    assert!(held <= most, "{held} bytes were held, of at most {most}");
}

/// Fails where places are not within the text, between its characters, in order, or counted wrong in UTF-16.
fn places_are_right(text: &str, places: impl IntoIterator<Item = (Place, Place)>) {
    let mut before = (Place::default(), Place::default());
    // Counted on from place to place: a text is long, and has many words.
    let mut counted = Place::default();
    for (start, end) in places {
        assert!(start.byte < end.byte, "a place is empty: {start:?}");
        assert!(
            before.0.byte <= start.byte && before.1.byte <= end.byte,
            "{start:?} comes after {before:?}"
        );
        assert_eq!(start, from(text, counted, start.byte));
        assert_eq!(end, from(text, start, end.byte));
        (before, counted) = ((start, end), start);
    }
}

fn from(text: &str, place: Place, byte: usize) -> Place {
    let between = text.get(place.byte..byte);
    place.after(between.unwrap_or_else(|| panic!("{byte} is no place in {text:?}")))
}

/// What any tokenizer that was read must do with any text.
fn tokenizer_works(tokenizer: &Tokenizer) {
    let largest = tokenizer.largest_id();
    for text in [
        "",
        "The pool is CLEAN. It's 3.5 km!",
        "İΣ ẞ日本 😀\u{0}a\u{301}b",
    ] {
        let words = tokenizer.words(text);
        places_are_right(text, words.iter().map(|word| (word.start, word.end)));
        for word in words {
            assert!(!word.known || word.id.is_some(), "known without a number");
            assert!(
                word.id.is_none_or(|id| id <= largest),
                "{word:?}, of at most {largest}"
            );
        }
    }
    assert!(!tokenizer.describe().is_empty());
    assert!(tokenizer.numbers().all(|(_, id)| id <= largest));
    assert!(tokenizer.vocabulary().len() >= tokenizer.numbers().count());
}
