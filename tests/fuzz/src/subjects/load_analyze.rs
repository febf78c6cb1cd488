//! Everything that a person dropped: loaded, and asked about texts.

use wordlight::analysis::Analysis;
use wordlight::classifier::Session;
use wordlight::layers::Trace;
use wordlight::{Classifier, LoadOptions, NamedFile};

use super::config::LARGEST_PIECE;
use super::{Form, Subject, places_are_right, told};
use crate::corpus::Case;
use crate::{allocations, bundle};

pub const SUBJECT: Subject = Subject {
    name: "load_analyze",
    form: Form::Bundle,
    check,
    seeds,
};

pub const TEXTS: [&str; 4] = [
    "The trainer was motivating and the pool is clean. I liked it!",
    "",
    "ẞ İ 日本語 😀 zxq\u{0}\u{202e} the the the",
    "a good film, a bad film. A film?\n\nNo.",
];

/// Beyond numbers of this size, a sum in another order is another sum.
const LARGEST_NUMBER: f32 = 100.0;

fn check(bytes: &[u8]) {
    let (files, options) = bundle::with_options(bytes);
    allocations::forget();
    tried(files, options);
    let largest = allocations::largest();
    assert!(largest <= LARGEST_PIECE, "{largest} bytes in one piece");
}

/// Loads files and asks; what came of it: an error's code, or `loaded`.
pub fn tried(files: Vec<NamedFile>, options: LoadOptions) -> &'static str {
    let classifier = match Classifier::load(files, options) {
        Ok(classifier) => classifier,
        Err(error) => {
            let code = error.code();
            told::<()>(Err(error));
            return code;
        }
    };
    let mut session = Session::default();
    for text in TEXTS {
        let kept = told(classifier.analyze_again(text, &mut session));
        let fresh = told(classifier.analyze(text));
        let trace = told(classifier.trace(text));
        assert_eq!(kept.is_some(), fresh.is_some(), "kept and fresh differ");
        if let (Some(kept), Some(fresh), Some(trace)) = (kept, fresh, trace) {
            is_right(text, &fresh, &classifier);
            are_alike(&kept, &fresh, !is_large(&trace));
        }
    }
    assert!(!wordlight::report::report(&classifier).is_empty());
    assert!(!wordlight::check::script(&classifier).is_empty());
    "loaded"
}

fn is_right(text: &str, analysis: &Analysis, classifier: &Classifier) {
    let words = analysis.tokens.iter().map(|token| token.word);
    places_are_right(text, words.map(|word| (word.start, word.end)));
    let sentences = analysis.sentences.iter().flatten().map(|one| one.span);
    places_are_right(text, sentences.map(|span| (span.start, span.end)));
    assert_eq!(analysis.prediction.len(), classifier.classes());
    assert_eq!(classifier.labels().is_empty(), classifier.classes() == 0);
}

/// Whether numbers are so large, or none, that rounding decides.
fn is_large(trace: &Trace) -> bool {
    trace.layers.iter().any(|layer| {
        let mut numbers = layer.outputs.iter().flat_map(|value| value.tensor.iter());
        numbers.any(|number| !number.is_finite() || number.abs() > LARGEST_NUMBER)
            || layer.inner.iter().any(is_large)
    })
}

/// Compares what was kept from the text before with a fresh run.
fn are_alike(kept: &Analysis, fresh: &Analysis, in_numbers: bool) {
    assert_eq!(kept.tokens.len(), fresh.tokens.len());
    for (kept, fresh) in kept.tokens.iter().zip(&fresh.tokens) {
        assert_eq!(
            (kept.word, kept.status, kept.step, kept.sentence),
            (fresh.word, fresh.status, fresh.step, fresh.sentence)
        );
        assert_eq!(kept.attention.is_some(), fresh.attention.is_some());
    }
    if in_numbers {
        let of = |one: &Analysis| [one.prediction.clone(), one.attention_steps.clone()].concat();
        for (kept, fresh) in of(kept).into_iter().zip(of(fresh)) {
            let is_close = (kept - fresh).abs() <= 1e-3 || kept.is_nan() && fresh.is_nan();
            assert!(is_close, "{kept} was kept, {fresh} is fresh");
        }
    }
}

fn seeds(corpus: &[Case]) -> Vec<Vec<u8>> {
    let bundles = corpus
        .iter()
        .map(|case| bundle::packed_with_options(&case.files, &case.options));
    bundles.filter(|bytes| bytes.len() < 100_000).collect()
}
