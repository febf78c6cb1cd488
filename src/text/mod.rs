//! Raw text → numbered words with their places in the text → padded time steps, exactly as Keras does it.

mod character_set;
mod padding;
mod python_lower;
mod python_text;
mod saved;
mod segmentation;
mod sentence_end;
mod sentences;
mod split_pattern;
mod text_lists;
mod text_vectorization;
mod tokenizer;
mod tokenizer_json;
mod vocabulary_text;
mod word_index;
mod word_memory;

pub use padding::{Padded, Padding, Side, pad_sequence};
pub use python_lower::Place;
pub use saved::Saved;
pub use sentences::{Sentence, SentenceRule};
pub use split_pattern::SplitPattern;
pub use tokenizer::{Tokenizer, TokenizerParts, Word};
pub use tokenizer_json::{TokenizerOverrides, is_tokenizer, is_word_index, read_tokenizer};
pub use word_index::{tokenizer_of_vocabulary, tokenizer_of_word_index};
pub use word_memory::WordMemory;

/// A part of a list; nothing where it does not lie within.
fn part<T>(all: &[T], range: std::ops::Range<usize>) -> &[T] {
    all.get(range).unwrap_or_default()
}

/// A part of a text, by bytes; nothing where it does not lie within, or would cut a character.
fn text_part(text: &str, range: std::ops::Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}
