//! Strangers' files: real ones, damaged at random where it hurts. Each is loaded and, where it loads, asked about texts;
//! none may panic, overflow or ask for more memory than its size explains. The same for each parser by itself, and for
//! all that `make fuzz` has found.
//!
//! What is tried depends on the seed alone. `MUTATIONS=100000 SEED=1 cargo test --release --test mutations` tries more
//! than the few thousand of `make test`; a finding names its seed, and `MUTATION=<seed>` tries that one alone.

#[path = "mutations/allocations.rs"]
mod allocations;
#[path = "fuzz/src/bundle.rs"]
mod bundle;
mod common;
#[path = "mutations/corpus.rs"]
mod corpus;
#[path = "mutations/mutate.rs"]
mod mutate;
#[path = "mutations/random.rs"]
mod random;
#[path = "fuzz/src/subjects/mod.rs"]
mod subjects;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use random::Random;
use subjects::config::LARGEST_PIECE;
use subjects::load_analyze::tried;
use subjects::{SUBJECTS, Subject};
use wordlight::LoadOptions;

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
    let outcome = catch_unwind(AssertUnwindSafe(|| tried(files, options)));
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

/// Damaged seeds of one parser; those that break it.
fn findings(subject: &Subject, corpus: &[corpus::Case], seeds: std::ops::Range<u64>) -> Vec<u64> {
    let real = (subject.seeds)(corpus);
    assert!(!real.is_empty(), "{} has no seeds", subject.name);
    for bytes in &real {
        (subject.check)(bytes);
    }
    let breaks = |&seed: &u64| {
        let mut random = Random::new(seed);
        let mut bytes = real[random.below(real.len())].clone();
        for _ in 0..1 + random.below(3) {
            bytes = subjects::damaged(subject, &bytes, corpus, &mut random);
        }
        catch_unwind(|| (subject.check)(&bytes)).is_err()
    };
    seeds.filter(breaks).collect()
}

#[test]
fn each_parser_by_itself_withstands_damage() {
    let corpus = corpus::corpus();
    let one = number("MUTATION");
    let first = one.unwrap_or(number("SEED").unwrap_or(0) << 32);
    let count = one.map_or(number("MUTATIONS").unwrap_or(150), |_| 1);
    // All of them in a row are tried above.
    for subject in SUBJECTS.iter().filter(|one| one.name != "load_analyze") {
        let started = Instant::now();
        let findings = findings(subject, &corpus, first..first + count);
        println!("{}: {count} in {:?}", subject.name, started.elapsed());
        assert!(
            findings.is_empty(),
            "{}: MUTATION={findings:?}",
            subject.name
        );
    }
}

#[test]
fn what_fuzzing_found_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    for subject in SUBJECTS {
        for kind in ["corpus", "findings"] {
            let files = std::fs::read_dir(folder.join(kind).join(subject.name));
            for file in files.into_iter().flatten().flatten() {
                let bytes = std::fs::read(file.path()).expect("a file");
                let outcome = catch_unwind(|| (subject.check)(&bytes));
                assert!(
                    outcome.is_ok(),
                    "{} of {}",
                    file.path().display(),
                    subject.name
                );
            }
        }
    }
}
