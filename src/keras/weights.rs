//! Hands each layer its weights, as Keras assigns them, and notices what is missing or left over.
//!
//! Two layouts exist. *Lists* (whole-model `.h5`, `save_weights("x.h5")`, TF.js): one group per layer with an
//! ordered list of weights; Keras goes through layers and groups side by side, by order and not by name.
//! *Object tree* (`.keras`, `.weights.h5`): data sets `<path>/vars/<i>` whose path follows the attributes of
//! the layer object, such as `layers/bidirectional/forward_layer/cell/vars/0`.

use std::collections::{BTreeMap, HashMap, HashSet};

use ndarray::{ArcArray2, Array1, Array2, Array3, ArrayD, ArrayViewD, IxDyn};

use super::config::LayerConfig;
use super::object_paths;
use super::weight_store::WeightStore;
use super::weightless::{Weights, has_weights};
use crate::budget;
use crate::error::{Error, Result};
use crate::layers::WeightInfo;
use crate::tensor::Tensor;

/// Files of weights and what was found in them on the way.
#[derive(Debug)]
pub struct WeightFile {
    store: WeightStore,
    /// Weights with NaN or infinite values, for the warnings: `layer/weight`.
    not_finite: Vec<String>,
    /// Numbers that may still be read.
    numbers_left: usize,
}

/// Where the weights of one layer lie.
#[derive(Debug, Clone, Default)]
enum Source {
    /// There are none.
    #[default]
    Nothing,
    /// Names and paths, in order.
    List(Vec<(String, String)>),
    /// A group of the object tree.
    Tree(String),
}

/// The weights of a model's layers, to be taken layer by layer.
#[derive(Debug)]
pub struct ModelWeights<'f> {
    file: &'f mut WeightFile,
    sources: Vec<Source>,
}

impl WeightFile {
    /// Wraps a store.
    pub fn new(store: WeightStore) -> Self {
        Self {
            store,
            not_finite: Vec::new(),
            numbers_left: budget::WEIGHTS,
        }
    }

    /// The weights of the whole model, assigned to its layers.
    ///
    /// # Errors
    /// A file that holds no weights of a Keras model, or weights that belong to no layer.
    pub fn model(&mut self, layers: &[LayerConfig]) -> Result<ModelWeights<'_>> {
        let sources = if let WeightStore::Tfjs(weights) = &self.store {
            let all = weights
                .names()
                .map(|name| (name.to_owned(), name.to_owned()));
            lists_by_name(all.collect(), layers, self.store.name())?
        } else if let Some(root) = legacy_root(&self.store)? {
            lists_by_order(legacy_groups(&self.store, root)?, layers)?
        } else if let Some(container) = object_paths::container(&self.store, "") {
            tree(&self.store, &container, layers)?
        } else {
            return Err(Box::new(Error::NotKeras {
                file: self.store.name().into(),
                detail: "this HDF5 file has no layers with weights".into(),
            }));
        };
        Ok(ModelWeights {
            file: self,
            sources,
        })
    }

    /// The weights that are not finite.
    pub fn into_not_finite(self) -> Vec<String> {
        self.not_finite
    }
}

impl ModelWeights<'_> {
    /// The weights of layer `index`.
    pub fn layer(&mut self, index: usize, name: &str) -> LayerWeights<'_> {
        LayerWeights {
            source: self.sources.get(index).cloned().unwrap_or_default(),
            file: self.file,
            layer: name.to_owned(),
            scope: Vec::new(),
            cursors: HashMap::new(),
            used: HashSet::new(),
            taken: Vec::new(),
        }
    }
}

/// The group that holds the layers' groups of a legacy file, `None` for other layouts.
fn legacy_root(store: &WeightStore) -> Result<Option<&'static str>> {
    for root in ["model_weights", ""] {
        if store.text_list_attribute(root, "layer_names")?.is_some() {
            return Ok(Some(root));
        }
    }
    Ok(None)
}

/// A layer's group in a legacy file: its name, and names and paths of its weights.
type LegacyGroup = (String, Vec<(String, String)>);

/// The groups with at least one weight, in the order of the file.
fn legacy_groups(store: &WeightStore, root: &str) -> Result<Vec<LegacyGroup>> {
    let mut groups = Vec::new();
    let layers = store.text_list_attribute(root, "layer_names")?;
    for layer in layers.unwrap_or_default() {
        let path = join(root, &layer);
        let names = store
            .text_list_attribute(&path, "weight_names")?
            .unwrap_or_default();
        if !names.is_empty() {
            let weights = names
                .into_iter()
                .map(|name| (name.clone(), join(&path, &name)))
                .collect();
            groups.push((layer, weights));
        }
    }
    Ok(groups)
}

/// Pairs groups with the layers that have weights, in order, as Keras does. Whether a layer of an unknown class has
/// any only the count tells; where that fails, names decide.
fn lists_by_order(groups: Vec<LegacyGroup>, layers: &[LayerConfig]) -> Result<Vec<Source>> {
    let mut sources = vec![Source::Nothing; layers.len()];
    let may_have = |least: Weights| -> Vec<usize> {
        let have = layers.iter().enumerate();
        have.filter(|(_, layer)| has_weights(layer) >= least)
            .map(|(index, _)| index)
            .collect()
    };
    let in_order = [Weights::Perhaps, Weights::Some]
        .into_iter()
        .map(may_have)
        .find(|found| found.len() == groups.len());
    if let Some(found) = in_order {
        for (index, (_, weights)) in found.into_iter().zip(groups) {
            put(&mut sources, index, Source::List(weights));
        }
        return Ok(sources);
    }
    for (name, weights) in groups {
        let Some(index) = layers.iter().position(|layer| layer.name == name) else {
            let weight = weights.into_iter().next().map(|(name, _)| name);
            return Err(Box::new(Error::ExtraWeight {
                layer: name,
                weight: weight.unwrap_or_default(),
            }));
        };
        put(&mut sources, index, Source::List(weights));
    }
    Ok(sources)
}

/// Puts something in the place of a layer, by its index.
fn put<T>(places: &mut [T], index: usize, value: T) {
    if let Some(place) = places.get_mut(index) {
        *place = value;
    }
}

/// Parts one list among layers by the names in the weights' paths: `embedding/embeddings:0` belongs to a layer
/// `embedding`, or to a model that has one. What no name tells is parted in order.
///
/// A nested model's list has all trainable weights first, so a frozen embedding stands at its end: order alone would
/// not do.
fn lists_by_name(
    weights: Vec<(String, String)>,
    layers: &[LayerConfig],
    file: &str,
) -> Result<Vec<Source>> {
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, layer) in layers.iter().enumerate() {
        for name in names_within(layer) {
            names.entry(name).or_default().push(index);
        }
    }
    let mut lists: Vec<Vec<(String, String)>> = vec![Vec::new(); layers.len()];
    let mut nameless = Vec::new();
    for weight in weights {
        match owner(&weight.0, &names).and_then(|index| lists.get_mut(index)) {
            Some(list) => list.push(weight),
            None => nameless.push(weight),
        }
    }
    let open: Vec<usize> = (layers.iter().zip(&lists).enumerate())
        .filter(|(_, (layer, list))| list.is_empty() && has_weights(layer) != Weights::None)
        .map(|(index, _)| index)
        .collect();
    match (&open[..], nameless.is_empty()) {
        (_, true) => {}
        ([only], false) => put(&mut lists, *only, nameless),
        ([], false) => {
            return Err(Box::new(Error::ExtraWeight {
                layer: file.to_owned(),
                weight: nameless.swap_remove(0).0,
            }));
        }
        (several, false) => {
            // `Variable:0`, `Variable_1:0`, … of several custom layers: an equal share for each.
            let share = nameless.len().div_ceil(several.len());
            for (&index, part) in several.iter().zip(nameless.chunks(share)) {
                put(&mut lists, index, part.to_vec());
            }
        }
    }
    Ok(lists
        .into_iter()
        .map(|list| match list.is_empty() {
            true => Source::Nothing,
            false => Source::List(list),
        })
        .collect())
}

/// The layer that a weight's path names: the one that names the most of it, the first of several.
/// `names`: which layers have a name, their own or that of a layer inside.
fn owner(weight: &str, names: &HashMap<String, Vec<usize>>) -> Option<usize> {
    let mut fits: BTreeMap<usize, usize> = BTreeMap::new();
    match weight.rsplit_once('/') {
        Some((path, _)) => {
            let named = path.split('/').filter_map(|segment| names.get(segment));
            for &index in named.flatten() {
                let count = fits.entry(index).or_default();
                *count = count.saturating_add(1);
            }
        }
        // A layer that names its weights itself, without a path: `attention_1_W:0` is `attention_1`'s, not
        // `attention`'s.
        None => {
            for (end, _) in weight.match_indices('_') {
                let named = weight.get(..end).and_then(|name| names.get(name));
                for &index in named.into_iter().flatten() {
                    fits.insert(index, end);
                }
            }
        }
    }
    let most = fits.values().copied().max()?;
    fits.into_iter()
        .find(|&(_, fit)| fit == most)
        .map(|(index, _)| index)
}

/// A layer's name and the names of all layers inside it.
fn names_within(layer: &LayerConfig) -> HashSet<String> {
    let mut names = HashSet::from([layer.name.clone()]);
    let mut open: Vec<&serde_json::Value> = layer.config.values().collect();
    while let Some(json) = open.pop() {
        match json {
            serde_json::Value::Object(object) => {
                if object.contains_key("class_name")
                    && let Some(config) = object.get("config").and_then(|config| config.as_object())
                    && (object.contains_key("inbound_nodes")
                        || config.contains_key("layers")
                        || config.contains_key("trainable"))
                {
                    let name = config.get("name").or_else(|| object.get("name"));
                    names.extend(name.and_then(|name| name.as_str()).map(str::to_owned));
                }
                open.extend(object.values());
            }
            serde_json::Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
    names
}

fn tree(store: &WeightStore, container: &str, layers: &[LayerConfig]) -> Result<Vec<Source>> {
    let (groups, strangers) = object_paths::groups_of_layers(store, container, layers)?;
    if let Some(layer) = strangers.into_iter().next() {
        return Err(Box::new(Error::ExtraWeight {
            layer,
            weight: "vars/0".to_owned(),
        }));
    }
    Ok(groups
        .into_iter()
        .map(|group| group.map_or(Source::Nothing, Source::Tree))
        .collect())
}

fn join(parent: &str, child: &str) -> String {
    [parent, child]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}

/// A weight that has not been taken yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Remaining {
    /// Where the layout has names: the file's, e.g. `attention_1/attention_1_W:0`.
    pub name: Option<String>,
    /// Where the layout has attributes: that of the layer inside that holds it, e.g. `W1`; empty for its own.
    pub attribute: String,
    /// Its shape.
    pub shape: Vec<usize>,
}

/// One layer's weights, taken one by one in Keras's order.
#[derive(Debug)]
pub struct LayerWeights<'f> {
    file: &'f mut WeightFile,
    source: Source,
    layer: String,
    /// Object tree: attributes on the way from the layer to the object whose weights are being read.
    scope: Vec<String>,
    /// How many weights were taken of each scope.
    cursors: HashMap<String, usize>,
    /// Paths of the weights that were taken.
    used: HashSet<String>,
    taken: Vec<WeightInfo>,
}

impl LayerWeights<'_> {
    /// Reads the weights of an attribute of the layer, e.g. `cell` or `forward_layer`.
    pub fn within<T>(
        &mut self,
        attribute: &str,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.scope.push(attribute.to_owned());
        let result = read(self);
        self.scope.pop();
        result
    }

    /// Reads the weights of a model that this layer is, or that stands at the current scope.
    pub fn nested<T>(
        &mut self,
        layers: &[LayerConfig],
        read: impl FnOnce(&mut ModelWeights<'_>) -> Result<(T, Vec<WeightInfo>)>,
    ) -> Result<T> {
        let sources = match &self.source {
            Source::Nothing => vec![Source::Nothing; layers.len()],
            Source::List(list) => {
                let left = list
                    .iter()
                    .filter(|(_, path)| !self.used.contains(path))
                    .cloned()
                    .collect::<Vec<_>>();
                self.used.extend(left.iter().map(|(_, path)| path.clone()));
                self.advance(left.len());
                lists_by_name(left, layers, &self.layer)?
            }
            Source::Tree(group) => {
                let parent = join(group, &self.scope.join("/"));
                match object_paths::container(&self.file.store, &parent) {
                    Some(container) => {
                        // What the layers inside leave over, they say themselves.
                        let below = object_paths::data_sets_below(&self.file.store, &container)?;
                        self.used.extend(below);
                        tree(&self.file.store, &container, layers)?
                    }
                    None => vec![Source::Nothing; layers.len()],
                }
            }
        };
        let mut weights = ModelWeights {
            file: self.file,
            sources,
        };
        let (value, taken) = read(&mut weights)?;
        self.taken.extend(taken);
        Ok(value)
    }

    /// The next weight as a number.
    pub fn scalar(&mut self, name: &str) -> Result<f32> {
        let array = self.take(name, &[])?;
        array.first().copied().ok_or_else(|| self.missing(name))
    }

    /// The next weight as a vector of the given length; `None`: any.
    pub fn vector(&mut self, name: &str, length: impl Into<Option<usize>>) -> Result<Array1<f32>> {
        let array = self.take(name, &[length.into()])?;
        array.into_dimensionality().map_err(|_| self.missing(name))
    }

    /// The next weight as a matrix; `None` in `expected`: any length.
    pub fn matrix(&mut self, name: &str, expected: [Option<usize>; 2]) -> Result<Array2<f32>> {
        let array = self.take(name, &expected)?;
        array.into_dimensionality().map_err(|_| self.missing(name))
    }

    /// The same for a matrix that may be large: nothing is copied.
    pub fn shared_matrix(
        &mut self,
        name: &str,
        expected: [Option<usize>; 2],
    ) -> Result<ArcArray2<f32>> {
        let array = self.take_shared(name, &expected)?;
        array.into_dimensionality().map_err(|_| self.missing(name))
    }

    /// The next weight as an array of three axes; `None` in `expected`: any length.
    pub fn cube(&mut self, name: &str, expected: [Option<usize>; 3]) -> Result<Array3<f32>> {
        let array = self.take(name, &expected)?;
        array.into_dimensionality().map_err(|_| self.missing(name))
    }

    /// The next weight, of any shape.
    pub fn any(&mut self, name: &str) -> Result<ArrayD<f32>> {
        let shape = match self.peek(0)? {
            Some((_, path)) => self.file.store.shape(&path)?,
            None => None,
        };
        let expected: Vec<Option<usize>> = shape
            .ok_or_else(|| self.missing(name))?
            .into_iter()
            .map(Some)
            .collect();
        self.take(name, &expected)
    }

    /// The weights that are left in this scope itself.
    pub fn remaining(&mut self) -> Result<Vec<Remaining>> {
        let mut found = Vec::new();
        for ahead in 0.. {
            let Some((name, path)) = self.peek(ahead)? else {
                break;
            };
            let Some(shape) = self.file.store.shape(&path)? else {
                break;
            };
            found.push(Remaining {
                name,
                attribute: String::new(),
                shape,
            });
        }
        Ok(found)
    }

    /// The weights that are left in this scope and in the layers that it holds as attributes, in stored order where
    /// the layout has one, else by attribute.
    pub fn remaining_deep(&mut self) -> Result<Vec<Remaining>> {
        let mut found = self.remaining()?;
        let Source::Tree(group) = &self.source else {
            return Ok(found);
        };
        let root = join(group, &self.scope.join("/"));
        let own = format!("{root}/vars/");
        for path in object_paths::data_sets_below(&self.file.store, &root)? {
            if self.used.contains(&path) || path.starts_with(&own) {
                continue;
            }
            let Some(shape) = self.file.store.shape(&path)? else {
                continue;
            };
            let relative = object_paths::below(&path, &root).unwrap_or_default();
            let attribute = relative.split("/vars/").next().unwrap_or_default();
            found.push(Remaining {
                name: None,
                attribute: attribute.to_owned(),
                shape,
            });
        }
        Ok(found)
    }

    /// The weights taken last are kept in another form than they were stored in: Keras describes them so.
    pub fn kept_as(&mut self, arrays: &[ArrayViewD<f32>]) {
        let from = self.taken.len().saturating_sub(arrays.len());
        for (taken, array) in self.taken.iter_mut().skip(from).zip(arrays) {
            taken.values = array.to_shared();
        }
    }

    /// Names and shapes of all that was taken; complains about what was not.
    pub fn finish(self) -> Result<Vec<WeightInfo>> {
        let extra = match &self.source {
            Source::Nothing => None,
            Source::List(list) => list
                .iter()
                .find(|(_, path)| !self.used.contains(path))
                .map(|(name, _)| name.clone()),
            Source::Tree(group) => object_paths::data_sets_below(&self.file.store, group)?
                .into_iter()
                .find(|path| !self.used.contains(path))
                .and_then(|path| Some(object_paths::below(&path, group)?.to_owned())),
        };
        match extra {
            Some(weight) => Err(Box::new(Error::ExtraWeight {
                layer: self.layer,
                weight,
            })),
            None => Ok(self.taken),
        }
    }

    fn take(&mut self, name: &str, expected: &[Option<usize>]) -> Result<ArrayD<f32>> {
        Ok(self.take_shared(name, expected)?.into_owned())
    }

    /// The next weight, which is kept for whoever asks for it as well.
    fn take_shared(&mut self, name: &str, expected: &[Option<usize>]) -> Result<Tensor> {
        let (_, path) = self.peek(0)?.ok_or_else(|| self.missing(name))?;
        let shape = self
            .file
            .store
            .shape(&path)?
            .ok_or_else(|| self.missing(name))?;
        let display_name = self.display_name(name);
        let fits = shape.len() == expected.len()
            && !shape.contains(&0)
            && shape
                .iter()
                .zip(expected)
                .all(|(&found, expected)| expected.is_none_or(|expected| expected == found));
        if !fits {
            return Err(Box::new(Error::WeightShape {
                layer: self.layer.clone(),
                weight: display_name,
                expected: display_expected(expected),
                found: display_expected(&shape.iter().map(|&axis| Some(axis)).collect::<Vec<_>>()),
            }));
        }
        // One array may be the weights of a thousand layers, by links of a few bytes.
        let count = shape
            .iter()
            .fold(1usize, |count, &axis| count.saturating_mul(axis));
        self.file.numbers_left = self.file.numbers_left.checked_sub(count).ok_or_else(|| {
            Box::new(Error::DamagedFile {
                file: self.file.store.name().into(),
                detail: format!("its weights are more than {} numbers", budget::WEIGHTS),
            })
        })?;
        let data = self.file.store.read(&path)?;
        if !data.values.iter().all(|x| x.is_finite()) {
            self.file
                .not_finite
                .push(format!("{}/{display_name}", self.layer));
        }
        self.advance(1);
        self.used.insert(path);
        let values = ArrayD::from_shape_vec(IxDyn(&shape), data.values);
        let values = values.map_err(|_| self.missing(name))?.into_shared();
        self.taken.push(WeightInfo {
            // Statistics of the texts that were seen, not learned.
            trainable: !name.starts_with("moving_"),
            name: display_name,
            values: values.clone(),
        });
        Ok(values)
    }

    /// Weights of this scope were taken.
    fn advance(&mut self, count: usize) {
        let cursor = self.cursors.entry(self.scope.join("/")).or_default();
        *cursor = cursor.saturating_add(count);
    }

    /// Name and path of the weight `ahead` places after the next one in this scope.
    fn peek(&mut self, ahead: usize) -> Result<Option<(Option<String>, String)>> {
        match &self.source {
            Source::Nothing => Ok(None),
            Source::List(list) => {
                // Scopes do not exist in this layout: a layer's weights are one list.
                let index = self
                    .cursors
                    .values()
                    .copied()
                    .fold(ahead, usize::saturating_add);
                Ok(list
                    .get(index)
                    .map(|(name, path)| (Some(name.clone()), path.clone())))
            }
            Source::Tree(group) => {
                let scope = self.scope.join("/");
                let taken = self.cursors.get(&scope).copied().unwrap_or(0);
                let index = taken.saturating_add(ahead);
                let path = format!("{}/vars/{index}", join(group, &scope));
                let there = self.file.store.shape(&path)?.is_some();
                Ok(there.then_some((None, path)))
            }
        }
    }

    /// `forward_layer/kernel` in a Bidirectional, plain `kernel` elsewhere: a `cell` is no one's business.
    fn display_name(&self, name: &str) -> String {
        let direction = self
            .scope
            .iter()
            .find(|scope| scope.ends_with("ward_layer"));
        direction.map_or_else(
            || name.to_owned(),
            |direction| format!("{direction}/{name}"),
        )
    }

    fn missing(&self, name: &str) -> Box<Error> {
        Box::new(Error::MissingWeight {
            layer: self.layer.clone(),
            weight: self.display_name(name),
        })
    }
}

fn display_expected(shape: &[Option<usize>]) -> String {
    let axes: Vec<String> = shape
        .iter()
        .map(|axis| axis.map_or("any".into(), |n| n.to_string()))
        .collect();
    format!("({})", axes.join(", "))
}

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn weights_belong_to_the_layer_that_their_names_name_most_of() {
        let names = [
            ("attention", 0),
            ("attention_1", 1),
            ("model", 2),
            ("dense", 2),
            ("dense_1", 3),
        ];
        let names = names
            .map(|(name, layer)| (name.to_owned(), vec![layer]))
            .into();
        let of = |weight: &str| owner(weight, &names);
        assert_eq!(of("attention_W:0"), Some(0));
        assert_eq!(of("attention_1_W:0"), Some(1));
        assert_eq!(of("model/dense/kernel:0"), Some(2));
        assert_eq!(of("dense_1/kernel:0"), Some(3));
        assert_eq!(of("Variable:0"), None);
    }
}
