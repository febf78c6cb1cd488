//! Attention over one axis of steps, and which step shows which place of the input: where convolutions or pooling lie in
//! between, steps are no longer places.

use std::ops::Range;

use crate::layers::{AttentionTrace, AttentionWeights};
use crate::steps::Step;
use crate::tensor::float32;

/// The attention of a layer's steps, to be shown at places of the input.
pub(crate) struct StepAttention {
    /// One weight per step of the layer.
    pub weights: Vec<f32>,
    /// Share of the steps that stand for no word.
    pub on_padding: f32,
    places: PlacesOfSteps,
}

/// The step that each place of the input is shown by.
pub(crate) enum PlacesOfSteps {
    /// The step of the same number; so many there are.
    Same(usize),
    /// Of each place; `None`: no step looks at it.
    Of(Vec<Option<usize>>),
}

impl StepAttention {
    /// `is_word`: whether a place holds a word; `is_start`: whether it holds a start id, which is neither. `None` where
    /// the layer's steps are not those of the text.
    pub fn new(
        attention: &AttentionTrace,
        count: usize,
        is_word: impl Fn(usize) -> bool,
        is_start: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let places = PlacesOfSteps::of(attention, count)?;
        let weights = match &attention.weights {
            AttentionWeights::PerStep(weights) => weights.to_vec(),
            AttentionWeights::PerFeature(_) => attention.weights.per_step(|_| true).to_vec(),
            AttentionWeights::Matrix { queries, .. } => {
                let of_queries = queries
                    .as_ref()
                    .map(|queries| PlacesOfSteps::of_steps(queries, count));
                let of_queries = of_queries.as_ref().unwrap_or(&places);
                let mut is_real = vec![false; count];
                for place in (0..count).filter(|&place| is_word(place)) {
                    let query = of_queries.step(place);
                    if let Some(real) = query.and_then(|query| is_real.get_mut(query)) {
                        *real = true;
                    }
                }
                let is_real = |query: usize| is_real.get(query).copied().unwrap_or(false);
                attention.weights.per_step(is_real).to_vec()
            }
        };
        let mut is_padding = vec![true; weights.len()];
        for place in (0..count).filter(|&place| is_word(place) || is_start(place)) {
            if let Some(padding) = places.step(place).and_then(|step| is_padding.get_mut(step)) {
                *padding = false;
            }
        }
        let on_padding = weights
            .iter()
            .zip(is_padding)
            .filter(|(_, is_padding)| *is_padding)
            // An empty sum of floats is −0.
            .fold(0.0, |sum, (&weight, _)| sum + f64::from(weight));
        Some(Self {
            weights,
            on_padding: float32(on_padding),
            places,
        })
    }

    /// The weight that a place is shown with.
    pub fn at_place(&self, place: usize) -> Option<f32> {
        self.weights.get(self.places.step(place)?).copied()
    }
}

impl PlacesOfSteps {
    /// Of what is attended to; `None` where the layer's steps are not those of the text.
    pub fn of(attention: &AttentionTrace, places: usize) -> Option<Self> {
        let count = attention.weights.len();
        match &attention.steps {
            Some(steps) if steps.len() == count => Some(Self::of_steps(steps, places)),
            _ if count == places => Some(Self::Same(places)),
            _ => None,
        }
    }

    /// For each place the step that stands for it, or else the nearest of those that look at it.
    pub fn of_steps(steps: &[Step], places: usize) -> Self {
        let is_itself = |(place, step): (usize, &Step)| step.core == Step::of(place).core;
        if steps.len() == places && steps.iter().enumerate().all(is_itself) {
            return Self::Same(places);
        }
        let mut owners = vec![None; places];
        for (index, step) in steps.iter().enumerate() {
            for owner in owners.iter_mut().take(step.core.end).skip(step.core.start) {
                owner.get_or_insert(index);
            }
        }
        // Places at the ends that a convolution without padding leaves out of every core.
        for (place, owner) in owners.iter_mut().enumerate() {
            if owner.is_none() {
                // Of the middles, in halves.
                let middle = |core: &Range<usize>| core.start.saturating_add(core.end);
                let distance =
                    |step: &Step| middle(&step.core).abs_diff(middle(&Step::of(place).core));
                *owner = steps
                    .iter()
                    .enumerate()
                    .filter(|(_, step)| step.field.contains(&place))
                    .min_by_key(|(_, step)| distance(step))
                    .map(|(index, _)| index);
            }
        }
        Self::Of(owners)
    }

    /// The step of a place.
    pub fn step(&self, place: usize) -> Option<usize> {
        match self {
            Self::Same(count) => (place < *count).then_some(place),
            Self::Of(steps) => steps.get(place).copied().flatten(),
        }
    }
}
