//! Where Keras 3 (and tf.keras 2.12 and later) file the weights of each layer in a `.keras` or `.weights.h5`.
//!
//! The group of a layer is named after its *class*, in snake case, with a counter per class in the order of
//! the model: `layers/dense`, `layers/dense_1` (`saving_lib._save_container_state`). Since 3.6 an attribute
//! `name` on `…/vars` also tells the layer's name; tf.keras 2.12 and 2.13 skip numbers.

use std::collections::{HashMap, HashSet};

use super::config::LayerConfig;
use super::weight_store::WeightStore;
use crate::budget;
use crate::error::{Error, Result};

/// Names of the group of all layers: it changed with tf.keras 2.15.
pub const CONTAINERS: [&str; 2] = ["layers", "_layer_checkpoint_dependencies"];

/// The group of all layers.
/// `parent` is the group of a model inside, or empty for the model itself.
pub fn container(file: &WeightStore, parent: &str) -> Option<String> {
    CONTAINERS
        .into_iter()
        .map(|container| match parent {
            "" => container.to_owned(),
            _ => format!("{parent}/{container}"),
        })
        .find(|container| file.has_group(container))
}

/// The group of each layer, and the groups with weights that belong to none.
pub fn groups_of_layers(
    file: &WeightStore,
    container: &str,
    layers: &[LayerConfig],
) -> Result<(Vec<Option<String>>, Vec<String>)> {
    let mut by_class: HashMap<String, Vec<(usize, String)>> = HashMap::new();
    let mut names = HashMap::new();
    let groups = file.groups(container)?;
    for group in &groups {
        let (class, number) = split_counter(group);
        by_class
            .entry(class.to_owned())
            .or_default()
            .push((number, group.clone()));
        let vars = format!("{container}/{group}/vars");
        if file.has_group(&vars)
            && let Some(name) = file.text_attribute(&vars, "name")?
        {
            names.insert(name, group.clone());
        }
    }
    by_class.values_mut().for_each(|groups| groups.sort());

    let classes: Vec<String> = layers
        .iter()
        .map(|layer| snake_case(&layer.class_name))
        .collect();
    let mut layers_of_class: HashMap<&str, usize> = HashMap::new();
    for class in &classes {
        let count = layers_of_class.entry(class).or_default();
        *count = count.saturating_add(1);
    }
    let mut counters: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::with_capacity(layers.len());
    for (layer, class) in layers.iter().zip(&classes) {
        let of_class = by_class.get(class);
        let position = counters.entry(class).or_default();
        let counted = match *position {
            0 => class.clone(),
            number => format!("{class}_{number}"),
        };
        let by_name = names
            .get(&layer.name)
            .filter(|group| split_counter(group).0 == class);
        // One group for each layer of the class, whatever their numbers: in order.
        let in_order = of_class
            .filter(|groups| layers_of_class.get(class.as_str()) == Some(&groups.len()))
            .and_then(|groups| Some(&groups.get(*position)?.1));
        let by_number = of_class
            .and_then(|groups| groups.iter().find(|(_, group)| *group == counted))
            .map(|(_, group)| group);
        let group = by_name.or(in_order).or(by_number);
        found.push(group.map(|group| format!("{container}/{group}")));
        *position = position.saturating_add(1);
    }

    let used: HashSet<&String> = found.iter().flatten().collect();
    let mut strangers = Vec::new();
    for group in groups {
        let path = format!("{container}/{group}");
        if !used.contains(&path) && !data_sets_below(file, &path)?.is_empty() {
            strangers.push(path);
        }
    }
    Ok((found, strangers))
}

/// Paths of all data sets in a group and its groups that hold weights. Seeds of random layers, which are
/// state and not weights, are left out.
pub fn data_sets_below(file: &WeightStore, group: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![(group.to_owned(), 0usize)];
    let (mut visited, mut bytes) = (0usize, 0usize);
    while let Some((path, depth)) = open.pop() {
        visited = visited.saturating_add(1);
        if depth > budget::HDF5_DEPTH || visited > budget::HDF5_GROUPS || bytes > budget::HDF5_PATHS
        {
            let detail = format!("groups are nested without end at “{path}”");
            return Err(Box::new(Error::DamagedFile {
                file: file.name().into(),
                detail,
            }));
        }
        let mut below = |name: String| {
            let below = format!("{path}/{name}");
            bytes = bytes.saturating_add(below.len());
            below
        };
        found.extend(file.data_sets(&path)?.into_iter().map(&mut below));
        let inner = file.groups(&path)?.into_iter();
        let inner = inner.filter(|name| name != "seed_generator");
        open.extend(inner.map(|name| (below(name), depth.saturating_add(1))));
    }
    found.sort();
    Ok(found)
}

/// A path as it is within a group.
pub fn below<'a>(path: &'a str, group: &str) -> Option<&'a str> {
    path.strip_prefix(group)?.strip_prefix('/')
}

/// `lstm_2` → (`lstm`, 2); `lstm` → (`lstm`, 0).
fn split_counter(group: &str) -> (&str, usize) {
    group
        .rsplit_once('_')
        .and_then(|(class, number)| Some((class, number.parse().ok()?)))
        .unwrap_or((group, 0))
}

/// Keras's `to_snake_case`: `SpatialDropout1D` → `spatial_dropout1d`, `CuDNNLSTM` → `cu_dnnlstm`.
///
/// Two passes, as in Keras: a break before a capital that is followed by small letters, then one between a
/// small letter and a capital.
pub fn snake_case(class_name: &str) -> String {
    let name: Vec<char> = class_name
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let lower = |c: Option<&char>| c.is_some_and(char::is_ascii_lowercase);
    let mut first = Vec::new();
    let mut rest = &name[..];
    while let [c, behind @ ..] = rest {
        first.push(*c);
        rest = behind;
        // `(.)([A-Z][a-z]+)` → `\1_\2`: the match uses up its characters.
        if let [capital, small @ ..] = behind
            && capital.is_ascii_uppercase()
            && lower(small.first())
        {
            first.extend(['_', *capital]);
            rest = small;
            while let [c, behind @ ..] = rest
                && lower(Some(c))
            {
                first.push(*c);
                rest = behind;
            }
        }
    }
    let mut snake = String::new();
    let mut before = None;
    for c in &first {
        if c.is_ascii_uppercase() && lower(before) {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
        before = Some(c);
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::{snake_case, split_counter};

    #[test]
    fn class_names_become_group_names_as_in_keras() {
        for (class, group) in [
            ("LSTM", "lstm"),
            ("SpatialDropout1D", "spatial_dropout1d"),
            ("CuDNNLSTM", "cu_dnnlstm"),
            ("AttentionWithContext", "attention_with_context"),
            ("Attention_layer", "attention_layer"),
            ("TimeDistributed", "time_distributed"),
            ("InputLayer", "input_layer"),
            ("Attention2Layer", "attention2_layer"),
            ("Bahdanau2D", "bahdanau2d"),
            ("ABcDE", "a_bc_de"),
        ] {
            assert_eq!(snake_case(class), group);
        }
    }

    #[test]
    fn counters_are_split_off() {
        assert_eq!(
            split_counter("time_distributed_12"),
            ("time_distributed", 12)
        );
        assert_eq!(split_counter("time_distributed"), ("time_distributed", 0));
    }
}
