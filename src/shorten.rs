//! Sentences of a length that a person reads: names in files may have a megabyte.

use crate::budget;
use crate::error::Error;

/// Shortens a text that may hold names from a file, which may have a megabyte.
pub(crate) fn shorten(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(budget::SENTENCE) {
        text.truncate(end);
        text.push('…');
    }
}

impl Error {
    /// Shortens what comes from files, for a person to read.
    pub(crate) fn shorten(&mut self) {
        match self {
            Self::NoFiles | Self::MissingModel | Self::MissingTokenizer => {}
            Self::UnrecognisedFile { file, found: other }
            | Self::DamagedFile {
                file,
                detail: other,
            }
            | Self::NotKeras {
                file,
                detail: other,
            }
            | Self::MissingShards {
                file,
                missing: other,
            }
            | Self::MissingVocabulary { layer: other, file }
            | Self::InvalidTokenizer {
                file,
                detail: other,
            }
            | Self::UnsafePickle {
                file,
                callable: other,
            }
            | Self::InvalidLabels {
                file,
                detail: other,
            } => {
                [file, other].into_iter().for_each(shorten);
            }
            Self::UnsupportedFormat { file: text, .. }
            | Self::MissingArchitecture { file: text }
            | Self::MissingWeights { file: text }
            | Self::InvalidConfig { detail: text }
            | Self::InvalidGraph { detail: text }
            | Self::TextTooLong { detail: text }
            | Self::UnsupportedInput { found: text }
            | Self::NoAttention { layers: text }
            | Self::TokenIdOutOfRange { layer: text, .. }
            | Self::InvalidCheck { detail: text }
            | Self::InvalidOption { detail: text, .. } => shorten(text),
            Self::DuplicateFile { first, second, .. } => {
                [first, second].into_iter().for_each(shorten);
            }
            Self::UnsupportedLayer {
                layer, class_name, ..
            } => [layer, class_name].into_iter().for_each(shorten),
            Self::UnsupportedOption {
                layer,
                option,
                value,
            } => [layer, option, value].into_iter().for_each(shorten),
            Self::WeightShape {
                layer,
                weight,
                expected,
                found,
            } => [layer, weight, expected, found]
                .into_iter()
                .for_each(shorten),
            Self::MissingWeight { layer, weight } | Self::ExtraWeight { layer, weight } => {
                [layer, weight].into_iter().for_each(shorten);
            }
            Self::ShapeMismatch {
                layer,
                expected,
                found,
            } => [layer, expected, found].into_iter().for_each(shorten),
        }
    }
}
