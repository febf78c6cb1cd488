//! The machine's limits for the parts of a recurrent classifier, in WebAssembly with `simd128`.
//!
//! Every export does one kind of work `times` over, on memory that the page has laid out; the page takes the time
//! (benches/page/roofline.mjs) and compares each result with plain JavaScript first. The kernels are the best that we
//! could write for exactly these shapes, without the generality that the engine needs: what they take is a bound for
//! it. With the feature `relaxed-simd`, products and sums are fused.
//!
//! Pointers and lengths come from our own page: they are not checked.
#![no_std]

mod activation;
mod lanes;
mod lstm;
mod peak;
mod product;
mod rows;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
