//! What the kernels compute, written as the equations are, in f64.

use super::kernels::{self, GateKernel, GateOrder, PackedMatrix, padded};

/// Pseudo-random numbers between -1 and 1, and sizes.
struct Random(u32);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.0 >> 8
    }

    fn number(&mut self) -> f32 {
        self.next() as f32 / 8_388_608.0 - 1.0
    }

    fn numbers(&mut self, n: usize) -> Vec<f32> {
        (0..n).map(|_| self.number()).collect()
    }

    fn one_of(&mut self, sizes: &[usize]) -> usize {
        sizes[self.next() as usize % sizes.len()]
    }
}

/// Units that people use, and some that fill no register.
const UNITS: &[usize] = &[1, 2, 7, 8, 9, 16, 31, 50, 64, 100, 128];

/// The kernel that is furthest from its reference on the shapes and numbers of a seed, relative to numbers above 1.
pub fn largest_difference(seed: u32) -> (&'static str, f32) {
    let random = &mut Random(seed.wrapping_mul(2_654_435_761).wrapping_add(1));
    let differences = [
        ("product", product(random)),
        ("LSTM step", lstm_step(random)),
        ("GRU step", gru_step(random)),
        ("dot", dot(random)),
        ("weighted sum", weighted_sum(random)),
        ("functions", functions(random)),
    ];
    let worst = differences.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    worst.unwrap_or(("nothing", 0.0))
}

fn difference(found: &[f32], expected: &[f64]) -> f32 {
    assert_eq!(found.len(), expected.len());
    let pairs = found.iter().zip(expected);
    let differences = pairs
        .map(|(&found, &expected)| (f64::from(found) - expected).abs() / expected.abs().max(1.0));
    differences.fold(0.0, f64::max) as f32
}

/// start + x·w, row by row.
fn plain_product(x: &[f32], w: &[f32], start: &[f32], outputs: usize) -> Vec<f64> {
    let inputs = w.len() / outputs.max(1);
    let mut out = Vec::new();
    for x in x.chunks_exact(inputs) {
        for o in 0..outputs {
            let products = (0..inputs).map(|i| f64::from(x[i]) * f64::from(w[i * outputs + o]));
            out.push(f64::from(start[o]) + products.sum::<f64>());
        }
    }
    out
}

fn product(random: &mut Random) -> f32 {
    let (inputs, outputs) = (random.one_of(UNITS), random.one_of(UNITS));
    let rows = random.one_of(&[1, 2, 3, 4, 5, 9]);
    let (x, w) = (
        random.numbers(rows * inputs),
        random.numbers(inputs * outputs),
    );
    let mut start = random.numbers(outputs);
    let expected = plain_product(&x, &w, &start, outputs);
    start.resize(padded(outputs), 0.0);
    let packed = PackedMatrix::new(&w, inputs, outputs);
    let mut out = vec![0.0; rows * outputs];
    packed.product(&x, &start, &mut out);
    // A row has the same bits alone and among others.
    let mut alone = vec![0.0; outputs];
    packed.product(&x[..inputs], &start, &mut alone);
    assert_eq!(alone, out[..outputs]);
    // Two halves of the inputs come to the whole, and have the same bits summed here and there.
    let half = random.one_of(&[0, inputs / 2, inputs]);
    let (first, second) = (0..half, half..inputs);
    let mut both = vec![0.0; rows * outputs];
    packed.product_of([first.clone(), second.clone()], &x, &start, &mut both);
    let mut front = vec![0.0; rows * outputs];
    packed.product_of([first], &x, &start, &mut front);
    let mut back = vec![0.0; rows * outputs];
    packed.product_of([second], &x, &vec![0.0; start.len()], &mut back);
    front.iter_mut().zip(&back).for_each(|(a, b)| *a += b);
    assert_eq!(front, both);
    difference(&out, &expected).max(difference(&both, &expected))
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// A state in whole blocks.
fn blocks(state: &[f32]) -> Vec<f32> {
    let mut blocks = state.to_vec();
    blocks.resize(padded(state.len()), 0.0);
    blocks
}

fn lstm_step(random: &mut Random) -> f32 {
    let (units, features) = (random.one_of(UNITS), random.one_of(UNITS));
    let w = random.numbers(features * 4 * units);
    let u = random.numbers(units * 4 * units);
    let (b, x) = (random.numbers(4 * units), random.numbers(features));
    let (h, c) = (random.numbers(units), random.numbers(units));
    let order = GateOrder::Interleaved;
    let bias = order.pack_bias(&b, units, 4);
    let mut projected = vec![0.0; bias.len()];
    order
        .pack(&w, features, units, 4)
        .product(&x, &bias, &mut projected);
    let (mut h_after, mut c_after) = (blocks(&h), blocks(&c));
    kernels::lstm_step(
        &projected,
        &GateKernel::new(&u, units, 4),
        (&blocks(&h), &blocks(&c)),
        (&mut h_after, &mut c_after),
    );
    let of_x = plain_product(&x, &w, &b, 4 * units);
    let of_h = plain_product(&h, &u, &vec![0.0; 4 * units], 4 * units);
    let z = |gate: usize, unit: usize| of_x[gate * units + unit] + of_h[gate * units + unit];
    let cell = |unit: usize| {
        sigmoid(z(1, unit)) * f64::from(c[unit]) + sigmoid(z(0, unit)) * z(2, unit).tanh()
    };
    let cells: Vec<f64> = (0..units).map(cell).collect();
    let hidden: Vec<f64> = (0..units)
        .map(|unit| sigmoid(z(3, unit)) * cells[unit].tanh())
        .collect();
    let beyond = h_after[units..].iter().chain(&c_after[units..]);
    assert!(
        beyond.copied().all(|x| x == 0.0),
        "units beyond the last stay 0"
    );
    difference(&h_after[..units], &hidden).max(difference(&c_after[..units], &cells))
}

fn gru_step(random: &mut Random) -> f32 {
    let units = random.one_of(UNITS);
    let u = random.numbers(units * 3 * units);
    let (x, c, h) = (
        random.numbers(3 * units),
        random.numbers(3 * units),
        random.numbers(units),
    );
    let order = GateOrder::Interleaved;
    let mut after = blocks(&h);
    kernels::gru_step(
        &order.pack_bias(&x, units, 3),
        &GateKernel::new(&u, units, 3),
        &order.pack_bias(&c, units, 3),
        &blocks(&h),
        &mut after,
    );
    let of_h = plain_product(&h, &u, &c, 3 * units);
    let hidden = (0..units).map(|unit| {
        let of = |gate: usize| (f64::from(x[gate * units + unit]), of_h[gate * units + unit]);
        let ((xz, hz), (xr, hr), (xg, hg)) = (of(0), of(1), of(2));
        let z = sigmoid(xz + hz);
        z * f64::from(h[unit]) + (1.0 - z) * (xg + sigmoid(xr + hr) * hg).tanh()
    });
    difference(&after[..units], &hidden.collect::<Vec<_>>())
}

fn dot(random: &mut Random) -> f32 {
    let n = random.one_of(UNITS);
    let (a, b) = (random.numbers(n), random.numbers(n));
    let expected = a
        .iter()
        .zip(&b)
        .map(|(&a, &b)| f64::from(a) * f64::from(b))
        .sum();
    difference(&[kernels::dot(&a, &b)], &[expected])
}

fn weighted_sum(random: &mut Random) -> f32 {
    let (steps, features) = (
        random.one_of(&[0, 1, 63, 64, 65, 300]),
        random.one_of(UNITS),
    );
    let (weights, rows) = (random.numbers(steps), random.numbers(steps * features));
    let sum = |feature: usize| -> f64 {
        let rows = weights.iter().zip(rows.chunks_exact(features));
        rows.map(|(&weight, row)| f64::from(weight) * f64::from(row[feature]))
            .sum()
    };
    let expected: Vec<f64> = (0..features).map(sum).collect();
    difference(&kernels::weighted_sum(&weights, &rows, features), &expected)
}

fn functions(random: &mut Random) -> f32 {
    let n = random.one_of(UNITS);
    let x: Vec<f32> = random.numbers(n).iter().map(|x| 20.0 * x).collect();
    let of = |kernel: fn(&mut [f32]), plain: fn(f64) -> f64| {
        let mut found = x.clone();
        kernel(&mut found);
        difference(
            &found,
            &x.iter().map(|&x| plain(x.into())).collect::<Vec<_>>(),
        )
    };
    of(kernels::tanh_each, f64::tanh)
        .max(of(kernels::sigmoid_each, sigmoid))
        .max(of(kernels::exp_each, f64::exp))
}
