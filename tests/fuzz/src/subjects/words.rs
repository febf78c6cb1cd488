//! Any text through any tokenizer: words with their places, after an edit too. The first bytes tell the tokenizer and the
//! edit, then come its separating characters, what splits, and the text.

use serde_json::{Map, Value as Json, json};
use wordlight::text::{Tokenizer, TokenizerParts, Word, WordMemory};

use super::{Form, Subject, places_are_right, told};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "words",
    form: Form::File,
    check,
    seeds,
};

fn check(bytes: &[u8]) {
    let [kind, filters, split, from, removed, rest @ ..] = bytes else {
        return;
    };
    let rest = String::from_utf8_lossy(rest);
    let (filters, rest) = split_characters(&rest, usize::from(filters % 32));
    let (split, text) = split_characters(rest, usize::from(split % 4));
    let Some(tokenizer) = tokenizer(*kind, filters, split, text) else {
        return;
    };
    let words = tokenizer.words(text);
    are_right(text, &words);
    let mut separators = filters.chars().chain(split.chars());
    let is_simple = kind & 3 == 0 && split.chars().count() == 1 && split.to_lowercase() == split;
    if is_simple && !separators.any(|c| matches!(c, 'Σ' | 'σ' | 'ς')) {
        // A sigma at the end makes it take the other way through the text.
        let with_sigma = tokenizer.words(&format!("{text}{split}Σ"));
        assert_eq!(with_sigma.len(), words.len() + 1);
        if !text.contains('Σ') {
            assert_eq!(with_sigma.get(..words.len()), Some(&words[..]));
        }
    }
    // What is kept between two texts changes nothing.
    let edited = edited(text, usize::from(*from), usize::from(*removed));
    let mut memory = WordMemory::default();
    for text in [text, &edited, text, &edited, ""] {
        let kept = memory.words(text, &tokenizer);
        are_right(text, &kept);
        assert_eq!(kept, tokenizer.words(text), "{text:?}");
    }
}

fn are_right(text: &str, words: &[Word]) {
    places_are_right(text, words.iter().map(|word| (word.start, word.end)));
    for word in words {
        assert!(!word.known || word.id.is_some());
    }
}

/// A tokenizer that knows every other word of the text.
fn tokenizer(kind: u8, filters: &str, split: &str, text: &str) -> Option<Tokenizer> {
    let words = text
        .split(char::is_whitespace)
        .filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.step_by(2).map(str::to_lowercase).collect();
    words.push("film".into());
    words.sort();
    words.dedup();
    if kind & 2 == 2 {
        let value =
            |bit: u8, values: [Json; 3]| values[usize::from(kind >> bit & 3).min(2)].clone();
        let standardize = [
            json!("lower_and_strip_punctuation"),
            json!("lower"),
            json!(null),
        ];
        let config: Map<String, Json> = [
            ("standardize".to_owned(), value(2, standardize)),
            (
                "split".to_owned(),
                value(4, [json!("whitespace"), json!("character"), json!(null)]),
            ),
        ]
        .into_iter()
        .collect();
        words.retain(|word| word != "[UNK]");
        return told(Tokenizer::from_text_vectorization(&config, words, "x"));
    }
    let parts = TokenizerParts {
        word_index: words.into_iter().zip(1..).collect(),
        filters: filters.into(),
        split: split.into(),
        char_level: kind & 1 == 1,
        lower: kind & 4 == 0,
        num_words: (kind & 8 == 8).then_some(4),
        oov_token: (kind & 16 == 16).then(|| "film".into()),
        index_from: u32::from(kind >> 5),
        ..TokenizerParts::default()
    };
    told(Tokenizer::new(parts, "x"))
}

fn split_characters(text: &str, count: usize) -> (&str, &str) {
    let end = text.char_indices().nth(count);
    text.split_at(end.map_or(text.len(), |(byte, _)| byte))
}

/// The text without some characters, and with some of its last ones in their place.
pub fn edited(text: &str, from: usize, removed: usize) -> String {
    let count = text.chars().count();
    let from = from % (count + 1);
    let last = text.chars().rev().take(removed / 16);
    let (before, rest) = split_characters(text, from);
    let (_, after) = split_characters(rest, removed % 16);
    before.chars().chain(last).chain(after.chars()).collect()
}

fn seeds(_: &[Case]) -> Vec<Vec<u8>> {
    let texts = [
        "What a wonderful film, it's the best!",
        "ẞ İ ΑΣ ΣΑ Σ. 日本語 😀 zxq\u{0}\u{202e} the the the",
        "a\tb\r\nc\u{85}d\u{a0}e\u{3000}f\u{200b}g",
        "ﬁ ǆ ŉ ΐ և e\u{301}\u{327} İİ i̇ K Å",
    ];
    let mut seeds = Vec::new();
    for (at, text) in texts.into_iter().enumerate() {
        for kind in [0, 1, 2, 4, 8 + 16, 2 + 16, 2 + 32, 2 + 8, 64] {
            let head = [kind, 5, 1, at as u8 * 7, 16 * at as u8 + 3];
            seeds.push([&head[..], b".,!?; ", text.as_bytes()].concat());
            let head = [kind, 2, 2, 9, 40];
            seeds.push([&head[..], ".İab".as_bytes(), text.as_bytes()].concat());
        }
    }
    seeds
}
