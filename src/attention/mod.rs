//! Attention layers, one file per kind, each with its origin, its equation and its shapes.
//!
//! Most weight the steps of one sequence and add them up: [`weighting`] has what they share, their files only how
//! they get from a sequence to weights. Self-attention, from each step to each, shares [`matrix`].

pub mod additive_attention;
pub mod att_layer_richliao;
pub mod att_layer_richliao_v1;
pub mod att_weight_bias;
pub mod att_weight_bias_per_feature;
pub mod attention_step_dim;
pub mod attention_weighted_average_deepmoji;
pub mod attention_with_context;
pub mod bahdanau_additive;
pub mod dense_attention;
pub mod dot_attention;
pub mod dot_product_attention_weights;
pub mod han_docla_attention;
pub mod hnatt_attention;
pub mod matrix;
pub mod multi_head_attention;
pub mod multi_head_bojone;
pub mod normalise;
pub mod per_feature_attention;
pub mod philipperemy_attention;
pub mod scaled_dot_product_attention;
pub mod scoring;
pub mod self_attention_qkv;
pub mod seq_self_attention;
pub mod seq_weighted_attention;
pub mod softmax_dot_context;
pub mod time_mix_attention;
pub mod weighting;
pub mod weightless_attention;

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

/// All kinds, roughly in the order of how often they are met.
pub const KINDS: &[Kind] = &[
    att_weight_bias::KIND,
    attention_step_dim::KIND,
    attention_with_context::KIND,
    dot_attention::KIND,
    multi_head_attention::KIND,
    att_layer_richliao::KIND,
    attention_weighted_average_deepmoji::KIND,
    seq_self_attention::KIND,
    bahdanau_additive::KIND,
    additive_attention::KIND,
    seq_weighted_attention::KIND,
    softmax_dot_context::KIND,
    att_weight_bias::LINEAR,
    att_layer_richliao_v1::KIND,
    philipperemy_attention::KIND,
    self_attention_qkv::KIND,
    han_docla_attention::KIND,
    per_feature_attention::KIND,
    att_weight_bias_per_feature::KIND,
    multi_head_bojone::KIND,
    hnatt_attention::KIND,
    dot_product_attention_weights::KIND,
    scaled_dot_product_attention::KIND,
    time_mix_attention::KIND,
    weightless_attention::KIND,
    self_attention_qkv::OF_DIM,
    seq_self_attention::OF_046,
    seq_self_attention::OF_042,
    seq_weighted_attention::OF_042,
];

/// The kind of a name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}
