//! NumPy's arrays as plain data: the `.npy` format, and the elements of arrays inside pickles.
// Strangers' files come by here: nothing may panic.
#![warn(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable
)]

mod dtype;
mod npy;

pub(crate) use dtype::{Dtype, Element};
pub(crate) use npy::{is_npy, read_npy};
