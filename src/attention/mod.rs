//! Attention layers, one file per kind, each with its origin, its equation and its shapes.

mod attention_with_context;

pub use attention_with_context::AttentionWithContext;
