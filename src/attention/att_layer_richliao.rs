//! `AttLayer(attention_dim)` of richliao's textClassifier, second version (2018-08), also met under the name
//! `HierarchicalAttentionNetwork`: Yang et al. 2016 with an attention_dim of its own.
//!
//! u_t = tanh(h_t·W + b)    W: `[features, attention_dim]`, b: `[attention_dim]`
//! α_t = exp(u_t·u)·m_t / (Σ exp(u_t·u)·m_t + 1e-7)    u: `[attention_dim, 1]`
//! output = Σ α_t·h_t    `[features]`
//!
//! Computed by [`AttentionWithContext`](super::AttentionWithContext), whose equation this is. The class passes its mask
//! on unchanged although the steps are gone, which no layer behind it minds: Keras 2 refuses to build a model where
//! one would, Keras 3 drops the mask on the way. Copies with a softmax (`w_omega`, `b_omega`, `u_omega`, or
//! `att_weight`, `att_bias`, `att_u`) differ by less than 1e-7 and are read as this kind, without mask.

use super::Kind;

/// This kind.
pub const KIND: Kind = Kind {
    name: "att_layer_richliao",
    title: "AttLayer (richliao, 2018)",
    equation: "α_t = exp(u·tanh(h_t·W + b)) / (Σ exp + 1e-7), W to a width of its own",
    python: Some(
        "e = np.exp(np.tanh(h @ weights[0] + weights[1]) @ weights[2].ravel()) * m\n\
         a = e / (e.sum() + 1e-7)",
    ),
};
