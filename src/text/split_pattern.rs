//! A regular expression as people write it in Python to cut a text into sentences: `re.split` without its groups.
//!
//! Matching is done by the `regex-lite` crate, whose time is linear in the text. It knows no look-around, which
//! is common in patterns for sentences (`(?<=[.!?])\s+`), so the look-behinds that open an alternative and the
//! look-aheads that close it are taken off here and tried on each match. Look-around anywhere else is refused.
//!
//! `\s` is Python's; `\w` knows the letters of all scripts by their blocks. `\b`, `\d` and `(?i)` know ASCII only.

use regex_lite::{Regex, RegexBuilder};

use crate::budget;

use super::python_text::{SPACES, WORD_CHARACTERS};
use super::text_part;

/// The longest pattern, in characters, and the largest program it may become, in bytes.
const LONGEST: usize = budget::PATTERN;
const LARGEST_PROGRAM: usize = budget::PATTERN_PROGRAM;
/// How many shorter matches are tried before a negative look-ahead.
const MOST_SHORTENED: usize = 64;
/// How many characters a look-behind may look back; Python's have a fixed width.
const FARTHEST_BEHIND: usize = 64;

/// A pattern whose matches separate what is wanted.
#[derive(Debug, Clone)]
pub struct SplitPattern {
    source: String,
    alternatives: Vec<Alternative>,
}

/// One of several `|` alternatives: what must stand before, the match (group 1), what must not follow.
#[derive(Debug, Clone)]
struct Alternative {
    /// Whether it must match, and what, just before.
    behind: Vec<(bool, Regex)>,
    /// Group 1 is the match; a positive look-ahead follows it.
    core: Regex,
    /// What must not follow.
    not_ahead: Vec<Regex>,
}

/// Where an alternative matches next.
#[derive(Debug, Clone, Copy)]
enum Next {
    /// It has not been looked for.
    Unknown,
    /// From its start to its end, in bytes.
    At(usize, usize),
    /// Nowhere in the rest of the text.
    Never,
}

impl SplitPattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, as a clause.
    pub fn new(source: &str) -> Result<Self, String> {
        if source.chars().count() > LONGEST {
            return Err(format!("it is longer than {LONGEST} characters"));
        }
        if source.is_empty() {
            return Err("it is empty".into());
        }
        let (flags, pattern) = leading_flags(source);
        let pieces = if pattern.contains("(?<=")
            || pattern.contains("(?<!")
            || pattern.contains("(?=")
            || pattern.contains("(?!")
        {
            top_level_alternatives(pattern)
        } else {
            vec![pattern]
        };
        Ok(Self {
            source: source.to_owned(),
            alternatives: pieces
                .into_iter()
                .map(|piece| Alternative::new(flags, piece))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The pattern as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The byte ranges between the matches, empty ones included, as `re.split` gives them.
    pub fn between(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let (mut parts, mut part_start, mut from) = (Vec::new(), 0, 0);
        let mut nexts = vec![Next::Unknown; self.alternatives.len()];
        while let Some((start, end)) = self.find_from(text, from, &mut nexts) {
            parts.push(part_start..start);
            part_start = end;
            from = if end > start {
                end
            } else {
                match next_character(text, end) {
                    Some(next) => next,
                    None => break,
                }
            };
        }
        parts.push(part_start..text.len());
        parts
    }

    /// The first match from `from` on. `nexts`: what was found from an earlier place, so that an alternative that is
    /// rarely met is not looked for through the whole text again and again.
    fn find_from(&self, text: &str, from: usize, nexts: &mut [Next]) -> Option<(usize, usize)> {
        let found = (self.alternatives.iter().zip(nexts)).filter_map(|(alternative, next)| {
            match *next {
                Next::At(start, _) if start >= from => {}
                Next::Never => {}
                Next::At(..) | Next::Unknown => {
                    let found = alternative.find_from(text, from);
                    *next = found.map_or(Next::Never, |(start, end)| Next::At(start, end));
                }
            }
            match *next {
                Next::At(start, end) => Some((start, end)),
                Next::Never | Next::Unknown => None,
            }
        });
        // Of alternatives that match at one place the first counts, which is what min_by_key gives.
        found.min_by_key(|&(start, _)| start)
    }
}

impl Alternative {
    fn new(flags: &str, piece: &str) -> Result<Self, String> {
        let (mut rest, mut behind, mut not_ahead, mut ahead) =
            (piece, Vec::new(), Vec::new(), String::new());
        loop {
            let positive = rest.starts_with("(?<=");
            if !positive && !rest.starts_with("(?<!") {
                break;
            }
            let end = closing(rest).ok_or("a parenthesis is not closed")?;
            let inner = python_classes(text_part(rest, 4..end))?;
            behind.push((positive, compiled(&format!("{flags}(?:{inner})\\z"))?));
            rest = text_part(rest, end.saturating_add(1)..rest.len());
        }
        while let Some((start, positive)) = closing_look_ahead(rest) {
            // Without `(?=` and `)`.
            let inner = start.saturating_add(3)..rest.len().saturating_sub(1);
            let inner = python_classes(text_part(rest, inner))?;
            if positive {
                if !ahead.is_empty() {
                    return Err("two look-aheads in a row are more than can be matched".into());
                }
                ahead = format!("(?:{inner})");
            } else {
                not_ahead.push(compiled(&format!("{flags}\\A(?:{inner})"))?);
            }
            rest = text_part(rest, 0..start);
        }
        let core = python_classes(rest)?;
        Ok(Self {
            behind,
            core: compiled(&format!("{flags}({core}){ahead}"))?,
            not_ahead,
        })
    }

    fn find_from(&self, text: &str, mut from: usize) -> Option<(usize, usize)> {
        loop {
            let found = self.core.captures_at(text, from)?.get(1)?;
            let (start, mut end) = (found.start(), found.end());
            let before = text_part(text, behind_start(text, start)..start);
            let is_behind = |(wanted, pattern): &(bool, Regex)| pattern.is_match(before) == *wanted;
            if self.behind.iter().all(is_behind) {
                // What must not follow one match may well follow a shorter one, which Python tries next.
                for _ in 0..MOST_SHORTENED {
                    let is_ahead =
                        |pattern: &Regex| pattern.is_match(text_part(text, end..text.len()));
                    if !self.not_ahead.iter().any(is_ahead) {
                        return Some((start, end));
                    }
                    match self.shorter(text, start, end) {
                        Some(shorter) => end = shorter,
                        None => break,
                    }
                }
            }
            from = next_character(text, found.start())?;
        }
    }
}

impl Alternative {
    /// The end of the longest match that begins at `start` and ends before `end`.
    fn shorter(&self, text: &str, start: usize, end: usize) -> Option<usize> {
        let mut found = text_part(text, start..end).chars();
        found.next_back()?;
        let shortened = text_part(text, 0..start.saturating_add(found.as_str().len()));
        let found = self.core.captures_at(shortened, start)?.get(1)?;
        (found.start() == start).then_some(found.end())
    }
}

fn next_character(text: &str, at: usize) -> Option<usize> {
    text_part(text, at..text.len())
        .chars()
        .next()
        .map(|character| at.saturating_add(character.len_utf8()))
}

fn behind_start(text: &str, at: usize) -> usize {
    text_part(text, 0..at)
        .char_indices()
        .rev()
        .take(FARTHEST_BEHIND)
        .last()
        .map_or(at, |(place, _)| place)
}

fn compiled(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .size_limit(LARGEST_PROGRAM)
        .build()
        .map_err(|error| error.to_string())
}

/// `(?i)` and its like, which hold for the whole pattern.
fn leading_flags(pattern: &str) -> (&str, &str) {
    let flags = pattern
        .strip_prefix("(?")
        .and_then(|rest| rest.split_once(')'));
    match flags {
        Some((flags, rest))
            if !flags.is_empty() && flags.chars().all(|flag| matches!(flag, 'i' | 'm' | 's')) =>
        {
            // With their parentheses.
            pattern.split_at(pattern.len().saturating_sub(rest.len()))
        }
        _ => ("", pattern),
    }
}

/// Whether what stands at a place begins so.
fn begins(pattern: &str, at: usize, with: &str) -> bool {
    text_part(pattern, at..pattern.len()).starts_with(with)
}

/// Where each byte of a pattern stands: inside a class or behind a backslash it has no special meaning.
fn special_bytes(pattern: &str) -> impl Iterator<Item = (usize, u8)> + '_ {
    let (mut escaped, mut class_start) = (false, None);
    pattern.bytes().enumerate().filter(move |&(at, byte)| {
        if escaped {
            escaped = false;
            return false;
        }
        if byte == b'\\' {
            escaped = true;
            return false;
        }
        match class_start {
            Some(start) => {
                // A closing bracket that comes first is one of the class.
                let before = if begins(pattern, start, "[^") { 2 } else { 1 };
                let first = at.saturating_sub(start) <= before;
                if byte == b']' && !first {
                    class_start = None;
                }
                false
            }
            None => {
                if byte == b'[' {
                    class_start = Some(at);
                }
                byte != b'['
            }
        }
    })
}

/// The place of the parenthesis that closes the one a pattern begins with.
fn closing(pattern: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in special_bytes(pattern) {
        match byte {
            b'(' => depth = depth.saturating_add(1),
            b')' if depth <= 1 => return Some(at),
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The look-ahead that ends a pattern: where it begins and whether it must match.
fn closing_look_ahead(pattern: &str) -> Option<(usize, bool)> {
    let opened = special_bytes(pattern).filter(|&(at, byte)| {
        byte == b'(' && (begins(pattern, at, "(?=") || begins(pattern, at, "(?!"))
    });
    opened
        .filter(|&(at, _)| {
            let group = text_part(pattern, at..pattern.len());
            closing(group).is_some_and(|end| Some(end) == group.len().checked_sub(1))
        })
        .map(|(at, _)| (at, begins(pattern, at, "(?=")))
        .last()
}

fn top_level_alternatives(pattern: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, byte) in special_bytes(pattern) {
        match byte {
            b'(' => depth = depth.saturating_add(1),
            b')' => depth = depth.saturating_sub(1),
            b'|' if depth == 0 => {
                pieces.push(text_part(pattern, start..at));
                start = at.saturating_add(1);
            }
            _ => {}
        }
    }
    pieces.push(text_part(pattern, start..pattern.len()));
    pieces
}

/// Spells what Python understands otherwise: `\s` (all its white space), `\Z`, brackets inside brackets.
fn python_classes(pattern: &str) -> Result<String, String> {
    let mut spelled = String::with_capacity(pattern.len());
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('s') if in_class => spelled.push_str(SPACES),
                Some('s') => spelled.push_str(&format!("[{SPACES}]")),
                Some('w') if in_class => spelled.push_str(WORD_CHARACTERS),
                Some('w') => spelled.push_str(&format!("[{WORD_CHARACTERS}]")),
                Some('W') if !in_class => spelled.push_str(&format!("[^{WORD_CHARACTERS}]")),
                Some('S') if !in_class => spelled.push_str(&format!("[^{SPACES}]")),
                Some('Z') if !in_class => spelled.push_str("\\z"),
                // A character that needs no backslash may have one: “\。”, “\"”, “\ ”.
                Some(plain) if !plain.is_ascii_alphanumeric() => spelled.push_str(&literal(plain)),
                Some(other) => spelled.extend(['\\', other]),
                None => return Err("it ends in a backslash".into()),
            },
            '[' if in_class => spelled.push_str("\\["),
            '&' | '~' if in_class => spelled.extend(['\\', character]),
            '[' => {
                in_class = true;
                spelled.push('[');
                if characters.next_if_eq(&'^').is_some() {
                    spelled.push('^');
                }
                if characters.next_if_eq(&']').is_some() {
                    spelled.push_str("\\]");
                }
            }
            ']' if in_class => {
                in_class = false;
                spelled.push(']');
            }
            '(' if !in_class && characters.peek() == Some(&'?') => {
                let rest: String = characters.clone().take(3).collect();
                if rest.starts_with("?=")
                    || rest.starts_with("?!")
                    || rest.starts_with("?<=")
                    || rest.starts_with("?<!")
                {
                    return Err("look-around is understood at its beginning (look-behind) and end (look-ahead) only".into());
                }
                spelled.push('(');
            }
            other => spelled.push(other),
        }
    }
    Ok(spelled)
}

fn literal(character: char) -> String {
    if character.is_ascii_punctuation() && !matches!(character, '<' | '>') {
        format!("\\{character}")
    } else {
        character.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::SplitPattern;

    #[test]
    fn an_alternative_that_is_never_met_is_looked_for_once() {
        let pattern = SplitPattern::new("(?<=x)a|b").expect("a pattern");
        let start = std::time::Instant::now();
        assert_eq!(pattern.between(&"b".repeat(50_000)).len(), 50_001);
        assert!(start.elapsed() < std::time::Duration::from_secs(10));
        assert_eq!(pattern.between("abxaba"), [0..1, 2..3, 4..4, 5..6]);
    }

    /// What Python gives: `[part for part in re.split(pattern, text)]`, without groups.
    fn split<'a>(pattern: &str, text: &'a str) -> Vec<&'a str> {
        let pattern =
            SplitPattern::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        let parts = pattern.between(text);
        parts.into_iter().map(|part| &text[part]).collect()
    }

    #[test]
    fn parts_are_those_of_python() {
        assert_eq!(split("[.!?]+", "Ah! Oh... 3.5"), ["Ah", " Oh", " 3", "5"]);
        assert_eq!(split(r"[.!?]\s*", "a.b! c"), ["a", "b", "c"]);
        assert_eq!(
            split(r"(?<=[.!?])\s+", "Ah! Oh? 3.5 x"),
            ["Ah!", "Oh?", "3.5 x"]
        );
        assert_eq!(split(r"(?<=[.!?]) +|\n", "A. B\nC"), ["A.", "B", "C"]);
        assert_eq!(
            split(r"\.\s+(?=[A-Z])", "e.g. this. That"),
            ["e.g. this", "That"]
        );
        assert_eq!(split(r"[.!?](?!\d)", "3.5 a. b"), ["3.5 a", " b"]);
        assert_eq!(split(r"[。！？\]]", "天気。良い！"), ["天気", "良い", ""]);
        assert_eq!(split(r"\s", "a\u{a0}b\u{2003}c"), ["a", "b", "c"]);
        assert_eq!(split(r"[\s;]+", "a ;\u{3000}b"), ["a", "b"]);
        assert_eq!(split(r"[]\-[&&]", "a]b-c[d&e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(split(r"([.!])", "a.b"), ["a", "b"]);
        assert_eq!(split(r"(?i)END", "a end b"), ["a ", " b"]);
        assert_eq!(split(r"\Z", "ab"), ["ab", ""]);
        let known = r"(?<!\w\.\w.)(?<![A-Z][a-z]\.)(?<=\.|\?)\s";
        assert_eq!(
            split(known, "Mr. Smith, e.g. he, won. Did he? Yes"),
            ["Mr. Smith, e.g. he, won.", "Did he?", "Yes"]
        );
    }

    #[test]
    fn what_cannot_be_matched_is_told() {
        for pattern in [
            "",
            "(",
            "[.!",
            "a(?=b)c",
            r"(a)\1",
            "x{100}{100}{100}",
            "\\",
        ] {
            assert!(SplitPattern::new(pattern).is_err(), "{pattern}");
        }
        assert!(SplitPattern::new(&"a".repeat(1_001)).is_err());
    }
}
