//! NumPy's arrays as plain data: the `.npy` format, and the elements of arrays inside pickles.
// Lengths from a stranger's file may not overflow, or lose bits where `usize` has 32 of them.
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
