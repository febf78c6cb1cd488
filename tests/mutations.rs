//! Strangers' files: real ones, damaged at random where it hurts. Each is loaded and, where it loads, asked about texts;
//! none may panic, overflow or ask for more memory than its size explains.
//!
//! What is tried depends on the seed alone. `MUTATIONS=100000 SEED=1 cargo test --release --test mutations` tries more
//! than the few thousand of `make test`; a finding names its seed, and `MUTATION=<seed>` tries that one alone.

#[path = "mutations/allocations.rs"]
mod allocations;
mod common;
#[path = "mutations/corpus.rs"]
mod corpus;
#[path = "mutations/mutate.rs"]
mod mutate;
#[path = "mutations/random.rs"]
mod random;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use random::Random;
use wordlight::classifier::Session;
use wordlight::{Classifier, LoadOptions};

/// Bytes in one piece that no file of this corpus explains: what a tensor may hold is 256 MiB.
const LARGEST_PIECE: usize = 600 << 20;

const TEXTS: [&str; 4] = [
    "The trainer was motivating and the pool is clean. I liked it!",
    "",
    "ẞ İ 日本語 😀 zxq\u{0}\u{202e} the the the",
    "a good film, a bad film. A film?\n\nNo.",
];

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// One damaged set of files; `Ok`: what came of it.
fn attempt(corpus: &[corpus::Case], seed: u64) -> (String, std::thread::Result<&'static str>) {
    let mut random = Random::new(seed);
    let case = &corpus[random.below(corpus.len())];
    let (files, what) = mutate::damaged(case, corpus, &mut random);
    let options = match random.below(4) {
        0 => LoadOptions::default(),
        _ => case.options.clone(),
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let classifier = match Classifier::load(files, options) {
            Ok(classifier) => classifier,
            Err(error) => {
                // What a person is told.
                assert!(!error.to_string().is_empty());
                let _ = error.hint();
                return error.code();
            }
        };
        let mut session = Session::default();
        for text in TEXTS {
            let kept = classifier.analyze_again(text, &mut session);
            let fresh = classifier.analyze(text);
            assert_eq!(kept.is_ok(), fresh.is_ok(), "kept and fresh differ");
            let _ = classifier.trace(text);
        }
        let _ = wordlight::report::report(&classifier);
        "loaded"
    }));
    (format!("{}: {what}", case.name), outcome)
}

#[test]
fn damaged_files_are_refused_or_read_but_never_break_anything() {
    let corpus = corpus::corpus();
    assert!(corpus.len() > 250, "{} cases", corpus.len());
    let one = number("MUTATION");
    let first = one.unwrap_or(number("SEED").unwrap_or(0) << 32);
    let count = one.map_or(number("MUTATIONS").unwrap_or(1500), |_| 1);
    let mut outcomes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut slowest = (Duration::ZERO, 0);
    for seed in first..first + count {
        allocations::forget();
        let started = Instant::now();
        let (what, outcome) = attempt(&corpus, seed);
        let took = started.elapsed();
        if took > slowest.0 {
            slowest = (took, seed);
        }
        let largest = allocations::largest();
        match outcome {
            Err(_) => findings.push(format!("MUTATION={seed} panics ({what})")),
            Ok(_) if largest > LARGEST_PIECE => {
                findings.push(format!(
                    "MUTATION={seed} takes {largest} bytes at once ({what})"
                ));
            }
            Ok(code) => *outcomes.entry(code).or_default() += 1,
        }
    }
    println!(
        "{count} sets of files, slowest {:?} (MUTATION={})",
        slowest.0, slowest.1
    );
    println!("{outcomes:#?}");
    assert!(
        findings.is_empty(),
        "{} findings:\n{}",
        findings.len(),
        findings.join("\n")
    );
    // Damage that no file survives, or that none notices, would try nothing.
    if count > 1000 {
        let loaded = outcomes.get("loaded").copied().unwrap_or(0);
        assert!(
            loaded * 20 > count && loaded * 20 < count * 19,
            "{outcomes:?}"
        );
    }
}
