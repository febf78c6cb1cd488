//! wordlight: what a Keras text classifier attends to.

pub mod analysis;
pub mod attention;
pub mod classifier;
pub mod error;
mod files;
pub mod keras;
pub mod kernels;
pub mod labels;
pub mod layers;
pub mod model;
pub mod options;
mod pickle;
pub mod tensor;
pub mod text;

#[cfg(target_arch = "wasm32")]
mod wasm;

pub use classifier::Classifier;
pub use error::{Error, Result};
pub use files::NamedFile;
pub use options::LoadOptions;
