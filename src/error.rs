//! The one error type of the crate: what is wrong, where, and what to do about it.
//!
//! Every variant has a stable [`code`](Error::code) that programs may test for and,
//! where there is something to be done, a [`hint`](Error::hint) for the person.

/// What a call of this crate returns.
pub type Result<T> = std::result::Result<T, Box<Error>>;

/// Everything that can go wrong between a dropped file and a lit word.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing was given to load.
    #[error("No file was given.")]
    NoFiles,
    /// The bytes of a file are of no kind that this crate knows.
    #[error("“{file}” is not a file that wordlight can read: {found}.")]
    UnrecognisedFile {
        /// File name as it was given.
        file: String,
        /// What the first bytes look like.
        found: String,
    },
    /// A known kind of file that cannot be run from here.
    #[error("“{file}” is {kind}, which wordlight cannot run.")]
    UnsupportedFormat {
        /// File name as it was given.
        file: String,
        /// The format, with its article.
        kind: &'static str,
        /// One line of Python that saves the model in a readable form.
        instead: &'static str,
    },
    /// A file of a known kind whose bytes do not hold together.
    #[error("“{file}” is damaged or incomplete: {detail}.")]
    DamagedFile {
        /// File name as it was given.
        file: String,
        /// What the parser found.
        detail: String,
    },
    /// An HDF5 or zip file that holds no Keras model.
    #[error("“{file}” holds no Keras model: {detail}.")]
    NotKeras {
        /// File name as it was given.
        file: String,
        /// What was looked for in vain.
        detail: String,
    },
    /// Weights were found, but nothing says which layers they belong to.
    #[error("“{file}” holds weights only; the model's architecture is missing.")]
    MissingArchitecture {
        /// File name as it was given.
        file: String,
    },
    /// An architecture was found, but no weights.
    #[error("“{file}” holds the model's architecture; its weights are missing.")]
    MissingWeights {
        /// File name as it was given.
        file: String,
    },
    /// A file names others that were not given.
    #[error("“{file}” names files that are missing: {missing}.")]
    MissingShards {
        /// The index: `model.json` of TensorFlow.js, or `x.weights.json`.
        file: String,
        /// The first few of them.
        missing: String,
    },
    /// Files were given, but none is a model.
    #[error("The model itself is missing: no file holds one.")]
    MissingModel,
    /// A model was given without the tokenizer that numbers its words.
    #[error("The tokenizer is missing, which turns words into the model's numbers.")]
    MissingTokenizer,
    /// A layer that numbers words itself was saved without them.
    #[error("Layer “{layer}” turns words into numbers, but its vocabulary is not in “{file}”.")]
    MissingVocabulary {
        /// The layer's name.
        layer: String,
        /// File name as it was given.
        file: String,
    },
    /// Two files claim the same role.
    #[error("Two files are a {role}: “{first}” and “{second}”.")]
    DuplicateFile {
        /// “model”, “tokenizer”, “labels file”, …
        role: &'static str,
        /// The file that came first.
        first: String,
        /// The one too many.
        second: String,
    },
    /// The model's configuration is not what Keras writes.
    #[error("The model's configuration cannot be read: {detail}.")]
    InvalidConfig {
        /// Where and what.
        detail: String,
    },
    /// The layers do not form a directed graph without cycles.
    #[error("The model's layers do not form a graph that can be run: {detail}.")]
    InvalidGraph {
        /// Where and what.
        detail: String,
    },
    /// A layer class this crate does not compute.
    #[error("Layer “{layer}” is a {class_name}, which wordlight cannot compute yet.")]
    UnsupportedLayer {
        /// The layer's name.
        layer: String,
        /// Its class.
        class_name: String,
        /// The classes that can be computed.
        supported: &'static str,
    },
    /// A supported layer with an argument that is not.
    #[error("Layer “{layer}” has {option} = {value}, which wordlight cannot compute yet.")]
    UnsupportedOption {
        /// The layer's name.
        layer: String,
        /// Keras's name of the argument.
        option: String,
        /// Its value in the file.
        value: String,
    },
    /// A weight whose shape contradicts the layer.
    #[error("Layer “{layer}”: weight “{weight}” has shape {found}, expected {expected}.")]
    WeightShape {
        /// The layer's name.
        layer: String,
        /// The weight's name.
        weight: String,
        /// Shape that the layer needs.
        expected: String,
        /// Shape in the file.
        found: String,
    },
    /// A weight that the layer needs and the file has not.
    #[error("Layer “{layer}”: its weight “{weight}” is missing from the file.")]
    MissingWeight {
        /// The layer's name.
        layer: String,
        /// The weight's name.
        weight: String,
    },
    /// A weight in the file that no layer takes.
    #[error("Layer “{layer}”: the file holds a weight “{weight}” that this layer does not have.")]
    ExtraWeight {
        /// The layer's name, or the group's.
        layer: String,
        /// The weight's name.
        weight: String,
    },
    /// A layer was given an input of a shape it cannot take.
    #[error("Layer “{layer}” was given an input of shape {found}, expected {expected}.")]
    ShapeMismatch {
        /// The layer's name.
        layer: String,
        /// What the layer takes.
        expected: String,
        /// What it was given.
        found: String,
    },
    /// A text that would take more memory than there is in a browser.
    #[error("The text is too long for this model: {detail}.")]
    TextTooLong {
        /// What it is too long for, and what would do.
        detail: String,
    },
    /// A model that is fed something else than one row of word numbers.
    #[error(
        "The model's input is {found}; what can be fed is one text as word numbers, (None, steps) or (None, sentences, steps)."
    )]
    UnsupportedInput {
        /// Inputs with their shapes.
        found: String,
    },
    /// The model has no layer whose attention could be shown.
    #[error("The model has no attention layer, so there is no attention to show.")]
    NoAttention {
        /// The model's layer classes, for the message.
        layers: String,
    },
    /// The tokenizer gave a word a number beyond the embedding's rows.
    #[error("The tokenizer numbers a word {id}, but embedding “{layer}” has only {rows} rows.")]
    TokenIdOutOfRange {
        /// The word's number.
        id: u32,
        /// The embedding layer's name.
        layer: String,
        /// Rows of the embedding, Keras's `input_dim`.
        rows: usize,
    },
    /// A tokenizer file with contradicting or missing parts.
    #[error("The tokenizer in “{file}” cannot be used: {detail}.")]
    InvalidTokenizer {
        /// File name as it was given.
        file: String,
        /// Where and what.
        detail: String,
    },
    /// A pickle that holds more than plain data.
    #[error("“{file}” is a Python pickle that would call {callable}; it was not run.")]
    UnsafePickle {
        /// File name as it was given.
        file: String,
        /// Module and name of what the pickle asks for.
        callable: String,
    },
    /// A labels file that does not fit.
    #[error("The labels in “{file}” cannot be used: {detail}.")]
    InvalidLabels {
        /// File name as it was given, or “options”.
        file: String,
        /// Where and what.
        detail: String,
    },
    /// A `wordlight-check.json` that cannot be read.
    #[error("The file of Keras's own numbers cannot be read: {detail}.")]
    InvalidCheck {
        /// Where and what.
        detail: String,
    },
    /// An option with a value that makes no sense here.
    #[error("Option “{option}” cannot be used: {detail}.")]
    InvalidOption {
        /// The option's name in `LoadOptions`.
        option: &'static str,
        /// Why not, and what would do.
        detail: String,
    },
}

impl Error {
    /// A stable name of the kind of error, in snake case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoFiles => "no_files",
            Self::UnrecognisedFile { .. } => "unrecognised_file",
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::DamagedFile { .. } => "damaged_file",
            Self::NotKeras { .. } => "not_keras",
            Self::MissingArchitecture { .. } => "missing_architecture",
            Self::MissingWeights { .. } => "missing_weights",
            Self::MissingShards { .. } => "missing_shards",
            Self::MissingModel => "missing_model",
            Self::MissingTokenizer => "missing_tokenizer",
            Self::MissingVocabulary { .. } => "missing_vocabulary",
            Self::DuplicateFile { .. } => "duplicate_file",
            Self::InvalidConfig { .. } => "invalid_config",
            Self::InvalidGraph { .. } => "invalid_graph",
            Self::UnsupportedLayer { .. } => "unsupported_layer",
            Self::UnsupportedOption { .. } => "unsupported_option",
            Self::WeightShape { .. } => "weight_shape",
            Self::MissingWeight { .. } => "missing_weight",
            Self::ExtraWeight { .. } => "extra_weight",
            Self::ShapeMismatch { .. } => "shape_mismatch",
            Self::TextTooLong { .. } => "text_too_long",
            Self::UnsupportedInput { .. } => "unsupported_input",
            Self::NoAttention { .. } => "no_attention",
            Self::TokenIdOutOfRange { .. } => "token_id_out_of_range",
            Self::InvalidTokenizer { .. } => "invalid_tokenizer",
            Self::UnsafePickle { .. } => "unsafe_pickle",
            Self::InvalidLabels { .. } => "invalid_labels",
            Self::InvalidCheck { .. } => "invalid_check",
            Self::InvalidOption { .. } => "invalid_option",
        }
    }

    /// What the person can do about it, in one or two sentences.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoFiles => "Drop a Keras model (.keras or .h5) together with its tokenizer.",
            Self::UnrecognisedFile { .. } => {
                "wordlight reads .keras and .h5 models, architecture JSON with weights, TensorFlow.js models, tokenizers \
                 (tokenizer.json, a pickled Tokenizer, word_index.json, vocabulary.txt) and labels (labels.json, \
                 labels.txt, a pickled LabelEncoder)."
            }
            Self::UnsupportedFormat { instead, .. } => instead,
            Self::DamagedFile { .. } => {
                "The file may have been cut off while it was saved or copied. Save it again in Python, and drop \
                 the new file."
            }
            Self::NotKeras { .. } => {
                "Save the whole model in Keras with model.save(\"model.keras\") and drop that file."
            }
            Self::MissingArchitecture { .. } => {
                "Save the whole model with model.save(\"model.keras\"), or drop the architecture too: \
                 open(\"model.json\", \"w\").write(model.to_json())."
            }
            Self::MissingWeights { .. } => {
                "Drop the weights too: model.save_weights(\"model.weights.h5\"). Or save both in one file: \
                 model.save(\"model.keras\")."
            }
            Self::MissingShards { .. } => "Drop all the files together, or the folder they are in.",
            Self::MissingModel => {
                "Drop the model as well: the file that model.save(\"model.keras\") writes."
            }
            Self::MissingTokenizer => {
                "Drop the tokenizer as well: open(\"tokenizer.json\", \"w\").write(tokenizer.to_json())."
            }
            Self::MissingVocabulary { .. } => {
                "HDF5 files do not keep it. Save with model.save(\"model.keras\"), or drop the vocabulary as well: \
                 open(\"vocabulary.txt\", \"w\").write(\"\\n\".join(layer.get_vocabulary()))."
            }
            Self::DuplicateFile { .. } => "Drop one of the two only.",
            Self::InvalidConfig { .. } => {
                "Load the model in Keras and save it again with model.save(\"model.keras\")."
            }
            Self::InvalidGraph { .. } => {
                "Load the model in Keras and save it again with model.save(\"model.keras\"); if Keras cannot \
                 load it either, the file is broken."
            }
            Self::UnsupportedLayer {
                layer, class_name, ..
            } if class_name.starts_with("Lambda with") => {
                return Some(format!(
                    "The function is read, not run, and may only call functions of tensors. Say what it does in \
                     customLayers, by the layer's name ({{\"{layer}\": \"sum_over_steps\"}}; also mean_over_steps, \
                     max_over_steps, softmax_over_steps_lambda, last_step, identity), or put the Keras layer or \
                     keras.ops function that does the same in its place, load the weights and save the model again."
                ));
            }
            Self::UnsupportedLayer { supported, .. } => {
                return Some(format!(
                    "These layers can be computed today: {supported}. A layer of your own can be if it is one of the \
                     kinds of attention that the README lists; customLayers says which."
                ));
            }
            Self::UnsupportedOption { .. } => {
                "If the model can do without this argument, train or save it without; the README lists what \
                 is supported."
            }
            Self::WeightShape { .. } | Self::MissingWeight { .. } | Self::ExtraWeight { .. } => {
                "The weights do not belong to this architecture, or the file was edited. Save the model again \
                 in Keras with model.save(\"model.keras\")."
            }
            Self::ShapeMismatch { .. } => {
                "The layers do not fit together, or the text was padded to another length than the model was \
                 built for: check maxlen."
            }
            Self::TextTooLong { .. } => {
                "Take a part of the text, or set a smaller maxlen where the model takes any length."
            }
            Self::UnsupportedInput { .. } => {
                "A text goes in as word numbers, (None, steps), or sentence by sentence, (None, sentences, steps). A model \
                 that is fed word vectors or one-hot rows has its Embedding elsewhere: save the whole model with it."
            }
            Self::NoAttention { .. } => {
                "wordlight shows the weights of an attention layer such as AttentionWithContext. Drop a model \
                 that has one."
            }
            Self::TokenIdOutOfRange { .. } => {
                "The tokenizer belongs to another model, or it was used with num_words: set numWords to the \
                 value used in training, or drop the right tokenizer."
            }
            Self::InvalidTokenizer { .. } => {
                "Save it again in Python: open(\"tokenizer.json\", \"w\").write(tokenizer.to_json())."
            }
            Self::UnsafePickle { callable, .. } if callable.starts_with("gensim") => {
                "These are word vectors, which are inside the model already. Drop the tokenizer that numbers the \
                 words: open(\"tokenizer.json\", \"w\").write(tokenizer.to_json())."
            }
            Self::UnsafePickle { callable, .. }
                if ["keras.", "tensorflow.", "tf_keras."]
                    .iter()
                    .any(|module| callable.starts_with(module)) =>
            {
                "This is a pickle of the model or of a layer. Save the model with model.save(\"model.keras\"), and the \
                 tokenizer with open(\"tokenizer.json\", \"w\").write(tokenizer.to_json())."
            }
            Self::UnsafePickle { .. } => {
                "Only pickles of a Keras Tokenizer or of plain data are read. In Python: \
                 open(\"tokenizer.json\", \"w\").write(tokenizer.to_json())."
            }
            Self::InvalidLabels { .. } => {
                "Give one name per class: a JSON array such as [\"negative\", \"positive\"], or one name a line."
            }
            Self::InvalidCheck { .. } => {
                "Run the lines of Python that the page offers under “Check against Keras” again, and drop the \
                 wordlight-check.json that they write."
            }
            Self::InvalidOption { .. } => return None,
        };
        Some(hint.to_owned())
    }
}
