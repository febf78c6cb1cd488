//! The loop over the steps that all recurrent layers share (`keras.backend.rnn`), and how it goes on where an earlier
//! run over a text with the same beginning stood.

use super::projection::WordProjections;
use super::{Recurrent, state_width};
use crate::layers::memory::is_keepable;
use crate::tensor::Words;
use crate::unchanged::{Block, moved, turned};

/// Steps whose input projections are computed in one go: small enough to stay in the cache,
/// so that a text of 100,000 words needs no buffer of its own length.
const STEPS_AT_ONCE: usize = 128;

/// What a run goes over.
pub struct Input<'a> {
    /// `[steps, features]`; may be nothing where words are given.
    pub x: &'a [f32],
    /// How many steps.
    pub steps: usize,
    /// Which of them are real, where there is padding.
    pub mask: Option<&'a [bool]>,
    /// The words whose embeddings x is.
    pub words: Option<&'a Words>,
    /// Rows of x that are as they were at the last run.
    pub unchanged: &'a [Block],
    /// States to begin with, each in whole blocks; `None`: zeros.
    pub initial: Option<Vec<f32>>,
}

/// What is kept between two runs, all in the order of processing.
#[derive(Default)]
pub struct RunMemory {
    words: WordProjections,
    /// Steps of the last run.
    steps: usize,
    /// Masked steps before the first real one, which change nothing.
    lead: usize,
    /// States before the first real step and after each step from there on, `[1 + steps - lead, state_width]`; only the
    /// last two, by turns, where they are not kept.
    states: Vec<f32>,
    /// Whether all states are there.
    is_kept: bool,
    scratch: Vec<f32>,
    projected: Vec<f32>,
}

/// What a run leaves.
pub struct Run {
    /// Every step's output in the order of processing, `[steps, units]`.
    pub outputs: Vec<f32>,
    /// The last states, each in whole blocks.
    pub states: Vec<f32>,
    /// Rows of the outputs that are as they were.
    pub unchanged: Vec<Block>,
}

impl Recurrent {
    /// Runs over all steps. `outputs`: those of the last run, to be brought up to date.
    ///
    /// Masked steps leave the states as they are and repeat the previous output. `None` where the input has fewer
    /// numbers than its steps; `memory` is not to be used again then.
    pub(super) fn run(
        &self,
        input: Input,
        memory: &mut RunMemory,
        mut outputs: Vec<f32>,
    ) -> Option<Run> {
        let cell = &*self.cell;
        let projection = cell.projection();
        let (units, width, features) = (cell.units(), projection.width(), projection.features());
        let (state_width, steps) = (state_width(cell), input.steps);
        let step_of = |i: usize| if self.go_backwards { steps - 1 - i } else { i };
        let is_real = |i: usize| {
            input
                .mask
                .is_none_or(|mask| mask.get(step_of(i)).copied().unwrap_or(true))
        };
        let lead = (0..steps).take_while(|&i| !is_real(i)).count();

        let keeps = is_keepable(steps, state_width) && input.initial.is_none();
        let done = match keeps && memory.is_kept && outputs.len() == memory.steps * units {
            true => self.resumed(&input, memory, lead),
            false => 0,
        };
        let kept = Block {
            old: memory.lead,
            new: lead,
            length: done,
        };
        moved(&mut outputs, units, &[kept], steps);
        outputs.get_mut(..lead * units)?.fill(0.0);
        let rows = if keeps { 1 + steps - lead } else { 2 };
        memory.states.resize(rows * state_width, 0.0);
        if done == 0 {
            let first = memory.states.get_mut(..state_width)?;
            first.fill(0.0);
            let initial = input.initial.iter().flatten();
            first.iter_mut().zip(initial).for_each(|(x, &y)| *x = y);
        }
        let row = |i: usize| if keeps { i } else { i % 2 };

        let words = input.words;
        let x_of = |i: usize| {
            input
                .x
                .get(step_of(i) * features..(step_of(i) + 1) * features)
        };
        let place = cell.output_place();
        let first = lead + done;
        for from in (first..steps).step_by(STEPS_AT_ONCE) {
            let chunk = from..(from + STEPS_AT_ONCE).min(steps);
            match words {
                Some(words) => {
                    let steps = chunk.clone().map(step_of);
                    memory.words.meet(words, steps, projection);
                }
                None => {
                    let mut x = Vec::with_capacity(chunk.len() * features);
                    for i in chunk.clone() {
                        x.extend_from_slice(x_of(i)?);
                    }
                    memory.projected.resize(chunk.len() * width, 0.0);
                    projection.project(&x, &mut memory.projected);
                }
            }
            for i in chunk.clone() {
                let place_of = |row: usize| row * state_width..(row + 1) * state_width;
                let rows = [row(i - lead), row(i - lead + 1)].map(place_of);
                let [before, after] = memory.states.get_disjoint_mut(rows).ok()?;
                let (done, rest) = outputs.split_at_mut_checked(i * units)?;
                let output = rest.get_mut(..units)?;
                if is_real(i) {
                    let projected = match words {
                        Some(words) => memory.words.of_step(words, step_of(i), width),
                        None => memory
                            .projected
                            .get((i - from) * width..(i - from + 1) * width)?,
                    };
                    cell.step(projected, before, after, &mut memory.scratch);
                    output.copy_from_slice(after.get(place..place + units)?);
                } else {
                    after.copy_from_slice(before);
                    match self.zero_output_for_mask {
                        true => output.fill(0.0),
                        // There is a step before: the masked steps in front were passed over.
                        false => output.copy_from_slice(done.rchunks_exact(units.max(1)).next()?),
                    }
                }
            }
        }
        let last = row(steps - lead) * state_width;
        let states = memory.states.get(last..last + state_width)?.to_vec();
        let same_lead = Block {
            old: 0,
            new: 0,
            length: lead.min(memory.lead),
        };
        let unchanged = match done {
            0 => Vec::new(),
            _ => crate::unchanged::joined([same_lead, kept]),
        };
        (memory.steps, memory.lead, memory.is_kept) = (steps, lead, keeps);
        Some(Run {
            outputs,
            states,
            unchanged,
        })
    }

    /// How many steps from the first real one on are as they were.
    fn resumed(&self, input: &Input, memory: &RunMemory, lead: usize) -> usize {
        let blocks = match self.go_backwards {
            true => turned(input.unchanged, memory.steps, input.steps),
            false => input.unchanged.to_vec(),
        };
        let block = blocks
            .iter()
            .find(|block| (block.new..block.new + block.length).contains(&lead));
        match block {
            Some(block) if block.old + (lead - block.new) == memory.lead => {
                block.new + block.length - lead
            }
            _ => 0,
        }
    }
}
