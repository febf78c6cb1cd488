//! Vocabularies as plain text: one word a line, alone or with its number or its count.

use std::collections::HashSet;

use super::text_vectorization::lines;
use super::tokenizer::WordNumbers;

/// What the lines of a text are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// Words in order.
    Words(Vec<String>),
    /// Words with their numbers.
    Numbered(WordNumbers),
}

/// Reads lines of a word, of a word and a whole number, or of a whole number and a word; `None`: something else.
///
/// The numbers are the words' own if no two words share one and they leave no gaps to speak of; else they are
/// counts, and the words are numbered by their lines.
pub(super) fn read(text: &str) -> Option<Lines> {
    let lines = lines(text);
    if let Some(pairs) = pairs(&lines) {
        let distinct: HashSet<u32> = pairs.iter().map(|&(_, number)| number).collect();
        let largest = distinct.iter().max().copied().unwrap_or_default() as usize;
        let words = pairs.len();
        let most = words.saturating_add(words / 4).saturating_add(4);
        return Some(if distinct.len() == words && largest <= most {
            Lines::Numbered(
                pairs
                    .into_iter()
                    .map(|(word, number)| (word.to_owned(), number))
                    .collect(),
            )
        } else {
            Lines::Words(pairs.into_iter().map(|(word, _)| word.to_owned()).collect())
        });
    }
    let one_word = |line: &&String| !line.trim().contains(char::is_whitespace);
    let words = lines.iter().filter(one_word).count();
    // A few words may have blanks in them; prose has in every line.
    (words.saturating_mul(20) >= lines.len().saturating_mul(19)).then_some(Lines::Words(lines))
}

/// Every line as a word and a number, in one order and with one separator.
fn pairs(lines: &[String]) -> Option<Vec<(&str, u32)>> {
    let first = lines.first()?;
    let separator = ['\t', ',', ' ', ':']
        .into_iter()
        .find(|&separator| first.contains(separator))?;
    let is_number_last = first
        .rsplit_once(separator)
        .is_some_and(|(_, number)| number.trim().parse::<u32>().is_ok());
    let mut pairs = Vec::with_capacity(lines.len());
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        if is_number_last {
            let (word, number) = line.rsplit_once(separator)?;
            pairs.push((word.trim_end(), number.trim().parse().ok()?));
        } else {
            let (number, word) = line.split_once(separator)?;
            pairs.push((word.trim(), number.trim().parse().ok()?));
        }
    }
    Some(pairs)
}
