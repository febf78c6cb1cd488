//! What each dropped file is, told by its bytes and not by its name, and which role it plays.

mod foreign;
mod gzip;
mod parts;
mod role;
mod unpack;

use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::keras::ModelSource;
use crate::text::{Saved, Tokenizer, TokenizerOverrides};
use role::{Role, role};
use unpack::Item;

/// A file as it was dropped.
#[derive(Debug, Clone)]
pub struct NamedFile {
    /// Its name, with its folders where it came in one; for messages and for the few kinds that bytes do not tell.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl NamedFile {
    /// The name without its folders.
    fn base_name(&self) -> &str {
        base_name(&self.name)
    }
}

fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn folder(path: &str) -> &str {
    let end = path.rfind(['/', '\\']);
    end.and_then(|end| path.get(..end)).unwrap_or_default()
}

/// All dropped files, each in its role.
#[derive(Debug)]
pub(crate) struct Dropped {
    pub model: ModelSource,
    /// The tokenizer and the file it comes from; a model may have its own inside.
    pub tokenizer: Option<(Tokenizer, String)>,
    /// Names of the classes and the file they come from.
    pub labels: Option<(Vec<String>, String)>,
    /// Steps that texts were padded to, where a file that was saved with the tokenizer says so.
    pub maxlen: Option<u32>,
    /// Sentences that texts were padded to, likewise.
    pub max_sentences: Option<u32>,
    /// What was passed over, in sentences.
    pub warnings: Vec<String>,
}

/// Sorts files into roles and reads the small ones; any order, any names.
pub(crate) fn sort(files: Vec<NamedFile>, overrides: &TokenizerOverrides) -> Result<Dropped> {
    let mut files = unpack::flatten(files)?;
    if files.is_empty() {
        return Err(Box::new(Error::NoFiles));
    }
    let all_zips: Vec<String> = zips(&files);
    let mut pile = Pile {
        tfjs: parts::take_tfjs(&mut files)?,
        shards: parts::take_shards(&mut files)?,
        ..Pile::default()
    };
    let mut useful = Vec::new();
    for Item {
        file,
        gathered,
        zip,
    } in files
    {
        let name = file.name.clone();
        match role(file, overrides) {
            Ok(role) => {
                pile.put(name, role)?;
                useful.extend(zip);
            }
            // Beside a model there may lie anything in a folder; alone, a file was meant.
            Err(error) if gathered => pile.passed_over.push((zip, error)),
            Err(error) => return Err(error),
        }
    }
    let is_useless =
        |zip: &&String| !useful.contains(zip) && pile.tfjs.is_none() && pile.shards.is_none();
    if let Some(zip) = all_zips.iter().find(is_useless) {
        return Err(pile.told(Some(zip)).unwrap_or_else(|| {
            Box::new(Error::NotKeras {
                file: zip.clone(),
                detail: "nothing in the zip is a model, a tokenizer or labels".into(),
            })
        }));
    }
    pile.sorted()
}

/// What one file that is no model holds: a tokenizer, labels, or both.
///
/// # Errors
/// As of [`Classifier::load`](crate::Classifier::load), for this file.
pub fn read_saved(file: NamedFile, overrides: &TokenizerOverrides) -> Result<Saved> {
    saved(file, overrides).map_err(|mut error| {
        error.shorten();
        error
    })
}

fn saved(file: NamedFile, overrides: &TokenizerOverrides) -> Result<Saved> {
    let name = file.name.clone();
    let mut items = unpack::flatten(vec![file])?.into_iter();
    match items.next().map(|item| role(item.file, overrides)) {
        Some(Ok(Role::Saved(saved))) => Ok(saved),
        Some(Err(error)) => Err(error),
        _ => Err(Box::new(Error::UnrecognisedFile {
            file: name,
            found: "it is no tokenizer, vocabulary or labels".into(),
        })),
    }
}

fn zips(items: &[Item]) -> Vec<String> {
    let mut names: Vec<String> = items.iter().filter_map(|item| item.zip.clone()).collect();
    names.dedup();
    names
}

/// A file's content with its name.
type Named<T> = Option<(String, T)>;

/// What has been found so far.
#[derive(Default)]
struct Pile {
    archive: Named<Vec<u8>>,
    hdf5: Named<Vec<u8>>,
    architecture: Named<Json>,
    tfjs: Named<parts::Parts>,
    shards: Named<parts::Parts>,
    /// Version of Keras in the `metadata.json` of an unpacked archive.
    keras_version: Option<String>,
    tokenizer: Named<Tokenizer>,
    labels: Named<Vec<String>>,
    maxlen: Option<u32>,
    max_sentences: Option<u32>,
    /// Why files that came in a folder or a zip have no role, and the zip.
    passed_over: Vec<(Option<String>, Box<Error>)>,
}

impl Pile {
    fn put(&mut self, name: String, role: Role) -> Result<()> {
        match role {
            Role::Archive(bytes) => put(&mut self.archive, "model", name, bytes),
            Role::Hdf5(bytes) => put(&mut self.hdf5, "model or weights file", name, bytes),
            Role::Architecture(json) => {
                put(&mut self.architecture, "model architecture", name, json)
            }
            Role::Metadata(version) => {
                self.keras_version = Some(version);
                Ok(())
            }
            Role::Saved(Saved {
                tokenizer,
                labels,
                maxlen,
                max_sentences,
            }) => {
                self.maxlen = self.maxlen.or(maxlen);
                self.max_sentences = self.max_sentences.or(max_sentences);
                if let Some(tokenizer) = tokenizer {
                    put(&mut self.tokenizer, "tokenizer", name.clone(), *tokenizer)?;
                }
                match labels {
                    Some(labels) => put(&mut self.labels, "labels file", name, labels),
                    None => Ok(()),
                }
            }
        }
    }

    /// A model of another kind among what was passed over (in one zip, or anywhere): what a folder is says more
    /// than what it is not.
    fn told(&self, zip: Option<&String>) -> Option<Box<Error>> {
        let is_there = |(from, error): &&(Option<String>, Box<Error>)| {
            matches!(**error, Error::UnsupportedFormat { .. })
                && (zip.is_none() || from.as_ref() == zip)
        };
        let found = self.passed_over.iter().find(is_there);
        found.map(|(_, error)| error.clone())
    }

    fn sorted(self) -> Result<Dropped> {
        let only = self
            .passed_over
            .first()
            .filter(|_| self.tokenizer.is_none());
        let instead = self.told(None).or(only.map(|(_, error)| error.clone()));
        let model = model(
            self.archive,
            self.hdf5,
            self.architecture,
            self.tfjs,
            self.shards,
            self.keras_version,
        );
        let model = match model {
            Err(error) if *error == Error::MissingModel => return Err(instead.unwrap_or(error)),
            other => other?,
        };
        Ok(Dropped {
            model,
            tokenizer: self.tokenizer.map(|(name, tokenizer)| (tokenizer, name)),
            labels: self.labels.map(|(name, labels)| (labels, name)),
            maxlen: self.maxlen,
            max_sentences: self.max_sentences,
            warnings: passed_over(&self.passed_over),
        })
    }
}

/// The model that the pieces make; exactly one.
fn model(
    archive: Named<Vec<u8>>,
    hdf5: Named<Vec<u8>>,
    architecture: Named<Json>,
    tfjs: Named<parts::Parts>,
    shards: Named<parts::Parts>,
    keras_version: Option<String>,
) -> Result<ModelSource> {
    let weights_name =
        (shards.as_ref().map(|(name, _)| name)).or(hdf5.as_ref().map(|(name, _)| name));
    let whole = [
        archive.as_ref().map(|(name, _)| name),
        tfjs.as_ref().map(|(name, _)| name),
        architecture.as_ref().map(|(name, _)| name).or(weights_name),
        // Weights twice: in one file and in shards.
        shards.as_ref().and(hdf5.as_ref()).map(|(name, _)| name),
    ];
    let mut names = whole.into_iter().flatten();
    if let (Some(first), Some(second)) = (names.next(), names.next()) {
        let (first, second) = (first.clone(), second.clone());
        return Err(Box::new(Error::DuplicateFile {
            role: "model",
            first,
            second,
        }));
    }
    drop(names);
    if let Some((name, bytes)) = archive {
        return Ok(ModelSource::Archive { name, bytes });
    }
    if let Some((name, parts)) = tfjs {
        return Ok(ModelSource::TfJs {
            name,
            manifest: parts.index,
            shards: parts.files,
        });
    }
    match (architecture, shards, hdf5) {
        (Some((_, architecture)), Some((index_name, parts)), None) => {
            Ok(ModelSource::ArchitectureAndShards {
                architecture: with_version(architecture, keras_version),
                index_name,
                index: parts.index,
                shards: parts.files,
            })
        }
        (Some((_, architecture)), None, Some((weights_name, weights))) => {
            Ok(ModelSource::ArchitectureAndWeights {
                architecture: with_version(architecture, keras_version),
                weights_name,
                weights,
            })
        }
        (None, None, Some((name, bytes))) => Ok(ModelSource::Hdf5 { name, bytes }),
        (None, Some((file, _)), _) => Err(Box::new(Error::MissingArchitecture { file })),
        (Some((file, _)), None, None) => Err(Box::new(Error::MissingWeights { file })),
        (Some(_), Some((first, _)), Some((second, _))) => Err(Box::new(Error::DuplicateFile {
            role: "weights file",
            first,
            second,
        })),
        (None, None, None) => Err(Box::new(Error::MissingModel)),
    }
}

/// `config.json` of an unpacked archive does not say its Keras version; the `metadata.json` beside it does.
fn with_version(mut architecture: Json, keras_version: Option<String>) -> Json {
    if let (Some(fields), Some(version)) = (architecture.as_object_mut(), keras_version) {
        fields
            .entry("keras_version")
            .or_insert_with(|| version.into());
    }
    architecture
}

fn passed_over(files: &[(Option<String>, Box<Error>)]) -> Vec<String> {
    const NAMED: usize = 5;
    let mut warnings: Vec<String> = files
        .iter()
        .take(NAMED)
        .map(|(_, error)| format!("Passed over: {error}"))
        .collect();
    if files.len() > NAMED {
        warnings.push(format!(
            "{} more files were passed over.",
            files.len().saturating_sub(NAMED)
        ));
    }
    warnings
}

fn put<T>(slot: &mut Named<T>, role: &'static str, name: String, value: T) -> Result<()> {
    match slot.take() {
        Some((first, _)) => Err(Box::new(Error::DuplicateFile {
            role,
            first,
            second: name,
        })),
        None => {
            *slot = Some((name, value));
            Ok(())
        }
    }
}
