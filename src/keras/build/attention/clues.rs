//! What a file tells of an attention layer whose code it does not have: class, arguments, names and shapes of the
//! weights, and the tensors around it.

use crate::error::Result;
use crate::keras::build::LayerContext;
use crate::keras::weights::{LayerWeights, Remaining};
use crate::tensor::Shape;

/// All that is known of one layer.
#[derive(Debug)]
pub struct Clues {
    /// The class as it stands in the file.
    pub class_name: String,
    /// The class in small letters without underscores.
    pub plain_class: String,
    /// Names of the arguments in the configuration.
    pub arguments: Vec<String>,
    /// `score` of the configuration, where it is a text.
    pub score: Option<String>,
    /// The weights, as they are stored.
    pub weights: Vec<WeightClue>,
    /// Number of inputs; 0 where it is not known.
    pub inputs: usize,
    /// Whether what goes in is known to have no steps.
    pub lacks_steps: bool,
    /// Width of the steps that go in.
    pub features: Option<usize>,
    /// Number of steps that go in.
    pub steps: Option<usize>,
    /// Shape of the first output.
    pub output: Option<Shape>,
    /// Number of axes of the first output.
    pub output_axes: Option<usize>,
    /// Whether the class's `call` has an argument `mask`.
    pub takes_mask: Option<bool>,
}

/// One weight.
#[derive(Debug, Clone)]
pub struct WeightClue {
    /// Its own name in small letters, without that of the layer: `w` of `attention_1/attention_1_W:0`.
    pub name: Option<String>,
    /// Whether its name repeats the layer's in front, as in `attention_1_W`.
    pub is_prefixed: bool,
    /// The layer inside that holds it, in small letters: `w1` of `bahdanau_attention/W1/kernel:0`, or the
    /// attribute of the object tree; empty for the layer's own.
    pub holder: String,
    /// The same as it stands in the object tree, where the file has one.
    pub attribute: String,
    /// Its shape.
    pub shape: Vec<usize>,
}

impl Clues {
    /// Gathers what there is.
    pub fn gather(context: &LayerContext, weights: &mut LayerWeights) -> Result<Self> {
        let config = context.config();
        let class_name = context.class_name().to_owned();
        let found: Vec<WeightClue> = weights
            .remaining_deep()?
            .into_iter()
            .map(|weight| clue(weight, context.name()))
            .collect();
        let around = &config.surroundings;
        let sequence = around
            .inputs
            .iter()
            .flatten()
            .find(|shape| shape.len() == 2);
        Ok(Self {
            plain_class: class_name.to_lowercase().replace('_', ""),
            class_name,
            arguments: context.arguments().keys().cloned().collect(),
            score: context.text("score").map(str::to_owned),
            weights: found,
            inputs: around.inputs.len(),
            lacks_steps: !around.inputs.is_empty()
                && around
                    .inputs
                    .iter()
                    .all(|shape| shape.as_ref().is_some_and(|shape| shape.len() < 2)),
            features: sequence.and_then(|shape| *shape.get(1)?),
            steps: sequence.and_then(|shape| *shape.first()?),
            output: around.outputs.first().cloned().flatten(),
            output_axes: around.output_axes,
            takes_mask: context.call().and_then(|call| call.takes_mask),
        })
    }

    /// Whether the configuration has one of these arguments: the first it has.
    pub fn argument<'a>(&self, names: &[&'a str]) -> Option<&'a str> {
        let mut names = names.iter().copied();
        names.find(|name| self.arguments.iter().any(|argument| argument == name))
    }

    /// The name of weight `index`, where the file has one.
    pub fn name(&self, index: usize) -> Option<&str> {
        self.weights.get(index)?.name.as_deref()
    }

    /// The first weight whose name holds one of these texts.
    pub fn name_with(&self, texts: &[&str]) -> Option<&str> {
        self.weights
            .iter()
            .filter_map(|weight| weight.name.as_deref())
            .find(|name| texts.iter().any(|text| name.contains(text)))
    }

    /// Shapes as people write them: `(3, 4), (4), (4, 1)`.
    pub fn shapes(&self) -> String {
        let shapes = self.weights.iter().map(|weight| {
            let axes: Vec<String> = weight.shape.iter().map(usize::to_string).collect();
            format!("({})", axes.join(", "))
        });
        shapes.collect::<Vec<_>>().join(", ")
    }
}

fn clue(weight: Remaining, layer: &str) -> WeightClue {
    let Some(path) = weight.name else {
        return WeightClue {
            name: None,
            is_prefixed: false,
            holder: weight.attribute.to_lowercase(),
            attribute: weight.attribute,
            shape: weight.shape,
        };
    };
    let path = path.split(':').next().unwrap_or_default();
    let mut segments = path.rsplit('/');
    let last = segments.next().unwrap_or_default();
    let holder = segments.next().unwrap_or_default();
    let holder = if holder == layer { "" } else { holder };
    // Keras numbers a name that occurs again (`attention_W_1`), and a model that was renamed keeps the old one.
    let prefixes = [layer, holder];
    let own = prefixes
        .iter()
        .filter(|prefix| !prefix.is_empty())
        .find_map(|prefix| last.strip_prefix(prefix)?.strip_prefix('_'));
    WeightClue {
        name: Some(own.unwrap_or(last).to_lowercase()),
        is_prefixed: own.is_some(),
        holder: holder.to_lowercase(),
        attribute: String::new(),
        shape: weight.shape,
    }
}
