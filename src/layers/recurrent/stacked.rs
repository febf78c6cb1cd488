//! `keras.layers.StackedRNNCells`: cells one above the other, each fed the output of the one below at the same step.

use super::Cell;

/// Cells that act as one. States: those of the lowest cell first.
#[derive(Debug)]
pub struct StackedCells(Vec<Box<dyn Cell>>);

impl StackedCells {
    /// Stacks cells, the lowest first; `None` where there are none.
    pub fn new(cells: Vec<Box<dyn Cell>>) -> Option<Self> {
        (!cells.is_empty()).then_some(Self(cells))
    }
}

impl Cell for StackedCells {
    fn features(&self) -> usize {
        self.0.first().map_or(0, |cell| cell.features())
    }

    fn units(&self) -> usize {
        self.0.last().map_or(0, |cell| cell.units())
    }

    fn state_sizes(&self) -> Vec<usize> {
        self.0.iter().flat_map(|cell| cell.state_sizes()).collect()
    }

    fn projected(&self) -> usize {
        self.0.first().map_or(0, |cell| cell.projected())
    }

    fn project(&self, x: &[f32], out: &mut [f32]) {
        if let Some(cell) = self.0.first() {
            cell.project(x, out);
        }
    }

    fn step(&self, projected: &mut [f32], states: &mut [Vec<f32>], output: &mut [f32]) {
        let mut states = states;
        let mut below: Option<Vec<f32>> = None;
        for cell in &self.0 {
            let (own, rest) = states.split_at_mut(cell.state_sizes().len().min(states.len()));
            states = rest;
            let mut result = vec![0.0; cell.units()];
            match below {
                None => cell.step(projected, own, &mut result),
                Some(below) => {
                    let mut projected = vec![0.0; cell.projected()];
                    cell.project(&below, &mut projected);
                    cell.step(&mut projected, own, &mut result);
                }
            }
            below = Some(result);
        }
        if let Some(result) = below {
            output.copy_from_slice(&result);
        }
    }
}
