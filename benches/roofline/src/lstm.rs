//! An LSTM's steps (Hochreiter & Schmidhuber 1997) over projected words.
//!
//! The recurrent kernel lies in blocks of eight units: `[units/8, units, gates i f c o, 8]`. Eight sums then stay in
//! registers while one block streams by, and hold all four gates of the block's units. Every other step takes the
//! blocks in reverse, so that those which the cache holds come first.

use core::arch::wasm32::*;

use crate::activation::{sigmoid_fraction, tanh_fraction};
use crate::lanes::{all, load, load_all, product_sum, store, v128};

/// Numbers of one unit block in a step's projection: four gates of eight units.
const BLOCK: usize = 32;

#[inline(always)]
unsafe fn steps<const UNITS: usize>(
    steps: usize,
    projected: *const f32,
    kernel: *const f32,
    states: *mut f32,
) {
    let mut c = [all(0.0); 32];
    let start = [0f32; UNITS];
    let mut before = start.as_ptr();
    let blocks = UNITS / 8;
    for step in 0..steps {
        // SAFETY: the page lays out `steps` projections and states, and the kernel.
        unsafe {
            let z = projected.add(step * 4 * UNITS);
            let h = states.add(step * UNITS);
            for turn in 0..blocks {
                let block = if step % 2 == 0 {
                    turn
                } else {
                    blocks - 1 - turn
                };
                let sums = block_sums::<UNITS>(
                    z.add(block * BLOCK),
                    before,
                    kernel.add(block * BLOCK * UNITS),
                );
                for half in 0..2 {
                    let unit = &mut c[2 * block + half];
                    let gates = [sums[half], sums[2 + half], sums[4 + half], sums[6 + half]];
                    let (after, state) = unit_step(gates, *unit);
                    *unit = after;
                    store(h, 8 * block + 4 * half, state);
                }
            }
            before = h;
        }
    }
}

/// z + h·U of one block.
#[inline(always)]
unsafe fn block_sums<const UNITS: usize>(
    z: *const f32,
    h: *const f32,
    kernel: *const f32,
) -> [v128; 8] {
    // SAFETY: the caller's promise.
    unsafe {
        let mut sums: [v128; 8] = core::array::from_fn(|place| load(z, 4 * place));
        for from in 0..UNITS {
            let x = load_all(h, from);
            for (place, sum) in sums.iter_mut().enumerate() {
                *sum = product_sum(x, load(kernel, from * BLOCK + 4 * place), *sum);
            }
        }
        sums
    }
}

/// c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c'), each product of two activations with one division.
#[inline(always)]
fn unit_step([i, f, g, o]: [v128; 4], c: v128) -> (v128, v128) {
    let of_product =
        |(p, q): (v128, v128), (r, s): (v128, v128)| f32x4_div(f32x4_mul(p, r), f32x4_mul(q, s));
    let candidate = of_product(sigmoid_fraction(i), tanh_fraction(g));
    let (p, q) = sigmoid_fraction(f);
    let c = product_sum(f32x4_div(p, q), c, candidate);
    (c, of_product(sigmoid_fraction(o), tanh_fraction(c)))
}

/// 64 units. projected: `[steps, 256]` in the kernel's order; states: `[steps, 64]`
#[unsafe(no_mangle)]
unsafe extern "C" fn lstm64(
    times: u32,
    count: usize,
    projected: *const f32,
    kernel: *const f32,
    states: *mut f32,
) {
    for _ in 0..times {
        // SAFETY: the page lays them out.
        unsafe { steps::<64>(count, core::hint::black_box(projected), kernel, states) }
    }
}

/// 32 units. projected: `[steps, 128]` in the kernel's order; states: `[steps, 32]`
#[unsafe(no_mangle)]
unsafe extern "C" fn lstm32(
    times: u32,
    count: usize,
    projected: *const f32,
    kernel: *const f32,
    states: *mut f32,
) {
    for _ in 0..times {
        // SAFETY: the page lays them out.
        unsafe { steps::<32>(count, core::hint::black_box(projected), kernel, states) }
    }
}
