//! Where weights lie: one HDF5 file, several that complete each other (shards), or TensorFlow.js's binary shards.

use std::collections::BTreeSet;

use super::hdf5::{DataSet, Hdf5File};
use super::tfjs::TfjsWeights;
use crate::error::{Error, Result};

/// Arrays of numbers by path.
#[derive(Debug)]
pub enum WeightStore {
    /// HDF5 files; what one has not, another may have.
    Hdf5(Vec<Hdf5File>),
    /// The weights of a TF.js layers model, by name.
    Tfjs(TfjsWeights),
}

impl WeightStore {
    /// The (first) file's name, for messages.
    pub fn name(&self) -> &str {
        match self {
            Self::Hdf5(files) => files.first().map_or("weights", Hdf5File::name),
            Self::Tfjs(weights) => weights.name(),
        }
    }

    /// The shape of an array, `None` where there is none.
    pub fn shape(&self, path: &str) -> Result<Option<Vec<usize>>> {
        match self {
            Self::Hdf5(files) => {
                for file in files {
                    if let Some(shape) = file.shape(path)? {
                        return Ok(Some(shape));
                    }
                }
                Ok(None)
            }
            Self::Tfjs(weights) => Ok(weights.shape(path)),
        }
    }

    /// The numbers of an array.
    pub fn read(&self, path: &str) -> Result<DataSet> {
        match self {
            Self::Hdf5(files) => {
                for file in files {
                    if file.shape(path)?.is_some() {
                        return file.read(path);
                    }
                }
                Err(Box::new(Error::DamagedFile {
                    file: self.name().to_owned(),
                    detail: format!("data set “{path}” is gone"),
                }))
            }
            Self::Tfjs(weights) => weights.read(path),
        }
    }

    /// Whether a group is there.
    pub fn has_group(&self, path: &str) -> bool {
        self.files().iter().any(|file| file.has_group(path))
    }

    /// A text attribute of a group, `None` where there is none.
    pub fn text_attribute(&self, group: &str, attribute: &str) -> Result<Option<String>> {
        for file in self.files().iter().filter(|file| file.has_group(group)) {
            if let Some(text) = file.text_attribute(group, attribute)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// A list-of-text attribute of a group, `None` where there is none.
    pub fn text_list_attribute(&self, group: &str, attribute: &str) -> Result<Option<Vec<String>>> {
        for file in self.files().iter().filter(|file| file.has_group(group)) {
            if let Some(list) = file.text_list_attribute(group, attribute)? {
                return Ok(Some(list));
            }
        }
        Ok(None)
    }

    /// Names of the groups in a group, of all files.
    pub fn groups(&self, path: &str) -> Result<Vec<String>> {
        self.names(path, Hdf5File::groups)
    }

    /// Names of the data sets in a group, of all files.
    pub fn data_sets(&self, path: &str) -> Result<Vec<String>> {
        self.names(path, Hdf5File::data_sets)
    }

    fn names(
        &self,
        path: &str,
        list: fn(&Hdf5File, &str) -> Result<Vec<String>>,
    ) -> Result<Vec<String>> {
        let mut names = BTreeSet::new();
        for file in self.files().iter().filter(|file| file.has_group(path)) {
            names.extend(list(file, path)?);
        }
        Ok(names.into_iter().collect())
    }

    fn files(&self) -> &[Hdf5File] {
        match self {
            Self::Hdf5(files) => files,
            Self::Tfjs(_) => &[],
        }
    }
}
