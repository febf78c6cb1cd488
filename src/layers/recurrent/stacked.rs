//! `keras.layers.StackedRNNCells`: cells one above the other, each fed the output of the one below at the same step.

use super::{Cell, Projection, state_width};

/// Cells that act as one. States: those of the lowest cell first.
pub struct StackedCells {
    lowest: Box<dyn Cell>,
    above: Vec<Box<dyn Cell>>,
}

impl StackedCells {
    /// Stacks cells, the lowest first; `None` where there are none.
    pub fn new(cells: Vec<Box<dyn Cell>>) -> Option<Self> {
        let mut cells = cells.into_iter();
        Some(Self {
            lowest: cells.next()?,
            above: cells.collect(),
        })
    }

    fn all(&self) -> impl Iterator<Item = &dyn Cell> {
        std::iter::once(&*self.lowest).chain(self.above.iter().map(|cell| &**cell))
    }
}

impl Cell for StackedCells {
    fn projection(&self) -> &Projection {
        self.lowest.projection()
    }

    fn units(&self) -> usize {
        self.above.last().unwrap_or(&self.lowest).units()
    }

    fn state_sizes(&self) -> Vec<usize> {
        self.all().flat_map(|cell| cell.state_sizes()).collect()
    }

    fn output_place(&self) -> usize {
        let of_all: usize = self.all().map(state_width).sum();
        let last = self.above.last().unwrap_or(&self.lowest);
        of_all - state_width(&**last) + last.output_place()
    }

    fn step(&self, projected: &[f32], before: &[f32], after: &mut [f32], scratch: &mut Vec<f32>) {
        let (mut before, mut after) = (before, after);
        let mut x: Vec<f32> = Vec::new();
        for (index, cell) in self.all().enumerate() {
            let (own_before, rest) = before.split_at(state_width(cell));
            let (own_after, rest_after) = after.split_at_mut(state_width(cell));
            (before, after) = (rest, rest_after);
            if index == 0 {
                cell.step(projected, own_before, own_after, scratch);
            } else {
                let mut projected = vec![0.0; cell.projection().width()];
                cell.projection().project(&x, &mut projected);
                cell.step(&projected, own_before, own_after, scratch);
            }
            let place = cell.output_place();
            x.clear();
            x.extend(own_after.iter().skip(place).take(cell.units()));
        }
    }
}
