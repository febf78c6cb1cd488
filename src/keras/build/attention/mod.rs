//! Attention layers: Keras's own, and those of somebody's own class, of which files hold weights but no code.

mod built_in;
mod clues;
mod likelihood;
mod made;
mod recognition;
mod shapes;

pub use built_in::{built_in, is_built_in};

use super::{LayerContext, Reading};
use crate::attention::{KINDS, kind};
use crate::error::{Error, Result};
use crate::keras::weights::LayerWeights;
use crate::layers::Layer;
use clues::Clues;

/// A layer of somebody's own class, as the kind of attention that the person says or that its weights tell.
///
/// # Errors
/// A kind that is none or does not fit the weights; a layer that is no attention.
pub fn custom(context: &LayerContext, weights: &mut LayerWeights) -> Result<Box<dyn Layer>> {
    if context.config().is_kerass_own() {
        return Err(unsupported(context));
    }
    // Options that change what copies of these classes put out, in ways that are not known.
    if !context.flag("aggregate", true) {
        return Err(context.unsupported("aggregate"));
    }
    context.refuse_if_set("sigmoid")?;
    let clues = Clues::gather(context, weights)?;
    let recognised = match context.attention_kind() {
        Some(name) => said(name, &clues, context)?,
        None => recognition::recognise(&clues).ok_or_else(|| not_recognised(context, &clues))?,
    };
    let layer = made::layer(context, weights, &clues, &recognised)?;
    context.options.readings.borrow_mut().push(Reading {
        layer: context.display_name(),
        class_name: context.class_name().to_owned(),
        kind: recognised.kind,
        reason: recognised.reason,
        alternatives: recognised.alternatives,
    });
    Ok(layer)
}

/// Classes that mean one thing everywhere, so that weights that do not fit are wrong weights.
const KNOWN_CLASSES: [(&str, &str); 7] = [
    ("attentionwithcontext", "W (n, m), b (m), u (m)"),
    ("attlayer", "W (n, m), b (m), u (m, 1)"),
    ("hierarchicalattentionnetwork", "W (n, m), b (m), u (m, 1)"),
    ("attentionweightedaverage", "W (n, 1)"),
    ("seqweightedattention", "W (n, 1), b (1)"),
    (
        "seqselfattention",
        "Wt (n, m), Wx (n, m), bh (m), Wa (m, 1), ba (1)",
    ),
    (
        "bahdanauattention",
        "W1 (n, m), b1 (m), W2 (n, m), b2 (m), V (m, 1), bV (1)",
    ),
];

fn not_recognised(context: &LayerContext, clues: &Clues) -> Box<Error> {
    let known = KNOWN_CLASSES
        .iter()
        .find(|(class, _)| *class == clues.plain_class && !clues.weights.is_empty());
    match known {
        Some((_, expected)) => Box::new(Error::WeightShape {
            layer: context.display_name(),
            weight: "all of them".into(),
            expected: (*expected).into(),
            found: clues.shapes(),
        }),
        None => unsupported(context),
    }
}

fn unsupported(context: &LayerContext) -> Box<Error> {
    Box::new(Error::UnsupportedLayer {
        layer: context.display_name(),
        class_name: context.class_name().to_owned(),
        supported: super::SUPPORTED,
    })
}

/// The kind that the person says.
fn said(name: &str, clues: &Clues, context: &LayerContext) -> Result<recognition::Recognised> {
    let invalid = |detail: String| {
        Box::new(Error::InvalidOption {
            option: "customLayers",
            detail,
        })
    };
    let kind = kind(name).ok_or_else(|| {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        invalid(format!(
            "“{name}” is no kind of attention; there are: {}",
            names.join(", ")
        ))
    })?;
    recognition::recognise_as(kind.name, clues).ok_or_else(|| {
        let found = match clues.weights.is_empty() {
            true => "it has no weights".to_owned(),
            false => format!("its weights have the shapes {}", clues.shapes()),
        };
        let fitting = recognition::recognise(clues).map(|found| {
            let kinds = std::iter::once(found.kind).chain(found.alternatives);
            format!("; they would fit {}", kinds.collect::<Vec<_>>().join(", "))
        });
        invalid(format!(
            "layer “{}” cannot be “{name}” ({}): {found}{}",
            context.display_name(),
            kind.equation,
            fitting.unwrap_or_default()
        ))
    })
}
