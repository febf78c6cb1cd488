//! Where sentences end, by the default rule: the one that cut the training texts of the bundled hierarchical model
//! (`www/models/imdb-stars/sentences.py`, which has it in full and is its authority).
//!
//! A run of terminators with the closing quotes and brackets behind it ends a sentence where white space or the
//! text's end follows (after 。 and its like, anywhere). An ellipsis or a closing quote before a small letter
//! does not, nor does a single dot that belongs to its word: `Mr.`, `J. R.`, `U.S.`, `No. 5`, a leading `1.`
//! Empty lines end a sentence, and so does a line break unless a small letter goes on behind it.

use super::part;

/// A character with the byte it begins at.
pub(super) type Character = (usize, char);

const TITLES: [&str; 18] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "mt", "rev", "gen", "col", "sgt", "capt", "lt", "sen",
    "gov", "messrs", "vs", "cf",
];
const NAME_ENDS: [&str; 10] = [
    "jr", "sr", "inc", "ltd", "co", "corp", "bros", "etc", "al", "approx",
];
const BEFORE_NUMBERS: [&str; 9] = ["no", "nos", "vol", "vols", "pt", "ep", "pp", "fig", "ca"];

/// A place where a sentence might end.
pub(super) struct Candidate {
    /// Characters of the run, or of the white space with its line break.
    marks: std::ops::Range<usize>,
    /// Behind the closing quotes and brackets.
    pub end: usize,
    is_line_break: bool,
}

/// The first candidate that begins at `from` or later.
pub(super) fn candidate(characters: &[Character], from: usize) -> Option<Candidate> {
    let mut at = from;
    while let Some(&(_, character)) = characters.get(at) {
        if is_terminator(character) {
            let marks = at..stretch(characters, at, is_terminator);
            return Some(Candidate {
                end: stretch(characters, marks.end, is_closer),
                marks,
                is_line_break: false,
            });
        }
        if character.is_whitespace() {
            let end = stretch(characters, at, char::is_whitespace);
            let space = part(characters, at..end);
            if space.iter().any(|&(_, c)| is_line_break(c)) {
                return Some(Candidate {
                    marks: at..end,
                    end,
                    is_line_break: true,
                });
            }
            at = end;
        } else {
            at = at.saturating_add(1);
        }
    }
    None
}

/// Whether the sentence that begins at `start` ends with this candidate.
pub(super) fn ends(characters: &[Character], start: usize, candidate: &Candidate) -> bool {
    let end = candidate.end;
    let marks = part(characters, candidate.marks.clone());
    if candidate.is_line_break {
        let goes_on = (characters.get(end)).is_some_and(|&(_, next)| next.is_lowercase());
        return line_breaks(marks) > 1 || !goes_on;
    }
    let space_end = stretch(characters, end, char::is_whitespace);
    let is_wide = marks
        .last()
        .is_some_and(|&(_, mark)| is_wide_terminator(mark));
    if end < characters.len() && space_end == end && !is_wide {
        return false;
    }
    let space = part(characters, end..space_end);
    let has_line_break = space.iter().any(|&(_, c)| is_line_break(c));
    let Some(&(_, next)) = characters.get(space_end).filter(|_| !has_line_break) else {
        return true;
    };
    let is_dot = matches!(marks, [(_, '.')]);
    let is_ellipsis = !is_dot && marks.iter().all(|&(_, mark)| matches!(mark, '.' | '…'));
    let has_closer = end > candidate.marks.end;
    if next.is_lowercase() && (is_ellipsis || has_closer) {
        return false;
    }
    let before = part(characters, start..candidate.marks.start);
    !is_dot || has_closer || !is_abbreviated(before, next)
}

/// Whether nothing but marks and white space is left of a sentence.
pub(super) fn is_nothing(characters: &[Character]) -> bool {
    characters
        .iter()
        .all(|&(_, c)| c.is_whitespace() || is_terminator(c) || is_closer(c))
}

/// Whether the single dot behind these characters belongs to their last word.
fn is_abbreviated(before: &[Character], next: char) -> bool {
    let of_word = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '\'' | '’' | '.')
    };
    let start = before
        .iter()
        .rposition(|&(_, character)| !of_word(character));
    let word: String = before
        .iter()
        .skip(start.map_or(0, |at| at.saturating_add(1)))
        .map(|&(_, character)| character)
        .skip_while(|character| matches!(character, '.' | '\'' | '’'))
        .collect();
    if matches!(word.len(), 1 | 2) && word.bytes().all(|byte| byte.is_ascii_digit()) {
        let visible = before.iter().filter(|&&(_, c)| !c.is_whitespace());
        return visible.count() == word.len();
    }
    if is_initials(&word) {
        return true;
    }
    let word = word.to_ascii_lowercase();
    let is_one_of = |words: &[&str]| words.contains(&word.as_str());
    is_one_of(&TITLES)
        || is_one_of(&NAME_ENDS) && (next.is_lowercase() || next.is_ascii_digit())
        || is_one_of(&BEFORE_NUMBERS) && next.is_ascii_digit()
}

/// One capital letter but “I”, or single letters joined by dots.
fn is_initials(word: &str) -> bool {
    match word.as_bytes() {
        [letter] => letter.is_ascii_uppercase() && *letter != b'I',
        _ => {
            word.contains('.')
                && (word.split('.'))
                    .all(|letter| matches!(letter.as_bytes(), [byte] if byte.is_ascii_alphabetic()))
        }
    }
}

fn stretch(characters: &[Character], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = characters.get(from..).unwrap_or_default();
    from.saturating_add(rest.iter().take_while(|&&(_, c)| belongs(c)).count())
}

fn line_breaks(space: &[Character]) -> usize {
    let breaks = space.iter().filter(|&&(_, c)| is_line_break(c)).count();
    let pairs = space
        .windows(2)
        .filter(|pair| matches!(pair, [(_, '\r'), (_, '\n')]));
    breaks.saturating_sub(pairs.count())
}

fn is_line_break(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_terminator(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '؟' | '।') || is_wide_terminator(character)
}

fn is_wide_terminator(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '｡')
}

fn is_closer(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）'
    )
}
