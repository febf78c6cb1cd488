//! `SeqSelfAttention` of CyberZHG's keras-self-attention: from every step to every step.
//!
//! additive: e[t, t'] = tanh(x_t·W_t + x_t'·W_x + b_h)·W_a + b_a    W_t, W_x: `[features, units]`, W_a: `[units, 1]`
//! multiplicative: e[t, t'] = x_t·W_a·x_t' + b_a    W_a: `[features, features]`
//! e = activation(e), less 10000 outside the window of `attention_width` and where t and t' are both masked
//! α = softmax of e over t'    output_t = Σ_t' α[t, t']·x_t'    `[steps, features]`; the mask passes
//!
//! No file tells the release, and releases differ: 0.46 (2020-06) lost the window, and up to 0.42 (2019) window and
//! mask were multiplied onto the exponentials: the kinds `seq_self_attention_046` and `seq_self_attention_042`.

use ndarray::{Array1, Array2, Axis};

use super::Kind;
use super::matrix::{attend, is_real, numbers_held, outcome, push_down, returned_matrix};
use super::normalise::EPSILON;
use super::scoring::{linear, matrix_of};
use crate::kernels;
use crate::layers::{
    Activation, Layer, Mismatch, Outcome, expect_sequence, known, mask_of, single,
};
use crate::tensor::{Shape, Value, float32};

/// This kind.
pub const KIND: Kind = Kind {
    name: "seq_self_attention",
    title: "SeqSelfAttention (keras-self-attention, since 0.47)",
    equation: "α = softmax(W_a·tanh(W_t·x_t + W_x·x_t' + b)), from each step to each",
    python: None,
};

/// As of release 0.46, which ignores the window.
pub const OF_046: Kind = Kind {
    name: "seq_self_attention_046",
    title: "SeqSelfAttention 0.46, whose window has no effect",
    equation: "α = softmax(W_a·tanh(W_t·x_t + W_x·x_t' + b)), from each step to each",
    python: None,
};

/// As up to release 0.42.
pub const OF_042: Kind = Kind {
    name: "seq_self_attention_042",
    title: "SeqSelfAttention up to 0.42",
    equation: "α = exp(W_a·tanh(W_t·x_t + W_x·x_t' + b))·m_t·m_t' / (Σ exp·m + 1e-7)",
    python: None,
};

/// What the releases differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// Up to 0.42.
    UpTo042,
    /// 0.46
    Of046,
    /// From 0.47 on.
    Since047,
}

/// How pairs of steps are scored.
#[derive(Debug)]
pub enum Score {
    /// Through tanh.
    Additive {
        /// W_t, `[features, units]`
        of_query: Array2<f32>,
        /// W_x, `[features, units]`
        of_key: Array2<f32>,
        /// b_h, `[units]`
        bias: Option<Array1<f32>>,
        /// W_a, `[units]`
        vector: Array1<f32>,
    },
    /// W_a, `[features, features]`
    Multiplicative(Array2<f32>),
}

/// The steps that a step may attend to.
#[derive(Debug, Clone, Copy)]
pub struct WindowOfSteps {
    /// `attention_width`
    pub width: usize,
    /// Only the step itself and those before it.
    pub history_only: bool,
}

impl WindowOfSteps {
    fn holds(self, query: usize, key: usize) -> bool {
        let back = match self.history_only {
            true => self.width.saturating_sub(1),
            false => self.width / 2,
        };
        // lower = query − back ≤ key < lower + width
        let place = key.saturating_add(back);
        place >= query && place < query.saturating_add(self.width)
    }
}

/// Self-attention as a layer of its own.
#[derive(Debug)]
pub struct SeqSelfAttention {
    /// How pairs are scored.
    pub score: Score,
    /// b_a
    pub score_bias: f32,
    /// `attention_activation`
    pub activation: Activation,
    /// `attention_width` and `history_only`; `None`: all steps.
    pub window: Option<WindowOfSteps>,
    /// Which release.
    pub release: Release,
    /// Whether the weights are put out as well, `[steps, steps]`.
    pub return_attention: bool,
}

impl SeqSelfAttention {
    fn features(&self) -> usize {
        match &self.score {
            Score::Additive { of_query, .. } => of_query.nrows(),
            Score::Multiplicative(kernel) => kernel.nrows(),
        }
    }

    fn scores(&self, x: &Array2<f32>) -> Array2<f32> {
        let mut scores = match &self.score {
            Score::Multiplicative(kernel) => linear(x, kernel, None).dot(&x.t()),
            Score::Additive {
                of_query,
                of_key,
                bias,
                vector,
            } => {
                let queries = linear(x, of_query, bias.as_ref());
                let keys = linear(x, of_key, None);
                Array2::from_shape_fn((x.nrows(), x.nrows()), |(t, other)| {
                    let pairs = queries.row(t).into_iter().zip(keys.row(other)).zip(vector);
                    pairs.map(|((q, k), w)| kernels::tanh(q + k) * w).sum()
                })
            }
        };
        scores += self.score_bias;
        let row_length = scores.ncols();
        if let Some(scores) = scores.as_slice_mut() {
            self.activation.apply(scores, row_length);
        }
        scores
    }
}

impl Layer for SeqSelfAttention {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        let steps = expect_sequence(input, self.features())?;
        let output = vec![steps, Some(self.features())];
        Ok(match self.return_attention {
            true => vec![output, vec![steps, steps]],
            false => vec![output],
        })
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        expect_sequence(&known(input.shape()), self.features())?;
        let x = matrix_of(input)?;
        let mut scores = self.scores(&x);
        let mask = mask_of(input)?;
        let is_real = is_real(&mask);
        let in_window =
            |query: usize, key: usize| self.window.is_none_or(|window| window.holds(query, key));
        let (weights, output) = match self.release {
            Release::UpTo042 => {
                let weights = weights_042(&scores, |query, key| {
                    in_window(query, key) && is_real(query) && is_real(key)
                });
                let output = weights.dot(&x);
                (weights, output)
            }
            release => {
                if release == Release::Since047 {
                    push_down(&mut scores, 1e4, in_window);
                }
                push_down(&mut scores, 1e4, |query, key| {
                    is_real(query) || is_real(key)
                });
                attend(scores, &x)
            }
        };
        let returned = self
            .return_attention
            .then(|| returned_matrix(input, input, weights.clone()));
        let weights = weights.insert_axis(Axis(0));
        Ok(outcome(
            input,
            input,
            output,
            weights,
            input.mask.clone(),
            returned,
        ))
    }

    fn numbers_held(&self, inputs: &[Shape]) -> usize {
        single(inputs).map_or(0, |input| numbers_held(1, input, input))
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(match self.release {
            Release::UpTo042 => OF_042.name,
            Release::Of046 => OF_046.name,
            Release::Since047 => KIND.name,
        })
    }
}

/// exp(e − max e), multiplied with what is allowed, over its sum plus epsilon, row by row.
fn weights_042(scores: &Array2<f32>, is_allowed: impl Fn(usize, usize) -> bool) -> Array2<f32> {
    let mut weights = scores.clone();
    for (query, mut row) in weights.rows_mut().into_iter().enumerate() {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut sum = 0.0f64;
        for (key, weight) in row.iter_mut().enumerate() {
            let exp = (*weight - largest).exp();
            *weight = if is_allowed(query, key) { exp } else { 0.0 };
            sum += f64::from(*weight);
        }
        row /= float32(sum) + EPSILON;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::WindowOfSteps;

    #[test]
    fn windows_are_keras_self_attentions() {
        let of = |width, history_only, query| -> Vec<usize> {
            let window = WindowOfSteps {
                width,
                history_only,
            };
            (0..6).filter(|&key| window.holds(query, key)).collect()
        };
        assert_eq!(of(3, false, 2), [1, 2, 3]);
        assert_eq!(of(2, false, 2), [1, 2]);
        assert_eq!(of(2, true, 2), [1, 2]);
        assert_eq!(of(3, true, 2), [0, 1, 2]);
        assert_eq!(of(3, false, 0), [0, 1]);
        assert_eq!(of(1_000_000_000, true, 3), [0, 1, 2, 3]);
        assert_eq!(of(usize::MAX / 2, true, 3), [0, 1, 2, 3]);
        assert_eq!(of(usize::MAX, false, 1), [0, 1, 2, 3, 4, 5]);
    }
}
