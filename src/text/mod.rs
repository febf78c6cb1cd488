//! Raw text → numbered words with their places in the text → padded time steps, exactly as Keras does it.

mod padding;
mod python_lower;
mod python_text;
mod segmentation;
mod sentence_end;
mod sentences;
mod split_pattern;
mod text_vectorization;
mod tokenizer;
mod tokenizer_json;
mod tokenizer_pickle;

pub use padding::{Padded, Padding, Side, pad_sequence};
pub use python_lower::Place;
pub use sentences::{Sentence, SentenceRule};
pub use split_pattern::SplitPattern;
pub use tokenizer::{Tokenizer, TokenizerParts, Word};
pub use tokenizer_json::{
    TokenizerOverrides, is_tokenizer, is_word_index, read_tokenizer, read_word_index,
};
pub use tokenizer_pickle::read_tokenizer_pickle;
