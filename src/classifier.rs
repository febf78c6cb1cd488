//! A text classifier ready for text: a model, its tokenizer, its settings and its labels.

use crate::analysis::{Analysis, analysis};
use crate::error::{Error, Result};
use crate::files::{self, NamedFile};
use crate::keras;
use crate::labels;
use crate::layers::Activation;
use crate::model::{Network, Trace};
use crate::options::LoadOptions;
use crate::text::{Padding, Tokenizer, Word, pad_sequence};

/// What the contract calls `Model`: everything that was dropped, put together.
#[derive(Debug)]
pub struct Classifier {
    network: Network,
    tokenizer: Tokenizer,
    padding: Padding,
    labels: Vec<String>,
    options: LoadOptions,
    attention_layer: usize,
    output: usize,
    format: &'static str,
    keras_version: Option<String>,
    warnings: Vec<String>,
}

impl Classifier {
    /// Loads a model from all the files that were dropped, in any order.
    ///
    /// # Errors
    /// Every way in which files can be missing, damaged, contradicting or unsupported; see [`Error`].
    pub fn load(files: Vec<NamedFile>, mut options: LoadOptions) -> Result<Self> {
        let dropped = files::sort(files, &options.tokenizer())?;
        let custom_layers = options.custom_layers.clone().unwrap_or_default();
        let keras::KerasModel {
            network,
            format,
            keras_version,
            mut warnings,
        } = keras::load(dropped.model, &custom_layers)?;
        let (tokenizer, _) = dropped.tokenizer.ok_or(Error::MissingTokenizer)?;
        warnings.extend(dropped.warnings);
        if network.input_steps().is_none() {
            options.maxlen = options.maxlen.or(dropped.maxlen);
        }
        let padding = padding(&network, &options)?;
        let output = output(&network, options.output.as_deref())?;
        let attention_layer =
            attention_layer(&network, output, options.attention_layer.as_deref())?;
        let head = network.output_layer(output);
        let units = network
            .output_shape(output)
            .iter()
            .copied()
            .product::<Option<usize>>()
            .unwrap_or(1);
        let is_probability = head
            .layer
            .as_ref()
            .and_then(|layer| layer.final_activation())
            .is_some_and(Activation::is_probability);
        let (given, labels_file) = match (&options.labels, dropped.labels) {
            (Some(labels), _) => (Some(labels.clone()), "options".to_owned()),
            (None, Some((labels, file))) => (Some(labels), file),
            (None, None) => (None, String::new()),
        };
        let labels = labels::checked(
            given,
            labels::class_count(units, is_probability),
            &labels_file,
        )?;
        if network.output_count() > 1 && options.output.is_none() {
            warnings.push(format!(
                "The model has {} outputs; the first one, “{}”, is shown.",
                network.output_count(),
                head.name
            ));
        }
        for option in &options.ignored {
            warnings.push(format!(
                "The option “{option}” has no effect on this model."
            ));
        }
        for class_name in custom_layers.keys() {
            if !network
                .layers()
                .iter()
                .any(|layer| layer.class_name == *class_name)
            {
                warnings.push(format!(
                    "customLayers names “{class_name}”, but no layer is of this class."
                ));
            }
        }
        let mut classifier = Self {
            network,
            tokenizer,
            padding,
            labels,
            options,
            attention_layer,
            output,
            format,
            keras_version,
            warnings,
        };
        classifier.try_out()?;
        Ok(classifier)
    }

    /// Runs the largest word number, so that a tokenizer that does not fit is told at once and not at the
    /// first rare word; and sees whether padding takes part in the attention.
    fn try_out(&mut self) -> Result<()> {
        let padded = pad_sequence(&[self.tokenizer.largest_id()], self.padding);
        let trace = self.network.run(&padded.ids, false)?;
        self.lined_up(&trace, Vec::new(), &padded)?;
        let weights = trace
            .layer(self.attention_layer)
            .and_then(|layer| layer.attention.as_ref())
            .map(|attention| &attention.attention_weights);
        let fed =
            padded.step(0).map(
                |step| match self.network.is_time_reversed(self.attention_layer) {
                    true => padded.ids.len() - 1 - step,
                    false => step,
                },
            );
        let on_padding = weights.is_some_and(|weights| {
            weights
                .iter()
                .enumerate()
                .any(|(step, &weight)| Some(step) != fed && weight > 1e-6)
        });
        if on_padding {
            self.warnings
                .push("No mask reaches the attention: padding takes part in it.".into());
        }
        Ok(())
    }

    /// Attention and prediction for one text. Any text is fine, an empty one too.
    ///
    /// # Errors
    /// None that depend on the text, once a model is loaded.
    pub fn analyze(&self, text: &str) -> Result<Analysis> {
        let words = self.tokenizer.words(text);
        let (trace, padded) = self.run(&words, false)?;
        self.lined_up(&trace, words, &padded)
    }

    /// What happened in every layer for one text: see [`Trace`].
    ///
    /// # Errors
    /// None that depend on the text, once a model is loaded.
    pub fn trace(&self, text: &str) -> Result<Trace> {
        Ok(self.run(&self.tokenizer.words(text), true)?.0)
    }

    /// What the model is fed for one text, `[steps]`.
    pub fn input_ids(&self, text: &str) -> Vec<u32> {
        self.padded(&self.tokenizer.words(text)).ids
    }

    fn padded(&self, words: &[Word]) -> crate::text::Padded {
        let sequence: Vec<u32> = self
            .tokenizer
            .start_id()
            .into_iter()
            .chain(words.iter().filter_map(|w| w.id))
            .collect();
        pad_sequence(&sequence, self.padding)
    }

    fn run(&self, words: &[Word], keep_all: bool) -> Result<(Trace, crate::text::Padded)> {
        let padded = self.padded(words);
        Ok((self.network.run(&padded.ids, keep_all)?, padded))
    }

    fn lined_up(
        &self,
        trace: &Trace,
        words: Vec<Word>,
        padded: &crate::text::Padded,
    ) -> Result<Analysis> {
        let first_word = usize::from(self.tokenizer.start_id().is_some());
        analysis(
            &self.network,
            trace,
            self.attention_layer,
            self.output,
            words,
            padded,
            first_word,
        )
    }

    /// The layers, wired.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The tokenizer.
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// How texts are brought to one length.
    pub fn padding(&self) -> Padding {
        self.padding
    }

    /// One name per class.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The options the model was loaded with.
    pub fn options(&self) -> &LoadOptions {
        &self.options
    }

    /// `keras-v3`, `keras-h5` or `keras-json+weights`.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// Version of Keras that wrote the model, where the file says it.
    pub fn keras_version(&self) -> Option<&str> {
        self.keras_version.as_deref()
    }

    /// What the person should know, in sentences.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Name of the layer whose attention is reported.
    pub fn attention_layer(&self) -> &str {
        &self.network.layers()[self.attention_layer].name
    }
}

/// The longest `maxlen` that is taken: far beyond any text, and small enough to be allocated.
const LONGEST_MAXLEN: usize = 100_000;

/// `maxlen` of the model's own input shape and of the options must agree.
fn padding(network: &Network, options: &LoadOptions) -> Result<Padding> {
    let given = options.maxlen.map(|maxlen| maxlen as usize);
    let maxlen = match (network.input_steps(), given) {
        (_, Some(0)) => {
            return Err(Error::InvalidOption {
                option: "maxlen",
                detail: "it must be at least 1".into(),
            });
        }
        (Some(steps), Some(maxlen)) if steps != maxlen => {
            let detail = format!(
                "the model was built for texts of {steps} steps, and takes no other length than {steps}"
            );
            return Err(Error::InvalidOption {
                option: "maxlen",
                detail,
            });
        }
        (steps, maxlen) => maxlen.or(steps),
    };
    if let Some(steps) = maxlen.filter(|&steps| steps > LONGEST_MAXLEN) {
        let detail =
            format!("{steps} steps are more than the {LONGEST_MAXLEN} that can be computed");
        return Err(Error::InvalidOption {
            option: "maxlen",
            detail,
        });
    }
    Ok(Padding {
        maxlen,
        padding: options.padding.unwrap_or_default(),
        truncating: options.truncating.unwrap_or_default(),
    })
}

/// The layer asked for, or the last attention before the output.
fn attention_layer(network: &Network, output: usize, wanted: Option<&str>) -> Result<usize> {
    let all = network.attention_layers();
    let name = |&layer: &usize| network.layers()[layer].name.as_str();
    if all.is_empty() {
        let classes = network
            .layers()
            .iter()
            .map(|layer| layer.class_name.as_str());
        return Err(Error::NoAttention {
            layers: classes.collect::<Vec<_>>().join(", "),
        });
    }
    let found = match wanted {
        Some(wanted) => all.iter().copied().find(|layer| name(layer) == wanted),
        None => network
            .attention_layers_before(output)
            .last()
            .or(all.last())
            .copied(),
    };
    found.ok_or_else(|| Error::InvalidOption {
        option: "attentionLayer",
        detail: format!(
            "there is no attention layer “{}”; there is: {}",
            wanted.unwrap_or_default(),
            all.iter().map(name).collect::<Vec<_>>().join(", ")
        ),
    })
}

/// The output asked for by its layer's name, or the first.
fn output(network: &Network, wanted: Option<&str>) -> Result<usize> {
    let names =
        || (0..network.output_count()).map(|output| network.output_layer(output).name.as_str());
    match wanted {
        Some(wanted) => {
            names()
                .position(|name| name == wanted)
                .ok_or_else(|| Error::InvalidOption {
                    option: "output",
                    detail: format!(
                        "there is no output “{wanted}”; there is: {}",
                        names().collect::<Vec<_>>().join(", ")
                    ),
                })
        }
        None => Ok(0),
    }
}
