//! Where a sentence ends, by the default rule.
//!
//! It ends after a run of terminators and the closing quotes and brackets right behind them, when white space or
//! the end of the text follows (after 。！？ nothing need follow), and at every line end. A single `.` does not
//! end it after an abbreviation or an initial (`Mr.`, `e.g.`, `J. R. Smith`, `U.S.`), nor before a small letter.

use super::python_text::is_space;

/// A character with the byte it begins at.
pub(super) type Character = (usize, char);

/// Words, lower-cased, whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 18] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "e.g", "i.e", "no", "inc",
    "ltd", "co", "mt", "gen",
];

/// If a sentence ends with the run of terminators (or the line end) that begins at `at`: the first character
/// that does not belong to it.
pub(super) fn ends(characters: &[Character], at: usize) -> Option<usize> {
    let character = |at: usize| characters.get(at).map(|&(_, character)| character);
    if character(at)? == '\n' {
        return Some(at + 1);
    }
    if !is_terminator(character(at)?) || (at > 0 && character(at - 1).is_some_and(is_terminator)) {
        return None;
    }
    let mut after = at;
    while character(after).is_some_and(is_terminator) {
        after += 1;
    }
    let is_full_stop = after == at + 1 && character(at) == Some('.');
    let needs_no_space = character(after - 1).is_some_and(is_wide_terminator);
    while character(after).is_some_and(is_closing) {
        after += 1;
    }
    if !needs_no_space && character(after).is_some_and(|next| !is_space(next)) {
        return None;
    }
    if is_full_stop {
        let next = characters[after..]
            .iter()
            .find(|&&(_, character)| !is_space(character));
        if next.is_some_and(|&(_, next)| next.is_lowercase()) || is_abbreviation(&characters[..at])
        {
            return None;
        }
    }
    Some(after)
}

fn is_terminator(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…') || is_wide_terminator(character)
}

fn is_wide_terminator(character: char) -> bool {
    matches!(character, '。' | '！' | '？')
}

fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | ')' | ']')
}

/// Whether the text before a full stop ends in an abbreviation or in a single capital letter.
fn is_abbreviation(before: &[Character]) -> bool {
    let of_word = |&&(_, character): &&Character| character.is_alphabetic() || character == '.';
    let length = before.iter().rev().take_while(of_word).count();
    let word = before[before.len() - length..]
        .iter()
        .map(|&(_, character)| character);
    let word: String = word.collect();
    let last = word.rsplit('.').next().unwrap_or_default();
    let mut letters = last.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    is_initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}
