//! Layers wired as a graph, and what one run through it leaves behind.

mod attention_path;
mod complaint;
mod forward;
mod fused;
mod idiom;
mod network;
mod order;
mod shapes;
mod work;

pub use attention_path::{AttentionPath, attention_paths, attentions_at};
pub use network::{Call, Network, TensorRef};
