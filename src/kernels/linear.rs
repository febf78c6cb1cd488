//! Products of matrices and vectors over row-major slices, kernels in Keras's `[in, out]` layout.
//!
//! All loops run along the output axis (axpy), which the compiler turns into SIMD without help;
//! a dot product per output would not be vectorised, because the order of a sum matters.

/// Rows of the left matrix that share one pass over the kernel.
const ROW_TILE: usize = 4;

/// Copies `row` into every row of `out` (`[rows, row.len()]`).
pub fn fill_rows(out: &mut [f32], row: &[f32]) {
    if row.is_empty() {
        return;
    }
    for chunk in out.chunks_exact_mut(row.len()) {
        chunk.copy_from_slice(row);
    }
}

/// `out += x · w` with `x`: `[in]`, `w`: `[in, out]`, `out`: `[out]`.
pub fn add_vector_product(x: &[f32], w: &[f32], out: &mut [f32]) {
    let n = out.len();
    debug_assert_eq!(w.len(), x.len() * n);
    if n == 0 {
        return;
    }
    let (x_tiles, x_rest) = x.as_chunks::<ROW_TILE>();
    let mut w_tiles = w.chunks_exact(ROW_TILE * n);
    for (&[x0, x1, x2, x3], ws) in x_tiles.iter().zip(&mut w_tiles) {
        let (w0, rest) = ws.split_at(n);
        let (w1, rest) = rest.split_at(n);
        let (w2, w3) = rest.split_at(n);
        for ((((o, a), b), c), d) in out.iter_mut().zip(w0).zip(w1).zip(w2).zip(w3) {
            *o += x0 * a + x1 * b + x2 * c + x3 * d;
        }
    }
    for (&x, ws) in x_rest.iter().zip(w_tiles.remainder().chunks_exact(n)) {
        for (o, w) in out.iter_mut().zip(ws) {
            *o += x * w;
        }
    }
}

/// `out += x · w` with `x`: `[rows, in]`, `w`: `[in, out]`, `out`: `[rows, out]`. Rows that `x` or `out` lacks are left as
/// they are, and so is what would be added of rows of `w` that are not there.
pub fn add_matrix_product(x: &[f32], w: &[f32], out: &mut [f32], inputs: usize, outputs: usize) {
    if inputs == 0 || outputs == 0 {
        return;
    }
    for (x, out) in x
        .chunks(ROW_TILE * inputs)
        .zip(out.chunks_mut(ROW_TILE * outputs))
    {
        if x.len() < ROW_TILE * inputs {
            for (x, out) in x.chunks_exact(inputs).zip(out.chunks_exact_mut(outputs)) {
                add_vector_product(x, w, out);
            }
            continue;
        }
        let mut rows = out.chunks_exact_mut(outputs);
        let (Some(o0), Some(o1), Some(o2), Some(o3)) =
            (rows.next(), rows.next(), rows.next(), rows.next())
        else {
            return;
        };
        let (x0, rest) = x.split_at(inputs);
        let (x1, rest) = rest.split_at(inputs);
        let (x2, x3) = rest.split_at(inputs);
        let columns = x0.iter().zip(x1).zip(x2).zip(x3);
        for ((((a, b), c), d), w) in columns.zip(w.chunks_exact(outputs)) {
            for ((((o0, o1), o2), o3), w) in o0
                .iter_mut()
                .zip(&mut *o1)
                .zip(&mut *o2)
                .zip(&mut *o3)
                .zip(w)
            {
                *o0 += a * w;
                *o1 += b * w;
                *o2 += c * w;
                *o3 += d * w;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / 8_388_608.0 - 1.0
            })
            .collect()
    }

    #[test]
    fn products_agree_with_the_definition() {
        for (rows, inputs, outputs) in [
            (1, 1, 1),
            (3, 5, 7),
            (4, 4, 4),
            (9, 10, 33),
            (5, 0, 3),
            (0, 3, 2),
        ] {
            let (x, w) = (numbers(rows * inputs, 1), numbers(inputs * outputs, 2));
            let mut out = numbers(rows * outputs, 3);
            let mut expected = out.clone();
            for r in 0..rows {
                for o in 0..outputs {
                    for i in 0..inputs {
                        expected[r * outputs + o] += x[r * inputs + i] * w[i * outputs + o];
                    }
                }
            }
            add_matrix_product(&x, &w, &mut out, inputs, outputs);
            for (a, b) in out.iter().zip(&expected) {
                assert!((a - b).abs() < 1e-5, "{rows}x{inputs}x{outputs}: {a} {b}");
            }
        }
    }
}
