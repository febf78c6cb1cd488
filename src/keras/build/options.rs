//! A layer's arguments, read with Keras's defaults, and refused where they would change numbers unseen.

use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::keras::config::{LayerConfig, layer_config};
use crate::keras::version::KerasVersion;
use crate::layers::Activation;

/// What is known of a layer while it is built.
#[derive(Debug, Clone)]
pub struct LayerContext {
    config: LayerConfig,
    /// The Keras that wrote the file.
    pub version: KerasVersion,
    /// A `Bidirectional` of this version makes its layers put out zeros at masked steps.
    pub zero_output_for_mask: bool,
}

impl LayerContext {
    /// The context of a layer of the model.
    pub fn new(config: &LayerConfig, version: KerasVersion) -> Self {
        Self {
            config: config.clone(),
            version,
            zero_output_for_mask: false,
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

    /// The layer's calls: a raw operation's constants stand there.
    pub fn constants(&self) -> impl Iterator<Item = f64> + '_ {
        self.config
            .calls
            .iter()
            .flat_map(|call| call.constants.iter().copied())
    }

    /// The context of a layer in this layer's configuration, e.g. `layer` of a wrapper.
    pub fn inner(&self, key: &str) -> Result<Option<Self>> {
        let Some(json) = self.config.config.get(key).filter(|json| !json.is_null()) else {
            return Ok(None);
        };
        let mut config = layer_config(json, false)?;
        config.name = format!("{}/{}", self.config.name, config.name);
        Ok(Some(Self {
            config,
            version: self.version,
            zero_output_for_mask: false,
        }))
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
        number.ok_or_else(|| Error::InvalidConfig {
            detail: format!("layer “{}” has no “{key}”", self.name()),
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
    pub fn unsupported(&self, key: &str) -> Error {
        let value = self.config.config.get(key).cloned().unwrap_or_default();
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        Error::UnsupportedOption {
            layer: self.name().to_owned(),
            option: key.to_owned(),
            value,
        }
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
