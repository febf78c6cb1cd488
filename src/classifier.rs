//! A text classifier ready for text: a model, its tokenizer, its settings and its labels.

use crate::analysis::{Analysis, Reported, analysis};
use crate::budget;
use crate::encoding::{Encoded, Encoder};
use crate::error::Result;
use crate::files::{self, NamedFile};
use crate::keras;
use crate::layers::{Activation, AttentionWeights, Memory, Trace, count};
use crate::model::{AttentionPath, Network, attentions_at};
use crate::options::LoadOptions;
use crate::setup::{class_labels, encoder, inputs, output, reported, text_input, tokenizer};
use crate::shorten::shorten;
use crate::tensor::{Shape, Value};
use crate::text::{Padding, Tokenizer, WordMemory};

/// What the contract calls `Model`: everything that was dropped, put together.
#[derive(Debug)]
pub struct Classifier {
    network: Network,
    encoder: Encoder,
    labels: Vec<String>,
    options: LoadOptions,
    /// All attention layers, in the order they are run.
    attention_paths: Vec<AttentionPath>,
    reported: Reported,
    /// The inputs in the order of the network: the text, and values for the others.
    inputs: Vec<Input>,
    output: usize,
    format: &'static str,
    keras_version: Option<String>,
    readings: Vec<keras::Reading>,
    warnings: Vec<String>,
    words_per_step: usize,
    has_matrix: bool,
    padding_is_masked: bool,
}

/// What is kept of a text for the next one, which differs little while a person types: see
/// [`Classifier::analyze_again`].
#[derive(Default)]
pub struct Session {
    words: WordMemory,
    network: Memory,
}

/// What an input of the model is fed.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    /// The text.
    Text,
    /// Values that the person gives, the same for every text.
    Given(Box<Value>),
}

/// An input that is not text.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherInput {
    /// Its name: the key in `inputs` of the options.
    pub name: String,
    /// Its shape without the batch axis.
    pub shape: Shape,
    /// The values it is fed.
    pub values: Vec<f32>,
}

impl Classifier {
    /// Loads a model from all the files that were dropped, in any order.
    ///
    /// # Errors
    /// Every way in which files can be missing, damaged, contradicting or unsupported; see [`Error`](crate::Error).
    pub fn load(files: Vec<NamedFile>, options: LoadOptions) -> Result<Self> {
        Self::put_together(files, options).map_err(|mut error| {
            error.shorten();
            error
        })
    }

    fn put_together(files: Vec<NamedFile>, mut options: LoadOptions) -> Result<Self> {
        let dropped = files::sort(files, &options.tokenizer())?;
        let custom_layers = options.custom_layers.clone().unwrap_or_default();
        let keras::KerasModel {
            network,
            format,
            keras_version,
            vectorization,
            readings,
            mut warnings,
        } = keras::load(dropped.model, &custom_layers)?;
        let text_input = text_input(&network)?;
        let tokenizer = tokenizer(vectorization, dropped.tokenizer, &mut warnings)?;
        warnings.extend(dropped.warnings);
        // What was saved with the tokenizer counts where neither the model nor the person says it.
        let axes = network.input_shape(text_input);
        if axes.last().is_some_and(Option::is_none) {
            options.maxlen = options.maxlen.or(dropped.maxlen);
        }
        if let [None, _] = axes[..] {
            options.max_sentences = options.max_sentences.or(dropped.max_sentences);
        }
        let encoder = encoder(&network, text_input, tokenizer, &options)?;
        let inputs = inputs(&network, text_input, &options, &mut warnings)?;
        let output = output(&network, options.output.as_deref())?;
        let attention_paths = network.attention_paths();
        let reported = reported(
            &network,
            output,
            encoder.sentences.is_some(),
            options.attention_layer.as_deref(),
        )?;
        let labels = class_labels(&network, output, &options, dropped.labels)?;
        if network.output_count() > 1 && options.output.is_none() {
            warnings.push(format!(
                "The model has {} outputs; the first one, “{}”, is shown.",
                network.output_count(),
                network.output_layer(output).name
            ));
        }
        for option in &options.ignored {
            warnings.push(format!(
                "The option “{option}” has no effect on this model."
            ));
        }
        for class_name in custom_layers.keys() {
            if !readings
                .iter()
                .any(|reading| reading.class_name == *class_name)
            {
                warnings.push(format!(
                    "customLayers names “{class_name}”, but no layer is of this class."
                ));
            }
        }
        let mut classifier = Self {
            network,
            encoder,
            labels,
            options,
            attention_paths,
            reported,
            inputs,
            output,
            format,
            keras_version,
            readings,
            warnings,
            words_per_step: 1,
            has_matrix: false,
            padding_is_masked: true,
        };
        classifier.try_out()?;
        let warnings = &mut classifier.warnings;
        warnings.iter_mut().for_each(shorten);
        let more = warnings.len().saturating_sub(budget::WARNINGS);
        if more > 0 {
            warnings.truncate(budget::WARNINGS);
            warnings.push(format!(
                "There are {more} more things to say of this model."
            ));
        }
        Ok(classifier)
    }

    /// Runs the largest word number, so that a tokenizer that does not fit is told at once and not at the
    /// first rare word; and sees whether padding takes part in the attention, and how many words a step is about.
    fn try_out(&mut self) -> Result<()> {
        let largest = self.encoder.tokenizer.largest_id();
        let encoded = self.encoder.encode_id(largest)?;
        let trace = self.run(&encoded, false)?;
        let analysis = analysis(&trace, &self.reported, self.output, &encoded, false)?;
        let attention = analysis.tokens.iter().filter_map(|token| token.attention);
        let mut numbers = attention.chain(analysis.prediction.iter().copied());
        if !numbers.all(f32::is_finite) {
            self.warnings.push(
                "What the model computes is not finite (NaN or infinity): its weights are broken, or too large."
                    .into(),
            );
        }
        if analysis.padding_attention > 1e-6 {
            self.padding_is_masked = false;
            self.warnings
                .push("No mask reaches the attention: padding takes part in it.".into());
        }
        let path = self.reported.words.as_ref();
        let attention =
            path.and_then(|path| attentions_at(&trace, &path.layers).into_iter().next());
        let steps = attention.and_then(|attention| attention.steps.clone());
        self.has_matrix = self.encoder.sentences.is_none()
            && attention.is_some_and(|attention| {
                matches!(attention.weights, AttentionWeights::Matrix { .. })
            });
        let widest = steps.and_then(|steps| steps.iter().map(|step| step.field.len()).max());
        self.words_per_step = widest.unwrap_or(1).max(1);
        if self.words_per_step > 1 {
            self.warnings.push(format!(
                "One step of the attention is about up to {} words, which convolutions or pooling before it put \
                 together; each word shows the attention of the step it stands in the middle of.",
                self.words_per_step
            ));
        }
        Ok(())
    }

    /// Attention and prediction for one text, with the matrix of self-attention. An empty text is fine.
    ///
    /// # Errors
    /// [`Error::TextTooLong`](crate::Error::TextTooLong); no other that depends on the text, once a model is loaded.
    pub fn analyze(&self, text: &str) -> Result<Analysis> {
        self.analyze_with(text, true)
    }

    /// As [`analyze`](Self::analyze), without the matrix: for every keystroke.
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    pub fn analyze_words(&self, text: &str) -> Result<Analysis> {
        self.analyze_with(text, false)
    }

    fn analyze_with(&self, text: &str, with_matrix: bool) -> Result<Analysis> {
        let encoded = self.encoder.encode(text)?;
        let trace = self.run(&encoded, false)?;
        analysis(&trace, &self.reported, self.output, &encoded, with_matrix)
    }

    /// As [`analyze_words`](Self::analyze_words), after another text: what cannot have changed since is not computed
    /// again. The numbers are the same, to 1e-6.
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    pub fn analyze_again(&self, text: &str, session: &mut Session) -> Result<Analysis> {
        let encoded = self.encoder.encode_again(text, &mut session.words)?;
        let inputs = self.input_values(&encoded);
        let trace = self.network.run_again(&inputs, &mut session.network)?;
        analysis(&trace, &self.reported, self.output, &encoded, false)
    }

    /// What happened in every layer for one text: see [`Trace`].
    ///
    /// # Errors
    /// [`Error::TextTooLong`](crate::Error::TextTooLong); no other that depends on the text, once a model is loaded.
    pub fn trace(&self, text: &str) -> Result<Trace> {
        self.run(&self.encoder.encode(text)?, true)
    }

    /// The same, with the row that each sentence of a hierarchical model was fed at; `None`: it was cut.
    pub(crate) fn trace_with_rows(&self, text: &str) -> Result<(Trace, Vec<Option<usize>>)> {
        let encoded = self.encoder.encode(text)?;
        let rows = encoded.sentences.iter().map(|sentence| sentence.row);
        Ok((self.run(&encoded, true)?, rows.collect()))
    }

    /// How many rows of numbers the model is fed for one text: sentences of a hierarchical model, else 1; 0 for a text
    /// that is too long for it.
    pub fn input_rows(&self, text: &str) -> usize {
        match self.encoder.encode(text).map(|encoded| encoded.shape) {
            Ok(shape) => match shape[..] {
                [rows, _] => rows,
                _ => 1,
            },
            Err(_) => 0,
        }
    }

    /// Whether padding takes no part in the attention.
    pub fn padding_is_masked(&self) -> bool {
        self.padding_is_masked
    }

    /// What the model is fed for one text, `[steps]` or, row by row, `[sentences, steps]`; nothing of a text that is too
    /// long for it.
    pub fn input_ids(&self, text: &str) -> Vec<u32> {
        let encoded = self.encoder.encode(text);
        encoded.map(|encoded| encoded.ids).unwrap_or_default()
    }

    fn run(&self, encoded: &Encoded, keep_all: bool) -> Result<Trace> {
        self.network.run(&self.input_values(encoded), keep_all)
    }

    fn input_values(&self, encoded: &Encoded) -> Vec<Value> {
        let inputs = self.inputs.iter().map(|input| match input {
            Input::Text => encoded.value(),
            Input::Given(value) => Value::clone(value),
        });
        inputs.collect()
    }

    /// The layers, wired.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// How many numbers a prediction has.
    pub fn classes(&self) -> usize {
        count(self.network.output_shape(self.output))
    }

    /// The tokenizer.
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.encoder.tokenizer
    }

    /// How texts, or the sentences of a hierarchical model, are brought to one length.
    pub fn padding(&self) -> Padding {
        self.encoder.padding
    }

    /// How many sentences a hierarchical model takes, and where they are padded and cut; `None`: it knows none.
    pub fn sentence_padding(&self) -> Option<Padding> {
        self.encoder
            .sentences
            .as_ref()
            .map(|settings| settings.padding)
    }

    /// Steps that the model's own input shape asks for; `None`: any.
    pub fn input_steps(&self) -> Option<usize> {
        let text = self
            .inputs
            .iter()
            .position(|input| matches!(input, Input::Text));
        text.and_then(|text| self.network.input_shape(text).last().copied().flatten())
    }

    /// Sentences that the model's own input shape asks for; `None`: any, or the model knows none.
    pub fn input_sentences(&self) -> Option<usize> {
        let text = self
            .inputs
            .iter()
            .position(|input| matches!(input, Input::Text))?;
        match self.network.input_shape(text)[..] {
            [sentences, _] if self.encoder.sentences.is_some() => sentences,
            _ => None,
        }
    }

    /// Whether the reported attention is a self-attention, from each word to each.
    pub fn has_matrix(&self) -> bool {
        self.has_matrix
    }

    /// The inputs that are not text.
    pub fn other_inputs(&self) -> Vec<OtherInput> {
        self.inputs
            .iter()
            .enumerate()
            .filter_map(|(index, input)| match input {
                Input::Text => None,
                Input::Given(value) => Some(OtherInput {
                    name: self.network.input_layer(index).name.clone(),
                    shape: self.network.input_shape(index).clone(),
                    values: value.as_slice().into_owned(),
                }),
            })
            .collect()
    }

    /// How layers of somebody's own classes were read.
    pub fn readings(&self) -> &[keras::Reading] {
        &self.readings
    }

    /// All attention layers in the order they are run.
    pub fn attention_paths(&self) -> &[AttentionPath] {
        &self.attention_paths
    }

    /// Which layers' attention is reported.
    pub fn reported(&self) -> &Reported {
        &self.reported
    }

    /// How many words one step of the reported attention is about: 1 where steps are words.
    pub fn words_per_step(&self) -> usize {
        self.words_per_step
    }

    /// One name per class.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The function that the prediction went through last: `sigmoid`, `softmax` or `linear`. `None`: another, or no layer
    /// that has one.
    pub fn output_activation(&self) -> Option<&'static str> {
        let layer = self.network.output_layer(self.output).layer.as_ref()?;
        match layer.final_activation()? {
            Activation::Sigmoid => Some("sigmoid"),
            Activation::Softmax => Some("softmax"),
            Activation::Linear => Some("linear"),
            _ => None,
        }
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
        self.reported.name()
    }
}
