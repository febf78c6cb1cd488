//! Zips: bombs, and lies about sizes, places and names.

use std::io::{Cursor, Read, Write};

use flate2::Compression;

use crate::case::{Case, good_model};
use crate::zip_writer::{DEFLATED, Entry, archive, crc_of_zeros, zeros};

/// The entries of the good model, unpacked.
fn parts() -> Vec<(String, Vec<u8>)> {
    let bytes = good_model().bytes;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("content");
        parts.push((name, content));
    }
    parts
}

/// The good model with one entry in another's place.
fn model_with(other: Entry) -> Vec<u8> {
    let entries = parts()
        .into_iter()
        .map(|(name, content)| match name.as_bytes() == other.name {
            true => other.clone(),
            false => Entry::stored(&name, &content),
        });
    archive(&entries.collect::<Vec<_>>(), None)
}

fn good_entries() -> Vec<Entry> {
    parts()
        .iter()
        .map(|(name, content)| Entry::stored(name, content))
        .collect()
}

pub fn cases() -> Vec<Case> {
    let mut cases = bombs();
    cases.extend(lies());
    cases.extend(names());
    cases
}

fn bombs() -> Vec<Case> {
    let bomb =
        |name: &str, mebibytes| Entry::deflated(name, zeros(mebibytes), (mebibytes as u32) << 20);
    let mut with_asset = good_entries();
    with_asset.push(bomb("assets/a/vocabulary.txt", 70));
    let mut with_assets = good_entries();
    with_assets.extend((0..10).map(|n| bomb(&format!("assets/{n}/vocabulary.txt"), 10)));
    // Every entry is the one local header and its content.
    let mut overlapping = vec![bomb("0/word_index.json", 10)];
    overlapping[0].crc = crc_of_zeros(10);
    let first = overlapping[0].clone();
    overlapping.extend((1..2000).map(|n| Entry {
        place: Some(0),
        name: format!("{n}/word_index.json").into(),
        ..first.clone()
    }));
    let inner = archive(&[bomb("tokenizer.json", 100)], None);
    let mut nested = inner.clone();
    for _ in 0..20 {
        nested = archive(
            &[
                Entry::stored("a.zip", &nested),
                Entry::stored("b.zip", &nested),
            ][..1],
            None,
        );
    }
    let many: Vec<Entry> = (0..20_000)
        .map(|n| Entry::stored(&format!("{n}.json"), b"{}"))
        .collect();
    let mut many_in_model = good_entries();
    many_in_model.extend((0..20_000).map(|n| Entry::stored(&format!("assets/{n}.txt"), b"a")));
    // Files of one name in many folders, alike but for the last byte: comparing each with each would take an hour.
    let alike = |n: usize| {
        let mut content = vec![b' '; 100_000];
        content.extend(n.to_string().bytes());
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&content).expect("content");
        let mut crc = flate2::Crc::new();
        crc.update(&content);
        Entry {
            crc: crc.sum(),
            ..Entry::deflated(
                &format!("{n:05}/notes.txt"),
                packed.finish().expect("deflate"),
                content.len() as u32,
            )
        }
    };
    let alike: Vec<Entry> = (0..2_000).map(alike).collect();
    vec![
        Case::model(
            "config.json unpacks to 100 MiB of zeros",
            "damaged_file",
            "m.keras",
            model_with(bomb("config.json", 100)),
        )
        .naming("config.json")
        .within(170),
        Case::model(
            "metadata.json unpacks to 100 MiB of zeros",
            "damaged_file",
            "m.keras",
            model_with(bomb("metadata.json", 100)),
        )
        .naming("metadata.json")
        .within(170),
        Case::model(
            "the weights unpack to 1,100 MiB of zeros",
            "damaged_file",
            "m.keras",
            model_with(bomb("model.weights.h5", 1100)),
        )
        .naming("model.weights.h5")
        .within(1700),
        Case::model(
            "an asset unpacks to 70 MiB of zeros",
            "damaged_file",
            "m.keras",
            archive(&with_asset, None),
        )
        .within(170),
        Case::model(
            "ten assets unpack to 100 MiB of zeros",
            "damaged_file",
            "m.keras",
            archive(&with_assets, None),
        )
        .within(170),
        Case::beside(
            "two thousand entries are one stretch of the zip, 20 GiB in all",
            "damaged_file",
            "all.zip",
            archive(&overlapping, None),
        )
        .naming("unpack")
        .within(1100),
        Case::beside(
            "a bomb in a zip in a zip, 21 deep",
            "not_keras",
            "all.zip",
            nested,
        )
        .naming("nothing in the zip"),
        Case::beside(
            "20,000 entries",
            "damaged_file",
            "all.zip",
            archive(&many, None),
        )
        .naming("10000"),
        Case::model(
            "20,000 assets",
            "damaged_file",
            "m.keras",
            archive(&many_in_model, None),
        )
        .naming("10000"),
        Case::beside(
            "2,000 files of one name, alike but for the last byte",
            "duplicate_file",
            "all.zip",
            archive(&alike, None),
        )
        .within(400),
    ]
}

fn lies() -> Vec<Case> {
    let config = || {
        let (_, content) = parts()
            .into_iter()
            .find(|(name, _)| name == "config.json")
            .expect("it has one");
        Entry::stored("config.json", &content)
    };
    let model = |what: &str, expected, change: fn(&mut Entry)| {
        let mut entry = config();
        change(&mut entry);
        Case::model(what, expected, "m.keras", model_with(entry))
    };
    let zip64 = |sizes: &[u64]| {
        let mut extra = vec![1, 0, 8 * sizes.len() as u8, 0];
        sizes
            .iter()
            .for_each(|size| extra.extend(size.to_le_bytes()));
        extra
    };
    let with_zip64 = |what: &str, sizes: &[u64]| {
        let entry = Entry {
            extra: zip64(sizes),
            size: u32::MAX,
            packed_size: u32::MAX,
            ..config()
        };
        Case::model(what, "damaged_file", "m.keras", model_with(entry))
    };
    let directory = |what: &str, count| {
        Case::model(
            what,
            "damaged_file",
            "m.keras",
            archive(&good_entries(), Some(count)),
        )
    };
    let good = archive(&good_entries(), None);
    let end = good.len() - 22;
    let ended = |what: &str, expected, at: usize, value: u32| {
        let mut bytes = good.clone();
        bytes[end + at..end + at + 4].copy_from_slice(&value.to_le_bytes());
        Case::model(what, expected, "m.keras", bytes)
    };
    let mut two_ends = good.clone();
    two_ends.extend(&good[end..]);
    let mut zip64_end = good[..end].to_vec();
    let place = zip64_end.len() as u64;
    zip64_end.extend(b"PK\x06\x06");
    zip64_end.extend(44u64.to_le_bytes());
    zip64_end.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [u64::MAX, u64::MAX, 1 << 62, 1 << 61] {
        zip64_end.extend(number.to_le_bytes());
    }
    zip64_end.extend(b"PK\x06\x07\0\0\0\0");
    zip64_end.extend(place.to_le_bytes());
    zip64_end.extend([1, 0, 0, 0]);
    zip64_end.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0");
    vec![
        model(
            "an entry is said to be shorter than it is",
            "damaged_file",
            |entry| entry.size = 10,
        ),
        model(
            "an entry is said to be longer than it is",
            "damaged_file",
            |entry| entry.size += 1,
        ),
        model("an entry is said to be of 4 GiB", "damaged_file", |entry| {
            entry.size = u32::MAX - 1
        }),
        model(
            "an entry is said to be packed into 4 GiB",
            "damaged_file",
            |entry| entry.packed_size = u32::MAX - 1,
        ),
        model(
            "an entry is said to be packed into nothing",
            "damaged_file",
            |entry| entry.packed_size = 0,
        ),
        model(
            "an entry's checksum is of another content",
            "damaged_file",
            |entry| entry.crc ^= 1,
        ),
        model(
            "an entry is stored, and said to be deflated",
            "damaged_file",
            |entry| entry.method = DEFLATED,
        ),
        model("an entry is packed with bzip2", "damaged_file", |entry| {
            entry.method = 12
        })
        .naming("config.json"),
        model(
            "an entry is packed in a way that no one knows",
            "damaged_file",
            |entry| entry.method = 0xffff,
        ),
        model("an entry is encrypted", "damaged_file", |entry| {
            entry.flags |= 1
        })
        .naming("encrypted"),
        model(
            "an entry lies behind the end of the file",
            "damaged_file",
            |entry| entry.place = Some(u32::MAX - 1),
        ),
        model(
            "an entry lies in the middle of another",
            "damaged_file",
            |entry| entry.place = Some(3),
        ),
        model(
            "an entry has extra fields that are cut off",
            "loaded",
            |entry| entry.extra = vec![1, 0, 0xff, 0xff, 0],
        ),
        with_zip64("zip64: an entry of 2⁶⁴ − 1 bytes", &[u64::MAX, u64::MAX]),
        with_zip64(
            "zip64: an entry of 2⁶³ bytes, packed into 2⁶²",
            &[1 << 63, 1 << 62],
        ),
        with_zip64("zip64: sizes that are not there", &[]),
        Case::model(
            "zip64: a directory of 2⁶⁴ entries",
            "damaged_file",
            "m.keras",
            zip64_end,
        ),
        directory("the directory is said to have fewer entries", 1),
        directory("the directory is said to have more entries", 60_000),
        directory("the directory is said to be empty", 0),
        ended(
            "the directory is said to have 4 GiB",
            "loaded",
            12,
            u32::MAX - 1,
        ),
        ended("the directory is said to have 0 bytes", "loaded", 12, 0),
        ended(
            "the directory lies behind the end",
            "damaged_file",
            16,
            u32::MAX - 1,
        ),
        Case::model(
            "the directory ends twice",
            "damaged_file",
            "m.keras",
            two_ends,
        ),
        Case::model(
            "the comment is longer than the file",
            "damaged_file",
            "m.keras",
            [&good[..end + 20], &[0xff, 0xff]].concat(),
        ),
    ]
}

fn names() -> Vec<Case> {
    let named = |what: &str, expected, names: &[&[u8]]| {
        let entries: Vec<Entry> = names
            .iter()
            .map(|name| Entry {
                name: name.to_vec(),
                ..Entry::stored("", &good_model().bytes)
            })
            .collect();
        Case::model(what, expected, "all.zip", archive(&entries, None))
    };
    let twice = |first: &[u8], last: Option<&[u8]>| {
        let mut entries = vec![Entry::stored("config.json", first)];
        entries.extend(good_entries());
        entries.extend(last.map(|last| Entry::stored("config.json", last)));
        archive(&entries, None)
    };
    vec![
        named(
            "paths that lead out of the folder",
            "loaded",
            &[b"../../../../etc/model.keras"],
        ),
        named("an absolute path", "loaded", &[b"/etc/passwd"]),
        named(
            "a path of Windows",
            "loaded",
            &[b"C:\\Windows\\System32\\model.keras"],
        ),
        named("a path with zeros in it", "loaded", &[b"model\0.keras"]),
        named("a path that is no UTF-8", "loaded", &[b"\xff\xfe.keras"]),
        named("a path of 60,000 letters", "loaded", &[&[b'a'; 60_000]]),
        named("an entry without a name", "loaded", &[b""]),
        named(
            "one model under two paths",
            "loaded",
            &[b"a/model.keras", b"b/model.keras"],
        ),
        named(
            "one model under two names",
            "duplicate_file",
            &[b"model.keras", b"other.keras"],
        ),
        named("folders only", "not_keras", &[b"a/", b"a/b/"]),
        Case::model(
            "two entries of one name: the last counts, as in Python",
            "loaded",
            "m.keras",
            twice(b"not JSON", None),
        ),
        Case::model(
            "two entries of one name, the last broken",
            "invalid_config",
            "m.keras",
            twice(b"{}", Some(b"not JSON")),
        ),
        Case::alone(
            "no entries",
            "unrecognised_file",
            "all.zip",
            archive(&[], None),
        ),
        Case::alone(
            "a zip's first four bytes",
            "damaged_file",
            "all.zip",
            *b"PK\x03\x04",
        ),
        Case::alone(
            "a zip's first four bytes and 64 KiB of another's end",
            "damaged_file",
            "all.zip",
            [b"PK\x03\x04", &b"PK\x05\x06".repeat(16_384)[..]].concat(),
        ),
    ]
}
