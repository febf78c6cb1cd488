//! Types of elements, and elements from bytes. Words and whole numbers are read; no one needs the others here.

use crate::budget;

/// A type such as `<U12`: kind, size and byte order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dtype {
    /// NumPy's letter: `U` text, `S` bytes, `O` objects, `i`, `u`, `f`, `b`, …
    pub kind: char,
    /// Bytes of an element.
    pub size: usize,
    /// Whether the lowest byte comes first.
    pub is_little: bool,
}

/// An element of an array.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Element {
    Text(String),
    Int(i64),
    Bool(bool),
}

impl Dtype {
    /// Reads `<U12`, `U12`, `|O`, `i8`, …
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_little = !text.starts_with('>');
        let mut rest = text.trim_start_matches(['<', '>', '|', '=']).chars();
        let kind = rest.next()?;
        let digits = rest.as_str();
        let count: usize = if digits.is_empty() {
            0
        } else {
            digits.parse().ok()?
        };
        let size = if kind == 'U' {
            count.checked_mul(4)?
        } else {
            count
        };
        Some(Self {
            kind,
            size,
            is_little,
        })
    }

    /// The elements of raw bytes; `None`: they are of a kind that is not read.
    pub(crate) fn elements(self, bytes: &[u8]) -> Option<Vec<Element>> {
        let readable = match self.kind {
            'U' | 'S' => true,
            'b' => self.size == 1,
            'i' | 'u' => matches!(self.size, 1 | 2 | 4 | 8),
            _ => false,
        };
        if !readable || self.size == 0 {
            return None;
        }
        // More numbers than that are data, and no names of classes: not worth their memory.
        let most = match self.kind {
            'U' | 'S' => budget::WORDS,
            _ => budget::ARRAY_NUMBERS,
        };
        if bytes
            .len()
            .checked_div(self.size)
            .is_none_or(|count| count > most)
        {
            return None;
        }
        Some(
            bytes
                .chunks_exact(self.size)
                .map(|bytes| self.element(bytes))
                .collect(),
        )
    }

    fn element(self, bytes: &[u8]) -> Element {
        match self.kind {
            'U' => Element::Text(self.text(bytes)),
            'S' => {
                let end = bytes
                    .iter()
                    .rposition(|&byte| byte != 0)
                    .map_or(0, |last| last.saturating_add(1));
                let text = bytes.get(..end).unwrap_or_default();
                Element::Text(String::from_utf8_lossy(text).into_owned())
            }
            'b' => Element::Bool(bytes.iter().any(|&byte| byte != 0)),
            _ => Element::Int(self.number(bytes)),
        }
    }

    /// UTF-32 code units, filled up with zeros.
    fn text(self, bytes: &[u8]) -> String {
        let units = bytes.chunks_exact(4).map(|unit| {
            let unit = <[u8; 4]>::try_from(unit).unwrap_or_default();
            let code = if self.is_little {
                u32::from_le_bytes(unit)
            } else {
                u32::from_be_bytes(unit)
            };
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        });
        let text: String = units.collect();
        text.trim_end_matches('\0').to_owned()
    }

    fn number(self, bytes: &[u8]) -> i64 {
        let at = |place: usize| {
            let place = if self.is_little {
                place
            } else {
                bytes.len().saturating_sub(1).saturating_sub(place)
            };
            bytes.get(place).copied().unwrap_or_default()
        };
        let highest = at(bytes.len().saturating_sub(1));
        let fill = if self.kind == 'i' && highest & 0x80 != 0 {
            0xff
        } else {
            0
        };
        let full: [u8; 8] =
            std::array::from_fn(|place| if place < bytes.len() { at(place) } else { fill });
        i64::from_le_bytes(full)
    }
}

#[cfg(test)]
mod tests {
    use super::{Dtype, Element};

    #[test]
    fn elements_of_either_byte_order() {
        let read =
            |dtype: &str, bytes: &[u8]| Dtype::parse(dtype).and_then(|dtype| dtype.elements(bytes));
        assert_eq!(
            read("<U2", b"a\0\0\0\0\0\0\0\x00\xf6\x01\0!\0\0\0"),
            Some(vec![Element::Text("a".into()), Element::Text("😀!".into())])
        );
        assert_eq!(
            read(">i2", b"\xff\xfe\x01\x00"),
            Some(vec![Element::Int(-2), Element::Int(256)])
        );
        assert_eq!(read("|u1", b"\xff"), Some(vec![Element::Int(255)]));
        assert_eq!(read("|S3", b"ab\0"), Some(vec![Element::Text("ab".into())]));
        assert_eq!(read("<f8", &[0; 8]), None);
        assert_eq!(read("<U0", b"abcd"), None);
    }
}
