//! The weights of a TensorFlow.js layers model: `model.json` with a manifest, and binary shards.
//!
//! The arrays of a group follow each other without a gap, in the order of the manifest, over the group's shards
//! put together (`tfjs-core/src/io/io_utils.ts`, decodeWeights). Quantised arrays are integers with
//! `value = integer·scale + min`.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde_json::Value as Json;

use super::hdf5::DataSet;
use crate::error::{Error, Result};
use crate::tensor::float32;

/// All weights of a TF.js model.
#[derive(Debug)]
pub struct TfjsWeights {
    name: String,
    arrays: Vec<TfjsArray>,
    /// Where in `arrays` a name stands first.
    by_name: HashMap<String, usize>,
    /// The bytes of each group of shards.
    groups: Vec<Vec<u8>>,
}

/// One array of the manifest.
#[derive(Debug)]
struct TfjsArray {
    name: String,
    shape: Vec<usize>,
    group: usize,
    /// Its bytes among those of the group.
    place: Range<usize>,
    encoding: Encoding,
}

/// How numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Encoding {
    Float32,
    Int32,
    Uint8,
    Float16,
    /// Unsigned integers of 1 or 2 bytes.
    Affine {
        bytes: usize,
        scale: f32,
        min: f32,
    },
}

impl Encoding {
    fn bytes(self) -> usize {
        match self {
            Self::Float32 | Self::Int32 => 4,
            Self::Float16 => 2,
            Self::Uint8 => 1,
            Self::Affine { bytes, .. } => bytes,
        }
    }

    fn read(self, bytes: &[u8]) -> f32 {
        match (self, bytes) {
            (Self::Float32, &[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
            (Self::Int32, &[a, b, c, d]) => i32::from_le_bytes([a, b, c, d]) as f32,
            (Self::Float16, &[a, b]) => half::f16::from_le_bytes([a, b]).to_f32(),
            (Self::Uint8, &[a]) => f32::from(a),
            (Self::Affine { scale, min, .. }, &[a]) => f32::from(a) * scale + min,
            (Self::Affine { scale, min, .. }, &[a, b]) => {
                f32::from(u16::from_le_bytes([a, b])) * scale + min
            }
            _ => f32::NAN,
        }
    }
}

impl TfjsWeights {
    /// Lines the manifest up with the shards, which go by the paths it gives them.
    ///
    /// # Errors
    /// A shard that is missing or shorter than the manifest says; arrays of text.
    pub fn new(name: &str, manifest: &Json, mut shards: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let damaged = |detail: String| {
            Box::new(Error::DamagedFile {
                file: name.to_owned(),
                detail,
            })
        };
        let mut arrays = Vec::new();
        let mut groups = Vec::new();
        for (index, group) in manifest.as_array().into_iter().flatten().enumerate() {
            let mut bytes = Vec::new();
            for path in group["paths"].as_array().into_iter().flatten() {
                let path = path.as_str().unwrap_or_default();
                let shard = shards.remove(path).ok_or_else(|| {
                    Box::new(Error::MissingShards {
                        file: name.to_owned(),
                        missing: path.to_owned(),
                    })
                })?;
                bytes.extend(shard);
            }
            let mut offset = 0usize;
            for weight in group["weights"].as_array().into_iter().flatten() {
                let weight_name = weight["name"].as_str().unwrap_or_default().to_owned();
                let shape = weight["shape"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|axis| axis.as_u64().and_then(|axis| usize::try_from(axis).ok()))
                    .collect::<Option<Vec<usize>>>();
                let (Some(shape), Some(encoding)) = (shape, encoding(weight)) else {
                    return Err(damaged(format!(
                        "the manifest's entry for “{weight_name}” cannot be read"
                    )));
                };
                let end = shape
                    .iter()
                    .try_fold(encoding.bytes(), |bytes, &axis| bytes.checked_mul(axis))
                    .and_then(|length| length.checked_add(offset))
                    .filter(|&end| end <= bytes.len())
                    .ok_or_else(|| {
                        damaged(format!(
                            "its shards end before the weight “{weight_name}” does"
                        ))
                    })?;
                arrays.push(TfjsArray {
                    name: weight_name,
                    shape,
                    group: index,
                    place: offset..end,
                    encoding,
                });
                offset = end;
            }
            groups.push(bytes);
        }
        let mut by_name = HashMap::with_capacity(arrays.len());
        for (index, array) in arrays.iter().enumerate() {
            by_name.entry(array.name.clone()).or_insert(index);
        }
        Ok(Self {
            name: name.to_owned(),
            arrays,
            by_name,
            groups,
        })
    }

    /// The manifest file's name, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Names of all arrays, in the manifest's order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.arrays.iter().map(|array| array.name.as_str())
    }

    /// The shape of an array, `None` where there is none.
    pub fn shape(&self, name: &str) -> Option<Vec<usize>> {
        self.find(name).map(|array| array.shape.clone())
    }

    /// The numbers of an array.
    pub fn read(&self, name: &str) -> Result<DataSet> {
        let missing = || {
            Box::new(Error::DamagedFile {
                file: self.name.clone(),
                detail: format!("the weight “{name}” is gone"),
            })
        };
        let array = self.find(name).ok_or_else(missing)?;
        let size = array.encoding.bytes();
        let bytes = self
            .groups
            .get(array.group)
            .and_then(|group| group.get(array.place.clone()))
            .ok_or_else(missing)?;
        Ok(DataSet {
            shape: array.shape.clone(),
            values: bytes
                .chunks_exact(size)
                .map(|bytes| array.encoding.read(bytes))
                .collect(),
        })
    }

    fn find(&self, name: &str) -> Option<&TfjsArray> {
        self.arrays.get(*self.by_name.get(name)?)
    }
}

fn encoding(weight: &Json) -> Option<Encoding> {
    let quantization = &weight["quantization"];
    if quantization.is_object() {
        let number = |key: &str| quantization[key].as_f64().map(float32);
        return Some(match quantization["dtype"].as_str()? {
            "float16" => Encoding::Float16,
            kind @ ("uint8" | "uint16") => Encoding::Affine {
                bytes: if kind == "uint8" { 1 } else { 2 },
                scale: number("scale")?,
                min: number("min")?,
            },
            _ => return None,
        });
    }
    Some(match weight["dtype"].as_str()? {
        "float32" => Encoding::Float32,
        "int32" => Encoding::Int32,
        "uint8" | "bool" => Encoding::Uint8,
        "float16" => Encoding::Float16,
        _ => return None,
    })
}
