//! Which words a time step is about.
//!
//! At the input, step `t` is the word at place `t`. A convolution looks at several words, pooling puts several
//! steps into one, `go_backwards` turns them round. So that the attention on a step can be shown on words, each
//! axis that runs over the text carries for every step the places it looked at.

use std::ops::Range;
use std::sync::Arc;

/// What one step is about, in places of the padded input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The places this step stands for: the middle of its receptive field, one stride wide. The cores of
    /// neighbouring steps do not overlap.
    pub core: Range<usize>,
    /// Every place that the step has looked at through convolutions and pooling.
    pub field: Range<usize>,
}

/// The steps of one axis of a tensor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepAxis {
    /// Which axis of the tensor.
    pub axis: usize,
    /// What each of its steps is about.
    pub steps: Arc<[Step]>,
}

/// The axes of a tensor that run over the text; none for a tensor of features only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepAxes(Vec<StepAxis>);

/// How a convolution or pooling goes over an axis.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Steps from one output to the next.
    pub stride: usize,
    /// Steps from the first to the last that one output looks at, both counted: `(kernel - 1)·dilation + 1`.
    pub span: usize,
    /// Steps of padding in front of the first.
    pub padding: usize,
}

impl Step {
    /// A place of the text.
    pub(crate) fn of(place: usize) -> Self {
        let alone = place..place.saturating_add(1);
        Self {
            core: alone.clone(),
            field: alone,
        }
    }
}

impl StepAxes {
    /// No axis runs over the text.
    pub fn none() -> Self {
        Self::default()
    }

    /// The first `axes` axes of an input: step `t` is place `t`.
    pub fn input(shape: &[usize], axes: usize) -> Self {
        Self(
            shape
                .iter()
                .take(axes)
                .enumerate()
                .map(|(axis, &length)| StepAxis {
                    axis,
                    steps: (0..length).map(Step::of).collect(),
                })
                .collect(),
        )
    }

    /// The steps of an axis, where it runs over the text.
    pub fn of(&self, axis: usize) -> Option<&Arc<[Step]>> {
        self.0
            .iter()
            .find(|found| found.axis == axis)
            .map(|found| &found.steps)
    }

    /// All axes that run over the text.
    pub fn axes(&self) -> &[StepAxis] {
        &self.0
    }

    /// With `axis` gone, as after a sum over it: the axes behind it move up.
    #[must_use]
    pub fn without(&self, axis: usize) -> Self {
        self.moved(|a| match a.cmp(&axis) {
            std::cmp::Ordering::Less => Some(a),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => a.checked_sub(1),
        })
    }

    /// With `axis` still there but no longer over the text, as after a sum with `keepdims`.
    #[must_use]
    pub fn forgetting(&self, axis: usize) -> Self {
        self.moved(|a| (a != axis).then_some(a))
    }

    /// With a new axis put in at `axis`: those from there on move down.
    #[must_use]
    pub fn with_inserted(&self, axis: usize) -> Self {
        self.moved(|a| a.checked_add(usize::from(a >= axis)))
    }

    /// With axis `order[i]` of the input as axis `i` of the output.
    #[must_use]
    pub fn permuted(&self, order: &[usize]) -> Self {
        self.moved(|a| order.iter().position(|&from| from == a))
    }

    /// After a change of shape: an axis survives where it has the same length and as many numbers before it.
    #[must_use]
    pub fn reshaped(&self, from: &[usize], to: &[usize]) -> Self {
        self.moved(|axis| {
            let length = from.get(axis)?;
            let before: usize = from.iter().take(axis).product();
            let mut before_new = 1;
            to.iter().position(|new| {
                let is_found = new == length && before_new == before;
                before_new = new.saturating_mul(before_new);
                is_found
            })
        })
    }

    /// With the steps of `axis` in reversed order.
    #[must_use]
    pub fn reversed(&self, axis: usize) -> Self {
        self.changed(axis, |steps| Some(steps.iter().rev().cloned().collect()))
    }

    /// With other steps on `axis`, e.g. a slice of them.
    #[must_use]
    pub fn changed(
        &self,
        axis: usize,
        change: impl FnOnce(&[Step]) -> Option<Arc<[Step]>>,
    ) -> Self {
        let Some(steps) = self.of(axis) else {
            return self.clone();
        };
        let changed = change(steps);
        let mut axes = self.clone();
        match changed {
            Some(steps) => axes
                .0
                .iter_mut()
                .filter(|found| found.axis == axis)
                .for_each(|found| found.steps = Arc::clone(&steps)),
            None => axes.0.retain(|found| found.axis != axis),
        }
        axes
    }

    /// With an axis that runs over the text added.
    #[must_use]
    pub fn and(mut self, axis: usize, steps: Option<Arc<[Step]>>) -> Self {
        self.0.retain(|found| found.axis != axis);
        self.0.extend(steps.map(|steps| StepAxis { axis, steps }));
        self
    }

    /// After a convolution or pooling over `axis` with `count` outputs.
    #[must_use]
    pub fn windowed(&self, axis: usize, window: Window, count: usize) -> Self {
        self.changed(axis, |steps| {
            Some((0..count).map(|j| window.over(steps, j)).collect())
        })
    }

    fn moved(&self, to: impl Fn(usize) -> Option<usize>) -> Self {
        Self(
            self.0
                .iter()
                .filter_map(|found| {
                    Some(StepAxis {
                        axis: to(found.axis)?,
                        steps: Arc::clone(&found.steps),
                    })
                })
                .collect(),
        )
    }
}

impl Window {
    /// What output `j` is about: the union of the steps it looks at, and for the core of those in the middle.
    fn over(self, steps: &[Step], j: usize) -> Step {
        let within = |first: usize, length: usize| {
            let from = first.saturating_sub(self.padding).min(steps.len());
            let to = first
                .saturating_add(length)
                .saturating_sub(self.padding)
                .min(steps.len());
            steps.get(from..to).unwrap_or_default()
        };
        let start = j.saturating_mul(self.stride);
        let middle = self.stride.min(self.span);
        let before = self.span.saturating_sub(middle) / 2;
        Step {
            core: union(
                within(start.saturating_add(before), middle)
                    .iter()
                    .map(|step| &step.core),
            ),
            field: union(within(start, self.span).iter().map(|step| &step.field)),
        }
    }
}

/// The smallest range that covers all; empty where there is none.
fn union<'a>(ranges: impl Iterator<Item = &'a Range<usize>>) -> Range<usize> {
    ranges
        .filter(|range| !range.is_empty())
        .fold(None, |all: Option<Range<usize>>, range| {
            Some(all.map_or_else(
                || range.clone(),
                |all| all.start.min(range.start)..all.end.max(range.end),
            ))
        })
        .unwrap_or(0..0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cores(axes: &StepAxes) -> Vec<Range<usize>> {
        axes.of(0)
            .map(|steps| steps.iter().map(|step| step.core.clone()).collect())
            .unwrap_or_default()
    }

    #[test]
    fn pooling_after_a_same_convolution_pairs_words() {
        let conv = Window {
            stride: 1,
            span: 3,
            padding: 1,
        };
        let pool = Window {
            stride: 2,
            span: 2,
            padding: 0,
        };
        let axes = StepAxes::input(&[6, 4], 1)
            .windowed(0, conv, 6)
            .windowed(0, pool, 3);
        assert_eq!(cores(&axes), [0..2, 2..4, 4..6]);
        let field = axes.of(0).map(|steps| steps[1].field.clone());
        assert_eq!(field, Some(1..5));
        assert_eq!(cores(&axes.reversed(0)), [4..6, 2..4, 0..2]);
    }

    #[test]
    fn axes_follow_changes_of_shape() {
        let axes = StepAxes::input(&[6, 1], 1);
        assert!(axes.reshaped(&[6, 1], &[6]).of(0).is_some());
        assert!(axes.permuted(&[1, 0]).of(1).is_some());
        assert!(axes.without(0).of(0).is_none());
        assert!(axes.reshaped(&[6, 1], &[3, 2]).of(0).is_none());
    }
}
