//! `keras.layers.EinsumDense`: a product with a kernel in Einstein's notation, e.g. `abc,cd->abd`.
//! y = f(Σ x·W + b), summed over the letters that are not in the output; the first letter is the batch

use std::collections::HashSet;

use ndarray::{ArrayD, Axis, IxDyn};

use super::elementwise::combine;
use super::int8::quantized;
use super::{Activation, Layer, Mismatch, Outcome, known, single};
use crate::tensor::{Shape, Tensor, Value};

/// Letters of one equation, without the batch. `...` stands for axes that pass as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spec {
    input: Vec<char>,
    kernel: Vec<char>,
    output: Vec<char>,
    /// Where the axes that pass lie: before the input's letters, behind them, or nowhere.
    elided: Elided,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Elided {
    None,
    /// `...ab,bc->...ac`: the batch is among them.
    Left,
    /// `ab...,bc->ac...`
    Right,
}

/// A product with a kernel over letters; the mask goes.
#[derive(Debug)]
pub struct EinsumDense {
    spec: Spec,
    /// One axis for each letter of the kernel.
    kernel: Tensor,
    /// Stretched to the output from its last axis on.
    bias: Option<Tensor>,
    activation: Activation,
    /// Axes of the output that Keras's description leaves unknown, by letter.
    unknown: Vec<char>,
    /// Whether kernel and inputs are whole numbers of 8 bits.
    int8: Option<Int8>,
}

/// Quantisation as Keras 3 does it, see `int8.rs`.
#[derive(Debug)]
struct Int8 {
    /// What the kernel was multiplied with, stretched to the output from its last axis on.
    kernel_scale: Tensor,
    /// Whether the inputs become whole numbers.
    quantizes_inputs: bool,
}

/// Letters that stand for the axes of `...`; none of them may be in an equation.
const ELIDED_LETTERS: char = '\u{e000}';

impl Spec {
    fn parse(equation: &str) -> Option<Self> {
        let equation: String = equation.chars().filter(|c| !c.is_whitespace()).collect();
        let (left, output) = equation.split_once("->")?;
        let (input, kernel) = left.split_once(',')?;
        let (elided, input, output) = match (input.strip_prefix("..."), input.strip_suffix("...")) {
            (Some(rest), _) => (Elided::Left, rest, output.strip_prefix("...")?),
            (_, Some(rest)) => (Elided::Right, rest, output.strip_suffix("...")?),
            _ => (Elided::None, input, output),
        };
        let letters = |text: &str| -> Option<Vec<char>> {
            let letters: Vec<char> = text.chars().collect();
            let mut seen = HashSet::new();
            let once = letters.iter().all(|&letter| seen.insert(letter));
            (once && letters.iter().all(char::is_ascii_alphabetic)).then_some(letters)
        };
        let (mut input, kernel, mut output) = (letters(input)?, letters(kernel)?, letters(output)?);
        if elided != Elided::Left {
            // The batch: the first letter of input and output.
            let batch = (!input.is_empty() && !output.is_empty())
                .then(|| (input.remove(0), output.remove(0)))?;
            if batch.0 != batch.1 || kernel.contains(&batch.0) {
                return None;
            }
        }
        let known = |letter: &char| input.contains(letter) || kernel.contains(letter);
        output.iter().all(known).then_some(Self {
            input,
            kernel,
            output,
            elided,
        })
    }

    /// Letters of input and output for an input of `rank` axes.
    fn letters(&self, rank: usize) -> Option<(Vec<char>, Vec<char>)> {
        let count = rank.checked_sub(self.input.len())?;
        let passing: Vec<char> = (0..count)
            .map(|index| {
                char::from_u32(u32::from(ELIDED_LETTERS).checked_add(u32::try_from(index).ok()?)?)
            })
            .collect::<Option<_>>()?;
        let with = |letters: &[char]| match self.elided {
            Elided::Left => [&passing[..], letters].concat(),
            Elided::Right => [letters, &passing[..]].concat(),
            Elided::None => letters.to_vec(),
        };
        (count == 0 || self.elided != Elided::None).then(|| (with(&self.input), with(&self.output)))
    }
}

impl EinsumDense {
    /// `None` where the equation is none of Keras's, or the kernel has other axes.
    pub fn new(
        equation: &str,
        kernel: ArrayD<f32>,
        bias: Option<ArrayD<f32>>,
        activation: Activation,
    ) -> Option<Self> {
        let spec = Spec::parse(equation)?;
        (spec.kernel.len() == kernel.ndim()).then(|| Self {
            spec,
            kernel: kernel.into_shared(),
            bias: bias.map(ArrayD::into_shared),
            activation,
            unknown: Vec::new(),
            int8: None,
        })
    }

    /// With a kernel of whole numbers, and what it was multiplied with: an axis for each of the output, the batch's in
    /// front.
    #[must_use]
    pub fn quantized(mut self, kernel_scale: ArrayD<f32>, quantizes_inputs: bool) -> Self {
        let has_batch = kernel_scale.shape().first() == Some(&1)
            && kernel_scale.ndim() > self.spec.output.len();
        let kernel_scale = match has_batch {
            true => kernel_scale.index_axis_move(Axis(0), 0),
            false => kernel_scale,
        };
        self.int8 = Some(Int8 {
            kernel_scale: kernel_scale.into_shared(),
            quantizes_inputs,
        });
        self
    }

    /// The product, before bias and activation. `letters`: of the input, `output`: of what comes out.
    fn product(
        &self,
        input: &Tensor,
        letters: &[char],
        output: &[char],
    ) -> Result<ArrayD<f32>, Mismatch> {
        let wrong = || self.mismatch(&known(input.shape()));
        let kernel = (&self.kernel, &self.spec.kernel[..]);
        let Some(int8) = &self.int8 else {
            return einsum((input, letters), kernel, output).ok_or_else(wrong);
        };
        let mut scale = int8.kernel_scale.clone();
        let mut whole = input.clone();
        if int8.quantizes_inputs {
            let axes = letters.iter().enumerate();
            let summed: Vec<usize> = axes
                .filter(|(_, letter)| !output.contains(letter))
                .map(|(axis, _)| axis)
                .collect();
            let (quantized, input_scale) = quantized(input, &summed);
            whole = quantized;
            // The letters that are left, in the output's order, 1 for those it has not.
            let one = ndarray::arr0(1.0).into_dyn().into_shared();
            let kept: Vec<char> = output
                .iter()
                .copied()
                .filter(|letter| letters.contains(letter))
                .collect();
            let ordered = einsum((&input_scale, letters), (&one, &[]), &kept).ok_or_else(wrong)?;
            let shape: Vec<usize> = output
                .iter()
                .map(|letter| length_of(*letter, letters, input.shape()).unwrap_or(1))
                .collect();
            let aligned = ArrayD::from_shape_vec(IxDyn(&shape), ordered.iter().copied().collect());
            let aligned = aligned.map_err(|_| wrong())?.into_shared();
            scale = combine(&scale, &aligned, |a, b| a * b)?.into_shared();
        }
        let product = einsum((&whole, letters), kernel, output).ok_or_else(wrong)?;
        combine(&product.into_shared(), &scale, |x, scale| x / scale)
    }

    /// With the axes that Keras 3 describes as unknown, though the input's are known: those that `output_shape` (without
    /// batch and without `...`) leaves out.
    #[must_use]
    pub fn described_by(mut self, output_shape: &[Option<usize>]) -> Self {
        let letters = self.spec.output.iter().zip(output_shape);
        self.unknown = letters
            .filter(|(_, length)| length.is_none())
            .map(|(&letter, _)| letter)
            .collect();
        self
    }

    fn mismatch(&self, found: &[Option<usize>]) -> Mismatch {
        let letters: String = self.spec.input.iter().collect();
        Mismatch::shape(
            format!("axes “{letters}” for a kernel {:?}", self.kernel.shape()),
            found,
        )
    }

    fn length(&self, letter: char) -> Option<usize> {
        length_of(letter, &self.spec.kernel, self.kernel.shape())
    }
}

/// The length of a letter's axis.
fn length_of<T: Copy>(letter: char, letters: &[char], shape: &[T]) -> Option<T> {
    let mut axes = letters.iter().zip(shape);
    let (_, length) = axes.find(|(found, _)| **found == letter)?;
    Some(*length)
}

/// Σ a·b over the letters that are not in `out`; every letter has one length.
pub(crate) fn einsum(
    (a, letters_a): (&Tensor, &[char]),
    (b, letters_b): (&Tensor, &[char]),
    out: &[char],
) -> Option<ArrayD<f32>> {
    let length = |letter: char| {
        let of_a = length_of(letter, letters_a, a.shape());
        of_a.or_else(|| length_of(letter, letters_b, b.shape()))
    };
    // All letters, those of the output first: the rest is summed.
    let mut letters = out.to_vec();
    for letter in letters_a.iter().chain(letters_b) {
        if !letters.contains(letter) {
            letters.push(*letter);
        }
    }
    let shape = letters
        .iter()
        .map(|&letter| length(letter))
        .collect::<Option<Vec<_>>>()?;
    let aligned = |tensor: &Tensor, of: &[char]| -> Option<Tensor> {
        if of.len() != tensor.ndim() {
            return None;
        }
        let present: Vec<char> = letters
            .iter()
            .copied()
            .filter(|letter| of.contains(letter))
            .collect();
        let order = present
            .iter()
            .map(|letter| of.iter().position(|found| found == letter))
            .collect::<Option<Vec<_>>>()?;
        let permuted = tensor.clone().permuted_axes(IxDyn(&order));
        let full: Vec<usize> = letters
            .iter()
            .zip(&shape)
            .map(|(letter, &length)| if of.contains(letter) { length } else { 1 })
            .collect();
        let numbers: Vec<f32> = permuted.iter().copied().collect();
        Some(
            ArrayD::from_shape_vec(IxDyn(&full), numbers)
                .ok()?
                .into_shared(),
        )
    };
    let (a, b) = (aligned(a, letters_a)?, aligned(b, letters_b)?);
    let (a, b) = (a.broadcast(IxDyn(&shape))?, b.broadcast(IxDyn(&shape))?);
    let (of_out, summed) = shape.split_at_checked(out.len())?;
    let count: usize = summed.iter().product();
    // One product after the other: all of them together may be far more than what comes out.
    let mut products = a.iter().zip(b.iter()).map(|(a, b)| a * b);
    let sums = (0..of_out.iter().product()).map(|_| match count {
        0 => 0.0,
        count => products.by_ref().take(count).sum(),
    });
    ArrayD::from_shape_vec(IxDyn(of_out), sums.collect()).ok()
}

impl Layer for EinsumDense {
    fn output_shapes(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Mismatch> {
        let input = single(inputs)?;
        let wrong = || self.mismatch(input);
        let (letters, output) = self.spec.letters(input.len()).ok_or_else(wrong)?;
        for (&letter, &found) in letters.iter().zip(input) {
            if self.length(letter).zip(found).is_some_and(|(a, b)| a != b) {
                return Err(wrong());
            }
        }
        let shape = output.iter().map(|&letter| {
            if self.unknown.contains(&letter) {
                return None;
            }
            let of_input = length_of(letter, &letters, input).flatten();
            self.length(letter).or(of_input)
        });
        Ok(vec![shape.collect()])
    }

    fn call(&self, inputs: &[Value]) -> Result<Outcome, Mismatch> {
        let input = single(inputs)?;
        let shape = known(input.shape());
        self.output_shapes(std::slice::from_ref(&shape))?;
        let wrong = || self.mismatch(&shape);
        let (letters, output) = self.spec.letters(shape.len()).ok_or_else(wrong)?;
        let product = self.product(&input.tensor, &letters, &output)?;
        let mut out = match &self.bias {
            Some(bias) => combine(&product.into_shared(), bias, |x, b| x + b)?,
            None => product,
        };
        let width = out.shape().last().copied().unwrap_or(1);
        if let Some(values) = out.as_slice_mut() {
            self.activation.apply(values, width);
        }
        // An axis over the text is still one where its letter passes and the kernel does not mix it.
        let steps =
            input
                .steps
                .axes()
                .iter()
                .fold(crate::steps::StepAxes::none(), |axes, found| {
                    let letter = letters.get(found.axis);
                    let axis = output.iter().position(|found| Some(found) == letter);
                    let is_mixed = letter.is_none_or(|letter| self.spec.kernel.contains(letter));
                    match axis.filter(|_| !is_mixed) {
                        Some(axis) => axes.and(axis, Some(found.steps.clone())),
                        None => axes,
                    }
                });
        Ok(Outcome::of(Value::new(out).stepped(steps)))
    }

    fn final_activation(&self) -> Option<Activation> {
        Some(self.activation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn of(equation: &str, kernel: ArrayD<f32>, input: ArrayD<f32>) -> Option<ArrayD<f32>> {
        let layer = EinsumDense::new(equation, kernel, None, Activation::Linear)?;
        let outcome = layer.call(&[Value::new(input)]).ok()?;
        Some(outcome.outputs.first()?.tensor.to_owned())
    }

    #[test]
    fn equations_with_and_without_ellipsis_agree() {
        let x = || arr2(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]).into_dyn();
        let kernel = || arr2(&[[1.0, 10.0, 0.0], [2.0, 0.0, 1.0]]).into_dyn();
        let expected =
            Some(arr2(&[[5.0, 10.0, 2.0], [11.0, 30.0, 4.0], [17.0, 50.0, 6.0]]).into_dyn());
        assert_eq!(of("abc,cd->abd", kernel(), x()), expected);
        assert_eq!(of("...c,cd->...d", kernel(), x()), expected);
        let turned = of("acb,cd->adb", kernel(), x().reversed_axes());
        assert_eq!(turned, expected.map(ArrayD::reversed_axes));
        let right = of(
            "ab...,bc->ac...",
            arr2(&[[1.0], [1.0], [1.0]]).into_dyn(),
            x(),
        );
        assert_eq!(right, Some(arr2(&[[9.0, 12.0]]).into_dyn()));
        assert_eq!(
            of(
                "ab,b->a",
                arr1(&[1.0, 1.0]).into_dyn(),
                arr1(&[2.0, 3.0]).into_dyn()
            )
            .map(|sum| sum.sum()),
            Some(5.0)
        );
    }

    #[test]
    fn equations_that_keras_does_not_know_are_refused() {
        for equation in [
            "abc",
            "abc,cd",
            "aab,bc->aac",
            "abc,cd->bad",
            "ab,ac->bc",
            "abc,cd->abe",
            ",->",
            "...a,b",
        ] {
            assert_eq!(Spec::parse(equation), None, "{equation}");
        }
    }
}
