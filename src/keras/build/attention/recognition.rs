//! Which kind of attention a layer of somebody's own class is: the file has its weights and arguments, not its code.
//!
//! Shapes rule out; names, class and configuration bring what is left into an order. A person may say the kind
//! (`customLayers`), which counts above all but must fit the weights.

use std::cmp::Reverse;

use super::clues::Clues;
use super::likelihood::{Evidence, evidence};
use super::shapes::{Roles, roles};
use crate::attention::{self, KINDS};

/// What a layer was taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The kind.
    pub kind: &'static str,
    /// What its weights are.
    pub roles: Roles,
    /// What told, in a sentence.
    pub reason: String,
    /// Other kinds that fit, the likelier first.
    pub alternatives: Vec<&'static str>,
}

/// Kinds below this are ruled out although the shapes would fit.
const RULED_OUT: i32 = -100;

/// The likeliest kind; `None` where no kind fits.
pub fn recognise(clues: &Clues) -> Option<Recognised> {
    if clues.lacks_steps || !may_be_attention(clues) {
        return None;
    }
    let mut fitting = candidates(clues);
    fitting.retain(|candidate| candidate.points > RULED_OUT);
    let others = fitting.iter().skip(1).map(|candidate| candidate.kind);
    let alternatives: Vec<&'static str> = others.collect();
    let best = fitting.into_iter().next()?;
    let reason = reason(clues, &best);
    Some(Recognised {
        kind: best.kind,
        roles: best.roles,
        reason,
        alternatives,
    })
}

/// A layer read as the kind that a person says; `None` where the weights do not fit it.
pub fn recognise_as(kind: &'static str, clues: &Clues) -> Option<Recognised> {
    let roles = roles(kind, clues)?;
    let alternatives = candidates(clues)
        .into_iter()
        .map(|candidate| candidate.kind)
        .filter(|&other| other != kind)
        .collect();
    Some(Recognised {
        kind,
        roles,
        reason: "You said so.".into(),
        alternatives,
    })
}

#[derive(Debug)]
struct Candidate {
    kind: &'static str,
    roles: Roles,
    evidence: Vec<Evidence>,
    points: i32,
}

/// All kinds that the shapes allow, the likeliest first.
fn candidates(clues: &Clues) -> Vec<Candidate> {
    let mut fitting: Vec<Candidate> = KINDS
        .iter()
        .filter_map(|kind| {
            let roles = roles(kind.name, clues)?;
            let evidence = evidence(kind.name, clues, &roles);
            let points = evidence.iter().map(|evidence| evidence.points).sum();
            Some(Candidate {
                kind: kind.name,
                roles,
                evidence,
                points,
            })
        })
        .collect();
    fitting.sort_by_key(|candidate| Reverse(candidate.points));
    fitting
}

/// Many layers have a vector or two; what calls itself something else is not taken for attention.
fn may_be_attention(clues: &Clues) -> bool {
    let class = clues.plain_class.as_str();
    if ["attention", "attn", "attent"]
        .iter()
        .any(|name| class.contains(name))
        || class.starts_with("att")
        || class.ends_with("att")
    {
        return true;
    }
    let is_other = [
        "norm", "dense", "embed", "position", "conv", "pool", "dropout", "scale", "crf",
    ]
    .iter()
    .any(|other| class.contains(other));
    let is_norm = clues.name_with(&["gamma", "beta", "moving_"]).is_some();
    !clues.weights.is_empty() && !is_other && !is_norm
}

fn reason(clues: &Clues, best: &Candidate) -> String {
    let mut telling: Vec<&Evidence> = best
        .evidence
        .iter()
        .filter(|evidence| evidence.points > 0 && !evidence.because.is_empty())
        .collect();
    telling.sort_by_key(|evidence| Reverse(evidence.points));
    let mut parts: Vec<String> = telling
        .into_iter()
        .take(2)
        .map(|evidence| evidence.because.clone())
        .collect();
    parts.push(match clues.weights.len() {
        0 => "it has no weights".to_owned(),
        1 => format!("its weight has the shape {}", clues.shapes()),
        _ => format!("its weights have the shapes {}", clues.shapes()),
    });
    let title = attention::kind(best.kind).map_or(best.kind, |kind| kind.title);
    format!("Read as “{title}”, because {}.", listed(&parts))
}

/// `a`, `a and b`, `a, b and c`
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::clues::WeightClue;
    use super::*;

    /// A layer of one input whose file has names of weights (list layout), or has not (object tree).
    fn clues(class_name: &str, weights: &[(&str, &[usize])]) -> Clues {
        Clues {
            plain_class: class_name.to_lowercase().replace('_', ""),
            class_name: class_name.into(),
            arguments: Vec::new(),
            score: None,
            weights: weights
                .iter()
                .map(|&(name, shape)| WeightClue {
                    name: (!name.is_empty()).then(|| name.to_lowercase()),
                    is_prefixed: false,
                    holder: String::new(),
                    attribute: String::new(),
                    shape: shape.to_vec(),
                })
                .collect(),
            inputs: 1,
            lacks_steps: false,
            features: None,
            steps: None,
            output: None,
            output_axes: None,
            takes_mask: None,
        }
    }

    fn kind(clues: &Clues) -> Option<&'static str> {
        recognise(clues).map(|found| found.kind)
    }

    #[test]
    fn any_name_of_a_class_will_do_where_the_shapes_tell() {
        for (weights, expected) in [
            (&[&[8, 1][..], &[20, 1]][..], "att_weight_bias"),
            (&[&[8], &[20]], "attention_step_dim"),
            (&[&[8, 8], &[8], &[8]], "attention_with_context"),
            (&[&[8, 6], &[6], &[6, 1]], "att_layer_richliao"),
            (&[&[8, 6], &[6, 1]], "han_docla_attention"),
            (
                &[&[8, 4], &[8, 4], &[4], &[4, 1], &[1]],
                "seq_self_attention",
            ),
            (&[&[8, 4], &[4], &[4, 1], &[1]], "bahdanau_additive"),
            (&[&[3, 8, 4]], "self_attention_qkv"),
            (&[&[8, 8], &[16, 5]], "philipperemy_attention"),
        ] {
            let weights: Vec<(&str, &[usize])> = weights.iter().map(|&shape| ("", shape)).collect();
            assert_eq!(kind(&clues("MyAtt", &weights)), Some(expected));
        }
    }

    #[test]
    fn names_of_weights_tell_a_bias_from_a_context_vector() {
        let with = |second: &str| clues("Attention", &[("W", &[8, 8]), (second, &[8])]);
        assert_eq!(kind(&with("u")), Some("attention_with_context"));
        assert_eq!(kind(&with("b")), Some("per_feature_attention"));
        let tutorial = clues("Attention", &[("att_weight", &[8, 8]), ("att_bias", &[8])]);
        assert_eq!(kind(&tutorial), Some("att_weight_bias_per_feature"));
    }

    #[test]
    fn coincidences_of_steps_and_features_are_told_by_what_is_known_of_the_input() {
        let mut square = clues(
            "attention",
            &[("att_weight", &[20, 20]), ("att_bias", &[20])],
        );
        square.features = Some(20);
        square.steps = Some(30);
        assert_eq!(kind(&square), Some("att_weight_bias_per_feature"));
        (square.features, square.steps) = (Some(30), Some(20));
        assert_eq!(kind(&square), Some("time_mix_attention"));
        // Both are 20: what is commoner, with the other among the alternatives.
        (square.features, square.steps) = (Some(20), Some(20));
        let found = recognise(&square).expect("a kind");
        assert_eq!(found.kind, "att_weight_bias_per_feature");
        assert!(
            found.alternatives.contains(&"time_mix_attention"),
            "{found:?}"
        );
    }

    #[test]
    fn the_mask_that_a_class_takes_tells() {
        let mut alone = clues("Attention", &[("", &[8, 1])]);
        alone.takes_mask = Some(true);
        assert_eq!(kind(&alone), Some("attention_weighted_average_deepmoji"));
        alone.takes_mask = Some(false);
        assert_eq!(kind(&alone), Some("att_weight_bias"));
    }

    #[test]
    fn layers_that_are_no_attention_are_left_alone() {
        assert_eq!(
            kind(&clues(
                "MyNormalization",
                &[("gamma", &[8]), ("beta", &[8])]
            )),
            None
        );
        assert_eq!(kind(&clues("Highway", &[])), None);
        assert_eq!(kind(&clues("Capsule", &[("", &[1, 8, 40])])), None);
        let decoder: Vec<(&str, &[usize])> = vec![("", &[8, 8]); 21];
        assert_eq!(kind(&clues("AttentionDecoder", &decoder)), None);
    }

    #[test]
    fn reasons_are_sentences() {
        let mut kaggle = clues("Attention", &[("W", &[8]), ("b", &[20])]);
        kaggle.arguments = vec!["step_dim".into()];
        let found = recognise(&kaggle).expect("a kind");
        assert_eq!(
            found.reason,
            "Read as “Attention(step_dim) (Kaggle, Baziotis)”, because it has the argument step_dim, its second \
             weight is called b and its weights have the shapes (8), (20)."
        );
    }

    #[test]
    fn what_a_person_says_must_fit() {
        let weights = clues("Attention", &[("", &[8, 1])]);
        let said = recognise_as("softmax_dot_context", &weights).expect("it fits");
        assert_eq!(said.roles, ["W"]);
        assert!(recognise_as("attention_with_context", &weights).is_none());
    }
}
