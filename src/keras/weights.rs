//! Hands each layer its weights, as Keras assigns them, and notices what is missing or left over.
//!
//! Two layouts exist. *Legacy* HDF5 (whole-model `.h5`, `save_weights("x.h5")`): one group per layer with an
//! ordered list `weight_names`; Keras goes through layers and lists side by side, by order and not by name.
//! *Object tree* (`.keras`, `.weights.h5`): data sets `<path>/vars/<i>` whose path follows the attributes of
//! the layer object, such as `layers/bidirectional/forward_layer/cell/vars/0`.

use std::collections::{HashMap, HashSet};

use ndarray::{Array1, Array2, ArrayD, IxDyn};

use super::config::LayerConfig;
use super::hdf5::Hdf5File;
use super::object_paths;
use crate::error::{Error, Result};
use crate::model::WeightInfo;

/// A file of weights and how far it has been used.
#[derive(Debug)]
pub struct WeightFile {
    file: Hdf5File,
    layout: Layout,
    /// Weights with NaN or infinite values, for the warnings: `layer/weight`.
    not_finite: Vec<String>,
}

#[derive(Debug)]
enum Layout {
    Legacy {
        /// Layers with at least one weight, in the order of the file.
        groups: Vec<LegacyGroup>,
        /// The next group that no layer has claimed.
        next: usize,
    },
    ObjectTree {
        /// The group of each layer of the architecture, where one exists.
        groups: Vec<Option<String>>,
        /// Groups of weights that belong to no layer.
        strangers: Vec<String>,
    },
}

#[derive(Debug)]
struct LegacyGroup {
    layer: String,
    /// Names and paths of the data sets.
    weights: Vec<(String, String)>,
}

impl WeightFile {
    /// Finds out how a file is laid out, for the layers of an architecture.
    pub fn new(file: Hdf5File, layers: &[LayerConfig]) -> Result<Self> {
        let layout = if let Some(root) = legacy_root(&file)? {
            Layout::Legacy {
                groups: legacy_groups(&file, root)?,
                next: 0,
            }
        } else if let Some(container) = object_paths::container(&file) {
            let (groups, strangers) = object_paths::groups_of_layers(&file, container, layers)?;
            Layout::ObjectTree { groups, strangers }
        } else {
            let detail = "this HDF5 file has no layers with weights".into();
            return Err(Error::NotKeras {
                file: file.name().into(),
                detail,
            });
        };
        Ok(Self {
            file,
            layout,
            not_finite: Vec::new(),
        })
    }

    /// The weights of the layer at `index` of the architecture. Nothing is claimed until one is asked for.
    pub fn layer<'f>(&'f mut self, index: usize, name: &str) -> LayerWeights<'f> {
        LayerWeights {
            file: self,
            index,
            layer: name.to_owned(),
            claimed: None,
            scope: Vec::new(),
            cursors: HashMap::new(),
            used: HashSet::new(),
            taken: Vec::new(),
        }
    }

    /// Complains when the file holds weights that no layer took. Gives the weights that are not finite.
    pub fn finish(self) -> Result<Vec<String>> {
        let stranger = match &self.layout {
            Layout::Legacy { groups, next } => groups.get(*next).map(|group| {
                (
                    group.layer.clone(),
                    group
                        .weights
                        .first()
                        .map(|(name, _)| name.clone())
                        .unwrap_or_default(),
                )
            }),
            Layout::ObjectTree { strangers, .. } => strangers
                .first()
                .map(|path| (path.clone(), "vars/0".to_owned())),
        };
        match stranger {
            Some((layer, weight)) => Err(Error::ExtraWeight { layer, weight }),
            None => Ok(self.not_finite),
        }
    }
}

/// The group that holds the layers' groups of a legacy file, `None` for other layouts.
fn legacy_root(file: &Hdf5File) -> Result<Option<&'static str>> {
    for root in ["model_weights", ""] {
        if file.has_group(root) && file.text_list_attribute(root, "layer_names")?.is_some() {
            return Ok(Some(root));
        }
    }
    Ok(None)
}

fn legacy_groups(file: &Hdf5File, root: &str) -> Result<Vec<LegacyGroup>> {
    let mut groups = Vec::new();
    for layer in file
        .text_list_attribute(root, "layer_names")?
        .unwrap_or_default()
    {
        let path = join(root, &layer);
        let names = file
            .text_list_attribute(&path, "weight_names")?
            .unwrap_or_default();
        if !names.is_empty() {
            let weights = names
                .into_iter()
                .map(|name| (name.clone(), join(&path, &name)))
                .collect();
            groups.push(LegacyGroup { layer, weights });
        }
    }
    Ok(groups)
}

fn join(parent: &str, child: &str) -> String {
    [parent, child]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}

/// One layer's weights, taken one by one in Keras's order.
#[derive(Debug)]
pub struct LayerWeights<'f> {
    file: &'f mut WeightFile,
    index: usize,
    layer: String,
    /// Legacy: the group this layer has claimed.
    claimed: Option<usize>,
    /// Object tree: attributes on the way from the layer to the object whose weights are being read.
    scope: Vec<&'static str>,
    /// How many weights were taken of each scope.
    cursors: HashMap<String, usize>,
    /// Object tree: data sets that were taken.
    used: HashSet<String>,
    taken: Vec<WeightInfo>,
}

impl LayerWeights<'_> {
    /// Reads the weights of an attribute of the layer, e.g. `cell` or `forward_layer`.
    pub fn within<T>(
        &mut self,
        attribute: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.scope.push(attribute);
        let result = read(self);
        self.scope.pop();
        result
    }

    /// The next weight as a matrix; `None` in `expected`: any length.
    pub fn matrix(&mut self, name: &str, expected: [Option<usize>; 2]) -> Result<Array2<f32>> {
        let array = self.take(name, &expected)?;
        let shape = (array.shape()[0], array.shape()[1]);
        array
            .into_shape_with_order(shape)
            .map_err(|_| self.missing(name))
    }

    /// The next weight as a vector of the given length.
    pub fn vector(&mut self, name: &str, length: usize) -> Result<Array1<f32>> {
        let array = self.take(name, &[Some(length)])?;
        array
            .into_shape_with_order(length)
            .map_err(|_| self.missing(name))
    }

    /// File names (where the layout has them) and shapes of the weights that are left in this scope.
    pub fn remaining(&mut self) -> Result<Vec<(Option<String>, Vec<usize>)>> {
        let mut found = Vec::new();
        for ahead in 0.. {
            let Some((name, path)) = self.peek(ahead)? else {
                break;
            };
            let Some(shape) = self.file.file.shape(&path)? else {
                break;
            };
            found.push((name, shape));
        }
        Ok(found)
    }

    /// Names and shapes of all that was taken; complains about what was not.
    pub fn finish(self) -> Result<Vec<WeightInfo>> {
        let extra = match &self.file.layout {
            Layout::Legacy { groups, .. } => self.claimed.and_then(|group| {
                groups[group]
                    .weights
                    .get(self.cursors.values().sum::<usize>())
                    .map(|(name, _)| name.clone())
            }),
            Layout::ObjectTree { groups, .. } => match groups.get(self.index).cloned().flatten() {
                Some(group) => object_paths::data_sets_below(&self.file.file, &group)?
                    .into_iter()
                    .find(|path| !self.used.contains(path))
                    .map(|path| path[group.len() + 1..].to_owned()),
                None => None,
            },
        };
        match extra {
            Some(weight) => Err(Error::ExtraWeight {
                layer: self.layer,
                weight,
            }),
            None => Ok(self.taken),
        }
    }

    fn take(&mut self, name: &str, expected: &[Option<usize>]) -> Result<ArrayD<f32>> {
        let (_, path) = self.peek(0)?.ok_or_else(|| self.missing(name))?;
        let shape = self
            .file
            .file
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
            return Err(Error::WeightShape {
                layer: self.layer.clone(),
                weight: display_name,
                expected: display_expected(expected),
                found: display_expected(&shape.iter().map(|&axis| Some(axis)).collect::<Vec<_>>()),
            });
        }
        let data = self.file.file.read(&path)?;
        if !data.values.iter().all(|x| x.is_finite()) {
            self.file
                .not_finite
                .push(format!("{}/{display_name}", self.layer));
        }
        *self.cursors.entry(self.scope.join("/")).or_default() += 1;
        self.used.insert(path);
        self.taken.push(WeightInfo {
            name: display_name,
            shape: shape.clone(),
        });
        ArrayD::from_shape_vec(IxDyn(&shape), data.values).map_err(|_| self.missing(name))
    }

    /// Name and path of the weight `ahead` places after the next one in this scope.
    fn peek(&mut self, ahead: usize) -> Result<Option<(Option<String>, String)>> {
        match &mut self.file.layout {
            Layout::Legacy { groups, next } => {
                // Keras pairs layers that have weights with groups that have weights, in order.
                let group = *self.claimed.get_or_insert_with(|| {
                    *next += 1;
                    *next - 1
                });
                // Scopes do not exist in this layout: a layer's weights are one list.
                let index = self.cursors.values().sum::<usize>() + ahead;
                let weight = groups.get(group).and_then(|group| group.weights.get(index));
                Ok(weight.map(|(name, path)| (Some(name.clone()), path.clone())))
            }
            Layout::ObjectTree { groups, .. } => {
                let Some(group) = groups.get(self.index).cloned().flatten() else {
                    return Ok(None);
                };
                let scope = self.scope.join("/");
                let index = self.cursors.get(&scope).copied().unwrap_or(0) + ahead;
                let path = format!("{}/vars/{index}", join(&group, &scope));
                let there = self.file.file.shape(&path)?.is_some();
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

    fn missing(&self, name: &str) -> Error {
        Error::MissingWeight {
            layer: self.layer.clone(),
            weight: self.display_name(name),
        }
    }
}

fn display_expected(shape: &[Option<usize>]) -> String {
    let axes: Vec<String> = shape
        .iter()
        .map(|axis| axis.map_or("any".into(), |n| n.to_string()))
        .collect();
    format!("({})", axes.join(", "))
}
