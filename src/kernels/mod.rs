//! The few inner loops in which the time goes. They know nothing of layers.

mod linear;
mod transcendental;

pub use linear::{add_matrix_product, add_vector_product, fill_rows};
pub use transcendental::{sigmoid, softmax, tanh};
