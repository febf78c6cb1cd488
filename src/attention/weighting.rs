//! What kinds that weight the steps of one sequence have in common: they differ in their weights alone.
//! output = Σ α_t·h_t    h: `[steps, features]`, output: `[features]`

use std::borrow::Cow;

use ndarray::{Array1, Array2, Axis};

use super::normalise::weighted_sum;
use super::scoring::matrix_of;
use crate::kernels;
use crate::layers::{
    AttentionTrace, AttentionWeights, Layer, Linear, Memory, Mismatch, Outcome, known, mask_of,
    single,
};
use crate::tensor::{Shape, Value, float32};

/// A way to weight steps.
pub trait Weighting: Send + Sync {
    /// The kind's name.
    fn kind(&self) -> &'static str;

    /// Width of the steps that its weights are made for; `None`: any.
    fn features(&self) -> Option<usize>;

    /// Number of steps that its weights are made for; `None`: any.
    fn steps(&self) -> Option<usize> {
        None
    }

    /// The weights of the steps `h`, `[steps, features]`. `mask`: one entry for each step.
    fn weigh(&self, h: &Array2<f32>, mask: Option<&[bool]>) -> Weighed;

    /// The weights of another text's steps, with what `memory` holds of the last one; `None`: this kind keeps nothing.
    /// input: `[steps, features]`
    fn weigh_again(
        &self,
        input: &Value,
        mask: Option<&[bool]>,
        memory: &mut Memory,
    ) -> Option<Weighed> {
        let _ = (input, mask, memory);
        None
    }

    /// The same weights from what the linear map in front is fed, where one product can stand for both.
    fn after_linear(&self, linear: &Linear) -> Option<Box<dyn Weighting>> {
        let _ = linear;
        None
    }
}

/// The weights of steps, and what led to them.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// α
    pub weights: StepWeights,
    /// What was scored, `[steps, attention_dim]`, where something was.
    pub u_t: Option<Array2<f32>>,
    /// Scores before the exponential, `[steps]`, where each step has one.
    pub scores: Option<Array1<f32>>,
}

/// α of steps.
#[derive(Debug, Clone)]
pub enum StepWeights {
    /// One for each step, `[steps]`.
    PerStep(Array1<f32>),
    /// One for each feature of each step, `[steps, features]`.
    PerFeature(Array2<f32>),
}

impl Weighed {
    /// One weight for each step, from its score.
    pub fn per_step(weights: Array1<f32>, scores: Array1<f32>) -> Self {
        Self {
            weights: StepWeights::PerStep(weights),
            u_t: None,
            scores: Some(scores),
        }
    }

    /// One weight for each feature of each step.
    pub fn per_feature(weights: Array2<f32>) -> Self {
        Self {
            weights: StepWeights::PerFeature(weights),
            u_t: None,
            scores: None,
        }
    }

    /// With what was scored.
    #[must_use]
    pub fn of(mut self, u_t: Array2<f32>) -> Self {
        self.u_t = Some(u_t);
        self
    }
}

/// What such a layer puts out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// Σ α_t·h_t, `[features]`
    Context,
    /// α_t·h_t, `[steps, features]`: `return_sequences`
    WeightedSteps,
    /// Σ α_t·h_t, and α as `[steps]`: `return_attention`
    ContextAndWeights,
    /// Σ α_t·h_t, and α as `[steps, 1]`: `return_coefficients`
    ContextAndColumn,
    /// α as `[steps, 1]`; the model multiplies and sums.
    Column,
}

/// A layer that weights steps.
pub struct WeightedSteps {
    /// How it weights them.
    pub weighting: Box<dyn Weighting>,
    /// What it puts out.
    pub output: Output,
    /// Whether the class is given the mask: Keras keeps it from classes that do not ask for it.
    pub uses_mask: bool,
    /// Whether the class passes the mask on as it came.
    pub passes_mask: bool,
}

impl WeightedSteps {
    fn expected(&self) -> String {
        let axis = |n: Option<usize>, name: &str| n.map_or(name.to_owned(), |n| n.to_string());
        format!(
            "(None, {}, {})",
            axis(self.weighting.steps(), "steps"),
            axis(self.weighting.features(), "features")
        )
    }

    /// `[steps, features]`, as far as the weights and the input tell.
    fn checked(&self, input: &Shape) -> Result<(Option<usize>, Option<usize>), Mismatch> {
        let agree = |a: Option<usize>, b: Option<usize>| a.zip(b).is_none_or(|(a, b)| a == b);
        match input[..] {
            [steps, features]
                if agree(steps, self.weighting.steps())
                    && agree(features, self.weighting.features()) =>
            {
                Ok((
                    steps.or(self.weighting.steps()),
                    features.or(self.weighting.features()),
                ))
            }
            _ => Err(Mismatch::shape(self.expected(), input)),
        }
    }
}

impl Layer for WeightedSteps {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let (steps, features) = self.checked(single(inputs)?)?;
        let context = vec![features];
        Ok(match self.output {
            Output::Context => vec![context],
            Output::WeightedSteps => vec![vec![steps, features]],
            Output::ContextAndWeights => vec![context, vec![steps]],
            Output::ContextAndColumn => vec![context, vec![steps, Some(1)]],
            Output::Column => vec![vec![steps, Some(1)]],
        })
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let h = matrix_of(input)?;
        let weighed = self.weighting.weigh(&h, self.mask(input)?.as_deref());
        self.outcome(input, weighed)
    }

    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let mask = self.mask(input)?;
        match self.weighting.weigh_again(input, mask.as_deref(), memory) {
            Some(weighed) => self.outcome(input, weighed),
            None => self.call(inputs),
        }
    }

    fn attention_kind(&self) -> Option<&'static str> {
        Some(self.weighting.kind())
    }

    fn after_linear(&self, linear: &Linear) -> Option<Box<dyn Layer>> {
        if self.output != Output::Context {
            return None;
        }
        let attention = Self {
            weighting: self.weighting.after_linear(linear)?,
            ..*self
        };
        Some(Box::new(AfterLinear {
            attention,
            linear: linear.clone(),
        }))
    }
}

/// A layer that is fed what a linear map of each step is fed, and puts that map in front by itself: its scores are made
/// by both maps as one, and its context vector goes through the map after the steps are summed.
/// Σ α_t·(x_t·W + b) = (Σ α_t·x_t)·W + (Σ α_t)·b
struct AfterLinear {
    attention: WeightedSteps,
    linear: Linear,
}

impl Layer for AfterLinear {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        self.attention.checked(single(inputs)?)?;
        Ok(vec![vec![Some(self.linear.units())]])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        self.call_again(inputs, &mut Memory::default())
    }

    fn call_again(&self, inputs: &[Value], memory: &mut Memory) -> Result<Outcome, Mismatch> {
        let mut outcome = self.attention.call_again(inputs, memory)?;
        let weights = outcome
            .attention
            .as_ref()
            .map(|attention| &attention.weights);
        let share = match weights {
            Some(AttentionWeights::PerStep(weights)) => {
                weights.iter().copied().map(f64::from).sum()
            }
            _ => 1.0,
        };
        if let Some(context) = outcome.outputs.first_mut() {
            let mut mapped = vec![0.0; self.linear.units()];
            self.linear.apply(&context.as_slice(), &mut mapped);
            // The map added its bias once; it belongs to each step, by the step's weight.
            for (x, bias) in mapped.iter_mut().zip(self.linear.bias()) {
                *x += bias * float32(share - 1.0);
            }
            *context = Value::new(Array1::from(mapped));
        }
        Ok(outcome)
    }
}

impl WeightedSteps {
    /// The mask that the class is given, once the input's shape is checked.
    fn mask<'a>(&self, input: &'a Value) -> Result<Option<Cow<'a, [bool]>>, Mismatch> {
        self.checked(&known(input.shape()))?;
        match self.uses_mask {
            true => mask_of(input),
            false => Ok(None),
        }
    }

    fn outcome(&self, input: &Value, weighed: Weighed) -> Result<Outcome, Mismatch> {
        // `[steps, 1]` or `[steps, features]`
        let columns = match &weighed.weights {
            StepWeights::PerStep(weights) => weights.clone().insert_axis(Axis(1)),
            StepWeights::PerFeature(weights) => weights.clone(),
        };
        let context = || -> Result<Array1<f32>, Mismatch> {
            Ok(match columns.as_slice() {
                Some(weights) if columns.ncols() == 1 => {
                    let features = input.last_axis();
                    kernels::weighted_sum(weights, &input.as_slice(), features).into()
                }
                _ => weighted_sum(&columns, &matrix_of(input)?),
            })
        };
        let mut attention = AttentionTrace::of(weighed.weights.into(), input);
        attention.u_t = weighed.u_t;
        attention.scores = weighed.scores;

        let passed = input.mask.clone().filter(|_| self.passes_mask);
        let over_steps = input.steps.forgetting(1);
        let outputs = match self.output {
            Output::WeightedSteps => {
                let steps = Value::new(&matrix_of(input)? * &columns);
                vec![steps.stepped(input.steps.clone()).masked(passed)]
            }
            Output::Column => vec![Value::new(columns).stepped(over_steps).masked(passed)],
            output => {
                let context = context()?;
                attention.context_vector = Some(context.clone());
                let mut outputs = vec![Value::new(context)];
                match output {
                    Output::ContextAndWeights => {
                        let weights = columns.column(0).to_owned();
                        outputs.push(Value::new(weights).stepped(over_steps));
                    }
                    Output::ContextAndColumn => {
                        outputs.push(Value::new(columns).stepped(over_steps));
                    }
                    _ => {}
                }
                outputs
            }
        };
        Ok(Outcome {
            outputs,
            attention: Some(attention),
            ..Outcome::default()
        })
    }
}

impl From<StepWeights> for AttentionWeights {
    fn from(weights: StepWeights) -> Self {
        match weights {
            StepWeights::PerStep(weights) => Self::PerStep(weights),
            StepWeights::PerFeature(weights) => Self::PerFeature(weights),
        }
    }
}
