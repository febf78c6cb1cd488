//! How convolutions and pooling go over the steps.

use super::{Mismatch, known};
use crate::steps;
use crate::tensor::{Shape, Value};
use crate::unchanged::numbers_of_row;

/// What stands in front of the first step and behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Padding {
    /// Nothing: only windows that lie within.
    Valid,
    /// As much that there is an output for every `stride` steps, the odd one behind (TensorFlow's rule).
    Same,
    /// As much in front that no output looks ahead.
    Causal,
}

/// A window over one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// Steps that one output takes together; at least 1.
    pub size: usize,
    /// Steps from one output to the next; at least 1.
    pub stride: usize,
    /// Steps from one number of a window to the next; at least 1.
    pub dilation: usize,
    /// What is put around the steps.
    pub padding: Padding,
    /// `data_format="channels_first"`: steps are the last axis, not the first.
    pub channels_first: bool,
}

impl Windows {
    /// Steps from the first to the last of a window, both counted.
    fn span(&self) -> usize {
        (self.size.saturating_sub(1))
            .saturating_mul(self.dilation)
            .saturating_add(1)
    }

    /// Number of outputs over `steps` steps; `None` where not even one window fits.
    pub(crate) fn count(&self, steps: usize) -> Option<usize> {
        match self.padding {
            Padding::Valid => {
                let further = steps.checked_sub(self.span())?.checked_div(self.stride)?;
                further.checked_add(1)
            }
            Padding::Same | Padding::Causal => Some(steps.div_ceil(self.stride)),
        }
    }

    /// Steps of padding in front.
    fn front(&self, steps: usize) -> usize {
        match self.padding {
            Padding::Valid => 0,
            Padding::Causal => self.span().saturating_sub(1),
            Padding::Same => {
                let last = steps.div_ceil(self.stride).saturating_sub(1);
                last.saturating_mul(self.stride)
                    .saturating_add(self.span())
                    .saturating_sub(steps)
                    / 2
            }
        }
    }

    /// The step that number `place` of window `output` lies on, `None` in the padding.
    pub(crate) fn step(&self, steps: usize, output: usize, place: usize) -> Option<usize> {
        let place = place.checked_mul(self.dilation)?;
        (output.checked_mul(self.stride)?)
            .checked_add(place)?
            .checked_sub(self.front(steps))
            .filter(|&step| step < steps)
    }

    /// The steps that window `output` covers, padding left out. For windows without dilation.
    pub(crate) fn covered(&self, steps: usize, output: usize) -> std::ops::Range<usize> {
        let front = self.front(steps);
        let start = output.saturating_mul(self.stride);
        let end = start.saturating_add(self.size).saturating_sub(front);
        start.saturating_sub(front).min(steps)..end.min(steps)
    }

    /// The windows of `[steps, channels]` as rows `[outputs, size·channels]`, zeros in the padding.
    pub(crate) fn rows(&self, x: &[f32], steps: usize, channels: usize, count: usize) -> Vec<f32> {
        let width = self.size.saturating_mul(channels);
        let mut rows = vec![0.0; count.saturating_mul(width)];
        for (output, row) in rows.chunks_exact_mut(width.max(1)).enumerate() {
            for (place, row) in row.chunks_exact_mut(channels.max(1)).enumerate() {
                let step = self.step(steps, output, place);
                let found = step.and_then(|step| x.get(numbers_of_row(step, channels)));
                if let Some(found) = found {
                    row.copy_from_slice(found);
                }
            }
        }
        rows
    }

    /// The static shape `[outputs, channels]` over an input `[steps, …]` of `input_channels` (`None`: any).
    pub(crate) fn output_shape(
        &self,
        input: &Shape,
        input_channels: Option<usize>,
        channels: impl FnOnce(Option<usize>) -> Option<usize>,
    ) -> Result<Shape, Mismatch> {
        let (steps, found) = match (&input[..], self.channels_first) {
            (&[steps, found], false) | (&[found, steps], true) => (steps, found),
            _ => return Err(self.mismatch(input_channels, input)),
        };
        if input_channels.zip(found).is_some_and(|(a, b)| a != b) {
            return Err(self.mismatch(input_channels, input));
        }
        let count = match steps {
            None => None,
            Some(steps) => Some(
                self.count(steps)
                    .ok_or_else(|| self.mismatch(input_channels, input))?,
            ),
        };
        Ok(match self.channels_first {
            false => vec![count, channels(found)],
            true => vec![channels(found), count],
        })
    }

    /// How many numbers the windows over an input hold together, padding among them.
    pub(crate) fn numbers_held(&self, input: &Shape) -> usize {
        let ((&[steps, channels], false) | (&[channels, steps], true)) =
            (&input[..], self.channels_first)
        else {
            return 0;
        };
        let count = steps.and_then(|steps| self.count(steps)).unwrap_or(0);
        count
            .saturating_mul(self.size)
            .saturating_mul(channels.unwrap_or(1))
    }

    /// An input as `[steps, channels]`, how many steps it has, and how many outputs there are.
    pub(crate) fn input(
        &self,
        input: &Value,
        channels: Option<usize>,
    ) -> Result<(Value, usize, usize), Mismatch> {
        self.output_shape(&known(input.shape()), channels, |found| found)?;
        let turned = match self.channels_first {
            true => input.permuted(&[1, 0]),
            false => input.clone(),
        };
        let steps = turned.shape().first().copied().unwrap_or(0);
        let count = self.count(steps);
        let count = count.ok_or_else(|| self.mismatch(channels, &known(input.shape())))?;
        Ok((turned, steps, count))
    }

    /// `[outputs, channels]` made of the windows over `input` (`[steps, …]`), turned back as the data format wants it.
    pub(crate) fn output(&self, input: &Value, out: ndarray::Array2<f32>) -> Value {
        let window = steps::Window {
            stride: self.stride,
            span: self.span(),
            padding: self.front(input.shape().first().copied().unwrap_or(0)),
        };
        let axes = input
            .steps
            .windowed(0, window, out.nrows())
            // The channels are new ones.
            .forgetting(1);
        let value = Value::new(out).stepped(axes);
        match self.channels_first {
            true => value.permuted(&[1, 0]),
            false => value,
        }
    }

    fn mismatch(&self, channels: Option<usize>, found: &[Option<usize>]) -> Mismatch {
        let channels = channels.map_or("channels".to_owned(), |channels| channels.to_string());
        let least = match self.padding {
            Padding::Valid => format!(" of at least {} steps", self.span()),
            _ => String::new(),
        };
        Mismatch::shape(
            match self.channels_first {
                true => format!("(None, {channels}, steps){least}"),
                false => format!("(None, steps, {channels}){least}"),
            },
            found,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(size: usize, stride: usize, dilation: usize, padding: Padding) -> Windows {
        Windows {
            size,
            stride,
            dilation,
            padding,
            channels_first: false,
        }
    }

    /// The steps of each window over `steps` steps, −1 in the padding.
    fn laid(windows: Windows, steps: usize) -> Vec<Vec<i64>> {
        (0..windows.count(steps).unwrap_or(0))
            .map(|output| {
                (0..windows.size)
                    .map(|place| {
                        windows
                            .step(steps, output, place)
                            .map_or(-1, |step| step as i64)
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn windows_lie_where_tensorflow_puts_them() {
        let valid = laid(windows(2, 2, 1, Padding::Valid), 5);
        assert_eq!(valid, [[0, 1], [2, 3]]);
        // An even window has the odd step of padding behind.
        let same = laid(windows(4, 3, 1, Padding::Same), 5);
        assert_eq!(same, [[-1, 0, 1, 2], [2, 3, 4, -1]]);
        let causal = laid(windows(2, 1, 2, Padding::Causal), 3);
        assert_eq!(causal, [[-1, 0], [-1, 1], [0, 2]]);
        assert_eq!(windows(3, 1, 2, Padding::Valid).count(4), None);
        let same = windows(4, 3, 1, Padding::Same);
        assert_eq!([same.covered(5, 0), same.covered(5, 1)], [0..3, 2..5]);
        let huge = windows(usize::MAX, 1, 1, Padding::Same);
        assert_eq!(huge.covered(5, 4), 0..5);
    }
}
