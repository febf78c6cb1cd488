//! A set of characters, most of them ASCII.

use std::collections::HashSet;

/// Characters, those of ASCII as bits.
#[derive(Debug, Clone, Default)]
pub(super) struct CharacterSet {
    ascii: u128,
    others: HashSet<char>,
}

impl CharacterSet {
    /// Whether a character is one of them.
    pub fn contains(&self, character: char) -> bool {
        match character.is_ascii() {
            true => self.ascii >> u32::from(character) & 1 == 1,
            false => self.others.contains(&character),
        }
    }
}

impl FromIterator<char> for CharacterSet {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut set = Self::default();
        for character in characters {
            match character.is_ascii() {
                true => set.ascii |= 1 << u32::from(character),
                false => {
                    set.others.insert(character);
                }
            }
        }
        set
    }
}
