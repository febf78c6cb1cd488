//! Folders and packed files: what was dropped, one file at a time.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use super::gzip;
use super::{NamedFile, base_name};
use crate::budget;
use crate::error::{Error, Result};
use crate::inflate::{Wrapping, inflate};
use crate::keras::archive::Zip;

pub(super) const ZIP_SIGNATURE: &[u8] = b"PK\x03\x04";

/// A file, and where it came from.
pub(super) struct Item {
    pub file: NamedFile,
    /// Whether it came in a folder or a zip, where there may be anything.
    pub gathered: bool,
    /// The zip it was in.
    pub zip: Option<String>,
}

/// All files: zips that are no `.keras` model are unpacked, and so is what gzip and zlib have packed.
pub(super) fn flatten(files: Vec<NamedFile>) -> Result<Vec<Item>> {
    let (mut items, mut left) = (Vec::with_capacity(files.len()), budget::UNPACKED);
    for file in files {
        if is_clutter(&file.name) {
            continue;
        }
        let gathered = file.name.contains(['/', '\\']);
        let file = decompressed(file, &mut left)?;
        if file.bytes.starts_with(ZIP_SIGNATURE) {
            let zip = Zip::open(&file.bytes, &file.name)?;
            if !is_model(&zip) {
                unpack(&zip, &file.name, &mut items, &mut left)?;
                continue;
            }
        }
        items.push(Item {
            file,
            gathered,
            zip: None,
        });
    }
    drop_copies(&mut items);
    Ok(items)
}

/// A folder may hold a file twice: Keras 3.15 itself writes its vocabularies to two places of an archive.
fn drop_copies(items: &mut Vec<Item>) {
    if items.len() < 2 {
        return;
    }
    // Where files of one name, length and hash are: of many that are alike, few are compared. What is alone of its name
    // and length is not looked at: models are large.
    let hasher = foldhash::fast::RandomState::default();
    let called = |item: &Item| (item.file.base_name().to_owned(), item.file.bytes.len());
    let mut alike: HashMap<(String, usize), Vec<usize>> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        alike.entry(called(item)).or_default().push(at);
    }
    let mut copies = HashSet::new();
    for places in alike.into_values().filter(|places| places.len() > 1) {
        let mut seen: HashMap<u64, Vec<&Item>> = HashMap::new();
        for at in places {
            let Some(item) = items.get(at) else { continue };
            let same_hash = seen.entry(hasher.hash_one(&item.file.bytes)).or_default();
            let is_same = |other: &&Item| other.file.bytes == item.file.bytes;
            if item.gathered && same_hash.iter().any(is_same) {
                copies.insert(at);
            } else {
                same_hash.push(item);
            }
        }
    }
    let mut at = 0usize..;
    items.retain(|_| !at.next().is_some_and(|at| copies.contains(&at)));
}

/// Whether a zip is one model and not a folder of files: a `.keras` archive or one of PyTorch's.
pub(super) fn is_model(zip: &Zip) -> bool {
    zip.paths().any(|path| {
        matches!(
            path,
            "config.json" | "metadata.json" | "model.weights.h5" | "model.weights.npz"
        ) || path.ends_with("/data.pkl")
    })
}

fn unpack(zip: &Zip, name: &str, items: &mut Vec<Item>, left: &mut u64) -> Result<()> {
    let paths: Vec<String> = zip
        .paths()
        .filter(|path| !path.ends_with('/') && !is_clutter(path))
        .map(str::to_owned)
        .collect();
    if paths.is_empty() {
        return Err(Box::new(Error::NotKeras {
            file: name.to_owned(),
            detail: "the zip is empty".into(),
        }));
    }
    if items.len().saturating_add(paths.len()) > budget::ZIP_ENTRIES {
        return Err(Box::new(Error::DamagedFile {
            file: name.to_owned(),
            detail: format!("it holds more than {} files", budget::ZIP_ENTRIES),
        }));
    }
    for path in paths {
        let Some(bytes) = zip.entry(&path, *left)? else {
            continue;
        };
        *left = left.saturating_sub(bytes.len() as u64);
        let file = NamedFile { name: path, bytes };
        items.push(Item {
            file: decompressed(file, left)?,
            gathered: true,
            zip: Some(name.to_owned()),
        });
    }
    Ok(())
}

/// What gzip and zlib packed, as `joblib.dump(…, compress=3)` does; other files as they are.
fn decompressed(file: NamedFile, left: &mut u64) -> Result<NamedFile> {
    let bytes = match file.bytes[..] {
        _ if gzip::is_gzip(&file.bytes) => gzip::unpacked(&file.bytes, *left),
        // Deflate with a window of 32 kB, and a checksum over both bytes.
        [0x78, flags, ..] if (0x7800 | u16::from(flags)) % 31 == 0 => {
            inflate(&file.bytes, Wrapping::Zlib, None, *left)
                .map(|inflated| inflated.content)
                .ok_or("what is in it cannot be unpacked")
        }
        _ => return Ok(file),
    };
    let damaged = |detail: String| {
        Box::new(Error::DamagedFile {
            file: file.name.clone(),
            detail,
        })
    };
    let bytes = bytes.map_err(|what| damaged(what.to_owned()))?;
    *left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
        damaged(format!(
            "it unpacks to more than {} bytes",
            budget::UNPACKED
        ))
    })?;
    Ok(NamedFile {
        name: file.name,
        bytes,
    })
}

/// What systems leave in folders and zips: of no interest, and not worth a word.
fn is_clutter(path: &str) -> bool {
    let name = base_name(path);
    name.starts_with('.')
        || path.split(['/', '\\']).any(|part| part == "__MACOSX")
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
}
