//! From what was dropped, and the options, to a classifier's settings: tokenizer, inputs, lengths, output, labels and
//! which attention is reported. What no file says is taken from the options, or as Keras has it.

use crate::analysis::Reported;
use crate::budget;
use crate::classifier::Input;
use crate::encoding::{Encoder, SentenceSettings};
use crate::error::{Error, Result};
use crate::keras;
use crate::labels;
use crate::layers::{self, Activation};
use crate::model::{AttentionPath, Network};
use crate::options::LoadOptions;
use crate::tensor::{Value, display_shape, tensor_from};
use crate::text::{Padding, SentenceRule, Side, Tokenizer};

/// The model's own tokenizer, or else the one that was dropped.
pub(crate) fn tokenizer(
    vectorization: Option<keras::Vectorization>,
    dropped: Option<(Tokenizer, String)>,
    warnings: &mut Vec<String>,
) -> Result<Tokenizer> {
    let Some(layer) = vectorization else {
        return dropped
            .map(|(tokenizer, _)| tokenizer)
            .ok_or(Box::new(Error::MissingTokenizer));
    };
    let own = Tokenizer::from_layer(
        &layer.class_name,
        &layer.config,
        &layer.assets,
        None,
        &layer.file,
    );
    match (own, dropped) {
        (Ok(own), None) => Ok(own),
        (Ok(own), Some((_, file))) => {
            warnings.push(format!(
                "The model numbers its words itself ({}); “{file}” is not used.",
                layer.class_name
            ));
            Ok(own)
        }
        // A vocabulary that the model's file lost.
        (Err(error), Some((dropped, _))) if matches!(*error, Error::MissingVocabulary { .. }) => {
            Tokenizer::from_layer(
                &layer.class_name,
                &layer.config,
                &layer.assets,
                Some(&dropped),
                &layer.file,
            )
        }
        (Err(error), _) => Err(error),
    }
}

/// The input that takes the text: the first that goes into an embedding, or the only one.
pub(crate) fn text_input(network: &Network) -> Result<usize> {
    let rank = |input: usize| network.input_shape(input).len();
    let words = (0..network.input_count()).find(|&input| network.takes_words(input));
    let found = words.or((network.input_count() == 1).then_some(0));
    found
        .filter(|&input| matches!(rank(input), 1 | 2) || words.is_some() && rank(input) == 0)
        .ok_or_else(|| {
            let inputs = (0..network.input_count()).map(|input| {
                format!(
                    "“{}” {}",
                    network.input_layer(input).name,
                    display_shape(network.input_shape(input))
                )
            });
            Box::new(Error::UnsupportedInput {
                found: inputs.collect::<Vec<_>>().join(" and "),
            })
        })
}

/// What each input is fed. Inputs that are not text and have no values given are fed zeros, with a warning.
pub(crate) fn inputs(
    network: &Network,
    text_input: usize,
    options: &LoadOptions,
    warnings: &mut Vec<String>,
) -> Result<Vec<Input>> {
    let given = options.inputs.clone().unwrap_or_default();
    let name = |input: usize| network.input_layer(input).name.as_str();
    for unknown in given.keys() {
        if !(0..network.input_count()).any(|input| input != text_input && name(input) == unknown) {
            return Err(Box::new(Error::InvalidOption {
                option: "inputs",
                detail: format!("the model has no input “{unknown}” besides the text"),
            }));
        }
    }
    (0..network.input_count())
        .map(|input| {
            if input == text_input {
                return Ok(Input::Text);
            }
            // An axis of any length is taken as 1, unless the number of values says otherwise.
            let shape = network.input_shape(input);
            let known = layers::count(shape);
            let values = match given.get(name(input)) {
                Some(values) => values.clone(),
                None => {
                    warnings.push(format!(
                        "The input “{}” {} is not text: it is fed zeros until its values are given.",
                        name(input),
                        display_shape(shape)
                    ));
                    vec![0.0; known]
                }
            };
            let any = (values.len().checked_div(known))
                .filter(|_| shape.iter().filter(|axis| axis.is_none()).count() == 1);
            let wanted = known.saturating_mul(any.unwrap_or(1));
            let shape: Vec<usize> = shape
                .iter()
                .map(|axis| axis.or(any).unwrap_or(1))
                .collect();
            let count = values.len();
            tensor_from(&shape, values)
                .map(|tensor| Input::Given(Box::new(Value::new(tensor))))
                .ok_or_else(|| Box::new(Error::InvalidOption {
                    option: "inputs",
                    detail: format!(
                        "“{}” takes {wanted} values, {count} were given",
                        name(input)
                    ),
                }))
        })
        .collect()
}

/// One name per class of the output that is shown.
pub(crate) fn class_labels(
    network: &Network,
    output: usize,
    options: &LoadOptions,
    dropped: Option<(Vec<String>, String)>,
) -> Result<Vec<String>> {
    let units = network
        .output_shape(output)
        .iter()
        .copied()
        .product::<Option<usize>>()
        .unwrap_or(1);
    if units > budget::CLASSES {
        return Err(Box::new(Error::InvalidConfig {
            detail: format!(
                "the output “{}” is {units} numbers, too many for classes",
                network.output_layer(output).name
            ),
        }));
    }
    let is_probability = network
        .output_layer(output)
        .layer
        .as_ref()
        .and_then(|layer| layer.final_activation())
        .is_some_and(Activation::is_probability);
    let (given, file) = match (&options.labels, dropped) {
        (Some(labels), _) => (Some(labels.clone()), "options".to_owned()),
        (None, Some((labels, file))) => (Some(labels), file),
        (None, None) => (None, String::new()),
    };
    labels::checked(given, labels::class_count(units, is_probability), &file)
}

/// How texts are brought into the form of the text's input.
pub(crate) fn encoder(
    network: &Network,
    text_input: usize,
    tokenizer: Tokenizer,
    options: &LoadOptions,
) -> Result<Encoder> {
    let shape = network.input_shape(text_input);
    let steps = match tokenizer.is_in_model() {
        true => tokenizer.output_sequence_length(),
        false => shape.last().copied().flatten(),
    };
    let padding = Padding {
        maxlen: length("maxlen", steps, options.maxlen)?,
        padding: options.padding.unwrap_or(tokenizer.default_side()),
        truncating: options.truncating.unwrap_or(tokenizer.default_side()),
    };
    let sentences = match shape[..] {
        [sentences, _] if !tokenizer.is_in_model() => Some(SentenceSettings {
            rule: match &options.sentence_end {
                Some(pattern) => SentenceRule::pattern(pattern).map_err(|detail| {
                    Box::new(Error::InvalidOption {
                        option: "sentenceEnd",
                        detail,
                    })
                })?,
                None => SentenceRule::Default,
            },
            padding: Padding {
                maxlen: length("maxSentences", sentences, options.max_sentences)?,
                padding: options.sentence_padding.unwrap_or(padding.padding),
                truncating: options.sentence_truncating.unwrap_or(padding.truncating),
            },
        }),
        _ => None,
    };
    // A layer that turns words into numbers pads and cuts at the end, whatever the options say.
    let padding = match tokenizer.is_in_model() {
        true => Padding {
            padding: Side::Post,
            truncating: Side::Post,
            ..padding
        },
        false => padding,
    };
    Ok(Encoder {
        tokenizer,
        padding,
        sentences,
    })
}

/// A length of the model's own input shape and that of the options must agree.
fn length(
    option: &'static str,
    of_model: Option<usize>,
    given: Option<u32>,
) -> Result<Option<usize>> {
    let given = given.map(|given| given as usize);
    let what = if option == "maxlen" {
        "steps"
    } else {
        "sentences"
    };
    let invalid = |detail: String| Err(Box::new(Error::InvalidOption { option, detail }));
    let length = match (of_model, given) {
        (_, Some(0)) => return invalid("it must be at least 1".into()),
        (Some(steps), Some(given)) if steps != given => {
            return invalid(format!(
                "the model was built for {steps} {what}, and takes no other number than {steps}"
            ));
        }
        (of_model, given) => given.or(of_model),
    };
    match length {
        Some(0) => Err(Box::new(Error::InvalidConfig {
            detail: format!("the model's input has no {what} at all"),
        })),
        Some(steps) if steps > budget::MAXLEN => invalid(format!(
            "{steps} {what} are more than the {} that can be computed",
            budget::MAXLEN
        )),
        length => Ok(length),
    }
}

/// The layers whose attention is reported: the one asked for, or the last before the output; of a hierarchical model
/// one for the words and one for the sentences.
pub(crate) fn reported(
    network: &Network,
    output: usize,
    is_hierarchical: bool,
    wanted: Option<&str>,
) -> Result<Reported> {
    let all = network.attention_paths();
    let before = network.attention_paths_before(output);
    let found = match wanted {
        None => None,
        Some(wanted) => Some(find_path(network, &all, wanted)?),
    };
    if all.is_empty() {
        let classes = network
            .layers()
            .iter()
            .map(|layer| layer.class_name.as_str());
        return Err(Box::new(Error::NoAttention {
            layers: classes.collect::<Vec<_>>().join(", "),
        }));
    }
    let last = |is_meant: &dyn Fn(&AttentionPath) -> bool| {
        let of = |paths: &[AttentionPath]| paths.iter().rev().find(|path| is_meant(path)).cloned();
        of(&before).or_else(|| of(&all))
    };
    if !is_hierarchical {
        return Ok(Reported {
            words: found.or_else(|| last(&|_| true)),
            sentences: None,
        });
    }
    let (words, sentences) = match found {
        Some(path) if path.is_repeated => (Some(path), None),
        path => (None, path),
    };
    Ok(Reported {
        words: words.or_else(|| last(&|path| path.is_repeated)),
        sentences: sentences.or_else(|| last(&|path| !path.is_repeated)),
    })
}

/// An attention layer by its name: with those around it, alone, or by a layer that shows the same weights.
fn find_path(network: &Network, all: &[AttentionPath], wanted: &str) -> Result<AttentionPath> {
    let is_alias = |path: &AttentionPath| matches!(path.layers[..], [only] if network.aliases(only).any(|alias| alias == wanted));
    let last_name = |path: &AttentionPath| path.name.rsplit('/').next() == Some(wanted);
    let found = all
        .iter()
        .find(|path| path.name == wanted)
        .or_else(|| all.iter().find(|path| is_alias(path)))
        .or_else(|| all.iter().find(|path| last_name(path)))
        .or_else(|| {
            all.iter()
                .find(|path| path.name.starts_with(&format!("{wanted}/")))
        });
    found.cloned().ok_or_else(|| {
        Box::new(Error::InvalidOption {
            option: "attentionLayer",
            detail: format!(
                "there is no attention layer “{wanted}”; there is: {}",
                all.iter()
                    .map(|path| path.name.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        })
    })
}

/// The output asked for by its layer's name, or the first.
pub(crate) fn output(network: &Network, wanted: Option<&str>) -> Result<usize> {
    let names =
        || (0..network.output_count()).map(|output| network.output_layer(output).name.as_str());
    match wanted {
        Some(wanted) => names().position(|name| name == wanted).ok_or_else(|| {
            Box::new(Error::InvalidOption {
                option: "output",
                detail: format!(
                    "there is no output “{wanted}”; there is: {}",
                    names().collect::<Vec<_>>().join(", ")
                ),
            })
        }),
        None => Ok(0),
    }
}
