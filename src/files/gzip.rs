//! What gzip packed (RFC 1952): a header, a deflate stream, its checksum and its length.

use crate::inflate::{Inflated, Wrapping, inflate};
use crate::keras::archive::checksum;

/// Flags of the header: a checksum of its own, extra fields, a file name, a comment.
const HEADER_CHECKSUM: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;

/// Whether bytes begin as gzip's do, packed by deflate.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 8])
}

/// The content, or one byte more than `largest` where it has more; or what is wrong with it.
pub(super) fn unpacked(bytes: &[u8], largest: u64) -> Result<Vec<u8>, &'static str> {
    let packed = after_header(bytes).ok_or("its header is cut off")?;
    let Inflated { content, end } =
        inflate(packed, Wrapping::Bare, None, largest).ok_or("what is in it cannot be unpacked")?;
    if content.len() as u64 <= largest {
        let (sum, length) = match *packed.get(end..).unwrap_or_default() {
            [a, b, c, d, e, f, g, h, ..] => ([a, b, c, d], [e, f, g, h]),
            _ => return Err("its end is cut off"),
        };
        // The length is told modulo 2³².
        let modulo = content.len() as u64 & u64::from(u32::MAX);
        let is_whole = u64::from(u32::from_le_bytes(length)) == modulo
            && u32::from_le_bytes(sum) == checksum(&content);
        if !is_whole {
            return Err("its checksum is of another content");
        }
    }
    Ok(content)
}

fn after_header(bytes: &[u8]) -> Option<&[u8]> {
    let (flags, mut rest) = (*bytes.get(3)?, bytes.get(10..)?);
    if flags & EXTRA != 0 {
        let (length, fields) = rest.split_first_chunk()?;
        rest = fields.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = rest.iter().position(|&byte| byte == 0)?;
            rest = rest.get(end.saturating_add(1)..)?;
        }
    }
    if flags & HEADER_CHECKSUM != 0 {
        rest = rest.get(2..)?;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(content: &[u8]) -> Vec<u8> {
        let builder = flate2::GzBuilder::new()
            .extra(*b"more")
            .filename("words.json")
            .comment("made here");
        let mut writer = builder.write(Vec::new(), flate2::Compression::default());
        writer.write_all(content).expect("content");
        writer.finish().expect("gzip")
    }

    #[test]
    fn what_gzip_packs_is_read_with_every_header() {
        let content = b"word word word";
        let bytes = packed(content);
        assert!(is_gzip(&bytes));
        assert_eq!(unpacked(&bytes, 100).ok().as_deref(), Some(&content[..]));
        assert_eq!(unpacked(&bytes, 3).map(|read| read.len()).ok(), Some(4));
    }

    #[test]
    fn damage_is_told_wherever_it_is() {
        let bytes = packed(b"word word word");
        for cut in 0..bytes.len() {
            assert!(unpacked(&bytes[..cut], 100).is_err(), "cut at {cut}");
        }
        for at in bytes.len() - 8..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(unpacked(&damaged, 100).is_err(), "damaged at {at}");
        }
    }
}
