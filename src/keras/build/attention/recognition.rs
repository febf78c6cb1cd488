//! Which kind of attention a layer of somebody's own class is: the file has its weights and arguments, not its code.
//!
//! Shapes rule out; names, class and configuration bring what is left into an order. A person may say the kind
//! (`customLayers`), which counts above all but must fit the weights.

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
    if !may_be_attention(clues) {
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
    fitting.sort_by_key(|candidate| -candidate.points);
    fitting
}

/// Many layers have a vector or two; what calls itself something else is not taken for attention.
fn may_be_attention(clues: &Clues) -> bool {
    let class = clues.plain_class.as_str();
    if class.contains("att") {
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
    telling.sort_by_key(|evidence| -evidence.points);
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
