//! From recognised weights to the layer.

use std::collections::HashMap;

use ndarray::{Array1, Array2, Array3, ArrayD, Ix2, Ix3};

use super::clues::Clues;
use super::likelihood::uses_mask;
use super::recognition::Recognised;
use super::shapes::UNUSED;
use crate::attention::att_layer_richliao;
use crate::attention::att_layer_richliao_v1::AttLayerV1;
use crate::attention::att_weight_bias::AttWeightBias;
use crate::attention::att_weight_bias_per_feature::AttWeightBiasPerFeature;
use crate::attention::attention_step_dim::AttentionStepDim;
use crate::attention::attention_weighted_average_deepmoji::AttentionWeightedAverage;
use crate::attention::attention_with_context::{self, AttentionWithContext};
use crate::attention::bahdanau_additive::{BahdanauAttention, Projection};
use crate::attention::dot_product_attention_weights::DotProductAttentionWeights;
use crate::attention::han_docla_attention::HanDoclaAttention;
use crate::attention::hnatt_attention::HnattAttention;
use crate::attention::multi_head_bojone::MultiHeadBojone;
use crate::attention::per_feature_attention::PerFeatureAttention;
use crate::attention::philipperemy_attention::{LastStepAttention, Score as LastStepScore};
use crate::attention::scaled_dot_product_attention::ScaledDotProductAttention;
use crate::attention::scoring::ScoreBias;
use crate::attention::self_attention_qkv::SelfAttentionQkv;
use crate::attention::seq_self_attention::{
    Release, Score as PairScore, SeqSelfAttention, WindowOfSteps,
};
use crate::attention::seq_weighted_attention::SeqWeightedAttention;
use crate::attention::softmax_dot_context::SoftmaxDotContext;
use crate::attention::time_mix_attention::TimeMixAttention;
use crate::attention::weighting::{Output, WeightedSteps, Weighting};
use crate::attention::weightless_attention::WeightlessAttention;
use crate::error::{Error, Result};
use crate::json;
use crate::keras::build::LayerContext;
use crate::keras::weights::LayerWeights;
use crate::layers::Layer;

/// Takes the weights and makes the layer.
pub fn layer(
    context: &LayerContext,
    weights: &mut LayerWeights,
    clues: &Clues,
    recognised: &Recognised,
) -> Result<Box<dyn Layer>> {
    let parts = Parts::take(context, weights, clues, recognised)?;
    let kind = recognised.kind;
    let steps = Steps {
        context,
        clues,
        kind,
    };
    Ok(match kind {
        "attention_with_context" => steps.weighted(
            AttentionWithContext::new(
                &parts.matrix("W")?,
                parts.optional_vector("b")?.as_ref(),
                parts.vector("u")?,
                attention_with_context::KIND,
            ),
            Output::ContextAndColumn,
        ),
        "att_layer_richliao" => steps.weighted(
            AttentionWithContext::new(
                &parts.matrix("W")?,
                parts.optional_vector("b")?.as_ref(),
                parts.vector("u")?,
                att_layer_richliao::KIND,
            ),
            Output::ContextAndColumn,
        ),
        "han_docla_attention" => steps.weighted(
            HanDoclaAttention {
                kernel: parts.matrix("W")?,
                context_vector: parts.vector("u")?,
            },
            Output::ContextAndColumn,
        ),
        "att_layer_richliao_v1" => steps.weighted(
            AttLayerV1 {
                kernel: parts.vector("W")?,
            },
            Output::ContextAndWeights,
        ),
        "attention_weighted_average_deepmoji" => steps.weighted(
            AttentionWeightedAverage {
                kernel: parts.vector("W")?,
            },
            Output::ContextAndWeights,
        ),
        "softmax_dot_context" => steps.weighted(
            SoftmaxDotContext {
                context_vector: parts.vector("W")?,
            },
            Output::ContextAndColumn,
        ),
        "hnatt_attention" => steps.weighted(
            HnattAttention {
                context_vector: parts.vector("W")?,
            },
            Output::ContextAndWeights,
        ),
        "dot_product_attention_weights" => steps.weighted(
            DotProductAttentionWeights {
                kernel: parts.vector("W")?,
            },
            Output::Column,
        ),
        "attention_step_dim" => steps.weighted(
            AttentionStepDim {
                kernel: parts.vector("W")?,
                bias: parts.score_bias("b")?,
            },
            Output::ContextAndWeights,
        ),
        "att_weight_bias" | "att_weight_bias_linear" => steps.weighted(
            AttWeightBias {
                kernel: parts.vector("W")?,
                bias: parts.score_bias("b")?,
                tanh: kind == "att_weight_bias",
            },
            Output::ContextAndColumn,
        ),
        "seq_weighted_attention" | "seq_weighted_attention_042" => steps.weighted(
            SeqWeightedAttention {
                kernel: parts.vector("W")?,
                bias: parts.score_bias("b")?,
                is_042: kind == "seq_weighted_attention_042",
            },
            Output::ContextAndWeights,
        ),
        "att_weight_bias_per_feature" => steps.weighted(
            AttWeightBiasPerFeature {
                kernel: parts.matrix("W")?,
                bias: parts.optional_vector("b")?,
            },
            Output::ContextAndColumn,
        ),
        "per_feature_attention" => steps.weighted(
            PerFeatureAttention {
                kernel: parts.matrix("W")?,
                bias: parts.optional_vector("b")?,
            },
            Output::ContextAndColumn,
        ),
        "time_mix_attention" => steps.weighted(
            TimeMixAttention {
                kernel: parts.matrix("W")?,
                bias: parts.optional_vector("b")?,
            },
            Output::ContextAndColumn,
        ),
        "weightless_attention" => steps.weighted(WeightlessAttention, Output::ContextAndColumn),
        "bahdanau_additive" => bahdanau(&parts, clues, &steps)?,
        "philipperemy_attention" => Box::new(LastStepAttention {
            score: match parts.has("v") {
                true => LastStepScore::Bahdanau {
                    vector: parts.vector("v")?,
                    of_last: parts.matrix("W1")?,
                    of_steps: parts.matrix("W2")?,
                },
                false => LastStepScore::Luong(parts.matrix("W")?),
            },
            output_kernel: parts.matrix("Wc")?,
        }),
        "seq_self_attention" | "seq_self_attention_046" | "seq_self_attention_042" => {
            seq_self_attention(context, &parts, kind)?
        }
        "scaled_dot_product_attention" => Box::new(ScaledDotProductAttention {
            history_only: context.flag("history_only", false),
            return_attention: steps.gives_weights(),
            uses_mask: clues.takes_mask != Some(false),
        }),
        "self_attention_qkv" | "self_attention_qkv_dim" => Box::new(SelfAttentionQkv {
            kernel: parts.cube("kernel")?,
            divides_by_dim: kind == "self_attention_qkv_dim",
        }),
        "multi_head_bojone" => multi_head_bojone(context, &parts)?,
        _ => {
            return Err(Box::new(Error::InvalidOption {
                option: "customLayers",
                detail: format!("“{kind}” cannot be a layer of somebody's own class"),
            }));
        }
    })
}

/// A layer that weights steps, with what its class does besides.
struct Steps<'a> {
    context: &'a LayerContext,
    clues: &'a Clues,
    kind: &'a str,
}

impl Steps<'_> {
    /// `with_weights`: the form in which the kind puts out its weights, where it does.
    fn weighted<W: Weighting + 'static>(
        &self,
        weighting: W,
        with_weights: Output,
    ) -> Box<dyn Layer> {
        // Copies with a softmax ask for no mask.
        let is_softmax_copy = self.kind == "att_layer_richliao"
            && self.clues.name_with(&["omega", "att_u", "att_w"]).is_some();
        let asks = uses_mask(self.kind) && !is_softmax_copy;
        let uses_mask = match self.clues.takes_mask {
            Some(takes) => takes && (asks || self.kind.starts_with("att_weight_bias")),
            None => asks,
        };
        Box::new(WeightedSteps {
            weighting: Box::new(weighting),
            output: self.output(with_weights),
            uses_mask,
            passes_mask: uses_mask && self.kind == "dot_product_attention_weights",
        })
    }

    fn output(&self, with_weights: Output) -> Output {
        if with_weights == Output::Column {
            return with_weights;
        }
        let says = self
            .context
            .get("return_sequences")
            .and_then(|json| json.as_bool());
        let is_sequence = says.unwrap_or(self.clues.output_axes == Some(2));
        if is_sequence {
            return Output::WeightedSteps;
        }
        match self.gives_weights() {
            true => {
                let second = self.context.config().surroundings.outputs.get(1);
                match second.and_then(|shape| shape.as_ref().map(Vec::len)) {
                    Some(1) => Output::ContextAndWeights,
                    Some(_) => Output::ContextAndColumn,
                    None => with_weights,
                }
            }
            false => Output::Context,
        }
    }

    /// Whether the weights are a second output: the arguments say it, or the model takes it.
    fn gives_weights(&self) -> bool {
        const ARGUMENTS: [&str; 6] = [
            "return_attention",
            "return_coefficients",
            "return_weights",
            "return_attention_weights",
            "return_attention_scores",
            "return_att",
        ];
        ARGUMENTS
            .iter()
            .any(|argument| self.context.flag(argument, false))
            || self.context.config().surroundings.outputs_used > 1
    }
}

fn bahdanau(parts: &Parts, clues: &Clues, steps: &Steps) -> Result<Box<dyn Layer>> {
    let projection = |kernel: &'static str, bias: &'static str| -> Result<Projection> {
        Ok(Projection {
            kernel: parts.matrix(kernel)?,
            bias: parts.optional_vector(bias)?,
        })
    };
    let second = match parts.has("W2") {
        true => Some(projection("W2", "b2")?),
        false => None,
    };
    let holder = |role: &str| {
        let index = parts.roles.iter().position(|&found| found == role)?;
        clues
            .weights
            .get(index)
            .map(|weight| weight.holder.as_str())
    };
    let is_query = |holder: &str| {
        ["query", "hidden", "state", "dec", "wq"]
            .iter()
            .any(|word| holder.contains(word))
    };
    let first_is_query = match (holder("W1"), holder("W2")) {
        (Some(first), Some(second)) if is_query(first) != is_query(second) => Some(is_query(first)),
        _ => None,
    };
    Ok(Box::new(BahdanauAttention {
        first: projection("W1", "b1")?,
        second,
        first_is_query,
        score: parts.vector("V")?,
        score_bias: match parts.optional_vector("bV")? {
            Some(bias) => bias.first().copied().unwrap_or(0.0),
            None => 0.0,
        },
        return_attention: steps.gives_weights(),
    }))
}

fn seq_self_attention(context: &LayerContext, parts: &Parts, kind: &str) -> Result<Box<dyn Layer>> {
    let score = match parts.has("Wt") {
        true => PairScore::Additive {
            of_query: parts.matrix("Wt")?,
            of_key: parts.matrix("Wx")?,
            bias: parts.optional_vector("bh")?,
            vector: parts.vector("Wa")?,
        },
        false => PairScore::Multiplicative(parts.matrix("Wa")?),
    };
    let history_only = context.flag("history_only", false);
    let width = context
        .get("attention_width")
        .and_then(|json| json.as_f64());
    // `history_only` without a width takes 10⁹, which the file then has.
    let width = width.or(history_only.then_some(1e9));
    Ok(Box::new(SeqSelfAttention {
        score,
        score_bias: match parts.optional_vector("ba")? {
            Some(bias) => bias.first().copied().unwrap_or(0.0),
            None => 0.0,
        },
        activation: context.activation("attention_activation", "linear")?,
        window: width.map(|width| WindowOfSteps {
            width: json::whole(width) as usize,
            history_only,
        }),
        release: match kind {
            "seq_self_attention_042" => Release::UpTo042,
            "seq_self_attention_046" => Release::Of046,
            _ => Release::Since047,
        },
        return_attention: context.flag("return_attention", false),
    }))
}

/// The number of heads stands in the configuration alone.
fn multi_head_bojone(context: &LayerContext, parts: &Parts) -> Result<Box<dyn Layer>> {
    let kernels = [
        parts.matrix("WQ")?,
        parts.matrix("WK")?,
        parts.matrix("WV")?,
    ];
    let width = kernels[0].ncols();
    let heads = ["nb_head", "num_heads", "n_head", "heads"]
        .iter()
        .find_map(|key| context.count(key).ok());
    let heads = heads.filter(|&heads| heads > 0 && width.is_multiple_of(heads));
    let heads = heads
        .ok_or_else(|| context.invalid("has no “nb_head” that divides the width of its weights"))?;
    Ok(Box::new(MultiHeadBojone { kernels, heads }))
}

/// The weights by role.
struct Parts<'a> {
    context: &'a LayerContext,
    roles: &'a [&'static str],
    arrays: HashMap<&'static str, ArrayD<f32>>,
}

impl<'a> Parts<'a> {
    fn take(
        context: &'a LayerContext,
        weights: &mut LayerWeights,
        clues: &Clues,
        recognised: &'a Recognised,
    ) -> Result<Self> {
        let mut arrays = HashMap::new();
        for (weight, &role) in clues.weights.iter().zip(&recognised.roles) {
            // People know their weights by the names they gave them.
            let own = weight.name.as_deref().filter(|_| weight.holder.is_empty());
            let name = own
                .filter(|name| *name != "variable")
                .unwrap_or(role)
                .to_owned();
            let array = match weight.attribute.is_empty() {
                true => weights.any(&name)?,
                false => weights.within(&weight.attribute, |weights| weights.any(&name))?,
            };
            if role != UNUSED {
                arrays.insert(role, array);
            }
        }
        Ok(Self {
            context,
            roles: &recognised.roles,
            arrays,
        })
    }

    fn has(&self, role: &str) -> bool {
        self.arrays.contains_key(role)
    }

    fn missing(&self, role: &str) -> Box<Error> {
        Box::new(Error::MissingWeight {
            layer: self.context.display_name(),
            weight: role.to_owned(),
        })
    }

    fn get(&self, role: &str) -> Result<&ArrayD<f32>> {
        self.arrays.get(role).ok_or_else(|| self.missing(role))
    }

    /// A vector, stored as one or as a column.
    fn vector(&self, role: &str) -> Result<Array1<f32>> {
        Ok(self.get(role)?.iter().copied().collect())
    }

    fn optional_vector(&self, role: &str) -> Result<Option<Array1<f32>>> {
        match self.has(role) {
            true => self.vector(role).map(Some),
            false => Ok(None),
        }
    }

    fn matrix(&self, role: &str) -> Result<Array2<f32>> {
        let array = self.get(role)?.clone().into_dimensionality::<Ix2>();
        array.map_err(|_| self.missing(role))
    }

    fn cube(&self, role: &str) -> Result<Array3<f32>> {
        let array = self.get(role)?.clone().into_dimensionality::<Ix3>();
        array.map_err(|_| self.missing(role))
    }

    fn score_bias(&self, role: &str) -> Result<ScoreBias> {
        Ok(match self.optional_vector(role)? {
            None => ScoreBias::None,
            Some(bias) => match bias.as_slice() {
                Some(&[shared]) => ScoreBias::Shared(shared),
                _ => ScoreBias::PerStep(bias),
            },
        })
    }
}
