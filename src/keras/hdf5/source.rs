//! An HDF5 file's bytes, which answer one question by no more than a file of their number explains.
//!
//! `hdf5-pure` bounds how deep structures lie in each other, and not how often one is read: a B-tree whose nodes name the
//! same child twice is followed 2ⁿ times, and so are object headers that go on in two places. In a file that the HDF5
//! library wrote nothing is referred to twice, so that what is read for one question is less than the file.
//! (HDF5 File Format Specification 3.0, III.A to III.E and IV.A.)

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hdf5_pure::{FormatError, Source};

use crate::budget;

/// What each read costs besides its bytes: memory is taken for it, and the stack for what leads deeper.
const COST_OF_READ: u64 = 256;

/// What may still be read.
#[derive(Debug)]
pub(super) struct Allowance {
    /// For each question.
    whole: u64,
    /// Of this question.
    left: AtomicU64,
    /// Of all questions.
    left_of_all: AtomicU64,
    /// Length of the names of the group that was last met; 0: none was.
    names: AtomicU64,
}

impl Allowance {
    /// Begins a question.
    pub(super) fn renew(&self) {
        self.left.store(self.whole, Ordering::Relaxed);
    }

    fn spend(&self, bytes: u64) -> Result<(), FormatError> {
        let cost = bytes.saturating_add(COST_OF_READ);
        for purse in [&self.left, &self.left_of_all] {
            let rest = purse.load(Ordering::Relaxed).checked_sub(cost);
            // What is left after a refusal is refused as well.
            purse.store(rest.unwrap_or(0), Ordering::Relaxed);
            if rest.is_none() {
                return Err(refused("its structures lead to each other again and again"));
            }
        }
        Ok(())
    }
}

/// The bytes of a file.
pub(super) struct Bytes {
    bytes: Vec<u8>,
    allowance: Arc<Allowance>,
}

impl Bytes {
    /// The bytes, and what renews their allowance.
    pub(super) fn new(bytes: Vec<u8>) -> (Self, Arc<Allowance>) {
        let length = bytes.len() as u64;
        let whole = length
            .saturating_mul(2)
            .saturating_add(budget::HDF5_QUESTION);
        let all = length
            .saturating_mul(64)
            .saturating_add(budget::HDF5_QUESTIONS);
        let allowance = Arc::new(Allowance {
            whole,
            left: AtomicU64::new(whole),
            left_of_all: AtomicU64::new(all),
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
            ] if u16::from_le_bytes([*low, *high]) > budget::HDF5_LEVELS => {
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
                if names.any(|name| name.len() > budget::HDF5_NAME) {
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
