//! Pickled tokenizers number words as Keras does; pickles that would run code are refused, and never run.

mod common;

use std::path::PathBuf;

use common::{fixtures, json};
use wordlight::Result;
use wordlight::text::{Saved, Tokenizer, TokenizerOverrides};

fn folder() -> PathBuf {
    fixtures().join("pickles")
}

fn saved(name: &str) -> Result<Saved> {
    let bytes = std::fs::read(folder().join(name)).expect("the fixture is there");
    Saved::read_pickle(&bytes, &TokenizerOverrides::default(), name)
}

fn read(name: &str) -> Result<Tokenizer> {
    saved(name).map(|saved| *saved.tokenizer.expect("a tokenizer"))
}

#[test]
fn every_way_of_saving_gives_the_numbers_of_keras() {
    let expected = json(&folder().join("expected.json"));
    for name in [
        "tokenizer-protocol-2.pickle",
        "tokenizer-protocol-3.pickle",
        "tokenizer-protocol-4.pickle",
        "tokenizer-protocol-5.pickle",
        "in-a-dict.pkl",
        "in-a-tuple.pkl",
    ] {
        let tokenizer = read(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (text, ids) in common::strings(&expected["texts"])
            .iter()
            .zip(expected["ids"].as_array().expect("ids"))
        {
            let found: Vec<u32> = tokenizer
                .words(text)
                .iter()
                .filter_map(|word| word.id)
                .collect();
            assert_eq!(&serde_json::json!(found), ids, "{name}: {text}");
        }
    }
    let plain = read("word-index.pkl").expect("a word index");
    let id = |word: &str| plain.words(word)[0].id.map(u64::from);
    assert_eq!(id("film"), expected["word_index"]["film"].as_u64());
    // “<unk>” is no word of any text, so it stands for the unknown ones.
    assert_eq!(id("zebra"), expected["word_index"]["<unk>"].as_u64());
}

#[test]
fn a_pickle_that_would_run_a_command_is_refused_by_name() {
    let error = read("command.pkl").expect_err("it must be refused");
    assert_eq!(error.code(), "unsafe_pickle");
    assert!(error.to_string().contains(".system"), "{error}");
}

#[test]
fn a_list_of_words_is_a_vocabulary_in_order() {
    let tokenizer = read("list-of-words.pkl").expect("a vocabulary");
    assert_eq!(
        tokenizer.vocabulary()[..3],
        ["<unk>", "a", "about"].map(String::from)
    );
}
