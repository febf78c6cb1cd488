//! Damage to files, on the level on which a parser reads them: bytes, numbers that say how long something is, entries of
//! an archive, values of JSON.

use std::io::{Cursor, Read, Write};

use serde_json::{Map, Value as Json, json};
use wordlight::NamedFile;

use crate::corpus::Case;
use crate::random::Random;

/// Lengths and places that parsers get wrong.
const SIZES: [u64; 16] = [
    0,
    1,
    2,
    3,
    0x7f,
    0x80,
    0xff,
    0xffff,
    0x10000,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x1_0000_0000,
    0x7fff_ffff_ffff_ffff,
    0x8000_0000_0000_0000,
    u64::MAX,
];

/// The files of a case with one of them damaged, or one too many or too few; and what was done.
pub fn damaged(case: &Case, corpus: &[Case], random: &mut Random) -> (Vec<NamedFile>, String) {
    let mut files = case.files.clone();
    let mut done = Vec::new();
    for _ in 0..1 + random.below(2) {
        let at = random.below(files.len());
        match random.below(24) {
            0 if files.len() > 1 => {
                let gone = files.remove(at);
                done.push(format!("without {}", gone.name));
            }
            1 => {
                let other = &corpus[random.below(corpus.len())];
                let stranger = other.files[random.below(other.files.len())].clone();
                done.push(format!("{} of {} instead", stranger.name, other.name));
                if let Some(file) = files.get_mut(at) {
                    *file = stranger;
                }
            }
            2 => {
                let other = &corpus[random.below(corpus.len())];
                files.extend(other.files.iter().cloned());
                done.push(format!("with {}", other.name));
            }
            _ => {
                if let Some(file) = files.get_mut(at) {
                    let what = damage(&mut file.bytes, random, 0);
                    done.push(format!("{}: {what}", file.name));
                }
            }
        }
    }
    (files, done.join("; "))
}

/// Damages a file in the way of its kind, or its bytes.
pub fn damage(bytes: &mut Vec<u8>, random: &mut Random, depth: usize) -> String {
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    if depth < 2 && random.below(4) != 0 {
        if is_zip && let Some(what) = damage_entry(bytes, random, depth) {
            return what;
        }
        if let Ok(mut value) = serde_json::from_slice(bytes) {
            let what = damage_json(&mut value, random);
            *bytes = value.to_string().into_bytes();
            return what;
        }
    }
    damage_bytes(bytes, random)
}

/// Damages what is inside an archive, so that its checksums are right.
fn damage_entry(bytes: &mut Vec<u8>, random: &mut Random, depth: usize) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes[..])).ok()?;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).ok()?;
        entries.push((name, content));
    }
    if entries.is_empty() {
        return None;
    }
    let at = random.below(entries.len());
    let what = match random.below(12) {
        0 => format!("without {}", entries.remove(at).0),
        1 => {
            let copy = entries.get(at)?.clone();
            entries.push((format!("{}2", copy.0), copy.1));
            "an entry twice".to_owned()
        }
        _ => {
            let (name, content) = entries.get_mut(at)?;
            format!("{name}: {}", damage(content, random, depth + 1))
        }
    };
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in entries {
        writer.start_file(name, options).ok()?;
        writer.write_all(&content).ok()?;
    }
    *bytes = writer.finish().ok()?.into_inner();
    Some(what)
}

/// Damages bytes, mostly where numbers stand.
fn damage_bytes(bytes: &mut Vec<u8>, random: &mut Random) -> String {
    let length = bytes.len();
    if length == 0 {
        bytes.extend((0..random.below(64)).map(|_| random.next() as u8));
        return "bytes out of nothing".into();
    }
    // Headers are at the beginning or at the end.
    let place = match random.below(4) {
        0 => random.length(length - 1),
        1 => length - 1 - random.length(length - 1),
        _ => random.below(length),
    };
    match random.below(9) {
        0 => {
            bytes.truncate(place);
            format!("cut off at {place}")
        }
        1 => {
            let end = (place + random.length(length)).min(length);
            bytes.drain(place..end);
            format!("{place}..{end} taken out")
        }
        2 => {
            let end = (place + random.length(4096)).min(length);
            let copy = bytes[place..end].to_vec();
            let to = random.below(length);
            bytes.splice(to..to, copy);
            format!("{place}..{end} again at {to}")
        }
        3 => {
            let end = (place + random.length(256)).min(length);
            let byte = random.one_of(&[0, 0xff, b'{', b'"', b'(', 0x80]);
            bytes[place..end].fill(byte);
            format!("{place}..{end} all {byte:#x}")
        }
        4 | 5 => {
            let size = random.one_of(&SIZES);
            let width = random.one_of(&[1, 2, 4, 8]);
            let number = &size.to_le_bytes()[..width];
            for (to, from) in bytes[place..].iter_mut().zip(number) {
                *to = *from;
            }
            format!("{size:#x} in {width} bytes at {place}")
        }
        6 => {
            // Structures of HDF5 stand at multiples of eight.
            let place = place / 8 * 8;
            let size = random.next() % (length as u64 + 16);
            for (to, from) in bytes[place..].iter_mut().zip(size.to_le_bytes()) {
                *to = from;
            }
            format!("a place within the file, {size:#x}, at {place}")
        }
        _ => {
            let count = 1 + random.length(8);
            for _ in 0..count {
                let at = random.below(length);
                bytes[at] ^= 1 << random.below(8);
            }
            format!("{count} bits turned")
        }
    }
}

/// Changes one value somewhere in a document; JSON in a text is JSON too.
fn damage_json(value: &mut Json, random: &mut Random) -> String {
    let here = random.below(6) == 0;
    match value {
        Json::Object(fields) if !fields.is_empty() && !here => {
            let at = random.below(fields.len());
            let Some(key) = fields.keys().nth(at).cloned() else {
                return String::new();
            };
            match random.below(16) {
                0 => {
                    fields.remove(&key);
                    format!("without {key}")
                }
                1 => {
                    let copy = fields.get(&key).cloned().unwrap_or_default();
                    let other = fields.keys().nth(random.below(fields.len())).cloned();
                    let other = other.unwrap_or_default();
                    fields.insert(other.clone(), copy);
                    format!("{other} as {key}")
                }
                _ => match fields.get_mut(&key) {
                    Some(inner) => format!("{key}.{}", damage_json(inner, random)),
                    None => String::new(),
                },
            }
        }
        Json::Array(items) if !items.is_empty() && !here => {
            let at = random.below(items.len());
            match random.below(12) {
                0 => {
                    items.remove(at);
                    format!("without [{at}]")
                }
                1 => {
                    let copy = items[at].clone();
                    let times = 1 + random.length(300);
                    items.extend(std::iter::repeat_n(copy, times));
                    format!("[{at}] {times} times more")
                }
                _ => format!("[{at}].{}", damage_json(&mut items[at], random)),
            }
        }
        Json::String(text) if !here => match serde_json::from_str::<Json>(text) {
            Ok(mut inner @ (Json::Object(_) | Json::Array(_))) => {
                let what = damage_json(&mut inner, random);
                *text = inner.to_string();
                format!("({what})")
            }
            _ => {
                *value = other_value(value, random);
                format!("= {}", shortened(value))
            }
        },
        _ => {
            *value = other_value(value, random);
            format!("= {}", shortened(value))
        }
    }
}

fn other_value(value: &Json, random: &mut Random) -> Json {
    let names = [
        "",
        "tanh",
        "softmax",
        "linear",
        "LSTM",
        "Dense",
        "Bidirectional",
        "TimeDistributed",
        "Lambda",
        "AttentionWithContext",
        "MultiHeadAttention",
        "float16",
        "(?i)(a|b)*[.!?]+",
        "../../x",
        "\u{0}",
        "ẞ𝒳",
        "__main__",
        "NaN",
        "1e999",
        "concat",
        "post",
    ];
    match random.below(11) {
        0 => Json::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.one_of(&SIZES)),
        3 => json!(-(random.below(5) as i64)),
        4 => json!(random.one_of(&[0.5, -0.0, 1e-300, 1e300, 3.7])),
        5 => json!(random.one_of(&names)),
        6 => json!([]),
        7 => Json::Object(Map::new()),
        8 => {
            let mut deep = json!(1);
            for _ in 0..random.length(120) {
                deep = json!([deep]);
            }
            deep
        }
        9 => match value.as_i64() {
            Some(number) => json!(number.wrapping_add(random.one_of(&[-1, 1, 2, 1000]))),
            None => json!([value, value]),
        },
        _ => json!("x".repeat(random.length(5000))),
    }
}

fn shortened(value: &Json) -> String {
    value.to_string().chars().take(40).collect()
}
