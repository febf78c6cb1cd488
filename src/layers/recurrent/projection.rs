//! x·W + b of a recurrent layer: the part of a step that depends on its input alone, and so on the word alone where the
//! input is an embedding. It is kept for each word that was met.

use ndarray::{Array1, Array2};

use crate::kernels::{GateOrder, PackedMatrix};
use crate::tensor::Words;

/// The input's share of a step's sums.
pub struct Projection {
    kernel: PackedMatrix,
    bias: Vec<f32>,
}

impl Projection {
    /// kernel: `[features, gates·units]`, bias: `[gates·units]`
    pub fn new(
        kernel: &Array2<f32>,
        bias: &Array1<f32>,
        units: usize,
        gates: usize,
        order: GateOrder,
    ) -> Self {
        Self {
            kernel: super::packed(kernel, units, gates, order),
            bias: order.pack_bias(&bias.to_vec(), units, gates),
        }
    }

    /// Numbers of a step's input.
    pub fn features(&self) -> usize {
        self.kernel.inputs()
    }

    /// Numbers of a step's sums, in whole blocks.
    pub fn width(&self) -> usize {
        self.bias.len()
    }

    /// x: `[steps, features]`, out: `[steps, width]`
    pub fn project(&self, x: &[f32], out: &mut [f32]) {
        self.kernel.product(x, &self.bias, out);
    }
}

/// Numbers that the words' projections may take up: 7 MiB. When they are full, they are begun anew.
const MOST_NUMBERS: usize = 7 << 18;

/// Words whose projections lie in one piece of memory: one large piece that grows would leave its old places behind, which
/// WebAssembly never gives back.
const WORDS_IN_PIECE: usize = 256;

/// Projections of words, as they are met.
#[derive(Default)]
pub struct WordProjections {
    /// The embedding they are of: where it lies, and its number of rows.
    table: Option<(*const f32, usize)>,
    /// One more than the place of each word's projection; 0: not met yet.
    places: Vec<u32>,
    /// Each `[256, width]`.
    pieces: Vec<Vec<f32>>,
    /// Words met.
    met: usize,
}

impl WordProjections {
    /// Makes sure that each of some steps' words has its projection.
    pub fn meet(
        &mut self,
        words: &Words,
        steps: impl Iterator<Item = usize> + Clone,
        projection: &Projection,
    ) {
        let (width, features) = (projection.width(), projection.features());
        let count = steps.clone().count();
        let room = (MOST_NUMBERS / width.max(1)).max(count);
        let table = Some((words.table.as_ptr(), words.table.nrows()));
        if self.table != table || self.met + count > room {
            self.table = table;
            self.places.clear();
            self.places.resize(words.table.nrows(), 0);
            self.met = 0;
        }
        let mut x = Vec::new();
        let mut from = self.met;
        for step in steps {
            let place = words.ids.get(step).map(|&id| id as usize);
            if let Some(place) = place.and_then(|id| self.places.get_mut(id))
                && *place == 0
            {
                self.met += 1;
                *place = self.met as u32;
                x.extend_from_slice(words.row(step));
            }
        }
        let mut x = &x[..];
        while from < self.met {
            let (piece, place) = (from / WORDS_IN_PIECE, from % WORDS_IN_PIECE);
            let count = (self.met - from).min(WORDS_IN_PIECE - place);
            if piece == self.pieces.len() {
                self.pieces.push(vec![0.0; WORDS_IN_PIECE * width]);
            }
            let (of_piece, rest) = x.split_at(count * features);
            let rows = self.pieces.get_mut(piece);
            let rows = rows.and_then(|rows| rows.get_mut(place * width..(place + count) * width));
            if let Some(rows) = rows {
                projection.project(of_piece, rows);
            }
            (from, x) = (from + count, rest);
        }
    }

    /// The projection of a step's word, which was met.
    pub fn of_step(&self, words: &Words, step: usize, width: usize) -> &[f32] {
        let id = words.ids.get(step).map_or(0, |&id| id as usize);
        let place = self.places.get(id).map_or(0, |&place| place as usize);
        let place = place.saturating_sub(1);
        let from = place % WORDS_IN_PIECE * width;
        let piece = self.pieces.get(place / WORDS_IN_PIECE);
        let found = piece.and_then(|piece| piece.get(from..from + width));
        found.unwrap_or_default()
    }
}
