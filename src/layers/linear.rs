//! x·W + b over the last axis, as `Dense` and the scores of attention have it, and what of it is kept between two runs.
//!
//! Where x has two halves that change at different places (a bidirectional layer's), each half's share of the sum is kept:
//! y = (b + x_1·W_1) + x_2·W_2. All sums are made in these halves, so that what is kept has the bits of what is new.

use std::ops::Range;

use ndarray::{Array1, Array2};

use super::memory::is_keepable;
use crate::kernels::{PackedMatrix, padded};
use crate::tensor::float32;
use crate::unchanged::{Block, Part, changed_rows, intersection, moved, numbers};

/// A linear map, packed.
#[derive(Clone)]
pub struct Linear {
    kernel: PackedMatrix,
    /// b in whole blocks.
    bias: Vec<f32>,
}

/// Shares of the sums of a text's rows.
#[derive(Default)]
pub struct LinearMemory {
    /// Of each half of x, `[rows, units]`.
    shares: Vec<Vec<f32>>,
}

impl Linear {
    /// kernel: `[features, units]`, bias: `[units]`
    pub fn new(kernel: &Array2<f32>, bias: Option<&Array1<f32>>) -> Self {
        let (features, units) = kernel.dim();
        let standard = kernel.as_standard_layout();
        let numbers = standard.as_slice().unwrap_or_default();
        let mut padded_bias = vec![0.0; padded(units)];
        for (to, from) in padded_bias.iter_mut().zip(bias.into_iter().flatten()) {
            *to = *from;
        }
        Self {
            kernel: PackedMatrix::new(numbers, features, units),
            bias: padded_bias,
        }
    }

    /// Width of x.
    pub fn features(&self) -> usize {
        self.kernel.inputs()
    }

    /// Width of the result.
    pub fn units(&self) -> usize {
        self.kernel.outputs()
    }

    /// Another linear map after this one, as one: x·(W·V) + (b·V + c), with y·V + c as the next. The products are made
    /// in f64.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let (features, middle, units) = (self.features(), self.units(), next.units());
        let row_of_next =
            |m: usize| (0..units).map(move |unit| f64::from(next.kernel.get(m, unit)));
        let rows: Vec<Vec<f64>> = (0..middle).map(|m| row_of_next(m).collect()).collect();
        let mapped = |x: &dyn Fn(usize) -> f32, mut sums: Vec<f64>| {
            for (m, row) in rows.iter().enumerate() {
                let x = f64::from(x(m));
                sums.iter_mut().zip(row).for_each(|(sum, w)| *sum += x * w);
            }
            sums.into_iter().map(float32)
        };
        let nothing = vec![0.0; units];
        let kernel: Vec<f32> = (0..features)
            .flat_map(|feature| mapped(&|m| self.kernel.get(feature, m), nothing.clone()))
            .collect();
        let of_next = next.bias().iter().copied().map(f64::from).collect();
        let mut bias: Vec<f32> =
            mapped(&|m| self.bias.get(m).copied().unwrap_or(0.0), of_next).collect();
        bias.resize(padded(units), 0.0);
        Self {
            kernel: PackedMatrix::new(&kernel, features, units),
            bias,
        }
    }

    /// The bias, `[units]`.
    pub fn bias(&self) -> &[f32] {
        self.bias.get(..self.units()).unwrap_or(&self.bias)
    }

    /// x·W + b. x: `[rows, features]`, out: `[rows, units]`
    pub fn apply(&self, x: &[f32], out: &mut [f32]) {
        self.kernel.product_of(self.halves(), x, &self.bias, out);
    }

    fn halves(&self) -> [Range<usize>; 2] {
        let (half, features) = (self.features() / 2, self.features());
        [0..half, half..features]
    }

    /// Rows that are as they were in all parts: their results need not be asked for again.
    pub fn unchanged(parts: &[Part]) -> Vec<Block> {
        let mut blocks = parts.iter().map(|part| part.blocks.to_vec());
        let first = blocks.next().unwrap_or_default();
        blocks.fold(first, |all, blocks| intersection(&all, &blocks))
    }

    /// Makes the shares of both halves those of x; returns whether they are kept. Where they are not, and where x has
    /// other parts, [`rows`](Self::rows) computes them from x.
    pub fn update(&self, x: &[f32], parts: &[Part], memory: &mut LinearMemory) -> bool {
        let rows = x.len().checked_div(self.features()).unwrap_or(0);
        let halves = self.halves();
        let are_halves = parts
            .iter()
            .map(|part| part.columns)
            .eq(halves.iter().map(Range::len));
        if !are_halves || !is_keepable(rows, self.units()) {
            memory.shares.clear();
            return false;
        }
        memory.shares.resize_with(parts.len(), Default::default);
        let nothing = vec![0.0; self.bias.len()];
        let shares = memory.shares.iter_mut().zip(halves);
        for (index, (part, (share, inputs))) in parts.iter().zip(shares).enumerate() {
            let blocks: &[Block] = match share.is_empty() {
                true => &[],
                false => &part.blocks,
            };
            moved(share, self.units(), blocks, rows);
            let start = if index == 0 { &self.bias } else { &nothing };
            for changed in changed_rows(blocks, rows) {
                let x = x.get(numbers(&changed, self.features()));
                let out = share.get_mut(numbers(&changed, self.units()));
                if let (Some(x), Some(out)) = (x, out) {
                    self.kernel.product_of([inputs.clone()], x, start, out);
                }
            }
        }
        true
    }

    /// x·W + b of some rows. `memory`: up to date, or `None` where nothing is kept. out: `[rows, units]`. `None` where
    /// there are not so many rows.
    pub fn rows(
        &self,
        rows: Range<usize>,
        x: &[f32],
        memory: Option<&LinearMemory>,
        out: &mut [f32],
    ) -> Option<()> {
        let Some(memory) = memory else {
            self.apply(x.get(numbers(&rows, self.features()))?, out);
            return Some(());
        };
        let numbers = numbers(&rows, self.units());
        let out = out.get_mut(..numbers.len())?;
        for (index, share) in memory.shares.iter().enumerate() {
            let share = share.get(numbers.clone())?;
            match index {
                0 => out.copy_from_slice(share),
                _ => out.iter_mut().zip(share).for_each(|(sum, x)| *sum += x),
            }
        }
        Some(())
    }
}

impl std::fmt::Debug for Linear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Linear")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unchanged::joined;

    #[test]
    fn what_is_kept_has_the_bits_of_what_is_new() {
        for (rows, features, units) in [(1, 2, 1), (7, 10, 33), (21, 24, 40), (5, 7, 3)] {
            let number = |i: usize| ((i * 7919 + 13) % 1009) as f32 / 504.5 - 1.0;
            let kernel = Array2::from_shape_fn((features, units), |(i, j)| number(i * units + j));
            let bias = Array1::from_shape_fn(units, |i| number(i + 5));
            let linear = Linear::new(&kernel, Some(&bias));
            let x: Vec<f32> = (0..rows * features).map(|i| number(i + 17)).collect();
            let mut new = vec![0.0; rows * units];
            linear.apply(&x, &mut new);

            let changed = |at: usize| [(0, at), (at + 1, rows - at - 1)];
            let mut memory = LinearMemory::default();
            let mut before = x.clone();
            before.iter_mut().for_each(|x| *x += 0.5);
            let part = |columns, blocks: &[(usize, usize)]| Part {
                columns,
                blocks: joined(blocks.iter().map(|&(start, length)| Block {
                    old: start,
                    new: start,
                    length,
                }))
                .into(),
            };
            let (first, second) = (features / 2, features - features / 2);
            let all = [part(first, &[]), part(second, &[])];
            assert!(linear.update(&before, &all, &mut memory));
            // Row after row becomes that of x.
            for at in 0..rows {
                let row = at * features..(at + 1) * features;
                before[row.clone()].copy_from_slice(&x[row]);
                let parts = [part(first, &changed(at)), part(second, &changed(at))];
                assert!(linear.update(&before, &parts, &mut memory));
            }
            let mut kept = vec![0.0; rows * units];
            assert!(linear.rows(0..rows, &x, Some(&memory), &mut kept).is_some());
            assert_eq!(kept, new, "{rows} rows, {features} to {units}");
            for row in 0..rows {
                let mut alone = vec![0.0; units];
                assert!(linear.rows(row..row + 1, &x, None, &mut alone).is_some());
                assert_eq!(alone, new[row * units..(row + 1) * units]);
            }
        }
    }
}
