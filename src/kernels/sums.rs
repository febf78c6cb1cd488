//! Sums over a row, and of weighted rows.

use super::lanes::F32x4;

/// Rows whose sums are made in f32 before they join those in f64: over 100,000 words f32 alone would lose the fifth digit.
const ROWS_IN_F32: usize = 64;

/// a · b
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [F32x4::splat(0.0); 2];
    for (a, b) in a.iter().zip(b) {
        let ((a, _), (b, _)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
        if let ([a0, a1], [b0, b1]) = (a, b) {
            sums[0] = F32x4::load(a0).times_plus(F32x4::load(b0), sums[0]);
            sums[1] = F32x4::load(a1).times_plus(F32x4::load(b1), sums[1]);
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums[0].plus(sums[1]).sum() + rest
}

/// Σ_t weights_t · rows_t. weights: `[steps]`, rows: `[steps, features]`; the sum: `[features]`
pub fn weighted_sum(weights: &[f32], rows: &[f32], features: usize) -> Vec<f32> {
    let mut sums = vec![0.0f64; features];
    let mut part = vec![0.0f32; features];
    if features == 0 {
        return part;
    }
    for (weights, rows) in weights
        .chunks(ROWS_IN_F32)
        .zip(rows.chunks(ROWS_IN_F32 * features))
    {
        part.fill(0.0);
        super::add_vector_product(weights, rows, &mut part);
        for (sum, part) in sums.iter_mut().zip(&part) {
            *sum += f64::from(*part);
        }
    }
    sums.into_iter().map(|sum| sum as f32).collect()
}
