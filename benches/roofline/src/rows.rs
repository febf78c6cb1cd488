//! What the attention does to the rows of its states: a score of each, and their weighted sum.

use crate::lanes::{all, load, load_all, product_sum, store, sum};

/// scores[t] = rows[t]·u. rows: `[count, width]`, width a multiple of 8
#[unsafe(no_mangle)]
unsafe extern "C" fn scores(
    times: u32,
    rows: *const f32,
    u: *const f32,
    out: *mut f32,
    count: usize,
    width: usize,
) {
    for _ in 0..times {
        let rows = core::hint::black_box(rows);
        for row in 0..count {
            // SAFETY: the page lays them out.
            unsafe {
                let (mut left, mut right) = (all(0.0), all(0.0));
                for at in (0..width).step_by(8) {
                    left = product_sum(load(rows, row * width + at), load(u, at), left);
                    right = product_sum(load(rows, row * width + at + 4), load(u, at + 4), right);
                }
                *out.add(row) = sum(left) + sum(right);
            }
        }
    }
}

/// out = Σ weights[t]·rows[t]. rows: `[count, width]`, width a multiple of 8
#[unsafe(no_mangle)]
unsafe extern "C" fn weighted_sum(
    times: u32,
    rows: *const f32,
    weights: *const f32,
    out: *mut f32,
    count: usize,
    width: usize,
) {
    for _ in 0..times {
        let rows = core::hint::black_box(rows);
        for at in (0..width).step_by(8) {
            // SAFETY: the page lays them out.
            unsafe {
                let (mut left, mut right) = (all(0.0), all(0.0));
                for row in 0..count {
                    let weight = load_all(weights, row);
                    left = product_sum(weight, load(rows, row * width + at), left);
                    right = product_sum(weight, load(rows, row * width + at + 4), right);
                }
                store(out, at, left);
                store(out, at + 4, right);
            }
        }
    }
}
