//! A matrix laid out for products from the left: in panels of eight columns, so that a panel's sums stay in registers
//! while its rows stream by.
//!
//! Each sum runs over the inputs in their order, whatever the number of rows of x: a row's product has the same bits alone
//! and among others, and in parts the same as the sum of the parts' products. What is kept between two texts relies on it.

use std::ops::Range;

use super::lanes::{BLOCK, F32x4, Row, padded};

/// A panel's sums: two registers.
type Sums = [F32x4; 2];
/// A row of a panel.
type PanelRow = <Sums as Row>::Quads;

/// Rows of x whose products are made together: with one panel, eight registers of sums.
const ROWS: usize = 4;

/// Panels that one row of x goes through together, for as many registers.
const PANELS: usize = 4;

/// Numbers of panels that stay in a core's own cache: 128 KiB.
const CACHED: usize = 32 << 10;

/// A matrix `[inputs, outputs]`, packed.
#[derive(Clone)]
pub struct PackedMatrix {
    inputs: usize,
    outputs: usize,
    /// Panel after panel, each `[inputs, 8]` and row-major.
    numbers: Vec<f32>,
}

impl PackedMatrix {
    /// Packs a row-major matrix. w: `[inputs, outputs]`
    pub fn new(w: &[f32], inputs: usize, outputs: usize) -> Self {
        Self::with_columns(inputs, outputs, |row, column| {
            w.get(row * outputs + column).copied().unwrap_or(0.0)
        })
    }

    /// Packs a matrix by its numbers: row, column.
    pub fn with_columns(
        inputs: usize,
        outputs: usize,
        number: impl Fn(usize, usize) -> f32,
    ) -> Self {
        let mut numbers = Vec::with_capacity(inputs * padded(outputs));
        for first in (0..outputs).step_by(BLOCK) {
            for row in 0..inputs {
                numbers.extend((first..first + BLOCK).map(|column| match column < outputs {
                    true => number(row, column),
                    false => 0.0,
                }));
            }
        }
        Self {
            inputs,
            outputs,
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
        let place = (column / BLOCK * self.inputs + row) * BLOCK + column % BLOCK;
        self.numbers.get(place).copied().unwrap_or(0.0)
    }

    /// `out = start + x · self`. x: `[rows, inputs]`, start: `[outputs]` in whole blocks, out: `[rows, outputs]`
    pub fn product(&self, x: &[f32], start: &[f32], out: &mut [f32]) {
        let all = 0..self.inputs;
        self.product_of([all], x, start, out);
    }

    /// The same with some of the inputs only, each part of them summed by itself:
    /// `out = (start + x[:, first] · self[first, :]) + x[:, second] · self[second, :]`.
    ///
    /// Rows that `x` or `out` has not in full are left as they are, and so is all of `out` where `start` is shorter than
    /// whole blocks or `inputs` name one that is not there.
    #[allow(
        clippy::indexing_slicing,
        reason = "the loops that nearly all time goes to: their lengths are held against each other in the first lines"
    )]
    pub fn product_of<const PARTS: usize>(
        &self,
        inputs: [Range<usize>; PARTS],
        x: &[f32],
        start: &[f32],
        out: &mut [f32],
    ) {
        let has_all = |part: &Range<usize>| part.start <= part.end && part.end <= self.inputs;
        if self.outputs == 0 || start.len() < padded(self.outputs) || !inputs.iter().all(has_all) {
            return;
        }
        let width: usize = inputs.iter().map(ExactSizeIterator::len).sum();
        if width == 0 {
            for row in out.chunks_exact_mut(self.outputs) {
                row.copy_from_slice(&start[..self.outputs]);
            }
            return;
        }
        let panel = |index: usize| &Sums::rows(&self.numbers)[index * self.inputs..][..self.inputs];
        let starts = Sums::rows(start);
        let count = self.outputs.div_ceil(BLOCK);
        let rows = (x.len() / self.inputs).min(out.len() / self.outputs);
        let together = rows / ROWS * ROWS;
        let (x, x_rest) = x.split_at(together * self.inputs);
        let (out, out_rest) = out.split_at_mut(together * self.outputs);
        // Panels that fit the cache go over all rows before the next ones do.
        let at_once = (CACHED / (width * BLOCK)).max(1);
        for first in (0..count).step_by(at_once) {
            let indices = first..(first + at_once).min(count);
            let tiles = x.chunks_exact(ROWS * self.inputs);
            for (x, out) in tiles.zip(out.chunks_exact_mut(ROWS * self.outputs)) {
                let row = |i: usize| &x[i * self.inputs..][..self.inputs];
                let rows = [row(0), row(1), row(2), row(3)];
                for index in indices.clone() {
                    let panel = panel(index);
                    let sums = in_parts(
                        &inputs,
                        [Sums::load(&starts[index]); ROWS],
                        |part, start| {
                            let rows = rows.map(|row| &row[part.clone()]);
                            rows_by_panel(rows, &panel[part], start)
                        },
                    );
                    for (sums, out) in sums.into_iter().zip(out.chunks_exact_mut(self.outputs)) {
                        store(sums, &mut out[index * BLOCK..]);
                    }
                }
            }
        }
        let rows = x_rest.chunks_exact(self.inputs);
        for (x, out) in rows.zip(out_rest.chunks_exact_mut(self.outputs)) {
            let mut index = 0;
            while index + PANELS <= count {
                let panels = [
                    panel(index),
                    panel(index + 1),
                    panel(index + 2),
                    panel(index + 3),
                ];
                let start = |i: usize| Sums::load(&starts[index + i]);
                let start = [start(0), start(1), start(2), start(3)];
                let sums = in_parts(&inputs, start, |part, start| {
                    let panels = panels.map(|panel| &panel[part.clone()]);
                    row_by_panels(&x[part], panels, start)
                });
                for (i, sums) in sums.into_iter().enumerate() {
                    store(sums, &mut out[(index + i) * BLOCK..]);
                }
                index += PANELS;
            }
            for index in index..count {
                let panel = panel(index);
                let [sums] = in_parts(&inputs, [Sums::load(&starts[index])], |part, [start]| {
                    [super::lanes::accumulated(
                        start,
                        &x[part.clone()],
                        &panel[part],
                    )]
                });
                store(sums, &mut out[index * BLOCK..]);
            }
        }
    }
}

/// Sums over parts of the inputs: the first goes on from `start`, the others begin at nothing and are added to it.
#[inline(always)]
fn in_parts<const PARTS: usize, const COUNT: usize>(
    inputs: &[Range<usize>; PARTS],
    start: [Sums; COUNT],
    product: impl Fn(Range<usize>, [Sums; COUNT]) -> [Sums; COUNT],
) -> [Sums; COUNT] {
    let mut sums = start;
    for (index, part) in inputs.iter().enumerate() {
        if index == 0 {
            sums = product(part.clone(), sums);
            continue;
        }
        let nothing = [[F32x4::splat(0.0); 2]; COUNT];
        for (sum, more) in sums.iter_mut().zip(product(part.clone(), nothing)) {
            *sum = [sum[0].plus(more[0]), sum[1].plus(more[1])];
        }
    }
    sums
}

/// Four rows of x by one panel.
#[inline(always)]
fn rows_by_panel(
    [x0, x1, x2, x3]: [&[f32]; ROWS],
    panel: &[PanelRow],
    [mut a, mut b, mut c, mut d]: [Sums; ROWS],
) -> [Sums; ROWS] {
    for ((((&x0, &x1), &x2), &x3), w) in x0.iter().zip(x1).zip(x2).zip(x3).zip(panel) {
        a = a.plus_scaled(F32x4::splat(x0), w);
        b = b.plus_scaled(F32x4::splat(x1), w);
        c = c.plus_scaled(F32x4::splat(x2), w);
        d = d.plus_scaled(F32x4::splat(x3), w);
    }
    [a, b, c, d]
}

/// One row of x by four panels.
#[inline(always)]
fn row_by_panels(
    x: &[f32],
    [p0, p1, p2, p3]: [&[PanelRow]; PANELS],
    [mut a, mut b, mut c, mut d]: [Sums; PANELS],
) -> [Sums; PANELS] {
    for ((((&x, w0), w1), w2), w3) in x.iter().zip(p0).zip(p1).zip(p2).zip(p3) {
        let x = F32x4::splat(x);
        a = a.plus_scaled(x, w0);
        b = b.plus_scaled(x, w1);
        c = c.plus_scaled(x, w2);
        d = d.plus_scaled(x, w3);
    }
    [a, b, c, d]
}

/// Writes a panel's sums, or as many of them as there are columns left.
#[inline(always)]
fn store(sums: Sums, out: &mut [f32]) {
    match Sums::rows_mut(out).first_mut() {
        Some(to) => sums.store(to),
        None => {
            let mut whole = [[0.0; 4]; 2];
            sums.store(&mut whole);
            let numbers = out.iter_mut().zip(whole.as_flattened());
            numbers.for_each(|(to, from)| *to = *from);
        }
    }
}
