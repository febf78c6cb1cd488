//! `AttentionWithContext`: the word attention of Hierarchical Attention Networks
//! (Yang et al. 2016, equations 5 to 7) as C. Baziotis wrote it for Keras.
//!
//! u_t = tanh(h_t·W + b)    W: `[features, attention_dim]`, b: `[attention_dim]` or none
//! e_t = exp(u_t·u) · m_t    u: `[attention_dim]`, m: the mask
//! α_t = e_t / (Σ e + 1e-7)
//! output = Σ α_t·h_t    `[features]`
//!
//! Unlike a softmax it takes no maximum off first, so `u_t·u` above 88 overflows in f32, as in Keras;
//! and the `1e-7` lets the weights sum to slightly less than 1, to 0 where everything is masked.

use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::Kind;
use crate::kernels;
use crate::layers::{
    AttentionTrace, AttentionWeights, Layer, Mismatch, Outcome, expect_sequence, mask_of, sequence,
    single,
};
use crate::tensor::{Shape, Value};

/// This kind.
pub const KIND: Kind = Kind {
    name: "attention_with_context",
    title: "AttentionWithContext (Yang et al. 2016)",
    equation: "α_t = exp(u·tanh(h_t·W + b)) / (Σ exp + 1e-7)",
    python: Some(
        "b = weights[1] if len(weights) == 3 else 0\n\
         e = np.exp(np.tanh(h @ weights[0] + b) @ weights[-1].ravel()) * m\n\
         a = e / (e.sum() + 1e-7)",
    ),
};

/// `keras.backend.epsilon()`
const EPSILON: f32 = 1e-7;

/// Attention with a learned context vector.
#[derive(Debug)]
pub struct AttentionWithContext {
    /// W, `[features, attention_dim]`
    pub kernel: Array2<f32>,
    /// b, `[attention_dim]`, where the layer was made with `bias=True`.
    pub bias: Option<Array1<f32>>,
    /// u (the paper's u_w), `[attention_dim]`
    pub context_vector: Array1<f32>,
    /// Puts out the weights, `[steps, 1]`, as a second tensor (`return_coefficients`, `return_attention`).
    pub return_attention: bool,
}

impl AttentionWithContext {
    /// `u_t`, `[steps, attention_dim]`
    fn hidden_representation(&self, h: &Array2<f32>) -> Array2<f32> {
        let (features, attention_dim) = self.kernel.dim();
        let mut u_t = Array2::zeros((h.nrows(), attention_dim));
        if let (Some(out), Some(h), Some(kernel)) =
            (u_t.as_slice_mut(), h.as_slice(), self.kernel.as_slice())
        {
            if let Some(bias) = self.bias.as_ref().and_then(|bias| bias.as_slice()) {
                kernels::fill_rows(out, bias);
            }
            kernels::add_matrix_product(h, kernel, out, features, attention_dim);
            out.iter_mut().for_each(|x| *x = kernels::tanh(*x));
        }
        u_t
    }
}

/// `α_t` from the scores: exp, mask, and division by the sum plus epsilon.
fn attention_weights(scores: ArrayView1<f32>, mask: Option<&[bool]>) -> Array1<f32> {
    let mut weights = scores.mapv(f32::exp);
    if let Some(mask) = mask {
        for (weight, &real) in weights.iter_mut().zip(mask) {
            *weight *= f32::from(u8::from(real));
        }
    }
    // Summed in f64: over 100,000 words f32 would lose the fifth digit.
    let sum = weights.iter().map(|&w| f64::from(w)).sum::<f64>() as f32 + EPSILON;
    weights / sum
}

impl Layer for AttentionWithContext {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let features = self.kernel.nrows();
        let steps = expect_sequence(single(inputs)?, features)?;
        let context = vec![Some(features)];
        Ok(if self.return_attention {
            vec![context, vec![steps, Some(1)]]
        } else {
            vec![context]
        })
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let h = sequence(input, self.kernel.nrows())?;
        let u_t = self.hidden_representation(&h);
        let scores = u_t
            .rows()
            .into_iter()
            .map(|row| row.dot(&self.context_vector))
            .collect::<Array1<f32>>();
        let mask = mask_of(input)?;
        let weights = attention_weights(scores.view(), mask.as_deref());
        let mut context = Array1::zeros(h.ncols());
        for (row, &weight) in h.rows().into_iter().zip(&weights) {
            context.scaled_add(weight, &row);
        }

        let mut outputs = vec![Value::new(context.clone())];
        if self.return_attention {
            let column = Value::new(weights.clone().insert_axis(Axis(1)));
            outputs.push(column.stepped(input.steps.forgetting(1)));
        }
        let mut attention = AttentionTrace::of(AttentionWeights::PerStep(weights), input);
        attention.u_t = Some(u_t);
        attention.scores = Some(scores);
        attention.context_vector = Some(context);
        Ok(Outcome {
            outputs,
            attention: Some(attention),
            ..Outcome::default()
        })
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(KIND.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn masked_steps_get_nothing_and_all_masked_sums_to_zero() {
        let scores = array![1.0, 2.0, 3.0];
        let weights = attention_weights(scores.view(), Some(&[true, false, true]));
        assert_eq!(weights[1], 0.0);
        assert!((weights.sum() - 1.0).abs() < 1e-6);
        assert_eq!(
            attention_weights(scores.view(), Some(&[false; 3])).sum(),
            0.0
        );
    }
}
