//! The `.npy` format (NumPy enhancement proposal 1): a signature, a header that is a Python dictionary, the data.
//! `np.save` of words, of a dictionary or of class names; arrays of objects hold a pickle.

use serde_json::Value as Json;

use super::dtype::{Dtype, Element};
use crate::error::{Error, Result};
use crate::pickle::Pickle;

const SIGNATURE: &[u8] = b"\x93NUMPY";

/// Whether bytes begin as `.npy` does.
pub(crate) fn is_npy(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Reads the elements, flat; `file` is for messages.
pub(crate) fn read_npy(bytes: &[u8], file: &str) -> Result<Json> {
    let damaged = |detail: &str| {
        Box::new(Error::DamagedFile {
            file: file.to_owned(),
            detail: detail.to_owned(),
        })
    };
    let cut = || damaged("it is cut off");
    let rest = bytes.get(SIGNATURE.len()..).ok_or_else(cut)?;
    let (length, rest) = match rest {
        [1, _, low, high, rest @ ..] => (usize::from(u16::from_le_bytes([*low, *high])), rest),
        [2 | 3, _, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        _ => return Err(damaged("its version of the .npy format is not known")),
    };
    let (header, data) = rest.split_at_checked(length).ok_or_else(cut)?;
    let header = std::str::from_utf8(header).map_err(|_| damaged("its header is no text"))?;
    let Some(descr) = quoted(header, "descr").and_then(Dtype::parse) else {
        return Err(Box::new(Error::UnrecognisedFile {
            file: file.to_owned(),
            found: "it is a NumPy array with several fields".into(),
        }));
    };
    if descr.kind == 'O' {
        return Pickle::read(data, file)?.to_json(file);
    }
    let shape = shape(header).ok_or_else(|| damaged("its header has no shape"))?;
    // What the header declares is compared with what is there, and nothing is made on its word.
    let declared = shape
        .iter()
        .try_fold(descr.size, |product, &axis| product.checked_mul(axis));
    if declared != Some(data.len()) {
        return Err(damaged(&format!(
            "its header declares {} elements of {} bytes, but {} bytes follow",
            shape
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(" × "),
            descr.size,
            data.len()
        )));
    }
    let elements = descr.elements(data).ok_or_else(|| {
        Box::new(Error::UnrecognisedFile {
            file: file.to_owned(),
            found: "it is a NumPy array of numbers; words or names of classes can be read".into(),
        })
    })?;
    Ok(elements.into_iter().map(Json::from).collect())
}

impl From<Element> for Json {
    fn from(element: Element) -> Self {
        match element {
            Element::Text(text) => text.into(),
            Element::Int(number) => number.into(),
            Element::Bool(flag) => flag.into(),
        }
    }
}

/// The text behind `'key': '…'` of a header.
fn quoted<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let value = behind(header, key)?;
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '\'' | '"'))?;
    value.get(1..)?.split(quote).next()
}

/// The numbers of `'shape': (3, 4)`.
fn shape(header: &str) -> Option<Vec<usize>> {
    let inner = behind(header, "shape")?
        .strip_prefix('(')?
        .split(')')
        .next()?;
    inner
        .split(',')
        .map(str::trim)
        .filter(|axis| !axis.is_empty())
        .map(|axis| axis.trim_end_matches('L').parse().ok())
        .collect()
}

fn behind<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let at = header
        .find(&format!("'{key}'"))
        .or_else(|| header.find(&format!("\"{key}\"")))?;
    let rest = header
        .get(at.saturating_add(key.len()).saturating_add(2)..)?
        .trim_start();
    Some(rest.strip_prefix(':')?.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy(header: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn words_and_numbers_are_read() {
        let header = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }\n";
        let read = read_npy(&npy(header, &[1, 0, 0, 0, 255, 255, 255, 255]), "x");
        assert_eq!(read, Ok(serde_json::json!([1, -1])));
    }

    #[test]
    fn what_is_declared_and_not_there_is_refused_before_it_is_made() {
        for shape in [
            "(2000000000,)",
            "(4294967296, 4294967296, 4294967296)",
            "()",
            "(1,",
        ] {
            let header =
                format!("{{'descr': '<U1', 'fortran_order': False, 'shape': {shape}, }}\n");
            let read = read_npy(&npy(&header, b"abc"), "x");
            assert!(
                matches!(read, Err(error) if error.code() == "damaged_file"),
                "{shape}"
            );
        }
        for bytes in [
            &b"\x93NUMPY"[..],
            b"\x93NUMPY\x01\0\xff\xff",
            b"\x93NUMPY\x09\0\0\0",
            b"\x93NUMPY\x02\0\xff\xff\xff\xff",
        ] {
            assert!(matches!(
                read_npy(bytes, "x"),
                Err(error) if error.code() == "damaged_file"
            ));
        }
    }
}
