//! The memory that was asked for, of this thread: the largest piece, and the most that was held at one time.
#![allow(unsafe_code, reason = "an allocator that counts")]
#![allow(
    dead_code,
    reason = "each test binary uses its own part of this module"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
    /// Below nothing where a thread gives back what another took.
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

struct Counting;

fn note(size: usize, before: usize) {
    // The thread may be at its end.
    let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(size)));
    let _ = HELD.try_with(|held| {
        held.set(held.get() + size as isize - before as isize);
        let _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
    });
}

// SAFETY: everything is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size(), 0);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size(), 0);
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size, layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.realloc(place, layout, size) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        let _ = HELD.try_with(|held| held.set(held.get() - layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Begins to count.
pub fn forget() {
    LARGEST.with(|largest| largest.set(0));
    HELD.with(|held| held.set(0));
    MOST.with(|most| most.set(0));
}

/// The largest piece since then, in bytes.
pub fn largest() -> usize {
    LARGEST.with(Cell::get)
}

/// The most that was held at one time, beyond what was there before, in bytes.
pub fn most() -> usize {
    MOST.with(Cell::get).max(0) as usize
}
