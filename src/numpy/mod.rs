//! NumPy's arrays as plain data: the `.npy` format, and the elements of arrays inside pickles.
// Strangers' files come by here: nothing may panic.
#![warn(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable
)]
// Nor may lengths from a file overflow, or lose bits where `usize` has 32 of them.
#![cfg_attr(
    not(test),
    warn(
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss
    )
)]

mod dtype;
mod npy;

pub(crate) use dtype::{Dtype, Element};
pub(crate) use npy::{is_npy, read_npy};
