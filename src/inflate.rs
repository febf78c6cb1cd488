//! What deflate packed (RFC 1951), alone or as zlib wraps it (RFC 1950), unpacked in one go.
//!
//! The packed bytes are all there, so what is unpacked goes straight to its place: a reader that hands it on in pieces
//! costs a page's first visit a tenth of a second.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::budget;

/// Bytes to begin with where nothing is said of the content's length.
const FIRST_ROOM: u64 = 1 << 16;

/// How much longer than the packed bytes a content may be said to be and be believed: more room is made as it is needed.
const USUAL_EXPANSION: u64 = 32;

/// What is around the deflate stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapping {
    /// Nothing: zip and gzip have headers of their own.
    Bare,
    /// zlib's header, and its checksum, which is compared.
    Zlib,
}

/// An unpacked stream.
#[derive(Debug)]
pub(crate) struct Inflated {
    /// What was in it; one byte more than was allowed where it has more.
    pub content: Vec<u8>,
    /// Where in the packed bytes it ended.
    pub end: usize,
}

/// Unpacks a stream. `declared`: the content's length as its file tells it, which may lie and is only where to begin.
/// `largest`: how many bytes are wanted at most. `None`: the stream is damaged or cut off.
pub(crate) fn inflate(
    packed: &[u8],
    wrapping: Wrapping,
    declared: Option<u64>,
    largest: u64,
) -> Option<Inflated> {
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF
        | match wrapping {
            Wrapping::Bare => 0,
            Wrapping::Zlib => TINFL_FLAG_PARSE_ZLIB_HEADER,
        };
    let length = packed.len() as u64;
    let possible = length.saturating_mul(budget::DEFLATE_EXPANSION);
    let most = usize::try_from(largest.saturating_add(1).min(possible)).ok()?;
    let usual = length.saturating_mul(USUAL_EXPANSION).max(FIRST_ROOM);
    let first = declared.unwrap_or(FIRST_ROOM).min(usual).min(most as u64);
    let mut content = vec![0; usize::try_from(first).unwrap_or(most)];
    let mut state = Box::<DecompressorOxide>::default();
    let (mut read, mut written) = (0, 0);
    loop {
        let (status, more_read, more_written) = decompress(
            &mut state,
            packed.get(read..)?,
            &mut content,
            written,
            flags,
        );
        read = read.saturating_add(more_read);
        written = written.saturating_add(more_written);
        let is_over = match status {
            TINFLStatus::Done => true,
            TINFLStatus::HasMoreOutput => content.len() as u64 > largest,
            _ => return None,
        };
        if is_over {
            content.truncate(written);
            return Some(Inflated { content, end: read });
        }
        // A stream may need room for no byte to come to its end.
        let room = content.len().saturating_mul(2).clamp(1, most.max(1));
        let room = room.max(content.len().saturating_add(1));
        // A vector that grows by itself would take twice as much at the last.
        content.reserve_exact(room.saturating_sub(content.len()));
        content.resize(room, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};

    #[test]
    fn any_declared_length_gives_the_same_content() {
        let content: Vec<u8> = (0..200_000u32)
            .map(|i| (i.wrapping_mul(i) >> 7) as u8)
            .collect();
        let packed = compress_to_vec(&content, 6);
        let mut followed = packed.clone();
        followed.extend_from_slice(b"more");
        for declared in [None, Some(0), Some(1), Some(200_000), Some(u64::MAX)] {
            let inflated = inflate(&followed, Wrapping::Bare, declared, 1 << 20).expect("whole");
            assert!(inflated.content == content, "{declared:?}");
            assert_eq!(inflated.end, packed.len());
        }
    }

    #[test]
    fn no_more_is_unpacked_than_is_wanted() {
        let bomb = compress_to_vec(&vec![0; 10 << 20], 9);
        for declared in [None, Some(5), Some(u64::MAX)] {
            let inflated = inflate(&bomb, Wrapping::Bare, declared, 1000).expect("some");
            assert_eq!(inflated.content.len(), 1001);
        }
        let empty = inflate(&compress_to_vec(&[], 6), Wrapping::Bare, None, 0).expect("nothing");
        assert!(empty.content.is_empty());
    }

    #[test]
    fn damage_is_noticed() {
        let packed = compress_to_vec_zlib(b"what was in it", 6);
        let whole = inflate(&packed, Wrapping::Zlib, None, 100).expect("whole");
        assert_eq!(whole.content, b"what was in it");
        for length in 0..packed.len() {
            let cut = inflate(&packed[..length], Wrapping::Zlib, None, 100);
            assert!(cut.is_none(), "cut to {length} bytes");
        }
        let mut other = packed.clone();
        let last = other.len() - 1;
        other[last] ^= 1;
        assert!(
            inflate(&other, Wrapping::Zlib, None, 100).is_none(),
            "checksum"
        );
    }
}
