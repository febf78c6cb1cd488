//! Words of a text that changed in one place: only those around the change are read again.

use super::python_lower::Place;
use super::tokenizer::{Tokenizer, Word};
use super::{part, text_part};

/// A text, and its words.
#[derive(Debug, Default)]
pub struct WordMemory {
    text: String,
    words: Vec<Word>,
}

impl WordMemory {
    /// The words of another text: [`Tokenizer::words`] of it. What lies outside the white space around the change is
    /// taken from the last text.
    pub fn words(&mut self, text: &str, tokenizer: &Tokenizer) -> Vec<Word> {
        let changed = Changed::between(&self.text, text, tokenizer);
        let front = self
            .words
            .partition_point(|word| word.end.byte <= changed.start);
        let back = self
            .words
            .partition_point(|word| word.start.byte < changed.old_end);
        let front = part(&self.words, 0..front);
        let back = part(&self.words, back..self.words.len());
        let start = front.last().map_or_else(Place::default, |word| word.end);
        let start = start.after(text_part(text, start.byte..changed.start));
        let between = tokenizer.words(text_part(text, changed.start..changed.new_end));
        let counts = [front.len(), between.len(), back.len()];
        let mut words = Vec::with_capacity(counts.into_iter().sum());
        words.extend_from_slice(front);
        words.extend(between.into_iter().map(|word| Word {
            start: start.plus(word.start),
            end: start.plus(word.end),
            ..word
        }));
        // Code units are counted from the end of what was read to the first word behind it, before and now.
        if let Some(first) = back.first() {
            let behind = first.start.byte.saturating_sub(changed.old_end);
            let new_first = changed.new_end.saturating_add(behind);
            let last = words.last().map_or_else(Place::default, |word| word.end);
            let new_first = last.after(text_part(text, last.byte..new_first));
            let moved = |place: Place| new_first.plus(place.within(first.start));
            words.extend(back.iter().map(|word| Word {
                start: moved(word.start),
                end: moved(word.end),
                ..*word
            }));
        }
        self.text.clear();
        self.text.push_str(text);
        self.words.clone_from(&words);
        words
    }
}

/// Bytes that have to be read again, in whole words.
struct Changed {
    start: usize,
    old_end: usize,
    new_end: usize,
}

impl Changed {
    fn between(old: &str, new: &str, tokenizer: &Tokenizer) -> Self {
        let breaks_at = |&byte: &u8| tokenizer.breaks_at(byte);
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let same = common_prefix(old, new);
        let start = part(new, 0..same)
            .iter()
            .rposition(breaks_at)
            .map_or(0, |at| at.saturating_add(1));
        let most = old.len().min(new.len()).saturating_sub(start);
        let same_end = common_suffix(tail(old, most), tail(new, most));
        let mut end = tail(new, same_end).iter();
        // From the first one on.
        let from_end = match end.position(breaks_at) {
            Some(_) => end.len().saturating_add(1),
            None => 0,
        };
        Self {
            start,
            old_end: old.len().saturating_sub(from_end),
            new_end: new.len().saturating_sub(from_end),
        }
    }
}

/// Bytes that are compared in one go.
const AT_ONCE: usize = 32;

/// The last `count` bytes.
fn tail(bytes: &[u8], count: usize) -> &[u8] {
    part(bytes, bytes.len().saturating_sub(count)..bytes.len())
}

fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.chunks_exact(AT_ONCE).zip(b.chunks_exact(AT_ONCE));
    let same = chunks.take_while(|(a, b)| a == b).count();
    let same = same.saturating_mul(AT_ONCE);
    let rest = part(a, same..a.len()).iter().zip(part(b, same..b.len()));
    same.saturating_add(rest.take_while(|(a, b)| a == b).count())
}

/// `a` and `b` are of one length.
fn common_suffix(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.rchunks_exact(AT_ONCE).zip(b.rchunks_exact(AT_ONCE));
    let same = chunks.take_while(|(a, b)| a == b).count();
    let same = same.saturating_mul(AT_ONCE);
    let left = a.len().saturating_sub(same);
    let rest = part(a, 0..left).iter().rev();
    let rest = rest.zip(part(b, 0..left).iter().rev());
    same.saturating_add(rest.take_while(|(a, b)| a == b).count())
}
