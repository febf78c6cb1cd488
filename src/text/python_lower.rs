//! Python's `str.lower()` with the way back: which raw characters each small letter came from.

/// The one letter whose small form depends on what stands around it.
pub(super) const SIGMA: char = 'Σ';

/// A character of the lower-cased text and the raw characters' place that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The character.
    pub character: char,
    /// Where its raw character begins.
    pub start: Place,
    /// Where its raw character ends.
    pub end: Place,
}

/// A place in the raw text, counted both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// UTF-8 bytes before it.
    pub byte: usize,
    /// UTF-16 code units before it.
    pub utf16: usize,
}

impl Place {
    /// The place behind a text that begins here.
    pub fn after(self, text: &str) -> Self {
        Self {
            byte: self.byte.saturating_add(text.len()),
            utf16: self.utf16.saturating_add(text.encode_utf16().count()),
        }
    }

    /// The place behind a character that stands here.
    pub(super) fn past(self, character: char) -> Self {
        self.plus(Self {
            byte: character.len_utf8(),
            utf16: character.len_utf16(),
        })
    }

    /// A place in a text that begins here.
    pub fn plus(self, inner: Self) -> Self {
        Self {
            byte: self.byte.saturating_add(inner.byte),
            utf16: self.utf16.saturating_add(inner.utf16),
        }
    }

    /// The place in a text that begins at `start`, of which this is one.
    pub(super) fn within(self, start: Self) -> Self {
        Self {
            byte: self.byte.saturating_sub(start.byte),
            utf16: self.utf16.saturating_sub(start.utf16),
        }
    }
}

/// The characters of a text with their places, lower-cased if asked.
///
/// Lower-casing may make a letter longer (`İ` becomes `i` and a combining dot; both keep the place of `İ`)
/// and depends on the context for one letter only, the Greek sigma at the end of a word.
pub fn placed_characters(text: &str, lower: bool) -> Vec<Placed> {
    // The sigma's context is more than this loop can see: it takes the text lower-cased as a whole.
    let whole = (lower && text.contains(SIGMA)).then(|| text.to_lowercase());
    let mut lowered = whole.as_deref().map(str::chars);
    let mut placed = Vec::with_capacity(text.len());
    let mut place = Place::default();
    for raw in text.chars() {
        let start = place;
        place = start.past(raw);
        let mut add = |character| {
            placed.push(Placed {
                character,
                start,
                end: place,
            });
        };
        match &mut lowered {
            _ if !lower => add(raw),
            None if raw.is_ascii() => add(raw.to_ascii_lowercase()),
            None => raw.to_lowercase().for_each(add),
            Some(lowered) => {
                let length = raw.to_lowercase().count();
                lowered.by_ref().take(length).for_each(add);
            }
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::placed_characters;

    fn lowered(text: &str) -> String {
        placed_characters(text, true)
            .iter()
            .map(|placed| placed.character)
            .collect()
    }

    #[test]
    fn final_sigma_depends_on_its_neighbours() {
        assert_eq!(lowered("ΟΔΟΣ ΣΑΣ."), "οδος σας.");
    }

    #[test]
    fn a_letter_that_grows_keeps_its_place() {
        let placed = placed_characters("aİ𐐀b", true);
        let spans: Vec<_> = placed
            .iter()
            .map(|p| (p.character, p.start.utf16, p.end.utf16))
            .collect();
        assert_eq!(
            spans,
            [
                ('a', 0, 1),
                ('i', 1, 2),
                ('\u{307}', 1, 2),
                ('𐐨', 2, 4),
                ('b', 4, 5)
            ]
        );
    }
}
