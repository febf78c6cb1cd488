//! Steps of recurrent cells. The gates of eight units lie side by side in one panel of the packed kernel, so that a
//! panel's sums are all that these units' next states need: they never leave the registers.
//!
//! Everything here is in whole blocks of eight: states `[padded(units)]`, sums in the order of the panels. Units beyond
//! the last are made of zero weights, and stay 0.

use super::lanes::{BLOCK, F32x4, Quad, Row, accumulated, padded};
use super::packed::PackedMatrix;
use super::transcendental::{gated_tanh_lanes, quick_sigmoid_lanes, sigmoid_lanes, tanh_lanes};

/// In which order a packed kernel holds the gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateOrder {
    /// All gates of eight units, then those of the next eight: for [`lstm_step`] and [`gru_step`].
    Interleaved,
    /// Gate after gate, each in whole blocks of units: for everything else.
    OneByOne,
}

impl GateOrder {
    /// Packs a kernel for products. w: `[inputs, gates·units]`, gate after gate as Keras stores them.
    pub fn pack(self, w: &[f32], inputs: usize, units: usize, gates: usize) -> PackedMatrix {
        let places = self.places(units, gates);
        let number = |row: usize, column: usize| {
            let place = places.get(column).copied().flatten();
            let number = place.and_then(|place| w.get(row * gates * units + place));
            number.copied().unwrap_or(0.0)
        };
        PackedMatrix::with_columns(inputs, places.len(), number)
    }

    /// A bias in the same order. b: `[gates·units]`
    pub fn pack_bias(self, b: &[f32], units: usize, gates: usize) -> Vec<f32> {
        let number = |place: Option<usize>| place.and_then(|place| b.get(place).copied());
        let places = self.places(units, gates).into_iter();
        places.map(|place| number(place).unwrap_or(0.0)).collect()
    }

    /// Which of Keras's columns each packed column holds; `None`: one of a unit beyond the last.
    fn places(self, units: usize, gates: usize) -> Vec<Option<usize>> {
        let place = |gate: usize, unit: usize| (unit < units).then_some(gate * units + unit);
        let mut places = Vec::with_capacity(gates * padded(units));
        match self {
            Self::Interleaved => {
                for first in (0..units).step_by(BLOCK) {
                    for gate in 0..gates {
                        places.extend((first..first + BLOCK).map(|unit| place(gate, unit)));
                    }
                }
            }
            Self::OneByOne => {
                for gate in 0..gates {
                    places.extend((0..padded(units)).map(|unit| place(gate, unit)));
                }
            }
        }
        places
    }
}

/// A recurrent kernel whose gates are interleaved.
pub struct GateKernel {
    units: usize,
    /// Numbers of one panel: `[units, gates·8]`, all gates of eight units.
    panel: usize,
    /// Panel after panel.
    numbers: Vec<f32>,
}

impl GateKernel {
    /// Packs a kernel. u: `[units, gates·units]`, gate after gate as Keras stores them.
    pub fn new(u: &[f32], units: usize, gates: usize) -> Self {
        let width = gates * BLOCK;
        let places = GateOrder::Interleaved.places(units, gates);
        let mut numbers = Vec::with_capacity(units * places.len());
        for places in places.chunks(width) {
            for row in 0..units {
                let of_row =
                    |place: &Option<usize>| u.get(row * gates * units + (*place)?).copied();
                numbers.extend(places.iter().map(|place| of_row(place).unwrap_or(0.0)));
            }
        }
        Self {
            units,
            panel: units * width,
            numbers,
        }
    }

    /// The units of a state in whole blocks.
    fn of_state<'a>(&self, h: &'a [f32]) -> &'a [f32] {
        h.get(..self.units).unwrap_or(h)
    }

    fn panels(&self) -> impl Iterator<Item = &[f32]> {
        self.numbers.chunks_exact(self.panel.max(1))
    }
}

/// A step of an LSTM with tanh and sigmoid.
/// projected: x·W + b, packed; h, c: the states before; after: h', then c', each in whole blocks.
pub fn lstm_step(
    projected: &[f32],
    kernel: &GateKernel,
    (h, c): (&[f32], &[f32]),
    (h_after, c_after): (&mut [f32], &mut [f32]),
) {
    type Gates = [F32x4; 8];
    type Block = [F32x4; 2];
    let x = kernel.of_state(h);
    let blocks = Gates::rows(projected).iter().zip(kernel.panels());
    let states = Block::rows(c)
        .iter()
        .zip(Block::rows_mut(h_after))
        .zip(Block::rows_mut(c_after));
    for ((start, panel), ((c, h_after), c_after)) in blocks.zip(states) {
        let [i0, i1, f0, f1, g0, g1, o0, o1] =
            accumulated(Gates::load(start), x, Gates::rows(panel));
        lstm_unit([i0, f0, g0, o0], &c[0], &mut h_after[0], &mut c_after[0]);
        lstm_unit([i1, f1, g1, o1], &c[1], &mut h_after[1], &mut c_after[1]);
    }
}

/// c' = σ(f)⊙c + σ(i)⊙tanh(g), h' = σ(o)⊙tanh(c') of four units.
#[inline(always)]
fn lstm_unit([i, f, g, o]: [F32x4; 4], c: &Quad, h_after: &mut Quad, c_after: &mut Quad) {
    let candidate = gated_tanh_lanes(i, g);
    let c = sigmoid_lanes(f).times_plus(F32x4::load(c), candidate);
    c.store(c_after);
    gated_tanh_lanes(o, c).store(h_after);
}

/// A step of a GRU with `reset_after`, tanh and sigmoid. start: c, the recurrent bias, packed.
pub fn gru_step(
    projected: &[f32],
    kernel: &GateKernel,
    start: &[f32],
    h: &[f32],
    h_after: &mut [f32],
) {
    type Gates = [F32x4; 6];
    type Block = [F32x4; 2];
    let x = kernel.of_state(h);
    let blocks = Gates::rows(projected).iter().zip(Gates::rows(start));
    let states = Block::rows(h).iter().zip(Block::rows_mut(h_after));
    for (((projected, start), panel), (h, h_after)) in blocks.zip(kernel.panels()).zip(states) {
        let [xz0, xz1, xr0, xr1, xg0, xg1] = Gates::load(projected);
        let [z0, z1, r0, r1, g0, g1] = accumulated(Gates::load(start), x, Gates::rows(panel));
        gru_unit([xz0, xr0, xg0], [z0, r0, g0], &h[0], &mut h_after[0]);
        gru_unit([xz1, xr1, xg1], [z1, r1, g1], &h[1], &mut h_after[1]);
    }
}

/// h' = z⊙h + (1 − z)⊙tanh(x_g + r⊙g) of four units, with z = σ(x_z + z), r = σ(x_r + r).
#[inline(always)]
fn gru_unit([xz, xr, xg]: [F32x4; 3], [z, r, g]: [F32x4; 3], h: &Quad, h_after: &mut Quad) {
    let z = sigmoid_lanes(xz.plus(z));
    let r = quick_sigmoid_lanes(xr.plus(r));
    let g = tanh_lanes(r.times_plus(g, xg));
    let kept = z.times(F32x4::load(h));
    F32x4::splat(1.0)
        .minus(z)
        .times_plus(g, kept)
        .store(h_after);
}
