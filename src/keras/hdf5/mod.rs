//! HDF5 as Keras uses it: groups, string attributes, and data sets of numbers read as f32.
//!
//! Parsing is `hdf5-pure`'s; this file bounds what a file may declare before anything is allocated, and `source` how
//! much of it is read.

mod numbers;
mod source;

use std::sync::Arc;

use hdf5_pure::{Dataset, File, FileAccessProperties, Group, WriteMarkPolicy};

use crate::budget;
use crate::error::{Error, Result};
use source::{Allowance, Bytes};

/// An HDF5 file in memory.
#[derive(Debug)]
pub struct Hdf5File {
    file: File,
    name: String,
    size: u64,
    /// What one question may read.
    allowance: Arc<Allowance>,
}

/// A data set's numbers, row-major.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSet {
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// The numbers, whatever type they were stored in.
    pub values: Vec<f32>,
}

impl Hdf5File {
    /// Opens an HDF5 file from its bytes; `name` is for messages.
    pub fn open(bytes: Vec<u8>, name: &str) -> Result<Self> {
        let size = bytes.len() as u64;
        let (bytes, allowance) = Bytes::new(bytes);
        // A file that nobody closed is read as far as it was written.
        let properties =
            FileAccessProperties::new().with_write_mark_policy(WriteMarkPolicy::AllowSnapshot);
        let file = File::from_source_with_options(bytes, properties)
            .map_err(|error| damaged(name, &error))?;
        // As the HDF5 library does: a file that ends before its own end was cut off, whatever is left of it.
        let end = file.superblock().eof_address;
        if size < end {
            let detail = format!("it was cut off: {end} bytes were written, {size} are here");
            return Err(Box::new(Error::DamagedFile {
                file: name.into(),
                detail,
            }));
        }
        Ok(Self {
            file,
            name: name.to_owned(),
            size,
            allowance,
        })
    }

    /// The file's name, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a group is there.
    pub fn has_group(&self, path: &str) -> bool {
        self.group(path)
            .and_then(|group| group.attrs().map_err(|error| damaged(&self.name, &error)))
            .is_ok()
    }

    /// A text attribute of a group, `None` where there is none.
    pub fn text_attribute(&self, group: &str, attribute: &str) -> Result<Option<String>> {
        let attributes = self
            .group(group)?
            .attrs()
            .map_err(|error| damaged(&self.name, &error))?;
        Ok(attributes
            .get(attribute)
            .and_then(|value| value.as_str())
            .map(str::to_owned))
    }

    /// A list-of-text attribute. Lists above 64 kB are split by Keras into `name0`, `name1`, …
    pub fn text_list_attribute(&self, group: &str, attribute: &str) -> Result<Option<Vec<String>>> {
        let attributes = self
            .group(group)?
            .attrs()
            .map_err(|error| damaged(&self.name, &error))?;
        let list = |name: &str| -> Option<Vec<String>> {
            let value = attributes.get(name)?;
            // An empty list is stored as an empty array of numbers.
            Some(
                value
                    .as_strings()
                    .map(<[String]>::to_vec)
                    .unwrap_or_default(),
            )
        };
        if let Some(names) = list(attribute) {
            return Ok(Some(names));
        }
        let parts: Vec<String> = (0..budget::HDF5_PARTS)
            .map_while(|i| list(&format!("{attribute}{i}")))
            .flatten()
            .collect();
        Ok(if parts.is_empty() { None } else { Some(parts) })
    }

    /// Names of the groups in a group.
    pub fn groups(&self, path: &str) -> Result<Vec<String>> {
        self.group(path)?
            .groups()
            .map_err(|error| damaged(&self.name, &error))
    }

    /// Names of the data sets in a group.
    pub fn data_sets(&self, path: &str) -> Result<Vec<String>> {
        self.group(path)?
            .datasets()
            .map_err(|error| damaged(&self.name, &error))
    }

    /// The shape of a data set, `None` where there is no such data set.
    pub fn shape(&self, path: &str) -> Result<Option<Vec<usize>>> {
        self.allowance.renew();
        let Ok(set) = self.file.dataset(path) else {
            return Ok(None);
        };
        self.shape_of(&set, path).map(Some)
    }

    fn shape_of(&self, set: &Dataset, path: &str) -> Result<Vec<usize>> {
        let shape = set.shape().map_err(|error| damaged(&self.name, &error))?;
        shape
            .iter()
            .map(|&axis| usize::try_from(axis).ok())
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| self.broken(format!("data set “{path}” declares an impossible shape")))
    }

    /// A data set's numbers as f32.
    pub fn read(&self, path: &str) -> Result<DataSet> {
        self.allowance.renew();
        let set = self
            .file
            .dataset(path)
            .map_err(|error| damaged(&self.name, &error))?;
        let shape = self.shape_of(&set, path)?;
        let datatype = set
            .datatype()
            .map_err(|error| damaged(&self.name, &error))?;
        let decoder = numbers::decoder(&datatype).ok_or_else(|| {
            self.broken(format!(
                "data set “{path}” is of a type that Keras does not use for weights"
            ))
        })?;
        let numbers = product(shape.iter().map(|&axis| axis as u64));
        let bytes = numbers.and_then(|numbers| numbers.checked_mul(decoder.size as u64));
        let limit = self.size.saturating_mul(budget::DEFLATE_EXPANSION);
        let (Some(numbers), Some(bytes)) = (numbers, bytes.filter(|&bytes| bytes <= limit)) else {
            return Err(self.broken(format!(
                "data set “{path}” declares more numbers than the file can hold"
            )));
        };
        if numbers > budget::WEIGHTS as u64 {
            return Err(self.broken(format!(
                "data set “{path}” declares {numbers} numbers, of at most {}",
                budget::WEIGHTS
            )));
        }
        self.check_chunks(&set, path, bytes, decoder.size as u64)?;
        self.allowance.renew();
        let raw = set
            .read_raw()
            .map_err(|error| damaged(&self.name, &error))?;
        if raw.len() as u64 != bytes {
            return Err(self.broken(format!("data set “{path}” is shorter than its shape says")));
        }
        Ok(DataSet {
            shape,
            values: (decoder.read)(&raw),
        })
    }

    /// Chunks are unpacked one by one, each as a whole, and all that are listed: neither how many there are nor how large
    /// they are follows from the data set's shape. `bytes`: of the data set; `size`: of a number.
    fn check_chunks(&self, set: &Dataset, path: &str, bytes: u64, size: u64) -> Result<()> {
        let failed = |error: hdf5_pure::Error| damaged(&self.name, &error);
        let Some(chunk) = set.chunk_shape().map_err(failed)? else {
            return Ok(());
        };
        let shape = set.shape().map_err(failed)?;
        let of_chunk = product(chunk.iter().copied());
        let of_chunk = of_chunk.and_then(|numbers| numbers.checked_mul(size));
        let largest = bytes.saturating_mul(16).saturating_add(budget::HDF5_CHUNK);
        let along = shape.iter().zip(&chunk);
        let count = product(along.map(|(axis, length)| axis.div_ceil((*length).max(1))));
        let count = count.filter(|&count| count <= budget::HDF5_CHUNKS);
        let (Some(count), true) = (count, of_chunk.is_some_and(|of_chunk| of_chunk <= largest))
        else {
            return Err(self.broken(format!(
                "data set “{path}” is in chunks that are too large, or too many"
            )));
        };
        let mut listed = set.chunks().map_err(failed)?;
        if listed.len() as u64 > count {
            return Err(self.broken(format!(
                "data set “{path}” lists more chunks than it can have"
            )));
        }
        // In a file that the HDF5 library wrote each has a place of its own; a small file whose chunks share one is large
        // once it is unpacked.
        listed.sort_unstable_by_key(|chunk| chunk.address);
        let overlap = listed.windows(2).any(|pair| match pair {
            [one, next] => next.address < one.address.saturating_add(one.storage_size),
            _ => false,
        });
        if overlap {
            return Err(self.broken(format!("data set “{path}” has chunks within each other")));
        }
        Ok(())
    }

    fn group(&self, path: &str) -> Result<Group> {
        self.allowance.renew();
        if path.is_empty() {
            return Ok(self.file.root());
        }
        self.file
            .group(path)
            .map_err(|error| damaged(&self.name, &error))
    }

    fn broken(&self, detail: String) -> Box<Error> {
        Box::new(Error::DamagedFile {
            file: self.name.clone(),
            detail,
        })
    }
}

fn product(mut axes: impl Iterator<Item = u64>) -> Option<u64> {
    axes.try_fold(1u64, |product, axis| product.checked_mul(axis))
}

fn damaged(name: &str, error: &hdf5_pure::Error) -> Box<Error> {
    Box::new(Error::DamagedFile {
        file: name.to_owned(),
        detail: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_width_are_read_as_f32() {
        let mut file = hdf5_pure::FileBuilder::new();
        file.create_dataset("double")
            .with_f64_data(&[1.5, -2.0])
            .with_shape(&[1, 2]);
        file.create_dataset("single")
            .with_f32_data(&[0.25])
            .with_shape(&[1]);
        file.create_dataset("text")
            .with_i64_data(&[7])
            .with_shape(&[1]);
        let bytes = file.finish().expect("a file");
        let file = Hdf5File::open(bytes, "x.h5").expect("HDF5");
        let double = file.read("double").expect("numbers");
        assert_eq!((double.shape, double.values), (vec![1, 2], vec![1.5, -2.0]));
        assert_eq!(file.read("single").expect("numbers").values, [0.25]);
        let refused = file.read("text").map_err(|error| error.code());
        assert_eq!(refused.err(), Some("damaged_file"));
    }
}
