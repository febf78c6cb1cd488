//! NumPy's arrays as plain data: the `.npy` format, and the elements of arrays inside pickles.

mod dtype;
mod npy;

pub(crate) use dtype::{Dtype, Element};
pub(crate) use npy::{is_npy, read_npy};
