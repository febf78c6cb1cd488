//! A model's configuration: the JSON of Keras 1, 2 and 3 as one list of layers and calls.

use serde_json::{Map, Value as Json};

use super::surroundings::{self, Surroundings};
use super::weightless::is_kerass_class;
use crate::error::{Error, Result};

/// A model as its configuration describes it.
#[derive(Debug)]
pub struct Architecture {
    /// Layers in the order of the file.
    pub layers: Vec<LayerConfig>,
    /// Input tensors.
    pub inputs: Vec<TensorAddress>,
    /// Output tensors.
    pub outputs: Vec<TensorAddress>,
}

/// One layer's entry.
#[derive(Debug, Clone)]
pub struct LayerConfig {
    /// Class, without the `package>` of a registered custom class.
    pub class_name: String,
    /// Kind of attention that the person says this is, whatever the class.
    pub attention_kind: Option<String>,
    /// Name in the model.
    pub name: String,
    /// The layer's arguments.
    pub config: Map<String, Json>,
    /// Its uses in the graph.
    pub calls: Vec<CallConfig>,
    /// Whether this is a raw operation (`keras.ops.*`) and not a layer.
    pub is_operation: bool,
    /// Whether the class is one of Keras's own, as far as the file says: `None` where it does not.
    pub is_builtin: Option<bool>,
    /// Whether Keras lists it among `model.layers`.
    pub listed: bool,
    /// What the graph around it tells of its tensors.
    pub surroundings: Surroundings,
}

impl LayerConfig {
    /// Whether this is one of Keras's own classes or operations, as far as the file or the name tells.
    pub fn is_kerass_own(&self) -> bool {
        let by_name = || is_kerass_class(&self.class_name) && self.attention_kind.is_none();
        self.is_operation || self.is_builtin.unwrap_or_else(by_name)
    }

    /// Whether the layer's `dtype` (a name, or the configuration of a policy) asks for float16 or bfloat16.
    pub fn computes_in_half(&self) -> bool {
        let dtype = self.config.get("dtype");
        let policy = dtype.and_then(|dtype| dtype.get("config")?.get("name"));
        let name = policy.or(dtype).and_then(Json::as_str).unwrap_or_default();
        self.class_name != "InputLayer" && name.contains("float16")
    }
}

/// One use of a layer.
#[derive(Debug, Clone, Default)]
pub struct CallConfig {
    /// Positional arguments.
    pub args: Vec<Argument>,
    /// Keyword arguments but for `mask`.
    pub kwargs: Vec<(String, Argument)>,
    /// A tensor given as `mask=`.
    pub mask: Option<TensorAddress>,
    /// Whether the class's `call` has an argument `mask`, which Keras 3 writes down even where there is none;
    /// `None`: the file does not say.
    pub takes_mask: Option<bool>,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// Another call's output.
    Tensor(TensorAddress),
    /// A list with tensors in it.
    List(Vec<Argument>),
    /// Anything else, as it stands in the file.
    Constant(Json),
}

impl CallConfig {
    /// All tensors, in the order in which a layer is given them: positional arguments, then keywords.
    pub fn inputs(&self) -> Vec<&TensorAddress> {
        let mut found = Vec::new();
        for argument in self
            .args
            .iter()
            .chain(self.kwargs.iter().map(|(_, value)| value))
        {
            argument.collect(&mut found);
        }
        found
    }

    /// A keyword argument.
    pub fn kwarg(&self, name: &str) -> Option<&Argument> {
        let found = self.kwargs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value)
    }
}

impl Argument {
    fn collect<'a>(&'a self, found: &mut Vec<&'a TensorAddress>) {
        match self {
            Self::Tensor(address) => found.push(address),
            Self::List(items) => items.iter().for_each(|item| item.collect(found)),
            Self::Constant(_) => {}
        }
    }

    /// Reads an argument: a tensor of Keras 1 to 3, a list, or a constant.
    fn read(json: &Json) -> Self {
        if let Some(address) = tensor_address(json) {
            return Self::Tensor(address);
        }
        match json {
            Json::Array(items) => {
                let items: Vec<Self> = items.iter().map(Self::read).collect();
                let is_constant = |item: &Self| matches!(item, Self::Constant(_));
                match items.iter().all(is_constant) {
                    true => Self::Constant(json.clone()),
                    false => Self::List(items),
                }
            }
            _ => Self::Constant(json.clone()),
        }
    }
}

/// A tensor's place: layer name, index of the layer's call, index of the call's output.
#[derive(Debug, Clone, PartialEq)]
pub struct TensorAddress {
    /// Layer name.
    pub layer: String,
    /// Which call of it.
    pub call: usize,
    /// Which of the call's outputs.
    pub tensor: usize,
}

/// Classes of whole models.
pub fn is_model_class(class_name: &str) -> bool {
    matches!(class_name, "Sequential" | "Functional" | "Model")
}

/// Whether JSON looks like what `model.to_json()` writes.
pub fn is_architecture(json: &Json) -> bool {
    json.get("class_name")
        .and_then(Json::as_str)
        .is_some_and(|class| is_model_class(plain_class(class)))
        && json.get("config").is_some()
}

/// Reads a model's configuration.
pub fn read(json: &Json) -> Result<Architecture> {
    let class_name = json
        .get("class_name")
        .and_then(Json::as_str)
        .map(plain_class)
        .unwrap_or_default();
    let config = json
        .get("config")
        .ok_or_else(|| invalid("it has no “config”"))?;
    match class_name {
        "Sequential" => sequential(config),
        "Functional" | "Model" if config.get("layers").is_some() => functional(config),
        _ => Err(invalid(format!(
            "the model is of class “{class_name}”; only Sequential and Functional models say how their layers are \
             connected (a subclassed model says it in Python alone)"
        ))),
    }
}

fn sequential(config: &Json) -> Result<Architecture> {
    // Until Keras 2.2.2 the configuration was the list itself.
    let layers = config
        .as_array()
        .or_else(|| config.get("layers")?.as_array());
    let layers = layers.ok_or_else(|| invalid("it has no list of layers"))?;
    // Only Keras 1 wrote this; a functional model says the same with calls.
    let first = layers.first().and_then(|first| first.get("config"));
    if first.is_some_and(|config| config.get("layers").is_some() && config.get("mode").is_some()) {
        return Err(invalid(
            "the Sequential model begins with a Merge of several models, each with an input of its own: this is not read",
        ));
    }
    let mut layers = layers
        .iter()
        .map(|layer| layer_config(layer, false))
        .collect::<Result<Vec<_>>>()?;
    if layers
        .first()
        .is_none_or(|first| first.class_name != "InputLayer")
    {
        let shape = layers
            .first()
            .and_then(|first| batch_shape(&first.config).cloned());
        let shape = shape
            .or_else(|| config.get("build_input_shape").cloned())
            .unwrap_or(Json::Null);
        layers.insert(0, implied_input(shape));
    }
    if let Some(input) = layers.first_mut() {
        input.listed = false;
    }
    let mut previous: Option<TensorAddress> = None;
    for layer in &mut layers {
        let inputs = previous.iter().cloned().map(Argument::Tensor).collect();
        layer.calls = vec![CallConfig {
            args: inputs,
            ..CallConfig::default()
        }];
        previous = Some(TensorAddress {
            layer: layer.name.clone(),
            call: 0,
            tensor: 0,
        });
    }
    let input = TensorAddress {
        layer: layers
            .first()
            .map(|layer| layer.name.clone())
            .unwrap_or_default(),
        call: 0,
        tensor: 0,
    };
    let outputs: Vec<TensorAddress> = previous.into_iter().collect();
    surroundings::find(&mut layers, &outputs);
    Ok(Architecture {
        layers,
        inputs: vec![input],
        outputs,
    })
}

/// The input that a Sequential model without `InputLayer` has all the same.
fn implied_input(shape: Json) -> LayerConfig {
    let mut config = Map::new();
    config.insert(
        "batch_shape".into(),
        if shape.is_null() {
            Json::from(vec![Json::Null, Json::Null])
        } else {
            shape
        },
    );
    LayerConfig {
        class_name: "InputLayer".into(),
        attention_kind: None,
        name: "input".into(),
        config,
        calls: Vec::new(),
        is_operation: false,
        is_builtin: Some(true),
        listed: false,
        surroundings: Surroundings::default(),
    }
}

fn functional(config: &Json) -> Result<Architecture> {
    let layers = config
        .get("layers")
        .and_then(Json::as_array)
        .ok_or_else(|| invalid("it has no list of layers"))?;
    let mut layers = layers
        .iter()
        .map(|layer| layer_config(layer, true))
        .collect::<Result<Vec<_>>>()?;
    let addresses = |key: &str| {
        let mut found = Vec::new();
        collect_addresses(config.get(key).unwrap_or(&Json::Null), &mut found);
        found
    };
    let (inputs, outputs) = (addresses("input_layers"), addresses("output_layers"));
    if inputs.is_empty() || outputs.is_empty() {
        return Err(invalid("it names no input or no output"));
    }
    surroundings::find(&mut layers, &outputs);
    Ok(Architecture {
        layers,
        inputs,
        outputs,
    })
}

/// Reads one layer. `in_graph`: its calls stand in the file.
pub fn layer_config(json: &Json, in_graph: bool) -> Result<LayerConfig> {
    let class_name = json
        .get("class_name")
        .and_then(Json::as_str)
        .ok_or_else(|| invalid("a layer has no class"))?;
    let config = json
        .get("config")
        .and_then(Json::as_object)
        .cloned()
        .unwrap_or_default();
    let class_name = plain_class(class_name).to_owned();
    // A custom class may leave its name out of its own config; the graph's entry has it too.
    let name = json
        .get("name")
        .or_else(|| config.get("name"))
        .and_then(Json::as_str);
    let name = name.map_or_else(|| class_name.clone(), str::to_owned);
    let calls = match json.get("inbound_nodes").and_then(Json::as_array) {
        Some(nodes) if in_graph && !nodes.is_empty() => nodes.iter().map(call_config).collect(),
        _ => vec![CallConfig::default()],
    };
    // Raw operations stand among the layers of a Keras 3 file, but Keras does not count them as layers.
    let module = json.get("module").and_then(Json::as_str);
    let is_operation = module
        .is_some_and(|module| module.starts_with("keras.") && module.contains(".ops"))
        || matches!(class_name.as_str(), "NotEqual" | "ConvertToTensor");
    let is_builtin = json.get("module").map(|module| {
        module
            .as_str()
            .is_some_and(|module| module.starts_with("keras."))
    });
    Ok(LayerConfig {
        class_name,
        attention_kind: None,
        name,
        config,
        calls,
        is_operation,
        is_builtin,
        listed: !is_operation,
        surroundings: Surroundings::of(json),
    })
}

/// One inbound node: Keras 3's `{"args", "kwargs"}`, or a list of `[layer, call, tensor, kwargs]`.
fn call_config(node: &Json) -> CallConfig {
    let mut call = CallConfig::default();
    if let Some(args) = node.get("args") {
        call.args = args
            .as_array()
            .into_iter()
            .flatten()
            .map(Argument::read)
            .collect();
        if let Some(kwargs) = node.get("kwargs").and_then(Json::as_object) {
            call.takes_mask = Some(kwargs.contains_key("mask"));
            read_keywords(kwargs, &mut call);
        }
        return call;
    }
    let entries = node.as_array().map(Vec::as_slice).unwrap_or_default();
    // A lone tensor may stand without a list around it.
    let entries = match entries.first().is_some_and(Json::is_string) {
        true => std::slice::from_ref(node),
        false => entries,
    };
    let mut tensors = Vec::with_capacity(entries.len());
    for entry in entries {
        tensors.push(match entry.get(0).and_then(Json::as_str) {
            // TensorFlow writes a constant as a tensor of this name.
            Some("_CONSTANT_VALUE") => {
                Argument::Constant(entry.get(2).cloned().unwrap_or_default())
            }
            _ => Argument::read(entry),
        });
        if let Some(kwargs) = entry.get(3).and_then(Json::as_object) {
            read_keywords(kwargs, &mut call);
        }
    }
    call.args = match tensors.len() {
        0 | 1 => tensors,
        _ => vec![Argument::List(tensors)],
    };
    call
}

fn read_keywords(kwargs: &Map<String, Json>, call: &mut CallConfig) {
    for (key, value) in kwargs {
        let value = match value.as_array().map(Vec::as_slice) {
            Some([Json::String(name), _, constant]) if name == "_CONSTANT_VALUE" => {
                Argument::Constant(constant.clone())
            }
            _ => Argument::read(value),
        };
        let is_known = call.kwargs.iter().any(|(known, _)| known == key);
        match (key.as_str(), value) {
            ("mask", Argument::Tensor(mask)) => call.mask = Some(mask),
            // Lists of masks, and masks by the name of the argument (`query_mask`), are those that travel with
            // the tensors already.
            ("mask", _) => {}
            (key, _)
                if key.ends_with("_mask")
                    && key != "attention_mask"
                    && key != "use_causal_mask" => {}
            (_, value) if !is_known => call.kwargs.push((key.clone(), value)),
            _ => {}
        }
    }
}

/// Every tensor address in a nested list: `["name", 0, 0]`, or Keras 3's `keras_history`.
fn collect_addresses(json: &Json, found: &mut Vec<TensorAddress>) {
    match json {
        Json::Array(list) => match address(list) {
            Some(address) => found.push(address),
            None => list.iter().for_each(|item| collect_addresses(item, found)),
        },
        Json::Object(object) => match object
            .get("config")
            .and_then(|config| config.get("keras_history"))
        {
            Some(history) => collect_addresses(history, found),
            None => object
                .values()
                .for_each(|item| collect_addresses(item, found)),
        },
        _ => {}
    }
}

/// A single tensor: `["name", 0, 0]` with or without keyword arguments, or Keras 3's `__keras_tensor__`.
fn tensor_address(json: &Json) -> Option<TensorAddress> {
    match json {
        Json::Array(list) if list.len() == 3 || list.get(3).is_some_and(Json::is_object) => {
            address(list)
        }
        Json::Object(object) => {
            let history = object.get("config")?.get("keras_history")?;
            address(history.as_array()?)
        }
        _ => None,
    }
}

fn address(list: &[Json]) -> Option<TensorAddress> {
    let [layer, call, tensor, ..] = list else {
        return None;
    };
    Some(TensorAddress {
        layer: layer.as_str()?.to_owned(),
        call: usize::try_from(call.as_u64()?).ok()?,
        tensor: usize::try_from(tensor.as_u64()?).ok()?,
    })
}

/// An input's shape with the batch axis, under the names of Keras 3 and of Keras 1 and 2.
pub fn batch_shape(config: &Map<String, Json>) -> Option<&Json> {
    config
        .get("batch_shape")
        .or_else(|| config.get("batch_input_shape"))
        .filter(|shape| !shape.is_null())
}

/// A class name without the package of `keras.saving.register_keras_serializable`.
fn plain_class(class_name: &str) -> &str {
    class_name.rsplit('>').next().unwrap_or(class_name)
}

fn invalid(detail: impl Into<String>) -> Box<Error> {
    Box::new(Error::InvalidConfig {
        detail: detail.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_merge_of_models_at_the_beginning_is_refused_by_its_name() {
        let branch = json!({"class_name": "Sequential", "config": []});
        let merge = json!({"class_name": "Merge", "config": {"mode": "concat", "layers": [branch, branch]}});
        let error = read(&json!({"class_name": "Sequential", "config": [merge]}));
        let message = error
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(message.contains("begins with a Merge"), "{message:?}");
    }
}
