//! Arithmetic alone: chains of products and sums that never leave the registers.

use crate::lanes::{all, product_sum, sum};

/// Chains that run beside each other; each waits for its own last result.
const CHAINS: usize = 12;

/// `times` · 12 · 4 products and as many sums.
#[unsafe(no_mangle)]
pub extern "C" fn peak(times: u32, factor: f32, addend: f32) -> f32 {
    let (factor, addend) = (all(factor), all(addend));
    let mut chains = [all(1.0); CHAINS];
    for (index, chain) in chains.iter_mut().enumerate() {
        *chain = all(index as f32);
    }
    for _ in 0..times {
        for chain in &mut chains {
            *chain = product_sum(*chain, factor, addend);
        }
    }
    chains.into_iter().map(sum).sum()
}
