//! A set of characters, most of them ASCII.

use std::collections::HashSet;

/// Characters, those of ASCII in a table.
#[derive(Debug, Clone)]
pub(super) struct CharacterSet {
    ascii: Box<[bool; 128]>,
    others: HashSet<char>,
}

impl CharacterSet {
    /// Whether a character of ASCII is one of them.
    pub fn contains_ascii(&self, character: u8) -> bool {
        self.ascii.get(usize::from(character)) == Some(&true)
    }

    /// Whether a character is one of them.
    pub fn contains(&self, character: char) -> bool {
        match character.is_ascii() {
            true => self.contains_ascii(character as u8),
            false => self.others.contains(&character),
        }
    }
}

impl FromIterator<char> for CharacterSet {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut set = Self {
            ascii: Box::new([false; 128]),
            others: HashSet::new(),
        };
        for character in characters {
            match set.ascii.get_mut(character as usize) {
                Some(place) => *place = true,
                None => {
                    set.others.insert(character);
                }
            }
        }
        set
    }
}
