//! `keras.utils.pad_sequences` for one text, with the way back from words to steps.

use serde::{Deserialize, Serialize};

/// An end of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The beginning: Keras's default for both padding and truncating.
    #[default]
    Pre,
    /// The end.
    Post,
}

/// How texts are brought to one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Padding {
    /// The length in steps; `None`: every text keeps its own.
    pub maxlen: Option<usize>,
    /// Where zeros are added to short texts.
    pub padding: Side,
    /// Where long texts are cut.
    pub truncating: Side,
}

/// A padded sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Padded {
    /// What the model is fed, `[steps]`.
    pub ids: Vec<u32>,
    /// The first id of the sequence that was kept.
    first_kept: usize,
    /// Number of ids that were kept.
    kept: usize,
    /// The step of the first kept id.
    first_step: usize,
}

impl Padded {
    /// The step of the `index`-th id of the sequence; `None`: it was cut.
    pub fn step(&self, index: usize) -> Option<usize> {
        let of_kept = index.checked_sub(self.first_kept);
        of_kept
            .filter(|&index| index < self.kept)?
            .checked_add(self.first_step)
    }
}

/// Pads or cuts a sequence. At its own length, an empty one becomes a single step of padding,
/// because Keras cannot run over no steps at all.
pub fn pad_sequence(sequence: &[u32], how: Padding) -> Padded {
    let steps = how.maxlen.unwrap_or(sequence.len().max(1));
    let kept = sequence.len().min(steps);
    let first_kept = match how.truncating {
        Side::Pre => sequence.len().saturating_sub(kept),
        Side::Post => 0,
    };
    let first_step = match how.padding {
        Side::Pre => steps.saturating_sub(kept),
        Side::Post => 0,
    };
    let mut ids = vec![0; steps];
    let places = ids.iter_mut().skip(first_step);
    for (place, id) in places.zip(sequence.iter().skip(first_kept).take(kept)) {
        *place = *id;
    }
    Padded {
        ids,
        first_kept,
        kept,
        first_step,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_padding_and_truncating() {
        let how = |padding, truncating| Padding {
            maxlen: Some(3),
            padding,
            truncating,
        };
        let short = pad_sequence(&[7], how(Side::Pre, Side::Pre));
        assert_eq!((short.ids.clone(), short.step(0)), (vec![0, 0, 7], Some(2)));
        let long = pad_sequence(&[1, 2, 3, 4], how(Side::Pre, Side::Post));
        assert_eq!((long.step(2), long.step(3)), (Some(2), None));
        let own = pad_sequence(&[], Padding::default());
        assert_eq!(own.ids, [0]);
    }
}
