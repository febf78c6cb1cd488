//! A text cut into sentences, for hierarchical models: by a rule of our own, or where a pattern matches.

use super::python_lower::Place;
use super::python_text::is_space;
use super::sentence_end::{Character, candidate, ends, is_nothing};
use super::split_pattern::SplitPattern;
use super::tokenizer::{Tokenizer, Word};
use super::{part, text_part};

/// How a text is cut into sentences.
#[derive(Debug, Clone, Default)]
pub enum SentenceRule {
    /// At `.`, `!`, `?` and their like, and at line ends; knows “Mr.” and “3.5”. A sentence keeps its full stop.
    #[default]
    Default,
    /// What lies between the matches of a regular expression, as `re.split` in Python has it.
    Pattern(SplitPattern),
}

/// A sentence's place in the raw text, without white space at its ends; never empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Where it begins.
    pub start: Place,
    /// Where it ends.
    pub end: Place,
}

impl SentenceRule {
    /// The rule of a regular expression that ends a sentence (`sentenceEnd` of the options).
    ///
    /// # Errors
    /// What is wrong with the pattern, as a clause.
    pub fn pattern(pattern: &str) -> Result<Self, String> {
        SplitPattern::new(pattern).map(Self::Pattern)
    }

    /// The sentences of a text, in order.
    pub fn sentences(&self, text: &str) -> Vec<Sentence> {
        let (parts, blank): (_, fn(char) -> bool) = match self {
            Self::Default => (default_parts(text), char::is_whitespace),
            Self::Pattern(pattern) => (pattern.between(text), is_space),
        };
        let mut place = Place::default();
        let mut sentences = Vec::new();
        for range in parts {
            let raw = text_part(text, range.clone());
            let inner = raw.trim_matches(blank);
            if inner.is_empty() {
                continue;
            }
            // Its end, less what is not white space in front.
            let first = range
                .end
                .saturating_sub(raw.trim_start_matches(blank).len());
            let start = place.after(text_part(text, place.byte..first));
            let end = start.after(inner);
            sentences.push(Sentence { start, end });
            place = end;
        }
        sentences
    }
}

impl Sentence {
    /// The words of the sentence, tokenized by itself, with their places in the whole text.
    pub fn words(&self, text: &str, tokenizer: &Tokenizer) -> Vec<Word> {
        let inner = text.get(self.start.byte..self.end.byte).unwrap_or_default();
        let mut words = tokenizer.words(inner);
        for word in &mut words {
            word.start = self.start.plus(word.start);
            word.end = self.start.plus(word.end);
        }
        words
    }
}

/// Byte ranges by the default rule, with white space still at their ends.
fn default_parts(text: &str) -> Vec<std::ops::Range<usize>> {
    let characters: Vec<Character> = text.char_indices().collect();
    let byte = |at: usize| characters.get(at).map_or(text.len(), |&(byte, _)| byte);
    let (mut parts, mut start, mut from) = (Vec::new(), 0, 0);
    let mut add = |start: usize, end: usize| {
        if !is_nothing(part(&characters, start..end)) {
            parts.push(byte(start)..byte(end));
        }
    };
    while let Some(candidate) = candidate(&characters, from) {
        from = candidate.end;
        if ends(&characters, start, &candidate) {
            add(start, from);
            start = from;
        }
    }
    add(start, characters.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<'a>(rule: &SentenceRule, text: &'a str) -> Vec<&'a str> {
        let sentences = rule.sentences(text);
        let utf16: Vec<u16> = text.encode_utf16().collect();
        for sentence in &sentences {
            let units = String::from_utf16_lossy(&utf16[sentence.start.utf16..sentence.end.utf16]);
            assert_eq!(units, text[sentence.start.byte..sentence.end.byte]);
        }
        let bytes = sentences.iter().map(|s| s.start.byte..s.end.byte);
        bytes.map(|range| &text[range]).collect()
    }

    #[test]
    fn a_pattern_gives_what_is_between_its_matches() {
        let rule = SentenceRule::pattern("[.!?]+").expect("a pattern");
        assert_eq!(split(&rule, "😀 Ah!  Oh... "), ["😀 Ah", "Oh"]);
        assert!(split(&rule, "?! .").is_empty());
    }

    #[test]
    fn words_have_their_places_in_the_whole_text() {
        let parts = crate::text::TokenizerParts {
            word_index: [("ah".to_owned(), 1)].into_iter().collect(),
            ..Default::default()
        };
        let tokenizer = Tokenizer::new(parts, "x").expect("a tokenizer");
        let text = "😀! Oh, ah.";
        let sentences = SentenceRule::Default.sentences(text);
        let words = sentences[1].words(text, &tokenizer);
        let spans: Vec<_> = words
            .iter()
            .map(|w| (w.start.utf16, w.end.utf16, w.id))
            .collect();
        assert_eq!(spans, [(4, 6, None), (8, 10, Some(1))]);
    }
}
