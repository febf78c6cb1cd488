//! The memory that this thread asked for: its largest piece, the most that was held at once, and all together.
#![allow(unsafe_code, reason = "an allocator that counts")]
#![allow(
    dead_code,
    reason = "each test binary uses its own part of this module"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST_HELD: Cell<isize> = const { Cell::new(0) };
    static ALTOGETHER: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

fn note(size: usize) {
    // The thread may be at its end.
    let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(size)));
    let _ = ALTOGETHER.try_with(|all| all.set(all.get().saturating_add(size)));
    let _ = HELD.try_with(|held| {
        held.set(held.get().saturating_add_unsigned(size));
        let _ = MOST_HELD.try_with(|most| most.set(most.get().max(held.get())));
    });
}

fn note_gone(size: usize) {
    let _ = HELD.try_with(|held| held.set(held.get().saturating_sub_unsigned(size)));
}

// SAFETY: everything is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // While it is moved, both places are taken.
        note(size);
        note_gone(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.realloc(place, layout, size) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        note_gone(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Counts from here on.
pub fn forget() {
    LARGEST.with(|largest| largest.set(0));
    ALTOGETHER.with(|all| all.set(0));
    HELD.with(|held| held.set(0));
    MOST_HELD.with(|most| most.set(0));
}

/// Bytes of the largest piece.
pub fn largest() -> usize {
    LARGEST.with(Cell::get)
}

/// The most bytes that were held at once, beyond what was held when counting began.
pub fn most_held() -> usize {
    MOST_HELD.with(Cell::get).max(0).unsigned_abs()
}

/// All bytes that were asked for one after another: a measure of work that does not depend on the machine.
pub fn altogether() -> usize {
    ALTOGETHER.with(Cell::get)
}
