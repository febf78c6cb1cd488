//! Attention layers, one file per kind, each with its origin, its equation and its shapes.

mod attention_with_context;

pub use attention_with_context::AttentionWithContext;

/// A kind of attention, as a person chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name in `customLayers`.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it computes, in one line of plain text.
    pub equation: &'static str,
    /// The same in NumPy, from `h` `[steps, features]`, `weights` (the layer's, in stored order) and `m` (the mask,
    /// 1 for real steps), to `a`; `None` where it takes more than that.
    pub python: Option<&'static str>,
}

/// All kinds, in the order of how often they are met.
pub const KINDS: &[Kind] = &[attention_with_context::KIND];

/// The kind of a name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}
