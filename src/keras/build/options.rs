//! A layer's arguments, read with Keras's defaults, and refused where they would change numbers unseen.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Map, Value as Json};

use crate::budget;
use crate::error::{Error, Result};
use crate::keras::config::{CallConfig, LayerConfig, layer_config};
use crate::keras::model_file::CustomLayers;
use crate::keras::version::KerasVersion;
use crate::layers::Activation;
use crate::tensor::float32;

/// Layers and models within each other that are followed at most.
const DEEPEST: usize = budget::MODEL_DEPTH;

/// What the person said about classes of their own, and notes taken on the way.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Class name in the file → kind of attention.
    pub custom_layers: Rc<CustomLayers>,
    /// How each layer of somebody's own class was read.
    pub readings: Rc<RefCell<Vec<Reading>>>,
    /// Sentences for the person.
    pub warnings: Rc<RefCell<Vec<String>>>,
}

impl BuildOptions {
    /// The kind of attention that the person says a class is.
    pub fn attention_kind(&self, class_name: &str) -> Option<String> {
        self.custom_layers.get(class_name).cloned()
    }

    /// Notes a sentence for the person, once.
    pub fn warn(&self, warning: String) {
        let mut warnings = self.warnings.borrow_mut();
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
}

/// How a layer of somebody's own class was read: the file gives weights and arguments, but not the code.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The layer's name, with those around it.
    pub layer: String,
    /// Its class in the file: the key in `customLayers`.
    pub class_name: String,
    /// The kind of attention it was taken for.
    pub kind: &'static str,
    /// What told, in a sentence.
    pub reason: String,
    /// Other kinds that the weights would fit, the likelier first.
    pub alternatives: Vec<&'static str>,
}

/// What is known of a layer while it is built.
#[derive(Debug, Clone)]
pub struct LayerContext {
    config: LayerConfig,
    /// Names of the layers around it, joined with `/`.
    path: String,
    /// How many layers are around it.
    depth: usize,
    /// What the person said, and what is noted for them.
    pub options: BuildOptions,
    /// The Keras that wrote the file.
    pub version: KerasVersion,
    /// A `Bidirectional` of this version makes its layers put out zeros at masked steps.
    pub zero_output_for_mask: bool,
    /// The call of a `Bidirectional` keeps the mask from its layers.
    pub ignores_mask: bool,
}

impl LayerContext {
    /// The context of a layer of the model.
    pub fn new(config: &LayerConfig, version: KerasVersion, options: &BuildOptions) -> Self {
        Self {
            config: config.clone(),
            path: String::new(),
            depth: 0,
            options: options.clone(),
            version,
            zero_output_for_mask: false,
            ignores_mask: false,
        }
    }

    /// The layer's class.
    pub fn class_name(&self) -> &str {
        &self.config.class_name
    }

    /// The kind of attention that the person says this layer is.
    pub fn attention_kind(&self) -> Option<&str> {
        self.config.attention_kind.as_deref()
    }

    /// The layer's name.
    pub fn name(&self) -> &str {
        &self.config.name
    }

    /// The layer's name with the names of the layers around it, for messages.
    pub fn display_name(&self) -> String {
        match self.path.is_empty() {
            true => self.config.name.clone(),
            false => format!("{}/{}", self.path, self.config.name),
        }
    }

    /// The context of a layer of a model that this layer is.
    pub fn of_layer(&self, config: &LayerConfig) -> Result<Self> {
        if self.depth >= DEEPEST {
            return Err(Box::new(Error::InvalidConfig {
                detail: format!("more than {DEEPEST} models lie within each other"),
            }));
        }
        Ok(Self {
            config: config.clone(),
            path: self.display_name(),
            depth: self.depth.saturating_add(1),
            options: self.options.clone(),
            version: self.version,
            zero_output_for_mask: false,
            ignores_mask: false,
        })
    }

    /// The layer's first call: where a raw operation has its arguments.
    pub fn call(&self) -> Option<&CallConfig> {
        self.config.calls.first()
    }

    /// The layer as the file describes it.
    pub fn config(&self) -> &LayerConfig {
        &self.config
    }

    /// The context of a layer in this layer's configuration, e.g. `layer` of a wrapper.
    pub fn inner(&self, key: &str) -> Result<Option<Self>> {
        match self.get(key) {
            Some(json) => self.inner_from(json).map(Some),
            None => Ok(None),
        }
    }

    /// The context of a layer whose description stands somewhere in this layer's configuration.
    pub fn inner_from(&self, json: &Json) -> Result<Self> {
        let mut config = layer_config(json, false)?;
        config.attention_kind = self.options.attention_kind(&config.class_name);
        if self.depth >= DEEPEST {
            return Err(Box::new(Error::InvalidConfig {
                detail: format!("more than {DEEPEST} layers lie within each other"),
            }));
        }
        Ok(Self {
            config,
            path: self.display_name(),
            depth: self.depth.saturating_add(1),
            options: self.options.clone(),
            version: self.version,
            zero_output_for_mask: false,
            ignores_mask: false,
        })
    }

    /// Sets an argument, as a wrapper does with the layer it wraps.
    pub fn set(&mut self, key: &str, value: Json) {
        self.config.config.insert(key.to_owned(), value);
    }

    /// Whether the configuration mentions an argument.
    pub fn has(&self, key: &str) -> bool {
        self.config.config.contains_key(key)
    }

    /// A yes-or-no argument.
    pub fn flag(&self, key: &str, default: bool) -> bool {
        self.config
            .config
            .get(key)
            .and_then(Json::as_bool)
            .unwrap_or(default)
    }

    /// A count that must be there.
    pub fn count(&self, key: &str) -> Result<usize> {
        let number = self
            .config
            .config
            .get(key)
            .and_then(Json::as_u64)
            .and_then(|n| usize::try_from(n).ok());
        number.ok_or_else(|| {
            Box::new(Error::InvalidConfig {
                detail: format!("layer “{}” has no “{key}”", self.display_name()),
            })
        })
    }

    /// An argument as it stands in the file.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.config.config.get(key).filter(|value| !value.is_null())
    }

    /// All arguments.
    pub fn arguments(&self) -> &Map<String, Json> {
        &self.config.config
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<f32> {
        self.get(key)?.as_f64().map(float32)
    }

    /// A list of whole numbers; a single number is a list of one.
    pub fn integers(&self, key: &str) -> Option<Vec<i64>> {
        match self.get(key)? {
            Json::Array(list) => list.iter().map(Json::as_i64).collect(),
            number => Some(vec![number.as_i64()?]),
        }
    }

    /// The complaint about a configuration that lacks something.
    pub fn invalid(&self, what: &str) -> Box<Error> {
        Box::new(Error::InvalidConfig {
            detail: format!("layer “{}” {what}", self.display_name()),
        })
    }

    /// A text argument.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.config.config.get(key).and_then(Json::as_str)
    }

    /// Refuses an argument that is set, where it would change numbers.
    pub fn refuse_if_set(&self, key: &str) -> Result<()> {
        if self.flag(key, false) {
            Err(self.unsupported(key))
        } else {
            Ok(())
        }
    }

    /// The complaint about an argument.
    pub fn unsupported(&self, key: &str) -> Box<Error> {
        let value = self.config.config.get(key).cloned().unwrap_or_default();
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        Box::new(Error::UnsupportedOption {
            layer: self.display_name(),
            option: key.to_owned(),
            value,
        })
    }

    /// The complaint about an operation, a noun phrase.
    pub fn unsupported_operation(&self, what: &str) -> Box<Error> {
        Box::new(Error::UnsupportedOption {
            layer: self.display_name(),
            option: self.class_name().to_owned(),
            value: what.to_owned(),
        })
    }

    /// An activation by its name in this version of Keras.
    pub fn activation(&self, key: &str, default: &str) -> Result<Activation> {
        let json = match self.config.config.get(key) {
            Some(Json::Null) => return Ok(Activation::Linear),
            Some(json) => json,
            None => {
                return self
                    .activation_named(default)
                    .ok_or_else(|| self.unsupported(key));
            }
        };
        // Keras 3 may write a function as {"class_name": "function", "config": "relu"}.
        let name = json.as_str().or_else(|| json.get("config")?.as_str());
        name.and_then(|name| self.activation_named(name))
            .ok_or_else(|| self.unsupported(key))
    }

    fn activation_named(&self, name: &str) -> Option<Activation> {
        Some(match name {
            "linear" => Activation::Linear,
            "relu" => Activation::Relu,
            "relu6" => Activation::Relu6,
            "leaky_relu" => Activation::LeakyRelu {
                negative_slope: 0.2,
            },
            "elu" => Activation::Elu { alpha: 1.0 },
            "selu" => Activation::Selu,
            "sigmoid" => Activation::Sigmoid,
            "hard_sigmoid" if self.version.has_keras3_hard_sigmoid() => {
                Activation::HardSigmoidKeras3
            }
            "hard_sigmoid" => Activation::HardSigmoidKeras2,
            "tanh" => Activation::Tanh,
            "softmax" => Activation::Softmax,
            "log_softmax" => Activation::LogSoftmax,
            "softplus" => Activation::Softplus,
            "softsign" => Activation::Softsign,
            "exponential" => Activation::Exponential,
            "gelu" => Activation::Gelu,
            "silu" | "swish" => Activation::Silu,
            "hard_silu" | "hard_swish" => Activation::HardSilu,
            "mish" => Activation::Mish,
            _ => return None,
        })
    }
}
