//! Layers wired as a graph, and what one run through it leaves behind.

mod network;
mod order;
mod trace;

pub use network::{Call, LayerEntry, Network, TensorRef, WeightInfo};
pub use trace::{LayerTrace, Trace};
