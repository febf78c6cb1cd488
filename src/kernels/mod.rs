//! The few inner loops in which the time goes. They know nothing of layers.
//!
//! [`lanes`] are four numbers at a time: WebAssembly's `simd128` ([`simd128`]) or plain arrays. What is used for every
//! word is packed once, when a model is loaded ([`packed`], [`recurrent`]); what is used now and then takes Keras's own
//! layout ([`linear`]). Plain references of all of them are in `tests/kernels.rs`.

pub(crate) mod lanes;
mod linear;
pub(crate) mod packed;
#[cfg(not(target_feature = "simd128"))]
mod portable;
pub(crate) mod recurrent;
#[cfg(target_feature = "simd128")]
mod simd128;
mod sums;
mod transcendental;

pub use lanes::padded;
pub use linear::{add_matrix_product, add_vector_product, fill_rows};
pub use packed::PackedMatrix;
pub use recurrent::{GateKernel, GateOrder, gru_step, lstm_step};
pub use sums::{dot, weighted_sum};
pub use transcendental::{exp_each, sigmoid, sigmoid_each, softmax, tanh, tanh_each};
