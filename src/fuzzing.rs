//! Parsers that have no door of their own, for `make fuzz` and `tests/mutations.rs` alone: no part of the interface.

use serde_json::Value as Json;

use crate::error::Result;
use crate::inflate::Wrapping;
use crate::keras::archive::Zip;
use crate::pickle::Pickle;

/// Unpacks a deflate stream: its content, and where it ended.
pub fn inflate(
    packed: &[u8],
    is_zlib: bool,
    declared: Option<u64>,
    largest: u64,
) -> Option<(Vec<u8>, usize)> {
    let wrapping = match is_zlib {
        true => Wrapping::Zlib,
        false => Wrapping::Bare,
    };
    let inflated = crate::inflate::inflate(packed, wrapping, declared, largest)?;
    Some((inflated.content, inflated.end))
}

/// Unpacks a zip, entry by entry: each path with its content.
///
/// # Errors
/// The directory is damaged.
pub fn zip(
    bytes: &[u8],
    largest: u64,
    mut take: impl FnMut(&str, Result<Option<Vec<u8>>>),
) -> Result<()> {
    let zip = Zip::open(bytes, "x.zip")?;
    for path in zip.paths() {
        take(path, zip.entry(path, largest));
    }
    Ok(())
}

/// Reads a pickle, whatever its first bytes.
///
/// # Errors
/// It is damaged, or would run something.
pub fn pickle(bytes: &[u8]) -> Result<Json> {
    Pickle::read(bytes, "x.pkl")?.to_json("x.pkl")
}

/// Reads a NumPy array.
///
/// # Errors
/// It is damaged, or of no use.
pub fn npy(bytes: &[u8]) -> Result<Json> {
    crate::numpy::read_npy(bytes, "x.npy")
}
