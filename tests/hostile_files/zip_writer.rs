//! Zips and deflate streams as no program writes them.

use flate2::{Compress, Compression, FlushCompress};

/// One entry, with what the directory says of it, which may be a lie.
#[derive(Clone, Default)]
pub struct Entry {
    pub name: Vec<u8>,
    pub packed: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub crc: u32,
    pub packed_size: u32,
    pub size: u32,
    pub extra: Vec<u8>,
    /// Where its local header is; `None`: where it was written.
    pub place: Option<u32>,
}

const STORED: u16 = 0;
pub const DEFLATED: u16 = 8;

impl Entry {
    pub fn stored(name: &str, content: &[u8]) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        Self {
            name: name.into(),
            packed: content.to_vec(),
            method: STORED,
            crc: crc.sum(),
            packed_size: content.len() as u32,
            size: content.len() as u32,
            ..Self::default()
        }
    }

    /// A deflate stream and what it is said to unpack to.
    pub fn deflated(name: &str, packed: Vec<u8>, size: u32) -> Self {
        Self {
            name: name.into(),
            method: DEFLATED,
            packed_size: packed.len() as u32,
            size,
            packed,
            ..Self::default()
        }
    }
}

/// A zip of these entries; `directory`: the number of entries that its end declares, where that is not so.
pub fn archive(entries: &[Entry], directory: Option<u16>) -> Vec<u8> {
    let (mut bytes, mut central) = (Vec::new(), Vec::new());
    for entry in entries {
        let place = entry.place.unwrap_or(bytes.len() as u32);
        // version, flags, method, time, date, crc, sizes, lengths of name and extra
        let mut common = Vec::new();
        for short in [20, entry.flags, entry.method, 0, 0] {
            common.extend(short.to_le_bytes());
        }
        for long in [entry.crc, entry.packed_size, entry.size] {
            common.extend(long.to_le_bytes());
        }
        common.extend((entry.name.len() as u16).to_le_bytes());
        common.extend((entry.extra.len() as u16).to_le_bytes());
        if entry.place.is_none() {
            bytes.extend(b"PK\x03\x04");
            bytes.extend(&common);
            bytes.extend(&entry.name);
            bytes.extend(&entry.extra);
            bytes.extend(&entry.packed);
        }
        central.extend(b"PK\x01\x02\x14\x00");
        central.extend(&common);
        central.extend([0; 10]); // comment, disk, attributes
        central.extend(place.to_le_bytes());
        central.extend(&entry.name);
        central.extend(&entry.extra);
    }
    let start = bytes.len() as u32;
    let count = directory.unwrap_or(entries.len() as u16);
    bytes.extend(&central);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend((central.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// A deflate stream of so many MiB of zeros, a thousandth of that: one stretch of zeros, again and again.
pub fn zeros(mebibytes: usize) -> Vec<u8> {
    let mut bytes = one_after_another(mebibytes);
    bytes.extend([0x03, 0x00]); // a last block without content
    bytes
}

/// The same without an end.
pub fn one_after_another(mebibytes: usize) -> Vec<u8> {
    let mut block = Vec::with_capacity(1 << 16);
    let mut compress = Compress::new(Compression::best(), false);
    compress
        .compress_vec(&vec![0; 1 << 20], &mut block, FlushCompress::Full)
        .expect("room enough");
    block.repeat(mebibytes)
}

/// The checksum of so many MiB of zeros.
pub fn crc_of_zeros(mebibytes: usize) -> u32 {
    let (mut crc, zeros) = (flate2::Crc::new(), vec![0; 1 << 20]);
    (0..mebibytes).for_each(|_| crc.update(&zeros));
    crc.sum()
}

/// What gzip puts around a deflate stream.
pub fn gzip(packed: &[u8], crc: u32, length: u32) -> Vec<u8> {
    [
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
        packed,
        &crc.to_le_bytes(),
        &length.to_le_bytes(),
    ]
    .concat()
}
