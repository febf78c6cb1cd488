//! A table of files that someone made to do harm: each with the error that it must come to, what its sentence names, and
//! the memory that it may take until then. Nothing in them is run, nothing outside them is opened.
//!
//! Each case has a thread of its own with a stack of 1 MiB, which is what WebAssembly has. Time is not measured; what a
//! case asks for in memory, one piece after another, is bounded instead, and a case that never ends ends no test.
//! `HOSTILE=part of a name cargo test --test hostile_files` tries some of them.

#[path = "mutations/allocations.rs"]
mod allocations;
#[path = "common/built.rs"]
mod built;
#[path = "hostile_files/case.rs"]
mod case;
mod common;
#[path = "hostile_files/graphs.rs"]
mod graphs;
#[path = "hostile_files/gzip.rs"]
mod gzip;
#[path = "hostile_files/hdf5.rs"]
mod hdf5;
#[path = "hostile_files/json.rs"]
mod json;
#[path = "hostile_files/lambdas.rs"]
mod lambdas;
#[path = "hostile_files/lookup3.rs"]
mod lookup3;
#[path = "hostile_files/numpy.rs"]
mod numpy;
#[path = "hostile_files/pickles.rs"]
mod pickles;
#[path = "hostile_files/polyglots.rs"]
mod polyglots;
#[path = "hostile_files/shapes.rs"]
mod shapes;
#[path = "hostile_files/text.rs"]
mod text;
#[path = "hostile_files/tfjs.rs"]
mod tfjs;
#[path = "hostile_files/zip_writer.rs"]
mod zip_writer;
#[path = "hostile_files/zips.rs"]
mod zips;

use case::Case;

/// Bytes of the stack that WebAssembly gives (wasm-ld's default).
const STACK: usize = 1 << 20;

fn try_all(cases: Vec<Case>) {
    let wanted = std::env::var("HOSTILE").unwrap_or_default();
    let (mut complaints, mut tried) = (Vec::new(), 0);
    for case in cases {
        if !case.what.contains(&wanted) {
            continue;
        }
        let what = case.what.clone();
        let thread = std::thread::Builder::new().stack_size(STACK);
        let outcome = thread
            .spawn(move || case.complaints())
            .map(|thread| thread.join());
        match outcome {
            Ok(Ok(found)) => complaints.extend(found),
            _ => complaints.push(format!("{what}: panics")),
        }
        tried += 1;
    }
    println!("{tried} hostile files");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn zips() {
    try_all(zips::cases());
}

#[test]
fn what_gzip_packs() {
    try_all(gzip::cases());
}

#[test]
fn polyglots() {
    try_all(polyglots::cases());
}

#[test]
fn hdf5() {
    try_all(hdf5::cases());
}

#[test]
fn pickles() {
    try_all(pickles::cases());
}

#[test]
fn json() {
    try_all(json::cases());
}

#[test]
fn numpy_arrays() {
    try_all(numpy::cases());
}

#[test]
fn plain_text() {
    try_all(text::cases());
}

#[test]
fn tensorflow_js() {
    try_all(tfjs::cases());
}

#[test]
fn graphs() {
    try_all(graphs::cases());
}

#[test]
fn shapes() {
    try_all(shapes::cases());
}

#[test]
fn lambdas() {
    try_all(lambdas::cases());
}
