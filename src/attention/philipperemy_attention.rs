//! `Attention` of philipperemy's `attention` package (releases 4.1 and 5.0): every step is scored against the last
//! one, whatever the mask says, so under post padding against padding.
//!
//! h_T: the last step    `[features]`
//! luong (Luong et al. 2015): s_t = h_T·(h_t·W)    W: `[features, features]`
//! bahdanau: s_t = v·tanh(h_T·W₁ + h_t·W₂)    v: `[features, 1]`, W₁, W₂: `[features, features]`
//! α = softmax(s)    c = Σ α_t·h_t
//! output = tanh([c, h_T]·W_c)    W_c: `[2·features, units]`, no biases; `[units]`

use ndarray::{Array1, Array2, Axis, concatenate, s};

use super::Kind;
use super::normalise::{softmax, weighted_sum};
use super::scoring::{dots, linear, matrix_of};
use crate::kernels;
use crate::layers::{
    AttentionTrace, AttentionWeights, Layer, Mismatch, Outcome, expect_sequence, known, single,
};
use crate::tensor::{Shape, Value};

/// This kind.
pub const KIND: Kind = Kind {
    name: "philipperemy_attention",
    title: "Attention against the last step (philipperemy)",
    equation: "α = softmax(h_T·W·h_t), output tanh(W_c·[Σ α_t·h_t; h_T])",
    python: None,
};

/// How steps are scored against the last one.
#[derive(Debug)]
pub enum Score {
    /// W, `[features, features]`
    Luong(Array2<f32>),
    /// Through tanh.
    Bahdanau {
        /// v, `[features]`
        vector: Array1<f32>,
        /// W₁, `[features, features]`
        of_last: Array2<f32>,
        /// W₂, `[features, features]`
        of_steps: Array2<f32>,
    },
}

/// Attention whose query is the last step.
#[derive(Debug)]
pub struct LastStepAttention {
    /// How steps are scored.
    pub score: Score,
    /// W_c, `[2·features, units]`
    pub output_kernel: Array2<f32>,
}

impl LastStepAttention {
    fn features(&self) -> usize {
        self.output_kernel.nrows() / 2
    }
}

impl Layer for LastStepAttention {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        expect_sequence(single(inputs)?, self.features())?;
        Ok(vec![vec![Some(self.output_kernel.ncols())]])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let shape = known(input.shape());
        expect_sequence(&shape, self.features())?;
        let h = matrix_of(input)?;
        if h.nrows() == 0 {
            return Err(Mismatch::shape("at least one step", &shape));
        }
        let last = h.slice(s![-1.., ..]).to_owned();
        let (scores, u_t) = match &self.score {
            Score::Luong(kernel) => (
                dots(&linear(&h, kernel, None), &last.row(0).to_owned()),
                None,
            ),
            Score::Bahdanau {
                vector,
                of_last,
                of_steps,
            } => {
                let mut u_t = linear(&h, of_steps, None);
                u_t += &linear(&last, of_last, None).row(0);
                u_t.mapv_inplace(kernels::tanh);
                (dots(&u_t, vector), Some(u_t))
            }
        };
        let weights = softmax(scores.view());
        let context = weighted_sum(&weights.clone().insert_axis(Axis(1)), &h);
        let joined = concatenate(Axis(1), &[context.view().insert_axis(Axis(0)), last.view()])
            .map_err(|_| Mismatch::shape("(None, steps, features)", &shape))?;
        let output = linear(&joined, &self.output_kernel, None).mapv_into(kernels::tanh);

        let mut attention = AttentionTrace::of(AttentionWeights::PerStep(weights), input);
        attention.u_t = u_t;
        attention.scores = Some(scores);
        attention.context_vector = Some(context);
        Ok(Outcome {
            outputs: vec![Value::new(output.row(0).to_owned())],
            attention: Some(attention),
            ..Outcome::default()
        })
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(KIND.name)
    }
}
