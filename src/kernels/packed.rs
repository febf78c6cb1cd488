//! A matrix laid out for products from the left: in panels of up to 32 columns, so that a panel's sums stay in registers
//! while the rows of the matrix stream by.
//!
//! Each sum runs over the rows in their order, whatever the number of rows of x: a row's product has the same bits alone
//! and among others. What is kept between two texts relies on it.

use std::ops::Range;

use super::lanes::{BLOCK, F32x4, Row, accumulated, padded};

/// Columns of a panel: eight registers.
pub const WIDEST: usize = 32;

/// A matrix `[inputs, outputs]`, packed.
#[derive(Clone)]
pub struct PackedMatrix {
    inputs: usize,
    outputs: usize,
    /// Columns of each panel but the last, which has what is left, in whole blocks.
    width: usize,
    /// Panel after panel, each `[inputs, width]` and row-major.
    numbers: Vec<f32>,
}

impl PackedMatrix {
    /// Packs a row-major matrix. `w`: `[inputs, outputs]`
    pub fn new(w: &[f32], inputs: usize, outputs: usize) -> Self {
        Self::with_columns(
            inputs,
            padded(outputs),
            WIDEST,
            outputs,
            |row, column| match column < outputs {
                true => w.get(row * outputs + column).copied().unwrap_or(0.0),
                false => 0.0,
            },
        )
    }

    /// Packs a matrix in panels of `width` columns, a multiple of 8 up to 32; `columns` in whole blocks.
    pub fn in_panels(
        inputs: usize,
        columns: usize,
        width: usize,
        number: impl Fn(usize, usize) -> f32,
    ) -> Self {
        Self::with_columns(inputs, columns, width, columns, number)
    }

    fn with_columns(
        inputs: usize,
        columns: usize,
        width: usize,
        outputs: usize,
        number: impl Fn(usize, usize) -> f32,
    ) -> Self {
        let mut numbers = Vec::with_capacity(inputs * columns);
        for first in (0..columns).step_by(width) {
            for row in 0..inputs {
                let last = (first + width).min(columns);
                numbers.extend((first..last).map(|column| number(row, column)));
            }
        }
        Self {
            inputs,
            outputs,
            width,
            numbers,
        }
    }

    /// Numbers that go in.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers that come out.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The number of a row and a column, both within the matrix.
    pub fn get(&self, row: usize, column: usize) -> f32 {
        let panel = column / self.width;
        let last = padded(self.outputs) - panel * self.width;
        let width = self.width.min(last);
        let place = panel * self.width * self.inputs + row * width + column % self.width;
        self.numbers.get(place).copied().unwrap_or(0.0)
    }

    /// All panels of full width, in order: each `[inputs, width]`.
    pub fn panels(&self) -> impl Iterator<Item = &[f32]> {
        self.numbers.chunks_exact((self.inputs * self.width).max(1))
    }

    /// `out = start + x · self`. x: `[rows, inputs]`, start: `[outputs]` in whole blocks, out: `[rows, outputs]`
    pub fn product(&self, x: &[f32], start: &[f32], out: &mut [f32]) {
        self.product_of(0..self.inputs, x, start, out);
    }

    /// The same with some of the inputs only: `out = start + x[:, inputs] · self[inputs, :]`.
    pub fn product_of(&self, inputs: Range<usize>, x: &[f32], start: &[f32], out: &mut [f32]) {
        if self.outputs == 0 {
            return;
        }
        if inputs.is_empty() {
            for row in out.chunks_exact_mut(self.outputs) {
                row.copy_from_slice(&start[..self.outputs]);
            }
            return;
        }
        let panels = self.numbers.chunks(self.inputs * self.width);
        for (index, panel) in panels.enumerate() {
            let width = panel.len() / self.inputs;
            let part = Panel {
                numbers: &panel[inputs.start * width..inputs.end * width],
                width,
                inputs: inputs.clone(),
                start: &start[index * self.width..],
                first: index * self.width,
            };
            match width / BLOCK {
                4 => self.panel_product::<[F32x4; 8]>(&part, x, out),
                3 => self.panel_product::<[F32x4; 6]>(&part, x, out),
                2 => self.panel_product::<[F32x4; 4]>(&part, x, out),
                _ => self.panel_product::<[F32x4; 2]>(&part, x, out),
            }
        }
    }

    fn panel_product<R: Row>(&self, panel: &Panel, x: &[f32], out: &mut [f32]) {
        let mut xs = x.chunks_exact(4 * self.inputs);
        let mut outs = out.chunks_exact_mut(4 * self.outputs);
        for (x, out) in (&mut xs).zip(&mut outs) {
            for block in (0..panel.width).step_by(BLOCK) {
                self.tile(panel, block, x, out);
            }
        }
        let Some(start) = R::rows(panel.start).first() else {
            return;
        };
        let rows = R::rows(panel.numbers);
        let end = (panel.first + panel.width).min(self.outputs);
        let rest = xs.remainder().chunks_exact(self.inputs);
        for (x, out) in rest.zip(outs.into_remainder().chunks_exact_mut(self.outputs)) {
            let sums = accumulated(R::load(start), &x[panel.inputs.clone()], rows);
            let out = &mut out[panel.first..end];
            match R::rows_mut(out).first_mut() {
                Some(to) => sums.store(to),
                None => {
                    let mut whole = [0.0; WIDEST];
                    if let Some(to) = R::rows_mut(&mut whole).first_mut() {
                        sums.store(to);
                    }
                    out.copy_from_slice(&whole[..out.len()]);
                }
            }
        }
    }

    /// Four rows by one block of columns: all eight sums in registers.
    #[inline(always)]
    fn tile(&self, panel: &Panel, block: usize, x: &[f32], out: &mut [f32]) {
        type Block = [F32x4; 2];
        let Some(start) = Block::rows(&panel.start[block..]).first() else {
            return;
        };
        let (x0, rest) = x.split_at(self.inputs);
        let (x1, rest) = rest.split_at(self.inputs);
        let (x2, x3) = rest.split_at(self.inputs);
        let part = || panel.inputs.clone();
        let (x0, x1, x2, x3) = (&x0[part()], &x1[part()], &x2[part()], &x3[part()]);
        let mut a = Block::load(start);
        let (mut b, mut c, mut d) = (a, a, a);
        let rows = Block::rows(&panel.numbers[block..]).iter();
        let rows = rows.step_by(panel.width / BLOCK);
        for ((((&x0, &x1), &x2), &x3), w) in x0.iter().zip(x1).zip(x2).zip(x3).zip(rows) {
            a = a.plus_scaled(F32x4::splat(x0), w);
            b = b.plus_scaled(F32x4::splat(x1), w);
            c = c.plus_scaled(F32x4::splat(x2), w);
            d = d.plus_scaled(F32x4::splat(x3), w);
        }
        let first = panel.first + block;
        let columns = first..(first + BLOCK).min(self.outputs);
        let outs = out.chunks_exact_mut(self.outputs);
        for (sums, out) in [a, b, c, d].into_iter().zip(outs) {
            let out = &mut out[columns.clone()];
            match Block::rows_mut(out).first_mut() {
                Some(to) => sums.store(to),
                None => {
                    let mut whole = [[0.0; 4]; 2];
                    sums.store(&mut whole);
                    out.copy_from_slice(&whole.as_flattened()[..columns.len()]);
                }
            }
        }
    }
}

/// One panel with what its product takes.
struct Panel<'a> {
    /// The rows of `inputs`, each `[width]`.
    numbers: &'a [f32],
    width: usize,
    inputs: Range<usize>,
    /// What the sums start with, from the panel's first column on.
    start: &'a [f32],
    /// The panel's first column.
    first: usize,
}
