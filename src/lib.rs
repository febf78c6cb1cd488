//! What a Keras text classifier attends to, word by word, with exactly Keras's numbers.
//!
//! ```
//! use wordlight::{Classifier, LoadOptions, NamedFile};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/models/imdb/");
//! let file = |name: &str| -> std::io::Result<NamedFile> {
//!     Ok(NamedFile { name: name.into(), bytes: std::fs::read(format!("{folder}{name}"))? })
//! };
//! let files = vec![file("model.keras")?, file("tokenizer.json")?];
//! let classifier = Classifier::load(files, LoadOptions::default())?;
//!
//! let text = "What a wonderful film";
//! let analysis = classifier.analyze(text)?;
//! for token in &analysis.tokens {
//!     println!("{} {:?}", &text[token.word.start.byte..token.word.end.byte], token.attention);
//! }
//! assert!(analysis.prediction[0] > 0.5);
//! # Ok(())
//! # }
//! ```
//!
//! # The way of the data
//! [`keras`] reads files into a [`model::Network`] of [`layers`] and [`attention`] layers, which compute with
//! [`kernels`]; [`steps`] travel along and tell which words each step is about. [`text`] turns a text into numbered
//! words with their places in the raw text, and [`encoding`] into what the model is fed. A [`Classifier`] holds both,
//! and [`analysis`] lines the attention weights up with the words. Between two texts of a [`classifier::Session`], layers
//! keep what [`unchanged`] says cannot differ. [`check`] compares with Keras's own numbers,
//! [`report`] tells what a model is without its weights, [`inspection`] looks into it. Imports go one
//! way: kernels know nothing of layers, layers nothing of files, `keras` nothing of text, and all of them nothing
//! of the browser, which only `wasm` knows.
//!
//! # Axes
//! | name | what |
//! | --- | --- |
//! | steps | places in the padded sequence of word numbers; Keras's time steps |
//! | features | width of what a layer is given |
//! | units | width of what a layer puts out |
//! | attention_dim | width of u_t and of the context vector u |
//!
//! There is no batch axis: everything is about one text. Shapes stand in backticks: `[steps, features]`.

// Files, models and texts come from strangers, and a panic stops the engine: nothing here may panic. What cannot be is
// an error that is told, or made so that it cannot be. The few exceptions say why they hold.
#![cfg_attr(
    not(test),
    warn(
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable
    )
)]
// Nor may a number that a file or a text chooses overflow, or lose bits: in WebAssembly, lengths have 32 of them.
#![cfg_attr(
    not(test),
    warn(
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss
    )
)]

pub mod analysis;
pub mod attention;
mod budget;
pub mod check;
pub mod classifier;
pub mod encoding;
pub mod error;
mod files;
#[doc(hidden)]
#[cfg(not(target_arch = "wasm32"))]
pub mod fuzzing;
mod inflate;
pub mod inspection;
mod json;
pub mod keras;
#[allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "inner loops over arrays that their callers made: all counts are bounded by the lengths of these"
)]
pub mod kernels;
pub mod labels;
pub mod layers;
pub mod model;
mod numpy;
pub mod options;
mod pickle;
pub mod report;
mod setup;
mod shorten;
mod step_attention;
pub mod steps;
pub mod tensor;
pub mod text;
pub mod unchanged;

#[cfg(target_arch = "wasm32")]
#[allow(
    clippy::cast_possible_truncation,
    reason = "lengths have 32 bits here, as many as what they are cast to"
)]
mod wasm;

pub use classifier::Classifier;
pub use error::{Error, Result};
pub use files::{NamedFile, read_saved};
pub use options::LoadOptions;
