//! What of a text's tensors is as it was at the last run, so that it need not be computed again.
//!
//! A person who types changes one place of a text. Rows in front of it stay where they are, rows behind it move: a list
//! of [`Block`]s says which rows of a tensor are bit for bit rows of the last run's. Layers pass the lists on as far as
//! their equations allow: what treats each step alone keeps all blocks, a recurrent layer those before the first change.

use std::ops::Range;
use std::sync::Arc;

/// Rows that are as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The first of them at the last run.
    pub old: usize,
    /// The first of them now.
    pub new: usize,
    /// How many there are.
    pub length: usize,
}

/// Neighbouring columns of a tensor `[steps, features]`, and which of their rows are as they were, masks included.
/// A bidirectional layer's halves differ: what was read forwards is as it was before the change, what was read
/// backwards behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How many columns.
    pub columns: usize,
    /// The rows that are as they were, in order, not overlapping.
    pub blocks: Arc<[Block]>,
}

/// The parts of a tensor from its first column to its last; none where nothing is known.
pub type Parts = Arc<[Part]>;

impl Block {
    fn ends(self) -> (usize, usize) {
        (
            self.old.saturating_add(self.length),
            self.new.saturating_add(self.length),
        )
    }
}

/// Where the numbers of some rows lie, each of which has `width` of them.
pub(crate) fn numbers(rows: &Range<usize>, width: usize) -> Range<usize> {
    rows.start.saturating_mul(width)..rows.end.saturating_mul(width)
}

/// Where the numbers of a row lie.
pub(crate) fn numbers_of_row(row: usize, width: usize) -> Range<usize> {
    numbers(&(row..row.saturating_add(1)), width)
}

/// Blocks without the empty ones, neighbours joined.
pub fn joined(blocks: impl IntoIterator<Item = Block>) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    for block in blocks.into_iter().filter(|block| block.length > 0) {
        match all.last_mut() {
            Some(last) if last.ends() == (block.old, block.new) => {
                last.length = last.length.saturating_add(block.length);
            }
            _ => all.push(block),
        }
    }
    all
}

/// Which rows of an input are as they were: padding at both ends, and what is in front of and behind the change.
/// `old`, `new`: row-major, rows of `width` numbers.
pub fn unchanged_rows(old: &[f32], new: &[f32], width: usize) -> Vec<Block> {
    let width = width.max(1);
    let is_padding = |row: &&[f32]| row.iter().all(|&x| x == 0.0);
    // Where the text begins and ends between padding, and all of it.
    let ends = |rows: &[f32]| {
        let rows = rows.chunks_exact(width);
        let count = rows.len();
        let lead = rows.clone().take_while(is_padding).count();
        let behind = count.saturating_sub(lead);
        let tail = rows.rev().take_while(is_padding).take(behind).count();
        (lead, count.saturating_sub(tail), count)
    };
    let ((old_lead, old_end, old_count), (new_lead, new_end, new_count)) = (ends(old), ends(new));
    let old_text = old.get(numbers(&(old_lead..old_end), width));
    let new_text = new.get(numbers(&(new_lead..new_end), width));
    let (old_text, new_text) = (old_text.unwrap_or_default(), new_text.unwrap_or_default());
    let rows = || {
        old_text
            .chunks_exact(width)
            .zip(new_text.chunks_exact(width))
    };
    let prefix = rows().take_while(|(old, new)| old == new).count();
    let from_end = || {
        let old = old_text.chunks_exact(width).rev();
        old.zip(new_text.chunks_exact(width).rev())
    };
    let left = rows().len().saturating_sub(prefix);
    let suffix = from_end().take(left);
    let suffix = suffix.take_while(|(old, new)| old == new).count();
    let tail = (old_count.saturating_sub(old_end)).min(new_count.saturating_sub(new_end));
    joined([
        Block {
            old: 0,
            new: 0,
            length: old_lead.min(new_lead),
        },
        Block {
            old: old_lead,
            new: new_lead,
            length: prefix,
        },
        Block {
            old: old_end.saturating_sub(suffix),
            new: new_end.saturating_sub(suffix),
            length: suffix,
        },
        Block {
            old: old_count.saturating_sub(tail),
            new: new_count.saturating_sub(tail),
            length: tail,
        },
    ])
}

/// Rows that are as they were in both of two parts.
pub fn intersection(a: &[Block], b: &[Block]) -> Vec<Block> {
    let mut both = Vec::new();
    for a in a {
        for b in b {
            let (from, to) = (a.new.max(b.new), a.ends().1.min(b.ends().1));
            let old = |block: &Block| from.saturating_sub(block.new).saturating_add(block.old);
            // Only where both say that they come from the same old row.
            if from < to && old(a) == old(b) {
                both.push(Block {
                    old: old(a),
                    new: from,
                    length: to.saturating_sub(from),
                });
            }
        }
    }
    joined(both)
}

/// The same blocks of rows counted from the last.
pub fn turned(blocks: &[Block], old_rows: usize, new_rows: usize) -> Vec<Block> {
    let turned = blocks.iter().rev().map(|block| Block {
        old: old_rows.saturating_sub(block.ends().0),
        new: new_rows.saturating_sub(block.ends().1),
        length: block.length,
    });
    turned.collect()
}

/// The rows of a tensor that no block covers.
pub fn changed_rows(blocks: &[Block], rows: usize) -> Vec<Range<usize>> {
    let mut changed = Vec::new();
    let mut from = 0;
    for block in blocks {
        changed.push(from..block.new);
        from = block.ends().1;
    }
    changed.push(from..rows);
    changed.retain(|range| !range.is_empty());
    changed
}

/// Brings kept rows to where they are now; what lies between them is left as it happens to be.
/// `rows`: of `width` numbers each, `count` of them afterwards.
pub fn moved(rows: &mut Vec<f32>, width: usize, blocks: &[Block], count: usize) {
    let all = count.saturating_mul(width);
    rows.resize(all.max(rows.len()), 0.0);
    let mut copy = |block: &Block| {
        let from = numbers(&(block.old..block.ends().0), width);
        rows.copy_within(from, block.new.saturating_mul(width));
    };
    // In an order in which no block is overwritten before it has moved.
    blocks
        .iter()
        .filter(|block| block.new < block.old)
        .for_each(&mut copy);
    let up = blocks.iter().rev().filter(|block| block.new > block.old);
    up.for_each(&mut copy);
    rows.truncate(all);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of `new` that a block covers is the row of `old` that it names.
    fn check(old: &[f32], new: &[f32], covered: usize) {
        let blocks = unchanged_rows(old, new, 1);
        let mut rows = old.to_vec();
        moved(&mut rows, 1, &blocks, new.len());
        for block in &blocks {
            assert_eq!(
                rows[block.new..][..block.length],
                new[block.new..][..block.length]
            );
        }
        assert_eq!(
            blocks.iter().map(|block| block.length).sum::<usize>(),
            covered,
            "{blocks:?}"
        );
        let changed = changed_rows(&blocks, new.len());
        assert_eq!(
            changed.iter().map(|range| range.len()).sum::<usize>(),
            new.len() - covered
        );
    }

    #[test]
    fn what_is_before_and_behind_a_change_is_found() {
        check(&[], &[], 0);
        check(&[1., 2.], &[1., 2.], 2);
        check(&[1., 2., 3.], &[1., 2., 3., 4.], 3);
        check(&[1., 2., 3.], &[1., 9., 2., 3.], 3);
        check(&[1., 2., 3.], &[1., 3.], 2);
        check(&[1., 1., 1.], &[1., 1.], 2);
        check(&[1., 2., 3.], &[4., 5.], 0);
        check(&[0., 0.], &[0., 0., 0.], 2);
        // Padded in front, and a word comes: all move.
        check(&[0., 0., 0., 1., 2.], &[0., 0., 1., 7., 2.], 4);
        // Padded behind.
        check(&[1., 2., 0., 0.], &[1., 7., 2., 0.], 3);
    }

    #[test]
    fn both_halves_have_to_come_from_one_row() {
        let block = |old, new, length| Block { old, new, length };
        let both = intersection(&[block(0, 0, 5)], &[block(3, 3, 4)]);
        assert_eq!(both, [block(3, 3, 2)]);
        assert!(intersection(&[block(0, 0, 5)], &[block(3, 2, 4)]).is_empty());
        assert_eq!(turned(&[block(0, 0, 2)], 5, 6), [block(3, 4, 2)]);
    }
}
