//! Which kinds the shapes of a layer's weights allow, and what each weight is then.

use super::clues::{Clues, WeightClue};

/// What each weight is, in stored order; the names are those of the kind's equation.
pub type Roles = Vec<&'static str>;

/// Of several weights of this role none is used but the last.
pub const UNUSED: &str = "unused";

/// The roles of a layer's weights if it is of this kind; `None` where it cannot be.
pub fn roles(kind: &str, clues: &Clues) -> Option<Roles> {
    let shapes: Vec<&[usize]> = clues
        .weights
        .iter()
        .map(|weight| &weight.shape[..])
        .collect();
    let width_fits = |width: usize| clues.features.is_none_or(|features| features == width);
    let steps_fit = |count: usize| clues.steps.is_none_or(|steps| steps == count);
    match kind {
        "attention_with_context" => match shapes[..] {
            [[d, a], [b], u] if a == b && vector(u) == Some(*a) && width_fits(*d) => {
                Some(vec!["W", "b", "u"])
            }
            [[d, a], u] if vector(u) == Some(*a) && width_fits(*d) => Some(vec!["W", "u"]),
            _ => None,
        },
        "att_layer_richliao" => match shapes[..] {
            [[d, a], [b], u] if a == b && vector(u) == Some(*a) && width_fits(*d) => {
                Some(vec!["W", "b", "u"])
            }
            _ => None,
        },
        "han_docla_attention" => match shapes[..] {
            [[d, a], u] if vector(u) == Some(*a) && width_fits(*d) => Some(vec!["W", "u"]),
            _ => None,
        },
        "att_layer_richliao_v1"
        | "attention_weighted_average_deepmoji"
        | "softmax_dot_context"
        | "hnatt_attention"
        | "dot_product_attention_weights" => match shapes[..] {
            [w] if vector(w).is_some_and(width_fits) => Some(vec!["W"]),
            _ => None,
        },
        "attention_step_dim" => match shapes[..] {
            [w] if vector(w).is_some_and(width_fits) => Some(vec!["W"]),
            [w, b] if vector(w).is_some_and(width_fits) => {
                let steps = vector(b)?;
                (steps > 1 && steps_fit(steps)).then(|| vec!["W", "b"])
            }
            _ => None,
        },
        "att_weight_bias" | "att_weight_bias_linear" => {
            let (w, biases) = shapes.split_first()?;
            let bias_fits = |b: &&[usize]| match **b {
                [] => true,
                _ => vector(b).is_some_and(|count| count == 1 || steps_fit(count)),
            };
            let same = biases
                .iter()
                .zip(biases.iter().skip(1))
                .all(|(a, b)| a == b);
            let fits = vector(w).is_some_and(width_fits)
                && biases.len() <= 3
                && same
                && biases.iter().all(bias_fits);
            fits.then(|| {
                let mut roles = vec!["W"];
                roles.extend(biases.iter().skip(1).map(|_| UNUSED));
                roles.extend(biases.last().map(|_| "b"));
                roles
            })
        }
        "seq_weighted_attention" | "seq_weighted_attention_042" => match shapes[..] {
            [w] if vector(w).is_some_and(width_fits) => Some(vec!["W"]),
            [w, [1]] if vector(w).is_some_and(width_fits) => Some(vec!["W", "b"]),
            _ => None,
        },
        "att_weight_bias_per_feature" | "per_feature_attention" => match shapes[..] {
            [[d, e]] if d == e && width_fits(*d) => Some(vec!["W"]),
            [[d, e], [b]] if d == e && e == b && width_fits(*d) => Some(vec!["W", "b"]),
            _ => None,
        },
        "time_mix_attention" => match shapes[..] {
            [[t, s]] if t == s && steps_fit(*t) => Some(vec!["W"]),
            [[t, s], [b]] if t == s && s == b && steps_fit(*t) => Some(vec!["W", "b"]),
            _ => None,
        },
        "weightless_attention" | "scaled_dot_product_attention" => shapes.is_empty().then(Vec::new),
        "self_attention_qkv" | "self_attention_qkv_dim" => match shapes[..] {
            [[3, d, _]] if width_fits(*d) => Some(vec!["kernel"]),
            _ => None,
        },
        "multi_head_bojone" => match shapes[..] {
            [[_, q], [_, k], [_, v]] if q == k && k == v => Some(vec!["WQ", "WK", "WV"]),
            _ => None,
        },
        "seq_self_attention" | "seq_self_attention_046" | "seq_self_attention_042" => {
            let width = shapes.first().and_then(|first| first.first());
            seq_self_attention(&shapes).filter(|_| width.is_some_and(|&width| width_fits(width)))
        }
        "philipperemy_attention" => last_step(&shapes),
        "bahdanau_additive" => bahdanau(clues),
        _ => None,
    }
}

/// Length of a vector, which may be stored as a column.
fn vector(shape: &[usize]) -> Option<usize> {
    match *shape {
        [length] | [length, 1] => Some(length),
        _ => None,
    }
}

fn seq_self_attention(shapes: &[&[usize]]) -> Option<Roles> {
    match *shapes {
        [[d, e]] if d == e => Some(vec!["Wa"]),
        [[d, e], [1]] if d == e => Some(vec!["Wa", "ba"]),
        [[d, u], [e, v], ref rest @ ..] if d == e && u == v => {
            let (bias, rest) = match rest {
                [[b], rest @ ..] if b == u => (Some("bh"), rest),
                _ => (None, rest),
            };
            let last = match rest {
                [[w, 1]] if w == u => None,
                [[w, 1], [1]] if w == u => Some("ba"),
                _ => return None,
            };
            let roles = ["Wt", "Wx"]
                .into_iter()
                .chain(bias)
                .chain(["Wa"])
                .chain(last);
            Some(roles.collect())
        }
        _ => None,
    }
}

/// W and W_c, or v, W₁, W₂ and W_c, where W_c may stand in front as well.
fn last_step(shapes: &[&[usize]]) -> Option<Roles> {
    let is_output =
        |shape: &[usize], d: usize| matches!(*shape, [rows, _] if Some(rows) == d.checked_mul(2));
    match *shapes {
        [[d, e], c] if d == e && is_output(c, *d) => Some(vec!["W", "Wc"]),
        [c, [d, e]] if d == e && is_output(c, *d) => Some(vec!["Wc", "W"]),
        [[v, 1], [d, e], [f, g], c] if [e, f, g, v] == [d; 4] && is_output(c, *d) => {
            Some(vec!["v", "W1", "W2", "Wc"])
        }
        [c, [v, 1], [d, e], [f, g]] if [e, f, g, v] == [d; 4] && is_output(c, *d) => {
            Some(vec!["Wc", "v", "W1", "W2"])
        }
        _ => None,
    }
}

/// Kernels of three `Dense` layers (one for each argument of the call, and the one that scores), or of two where
/// there is no query. Where the file has attributes in place of an order, their names tell the first from the second.
fn bahdanau(clues: &Clues) -> Option<Roles> {
    let weights = &clues.weights;
    let mut dense: Vec<DenseClue> = Vec::new();
    for (kernel, weight) in weights.iter().enumerate() {
        let new = |rows, columns| DenseClue {
            kernel,
            bias: None,
            rows,
            columns,
            weight,
        };
        match (&weight.shape[..], dense.last_mut()) {
            (&[rows, columns], _) => dense.push(new(rows, columns)),
            (&[length], Some(last))
                if last.bias.is_none()
                    && length == last.columns
                    && Some(last.kernel) == kernel.checked_sub(1) =>
            {
                last.bias = Some(kernel);
            }
            // A scoring vector without axes to spare.
            (&[length], Some(_)) if Some(kernel) == weights.len().checked_sub(1) => {
                dense.push(new(length, 1))
            }
            _ => return None,
        }
    }
    // Of several with one column, as where units is 1, the one called V or the last.
    let scoring = dense
        .iter()
        .rposition(|layer| layer.columns == 1 && layer.weight.holder.starts_with('v'));
    let scoring = scoring.or_else(|| dense.iter().rposition(|layer| layer.columns == 1))?;
    let score = dense.remove(scoring);
    if dense.iter().any(|layer| layer.columns != score.rows) {
        return None;
    }
    match dense.len() {
        // Without the score's bias these are the shapes of AttLayer and AttentionWithContext.
        1 if score.bias.is_some() && clues.inputs <= 1 => {}
        2 if clues.inputs != 1 => {}
        _ => return None,
    }
    let mut roles: Roles = vec![UNUSED; weights.len()];
    if let [first, second] = &dense[..]
        && comes_second(first.weight, second.weight)
    {
        dense.reverse();
    }
    dense.push(score);
    let names = match dense.len() {
        2 => &[("W1", "b1"), ("V", "bV")][..],
        _ => &[("W1", "b1"), ("W2", "b2"), ("V", "bV")],
    };
    for (layer, names) in dense.iter().zip(names) {
        *roles.get_mut(layer.kernel)? = names.0;
        if let Some(bias) = layer.bias {
            *roles.get_mut(bias)? = names.1;
        }
    }
    Some(roles)
}

/// A kernel and, where there is one, the bias behind it.
struct DenseClue<'a> {
    /// Which of the weights it is.
    kernel: usize,
    bias: Option<usize>,
    rows: usize,
    columns: usize,
    weight: &'a WeightClue,
}

/// Attributes are visited by the alphabet, where W and U, as people write them, stand the wrong way round.
fn comes_second(first: &WeightClue, second: &WeightClue) -> bool {
    !first.attribute.is_empty() && first.holder.starts_with('u') && second.holder.starts_with('w')
}
