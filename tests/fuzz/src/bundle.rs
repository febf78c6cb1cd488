//! Several files as one input: for each the length of its name, its name, the length of its content (4 bytes, the lowest
//! first), its content. Any bytes are a bundle: what is cut off is as long as it is.

use wordlight::{LoadOptions, NamedFile};

/// The file of a bundle that is no file, but the options as JSON.
pub const OPTIONS: &str = "";

/// The files of a bundle.
pub fn unpacked(mut bytes: &[u8]) -> Vec<NamedFile> {
    let mut files = Vec::new();
    while let [length, rest @ ..] = bytes {
        let (name, rest) = rest.split_at(usize::from(*length).min(rest.len()));
        let Some((length, rest)) = rest.split_first_chunk() else {
            break;
        };
        let length = u32::from_le_bytes(*length) as usize;
        let (content, rest) = rest.split_at(length.min(rest.len()));
        files.push(NamedFile {
            name: String::from_utf8_lossy(name).into_owned(),
            bytes: content.to_vec(),
        });
        bytes = rest;
    }
    files
}

/// Files as a bundle; names are cut to 255 bytes.
pub fn packed(files: &[NamedFile]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for file in files {
        let name = file.name.as_bytes();
        let name = name.get(..255).unwrap_or(name);
        bytes.push(name.len() as u8);
        bytes.extend(name);
        bytes.extend((file.bytes.len() as u32).to_le_bytes());
        bytes.extend(&file.bytes);
    }
    bytes
}

/// The files, and the options among them.
pub fn with_options(bytes: &[u8]) -> (Vec<NamedFile>, LoadOptions) {
    let (options, files): (Vec<_>, Vec<_>) = unpacked(bytes)
        .into_iter()
        .partition(|file| file.name == OPTIONS);
    let options = options
        .first()
        .and_then(|file| serde_json::from_slice(&file.bytes).ok());
    (files, options.unwrap_or_default())
}

/// Files and options as a bundle.
pub fn packed_with_options(files: &[NamedFile], options: &LoadOptions) -> Vec<u8> {
    let options = NamedFile {
        name: OPTIONS.into(),
        bytes: serde_json::to_vec(options).unwrap_or_default(),
    };
    packed(&[std::slice::from_ref(&options), files].concat())
}
