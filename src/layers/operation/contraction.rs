//! Products summed over axes: matrix products, `batch_dot`, Einstein's sums of two tensors.
//!
//! All are brought to the form `out[b, m, n] = Σ_k a[b, m, k]·b[b, k, n]`.

use super::term::Term;
use crate::kernels;
use crate::layers::Mismatch;
use crate::steps::StepAxes;
use crate::tensor::{Value, tensor_from};

/// Matrix product of the last two axes; axes before them must agree.
pub fn matrix_product(
    (a, b): (&Term, &Term),
    transpose_a: bool,
    transpose_b: bool,
) -> Result<Term, Mismatch> {
    let is_matrix = |term: &Term| term.shape().len() >= 2;
    for term in [a, b] {
        if !is_matrix(term) {
            return Err(term.refused("two axes or more besides the batch"));
        }
    }
    let labels = |term: &Term, last: [char; 2], swapped: bool| {
        let leading = term.shape().len().saturating_sub(2);
        // Leading axes are lined up from the last, as NumPy does.
        let mut labels: Vec<char> = (0..leading).rev().map(leading_label).collect();
        labels.extend(if swapped { [last[1], last[0]] } else { last });
        labels
    };
    let of_a = labels(a, ['m', 'k'], transpose_a);
    let of_b = labels(b, ['k', 'n'], transpose_b);
    let longer = if of_a.len() >= of_b.len() {
        &of_a
    } else {
        &of_b
    };
    let leading = longer.len().saturating_sub(2);
    let mut of_out: Vec<char> = longer.iter().take(leading).copied().collect();
    of_out.extend(['m', 'n']);
    contract((a, &of_a), (b, &of_b), &of_out)
}

/// A label for axis `index` before the last two, counted from these.
fn leading_label(index: usize) -> char {
    label('α', index).unwrap_or('α')
}

fn label(first: char, index: usize) -> Option<char> {
    char::from_u32(u32::from(first).checked_add(u32::try_from(index).ok()?)?)
}

/// `K.batch_dot`: the rest of the first's axes, then the rest of the second's. Two vectors give one number, `[1]`.
pub fn batch_dot((a, b): (&Term, &Term), axes: Option<[i64; 2]>) -> Result<Term, Mismatch> {
    for term in [a, b] {
        if !term.batched {
            return Err(term.refused("a tensor with a batch axis"));
        }
    }
    let axes = axes.unwrap_or(match b.rank() {
        2 => [-1, -1],
        _ => [-1, -2],
    });
    let product = over_axes((a, &[a.axis(axes[0])?]), (b, &[b.axis(axes[1])?]))?;
    match product.shape().is_empty() {
        true => super::shaping::expand_dims(&product, &[-1]),
        false => Ok(product),
    }
}

/// `tensordot` with a constant: with two batches the result would have both.
pub fn tensor_dot((a, b): (&Term, &Term), of_a: &[i64], of_b: &[i64]) -> Result<Term, Mismatch> {
    if b.batched {
        return Err(b.refused("a constant as the second factor, since texts are not mixed"));
    }
    let axes = |term: &Term, axes: &[i64]| {
        axes.iter()
            .map(|&axis| term.axis(axis))
            .collect::<Result<Vec<_>, _>>()
    };
    let (of_a, of_b) = (axes(a, of_a)?, axes(b, of_b)?);
    if of_a.len() != of_b.len() {
        return Err(a.refused("as many axes of the one as of the other"));
    }
    over_axes((a, &of_a), (b, &of_b))
}

/// Summed over axes of the first, paired with those of the second; the rest of both stands in this order.
fn over_axes((a, of_a): (&Term, &[usize]), (b, of_b): (&Term, &[usize])) -> Result<Term, Mismatch> {
    let label = |first: char, index: usize| label(first, index).unwrap_or('?');
    let labels = |term: &Term, over: &[usize], first: char| -> Vec<char> {
        (0..term.shape().len())
            .map(|axis| match over.iter().position(|&other| other == axis) {
                Some(pair) => label('ا', pair),
                None => label(first, axis),
            })
            .collect()
    };
    let labels_a = labels(a, of_a, 'α');
    let labels_b = labels(b, of_b, 'א');
    let rest = |labels: &[char], over: &[usize]| -> Vec<char> {
        let left = labels.iter().enumerate();
        left.filter(|(axis, _)| !over.contains(axis))
            .map(|(_, label)| *label)
            .collect()
    };
    let mut of_out = rest(&labels_a, of_a);
    of_out.extend(rest(&labels_b, of_b));
    contract((a, &labels_a), (b, &labels_b), &of_out)
}

/// Einstein's sum of two tensors, with the output written out.
pub fn einsum((a, b): (&Term, &Term), equation: &str) -> Result<Term, Mismatch> {
    let refused = || a.refused(format!("an equation of two tensors, not “{equation}”"));
    let equation: String = equation.chars().filter(|c| !c.is_whitespace()).collect();
    let (inputs, output) = equation.split_once("->").ok_or_else(refused)?;
    let (of_a, of_b) = inputs.split_once(',').ok_or_else(refused)?;
    let labels = |text: &str| text.chars().collect::<Vec<char>>();
    let is_letters = |labels: &str| labels.chars().all(char::is_alphabetic);
    if ![of_a, of_b, output].iter().all(|labels| is_letters(labels)) {
        return Err(refused());
    }
    let (mut of_a, mut of_b, mut of_out) = (labels(of_a), labels(of_b), labels(output));
    let batch = match (a.batched, b.batched) {
        (true, _) => of_a.first().copied(),
        (false, true) => of_b.first().copied(),
        (false, false) => None,
    };
    for (labels, batched) in [
        (&mut of_a, a.batched),
        (&mut of_b, b.batched),
        (&mut of_out, batch.is_some()),
    ] {
        // The batch must stand in front wherever a batch is, and nowhere else.
        let is_in_front = labels.first().copied() == batch;
        if batched && is_in_front {
            labels.remove(0);
        } else if batched {
            return Err(a.refused(format!(
                "an equation that leaves the batch axis alone, not “{equation}”"
            )));
        }
        if batch.is_some_and(|batch| labels.contains(&batch)) {
            return Err(refused());
        }
    }
    contract((a, &of_a), (b, &of_b), &of_out)
}

/// Σ over the labels that the output lacks.
fn contract(
    (a, of_a): (&Term, &[char]),
    (b, of_b): (&Term, &[char]),
    of_out: &[char],
) -> Result<Term, Mismatch> {
    for (term, labels) in [(a, of_a), (b, of_b)] {
        let is_once = |label: &char| labels.iter().filter(|other| *other == label).count() == 1;
        if labels.len() != term.shape().len() {
            return Err(term.refused(format!("{} axes besides the batch", labels.len())));
        }
        if !labels.iter().all(is_once) {
            return Err(term.refused("an equation without a diagonal"));
        }
    }
    let length = |label: char| {
        let of = |labels: &[char], term: &Term| {
            let mut axes = labels.iter().zip(term.shape());
            let (_, &length) = axes.find(|(other, _)| **other == label)?;
            Some(length)
        };
        match (of(of_a, a), of(of_b, b)) {
            (Some(x), Some(y)) if x != y => Err(b.refused(format!("an axis of length {x}"))),
            (Some(x), _) | (None, Some(x)) => Ok(x),
            (None, None) => Err(a.refused("an equation whose output has axes of the inputs")),
        }
    };
    let is_in = |labels: &[char], label: &char| labels.contains(label);
    let (mut batch, mut rows, mut summed) = (Vec::new(), Vec::new(), Vec::new());
    for label in of_a {
        match (is_in(of_b, label), is_in(of_out, label)) {
            (true, true) => batch.push(*label),
            (true, false) => summed.push(*label),
            (false, true) => rows.push(*label),
            (false, false) => return Err(a.refused("an equation that sums products alone")),
        }
    }
    let columns: Vec<char> = of_b
        .iter()
        .filter(|label| !is_in(of_a, label))
        .copied()
        .collect();
    if !columns.iter().all(|label| is_in(of_out, label)) {
        return Err(b.refused("an equation that sums products alone"));
    }
    let found: Vec<char> = batch.iter().chain(&rows).chain(&columns).copied().collect();
    let is_complete = of_out.len() == found.len() && found.iter().all(|label| is_in(of_out, label));
    if !is_complete {
        return Err(a.refused("an equation whose output has axes of the inputs"));
    }
    let product = |labels: &[char]| {
        labels
            .iter()
            .try_fold(1usize, |n, &label| Ok(n.saturating_mul(length(label)?)))
    };
    let (b_n, m_n, k_n, n_n) = (
        product(&batch)?,
        product(&rows)?,
        product(&summed)?,
        product(&columns)?,
    );
    let shape = of_out
        .iter()
        .map(|&label| length(label))
        .collect::<Result<Vec<usize>, _>>()?;
    a.check_size(&shape)?;
    let left = arranged(a, of_a, &[&batch, &rows, &summed]);
    let right = arranged(b, of_b, &[&batch, &summed, &columns]);
    // Numbers of one matrix on the left, on the right, and of their product.
    let [of_left, of_right, of_both] =
        [(m_n, k_n), (k_n, n_n), (m_n, n_n)].map(|(rows, columns)| rows.saturating_mul(columns));
    let mut out = vec![0.0; b_n.saturating_mul(of_both)];
    let matrices = left
        .chunks_exact(of_left.max(1))
        .zip(right.chunks_exact(of_right.max(1)));
    for (out, (left, right)) in out.chunks_exact_mut(of_both.max(1)).zip(matrices) {
        kernels::add_matrix_product(left, right, out, k_n, n_n);
    }
    let lengths = found
        .iter()
        .map(|&label| length(label))
        .collect::<Result<Vec<usize>, _>>()?;
    let order: Vec<usize> = of_out
        .iter()
        .filter_map(|label| found.iter().position(|other| other == label))
        .collect();
    let tensor = tensor_from(&lengths, out).ok_or_else(|| a.refused("a tensor"))?;
    let steps = of_out
        .iter()
        .enumerate()
        .fold(StepAxes::none(), |steps, (axis, label)| {
            let of = |labels: &[char], term: &Term| {
                let axis = labels.iter().position(|other| other == label)?;
                term.value.steps.of(axis).cloned()
            };
            steps.and(axis, of(of_a, a).or_else(|| of(of_b, b)))
        });
    Ok(Term {
        value: Value::new(tensor.permuted_axes(order)).stepped(steps),
        batched: a.batched || b.batched,
    })
}

/// The numbers with the axes in the order of the groups of labels.
fn arranged(term: &Term, labels: &[char], groups: &[&[char]]) -> Vec<f32> {
    let order: Vec<usize> = groups
        .iter()
        .flat_map(|group| group.iter())
        .filter_map(|label| labels.iter().position(|other| other == label))
        .collect();
    term.tensor()
        .view()
        .permuted_axes(order)
        .iter()
        .copied()
        .collect()
}
