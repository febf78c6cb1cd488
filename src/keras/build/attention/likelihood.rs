//! How likely a layer is of a kind, beyond what shapes allow, and why.
//!
//! Points are not probabilities: they only bring the kinds that fit into an order. A telling class name or argument
//! (100) outweighs everything else, the name of a weight (up to 80) outweighs how common a kind is (at most 30).

use super::clues::Clues;
use super::shapes::Roles;

/// A reason for a kind, or against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// How much it counts; below zero it speaks against.
    pub points: i32,
    /// What it is, as the end of a sentence that begins “it was read so because”; empty where nothing is to be said.
    pub because: String,
}

/// All that speaks for a kind or against it.
pub fn evidence(kind: &str, clues: &Clues, roles: &Roles) -> Vec<Evidence> {
    let mut found = Vec::new();
    let mut add = |points: i32, because: String| found.push(Evidence { points, because });
    add(how_common(kind), String::new());
    if let Some(points) = of_class(kind, clues) {
        add(points, format!("the class is called {}", clues.class_name));
    }
    for (names, points) in arguments_of(kind) {
        if let Some(name) = clues.argument(names) {
            add(*points, format!("it has the argument {name}"));
        }
    }
    if kind == "philipperemy_attention"
        && let Some(score) = clues.score.as_deref()
        && matches!(score, "luong" | "bahdanau")
    {
        add(100, format!("its score is “{score}”"));
    }
    for (texts, points) in names_of(kind) {
        if let Some(name) = clues.name_with(texts) {
            add(*points, format!("a weight is called {name}"));
        }
    }
    if clues.weights.iter().any(|weight| weight.is_prefixed) && names_its_weights(kind) {
        add(30, "its weights repeat the layer's name".into());
    }
    if let Some((points, because)) = of_second_name(clues, roles) {
        add(points, because);
    }
    add(of_ranks(kind, clues), String::new());
    match clues.takes_mask {
        Some(true) if uses_mask(kind) => add(25, "it takes a mask".into()),
        Some(true) if kind != "hnatt_attention" => add(-25, String::new()),
        Some(false) if uses_mask(kind) => add(-35, String::new()),
        Some(false) => add(5, "it takes no mask".into()),
        _ => {}
    }
    if let Some((points, because)) = of_output(kind, clues) {
        add(points, because);
    }
    found
}

/// Whether the class of a kind uses a mask that reaches it.
pub fn uses_mask(kind: &str) -> bool {
    matches!(
        kind,
        "attention_with_context"
            | "att_layer_richliao"
            | "attention_step_dim"
            | "attention_weighted_average_deepmoji"
            | "seq_weighted_attention"
            | "seq_weighted_attention_042"
            | "softmax_dot_context"
            | "dot_product_attention_weights"
            | "per_feature_attention"
            | "seq_self_attention"
            | "seq_self_attention_046"
            | "seq_self_attention_042"
            | "scaled_dot_product_attention"
    )
}

/// Whether a kind puts out a sequence from each step to each.
pub fn is_self_attention(kind: &str) -> bool {
    matches!(
        kind,
        "seq_self_attention"
            | "seq_self_attention_046"
            | "seq_self_attention_042"
            | "scaled_dot_product_attention"
            | "self_attention_qkv"
            | "self_attention_qkv_dim"
            | "multi_head_bojone"
    )
}

fn how_common(kind: &str) -> i32 {
    match kind {
        "att_weight_bias" => 30,
        "attention_step_dim" => 28,
        "attention_with_context" => 26,
        "att_layer_richliao" => 24,
        "attention_weighted_average_deepmoji" => 22,
        "seq_self_attention" | "bahdanau_additive" | "self_attention_qkv" => 20,
        "multi_head_bojone" | "philipperemy_attention" => 20,
        "seq_weighted_attention" => 18,
        "att_layer_richliao_v1" => 16,
        "softmax_dot_context" | "per_feature_attention" => 14,
        "att_weight_bias_per_feature" => 13,
        "att_weight_bias_linear" | "han_docla_attention" => 12,
        "hnatt_attention" | "scaled_dot_product_attention" => 10,
        "time_mix_attention" | "dot_product_attention_weights" | "weightless_attention" => 8,
        "self_attention_qkv_dim" => 15,
        "seq_self_attention_046" => 6,
        "seq_self_attention_042" | "seq_weighted_attention_042" => 5,
        _ => 0,
    }
}

fn of_class(kind: &str, clues: &Clues) -> Option<i32> {
    let class = clues.plain_class.as_str();
    let holds = |text: &str| class.contains(text);
    let is_told = match kind {
        "attention_with_context" => holds("withcontext"),
        "attention_weighted_average_deepmoji" => holds("weightedaverage"),
        "seq_self_attention" | "seq_self_attention_046" | "seq_self_attention_042" => {
            holds("seqself")
        }
        "seq_weighted_attention" | "seq_weighted_attention_042" => holds("seqweighted"),
        "scaled_dot_product_attention" => holds("scaleddot"),
        "bahdanau_additive" => holds("bahdanau"),
        "att_layer_richliao" => class == "attlayer" || holds("hierarchicalatt"),
        "att_layer_richliao_v1" => class == "attlayer",
        "self_attention_qkv" | "self_attention_qkv_dim" => holds("selfattention"),
        "multi_head_bojone" => holds("multihead"),
        "per_feature_attention" => clues.class_name == "Attention_layer",
        _ => false,
    };
    is_told.then_some(100)
}

/// Arguments of the class's constructor, and what they count.
fn arguments_of(kind: &str) -> &'static [(&'static [&'static str], i32)] {
    match kind {
        "attention_step_dim" => &[
            (&["step_dim"], 100),
            (&["return_attention"], 20),
            (&["W_regularizer", "bias"], 20),
        ],
        "attention_with_context" => &[
            (&["return_coefficients"], 60),
            (&["u_regularizer", "u_constraint"], 80),
            (&["return_attention"], 20),
            (&["W_regularizer", "bias"], 20),
        ],
        "per_feature_attention" => &[(&["W_regularizer", "bias"], 20)],
        "att_layer_richliao" => &[(&["attention_dim", "attention_size", "att_dim"], 60)],
        "han_docla_attention" => &[(&["context_vector_length"], 100)],
        "multi_head_bojone" => &[(&["nb_head", "size_per_head"], 100)],
        "seq_self_attention" | "seq_self_attention_046" | "seq_self_attention_042" => {
            &[(&["attention_width", "attention_type"], 100)]
        }
        "scaled_dot_product_attention" => &[(&["history_only"], 60)],
        "attention_weighted_average_deepmoji" => &[(&["return_attention"], 20)],
        "seq_weighted_attention" | "seq_weighted_attention_042" => {
            &[(&["use_bias"], 40), (&["return_attention"], 20)]
        }
        "self_attention_qkv" | "self_attention_qkv_dim" => &[(&["output_dim"], 30)],
        "bahdanau_additive" => &[(&["units"], 20)],
        "att_weight_bias" => &[(&["return_sequences"], 20)],
        "dot_product_attention_weights" => &[(&["init"], 10)],
        _ => &[],
    }
}

/// Parts of the weights' names, and what they count.
fn names_of(kind: &str) -> &'static [(&'static [&'static str], i32)] {
    const TUTORIALS: &[&str] = &["att_w", "att_b", "attention_w", "attention_b"];
    match kind {
        "att_weight_bias" | "att_weight_bias_per_feature" | "time_mix_attention" => {
            &[(TUTORIALS, 60)]
        }
        "att_weight_bias_linear" => &[(TUTORIALS, 50)],
        "att_layer_richliao" => &[(&["omega", "att_u"], 30)],
        "han_docla_attention" => &[(&["context_vector"], 50)],
        "hnatt_attention" => &[(&["context"], 80)],
        "softmax_dot_context" => &[(&["context"], 40)],
        "dot_product_attention_weights" => &[(&["uw"], 100)],
        "seq_self_attention" | "seq_self_attention_046" | "seq_self_attention_042" => {
            &[(&["add_w", "mul_w"], 80)]
        }
        "multi_head_bojone" => &[(&["wq"], 80)],
        _ => &[],
    }
}

/// Whether the class names its weights after the layer, as C. Baziotis's do: `attention_1_W`.
fn names_its_weights(kind: &str) -> bool {
    matches!(
        kind,
        "attention_step_dim"
            | "attention_with_context"
            | "attention_weighted_average_deepmoji"
            | "per_feature_attention"
            | "seq_weighted_attention"
            | "seq_weighted_attention_042"
            | "dot_product_attention_weights"
    )
}

/// Two weights of the same shapes are W and u, or W and b: only the second's name tells.
fn of_second_name(clues: &Clues, roles: &Roles) -> Option<(i32, String)> {
    let [_, role] = roles[..] else {
        return None;
    };
    let name = clues.name(1)?;
    let is_bias = name == "b" || name.ends_with("bias") || name.ends_with("_b");
    let is_context = name == "u" || name.ends_with("_u") || name.contains("context");
    let because = || format!("its second weight is called {name}");
    match (role, is_bias, is_context) {
        ("u", _, true) | ("b", true, _) => Some((80, because())),
        ("u", true, _) | ("b", _, true) => Some((-200, String::new())),
        _ => None,
    }
}

/// Vectors that are stored as columns, and those that are not.
fn of_ranks(kind: &str, clues: &Clues) -> i32 {
    let Some(first) = clues.weights.first().map(|weight| &weight.shape[..]) else {
        return 0;
    };
    let last = clues.weights.last().map_or(0, |weight| weight.shape.len());
    let is_column = first.len() == 2;
    match kind {
        "att_weight_bias"
        | "att_weight_bias_linear"
        | "attention_weighted_average_deepmoji"
        | "seq_weighted_attention"
        | "seq_weighted_attention_042"
        | "hnatt_attention" => {
            if is_column {
                15
            } else {
                -15
            }
        }
        "attention_step_dim" | "att_layer_richliao_v1" | "dot_product_attention_weights" => {
            if is_column {
                -15
            } else {
                15
            }
        }
        "attention_with_context" => {
            let is_square = matches!(first, [d, a] if d == a);
            if last == 1 && is_square { 20 } else { -20 }
        }
        "han_docla_attention" => {
            if last == 2 {
                20
            } else {
                -20
            }
        }
        _ => 0,
    }
}

/// What comes out: a vector, a sequence, or the weights themselves.
fn of_output(kind: &str, clues: &Clues) -> Option<(i32, String)> {
    let gives_weights = matches!(clues.output.as_deref(), Some([steps, Some(1)]) if *steps == clues.steps)
        && clues.features != Some(1);
    let is_of_weights = kind == "dot_product_attention_weights";
    if gives_weights {
        return Some(match is_of_weights {
            true => (200, "it puts out one number for each step".into()),
            false => (-200, String::new()),
        });
    }
    match (clues.output_axes, is_self_attention(kind), is_of_weights) {
        (Some(1), true, _) | (Some(_), _, true) => Some((-200, String::new())),
        (Some(2), true, _) => Some((20, "it puts out a sequence".into())),
        _ => None,
    }
}
