//! An HDF5 file's bytes, which answer one question by no more than a file of their number explains.
//!
//! `hdf5-pure` bounds how deep structures lie in each other, and not how often one is read: a B-tree whose nodes name the
//! same child twice is followed 2ⁿ times, and so are object headers that go on in two places. In a file that the HDF5
//! library wrote nothing is referred to twice, so that what is read for one question is less than the file.
//! (HDF5 File Format Specification 3.0, III.A to III.E and IV.A.)

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hdf5_pure::{FormatError, Source};

/// What each read costs besides its bytes: memory is taken for it, and the stack for what leads deeper.
const COST_OF_READ: u64 = 256;
/// What any question may cost: files of many small layers are read in small pieces.
const LEAST: u64 = 4 << 20;
/// Levels of a version 2 B-tree: one with ten has more records than any file has bytes.
const DEEPEST: u16 = 10;
/// The longest name in a group, in bytes. Many entries may have one name, and each is given a copy.
const LONGEST_NAME: usize = 1 << 12;

/// What may still be read.
#[derive(Debug)]
pub struct Allowance {
    left: AtomicU64,
    whole: u64,
    /// Length of the names of the group that was last met; 0: none was.
    names: AtomicU64,
}

impl Allowance {
    /// Begins a question.
    pub fn renew(&self) {
        self.left.store(self.whole, Ordering::Relaxed);
    }

    fn spend(&self, bytes: u64) -> Result<(), FormatError> {
        let cost = bytes.saturating_add(COST_OF_READ);
        let rest = self.left.load(Ordering::Relaxed).checked_sub(cost);
        // What is left after a refusal is refused as well.
        self.left.store(rest.unwrap_or(0), Ordering::Relaxed);
        rest.map(|_| ())
            .ok_or_else(|| refused("its structures lead to each other again and again"))
    }
}

/// The bytes of a file.
pub struct Bytes {
    bytes: Vec<u8>,
    allowance: Arc<Allowance>,
}

impl Bytes {
    /// The bytes, and what renews their allowance.
    pub fn new(bytes: Vec<u8>) -> (Self, Arc<Allowance>) {
        let whole = (bytes.len() as u64).saturating_mul(2).saturating_add(LEAST);
        let allowance = Arc::new(Allowance {
            left: AtomicU64::new(whole),
            whole,
            names: AtomicU64::new(0),
        });
        let source = Self {
            bytes,
            allowance: Arc::clone(&allowance),
        };
        (source, allowance)
    }

    fn part(&self, offset: u64, length: usize) -> Result<&[u8], FormatError> {
        let start = usize::try_from(offset).ok();
        let part = start.and_then(|start| self.bytes.get(start..start.checked_add(length)?));
        let part = part.ok_or(FormatError::UnexpectedEof {
            expected: start.unwrap_or(usize::MAX).saturating_add(length),
            available: self.bytes.len(),
        })?;
        self.allowance.spend(length as u64)?;
        Ok(part)
    }
}

impl Source for Bytes {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), FormatError> {
        buffer.copy_from_slice(self.part(offset, buffer.len())?);
        Ok(())
    }

    fn read_exact_at(&self, offset: u64, length: usize) -> Result<Vec<u8>, FormatError> {
        self.part(offset, length).map(<[u8]>::to_vec)
    }

    fn read_metadata_at(&self, offset: u64, length: usize) -> Result<Vec<u8>, FormatError> {
        let part = self.part(offset, length)?;
        match part {
            // Signature, version, type, size of a node, size of a record, depth.
            [
                b'B',
                b'T',
                b'H',
                b'D',
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                low,
                high,
                ..,
            ] if u16::from_le_bytes([*low, *high]) > DEEPEST => {
                return Err(refused("its B-tree is deeper than any file is large"));
            }
            // Signature, version, three zeros, size of the names.
            [b'H', b'E', b'A', b'P', _, _, _, _, size @ ..] => {
                let size = size
                    .first_chunk()
                    .map_or(0, |size| u64::from_le_bytes(*size));
                self.allowance.names.store(size, Ordering::Relaxed);
            }
            names if names.len() as u64 == self.allowance.names.load(Ordering::Relaxed) => {
                let mut names = names.split(|&byte| byte == 0);
                if names.any(|name| name.len() > LONGEST_NAME) {
                    return Err(refused("a name in it is endless"));
                }
            }
            _ => {}
        }
        Ok(part.to_vec())
    }
}

fn refused(why: &str) -> FormatError {
    FormatError::Source(why.into())
}
