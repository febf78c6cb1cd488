//! Matrix products x·W, W in panels of eight columns: `[columns/8, inputs, 8]`.

use crate::lanes::{all, load, load_all, product_sum, store};

/// `ROWS` rows by one panel, all sums in registers.
#[inline(always)]
unsafe fn tile<const ROWS: usize>(
    x: *const f32,
    panel: *const f32,
    out: *mut f32,
    inputs: usize,
    columns: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut sums = [[all(0.0); 2]; ROWS];
        for from in 0..inputs {
            let (left, right) = (load(panel, 8 * from), load(panel, 8 * from + 4));
            for (row, sum) in sums.iter_mut().enumerate() {
                let x = load_all(x, row * inputs + from);
                *sum = [product_sum(x, left, sum[0]), product_sum(x, right, sum[1])];
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            store(out, row * columns, sum[0]);
            store(out, row * columns + 4, sum[1]);
        }
    }
}

#[inline(always)]
unsafe fn product<const ROWS: usize>(
    x: *const f32,
    kernel: *const f32,
    out: *mut f32,
    [rows, inputs, columns]: [usize; 3],
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut row = 0;
        while row + ROWS <= rows {
            for panel in (0..columns).step_by(8) {
                let x = x.add(row * inputs);
                let out = out.add(row * columns + panel);
                tile::<ROWS>(x, kernel.add(panel * inputs), out, inputs, columns);
            }
            row += ROWS;
        }
        while row < rows {
            for panel in (0..columns).step_by(8) {
                let x = x.add(row * inputs);
                let out = out.add(row * columns + panel);
                tile::<1>(x, kernel.add(panel * inputs), out, inputs, columns);
            }
            row += 1;
        }
    }
}

/// Four rows at a time. x: `[rows, inputs]`, out: `[rows, columns]`
#[unsafe(no_mangle)]
unsafe extern "C" fn product4(
    times: u32,
    x: *const f32,
    kernel: *const f32,
    out: *mut f32,
    rows: usize,
    inputs: usize,
    columns: usize,
) {
    for _ in 0..times {
        // SAFETY: the page lays them out.
        unsafe {
            product::<4>(
                core::hint::black_box(x),
                kernel,
                out,
                [rows, inputs, columns],
            )
        }
    }
}

/// Six rows at a time: twelve sums.
#[unsafe(no_mangle)]
unsafe extern "C" fn product6(
    times: u32,
    x: *const f32,
    kernel: *const f32,
    out: *mut f32,
    rows: usize,
    inputs: usize,
    columns: usize,
) {
    for _ in 0..times {
        // SAFETY: the page lays them out.
        unsafe {
            product::<6>(
                core::hint::black_box(x),
                kernel,
                out,
                [rows, inputs, columns],
            )
        }
    }
}

/// One row by panels of 32 columns: W is `[columns/32, inputs, 32]`.
#[unsafe(no_mangle)]
unsafe extern "C" fn product_row(
    times: u32,
    x: *const f32,
    kernel: *const f32,
    out: *mut f32,
    inputs: usize,
    columns: usize,
) {
    for _ in 0..times {
        let x = core::hint::black_box(x);
        for panel in (0..columns).step_by(32) {
            // SAFETY: the page lays them out.
            unsafe {
                let mut sums = [all(0.0); 8];
                for from in 0..inputs {
                    let x = load_all(x, from);
                    for (place, sum) in sums.iter_mut().enumerate() {
                        let w = load(kernel, panel * inputs + 32 * from + 4 * place);
                        *sum = product_sum(x, w, *sum);
                    }
                }
                for (place, sum) in sums.into_iter().enumerate() {
                    store(out, panel + 4 * place, sum);
                }
            }
        }
    }
}
